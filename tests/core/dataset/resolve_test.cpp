// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <limits>

#include "core/dataset/preprocess.h"
#include "core/model/info.h"
#include "tests/core/dataset/support.h"

namespace pwb::dataset::test {
namespace {

model::ModelInfo modelWith(std::vector<std::int64_t> shape,
                           const std::filesystem::path& path = "/nowhere/model.onnx") {
    model::ModelInfo info;
    info.path = path;
    info.inputs.push_back({"images", base::ElementType::Float, std::move(shape), {}});
    return info;
}

using Triple = std::array<double, 3>;

TEST(ResolvePreprocess, GuessFromTheShape) {
    const auto planes = resolvePreprocess(modelWith({-1, 3, 48, 64}), {});
    ASSERT_TRUE(planes);
    Preprocess expected;
    expected.width = 64;
    expected.height = 48;
    EXPECT_EQ(*planes, expected);
    EXPECT_EQ(planes->origin, "guess");

    const auto interleaved = resolvePreprocess(modelWith({1, 28, 30, 1}), {});
    ASSERT_TRUE(interleaved);
    EXPECT_EQ(interleaved->layout, Layout::Nhwc);
    EXPECT_EQ(interleaved->channels, 1);
    EXPECT_EQ(interleaved->height, 28);
    EXPECT_EQ(interleaved->width, 30);
}

TEST(ResolvePreprocess, TheGlyphModel) {
    const auto info = model::inspect(kGlyphs / "mobilenetv2.onnx");
    ASSERT_TRUE(info);
    Preprocess expected = glyphPreprocess();
    expected.origin = "preprocessor_config.json";
    expected.followed = {"do_normalize", "do_rescale",     "do_resize", "image_mean",
                         "image_std",    "rescale_factor", "size"};
    EXPECT_EQ(*resolvePreprocess(*info, {}), expected);
    // Saying what the file says changes nothing.
    PreprocessOptions options;
    options.mean = Triple{.485, .456, .406};
    options.std = Triple{.229, .224, .225};
    const auto preprocess = resolvePreprocess(*info, options);
    ASSERT_TRUE(preprocess);
    EXPECT_EQ(*preprocess, expected);
}

TEST(ResolvePreprocess, SizeOfADynamicModelMustBeGiven) {
    const auto info = modelWith({-1, 3, -1, -1});
    EXPECT_EQ(codeOf(resolvePreprocess(info, {})), "dataset.size_needed");
    PreprocessOptions options;
    options.width = 320;
    EXPECT_EQ(resolvePreprocess(info, options)->height, 320);
    options.height = 200;
    const auto both = resolvePreprocess(info, options);
    ASSERT_TRUE(both);
    EXPECT_EQ(both->width, 320);
    EXPECT_EQ(both->height, 200);
    options.height = 0;
    EXPECT_EQ(codeOf(resolvePreprocess(info, options)), "dataset.size_invalid");
    options.height = 1 << 20;
    EXPECT_EQ(codeOf(resolvePreprocess(info, options)), "dataset.size_invalid");
}

TEST(ResolvePreprocess, AFixedSizeCannotBeChanged) {
    PreprocessOptions options;
    options.width = options.height = 64;
    EXPECT_TRUE(resolvePreprocess(modelWith({1, 3, 64, 64}), options));
    options.width = 96;
    const auto result = resolvePreprocess(modelWith({1, 3, 64, 64}), options);
    ASSERT_EQ(codeOf(result), "dataset.size_mismatch");
    EXPECT_EQ(argument(result.error().message, "given"), "96x64");
    EXPECT_EQ(argument(result.error().message, "model"), "64x64");
}

TEST(ResolvePreprocess, NotAnImage) {
    EXPECT_EQ(codeOf(resolvePreprocess(modelWith({-1, 3, 64}), {})), "dataset.input_not_image");
    EXPECT_EQ(codeOf(resolvePreprocess(modelWith({-1, 5, 64, 17}), {})), "dataset.input_not_image");
    auto integers = modelWith({-1, 3, 64, 64});
    integers.inputs.front().type = base::ElementType::Int64;
    EXPECT_EQ(codeOf(resolvePreprocess(integers, {})), "dataset.input_not_image");
    EXPECT_EQ(codeOf(resolvePreprocess(model::ModelInfo{}, {})), "dataset.input_not_image");
    auto two = modelWith({1, 3, 64, 64});
    two.inputs.push_back({"text", base::ElementType::String, {1}, {}});
    const auto further = resolvePreprocess(two, {});
    ASSERT_EQ(codeOf(further), "dataset.further_inputs");
    EXPECT_EQ(argument(further.error().message, "inputs"), "text (string)");
    PreprocessOptions options;
    options.layout = Layout::Nhwc;
    EXPECT_EQ(codeOf(resolvePreprocess(modelWith({-1, 3, 64, 64}), options)), "dataset.input_not_image");
}

TEST(ResolvePreprocess, NothingIsDividedByZero) {
    PreprocessOptions options;
    options.std = Triple{1, 0, 1};
    EXPECT_EQ(codeOf(resolvePreprocess(modelWith({1, 3, 64, 64}), options)), "dataset.std_zero");
    options.std = Triple{1, std::numeric_limits<double>::quiet_NaN(), 1};
    EXPECT_EQ(codeOf(resolvePreprocess(modelWith({1, 3, 64, 64}), options)), "dataset.std_zero");
}

TEST(ResolvePreprocess, HuggingFace) {
    const TestFolder folder;
    const auto info = modelWith({-1, 3, -1, -1}, folder.path() / "onnx/model.onnx");
    folder.write("preprocessor_config.json", R"({"do_resize": true, "size": {"height": 192, "width": 256},
        "do_rescale": true, "rescale_factor": 0.00392156862745098, "do_normalize": true,
        "image_mean": [0.5, 0.4, 0.3], "image_std": [0.2, 0.25, 0.3]})");
    const auto sized = resolvePreprocess(info, {});
    ASSERT_TRUE(sized);
    EXPECT_EQ(sized->origin, "preprocessor_config.json");
    EXPECT_EQ(sized->width, 256);
    EXPECT_EQ(sized->height, 192);
    EXPECT_EQ(sized->resize, ResizeMode::Stretch);
    EXPECT_EQ(sized->scale, 1.0 / 255.0);
    EXPECT_EQ(sized->mean, (Triple{.5, .4, .3}));
    EXPECT_EQ(sized->std, (Triple{.2, .25, .3}));

    folder.write("onnx/preprocessor_config.json", R"({"size": {"shortest_edge": 256}, "do_center_crop": true,
        "crop_size": {"height": 224, "width": 224}, "do_rescale": false, "do_normalize": false, "image_mean": [1, 1, 1]})");
    const auto cropped = resolvePreprocess(info, {});
    ASSERT_TRUE(cropped);
    EXPECT_EQ(cropped->width, 224);
    EXPECT_EQ(cropped->resize, ResizeMode::CenterCrop);
    EXPECT_EQ(cropped->scale, 1.0);
    EXPECT_EQ(cropped->mean, (Triple{0, 0, 0}));

    PreprocessOptions options;
    options.width = options.height = 128;
    options.color = ColorOrder::Bgr;
    options.std = Triple{2, 2, 2};
    const auto overridden = resolvePreprocess(info, options);
    ASSERT_TRUE(overridden);
    EXPECT_EQ(overridden->width, 128);
    EXPECT_EQ(overridden->color, ColorOrder::Bgr);
    EXPECT_EQ(overridden->std, (Triple{2, 2, 2}));
    EXPECT_EQ(overridden->resize, ResizeMode::CenterCrop);

    folder.write("onnx/preprocessor_config.json", R"({"size": 160, "image_mean": 0.5, "image_std": [0.5]})");
    const auto plain = resolvePreprocess(info, {});
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->height, 160);
    EXPECT_EQ(plain->resize, ResizeMode::Stretch);
    EXPECT_EQ(plain->mean, (Triple{.5, .5, .5}));
}

TEST(ResolvePreprocess, WhatAProcessorDoesNotDoIsNotTakenFromTheFamily) {
    const TestFolder folder;
    const auto info = modelWith({-1, 3, -1, -1}, folder.path() / "model.onnx");
    PreprocessOptions usual;
    usual.mean = Triple{.485, .456, .406};
    usual.std = Triple{.229, .224, .225};
    folder.write("preprocessor_config.json",
                 R"({"image_processor_type": "RTDetrImageProcessor", "do_normalize": false,
        "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "size": {"height": 64, "width": 96}})");
    const auto plain = resolvePreprocess(info, {}, usual);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->mean, (Triple{0, 0, 0})) << "do_normalize is false";
    EXPECT_EQ(plain->std, (Triple{1, 1, 1}));

    folder.write("preprocessor_config.json", R"({"image_processor_type": "DetrImageProcessor", "do_pad": true,
        "image_mean": [0, 0, 0], "image_std": [1, 1, 1], "size": {"shortest_edge": 800, "longest_edge": 1333}})");
    const auto whole = resolvePreprocess(info, {}, usual);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->resize, ResizeMode::Stretch) << "nothing of a detector's picture is cut off";
    EXPECT_EQ(whole->width, 800);
    EXPECT_EQ(whole->notFollowed, (std::vector<std::string>{"size.longest_edge", "do_pad"}));
    EXPECT_EQ(whole->followed, (std::vector<std::string>{"image_mean", "image_std"}));
}

TEST(ResolvePreprocess, Timm) {
    const TestFolder folder;
    folder.write("config.json",
                 R"({"architecture": "resnet18", "pretrained_cfg": {"input_size": [3, 200, 224],
        "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "crop_pct": 0.875, "crop_mode": "center"}})");
    const auto info = modelWith({-1, 3, -1, -1}, folder.path() / "model.onnx");
    const auto preprocess = resolvePreprocess(info, {});
    ASSERT_TRUE(preprocess);
    EXPECT_EQ(preprocess->origin, "config.json");
    EXPECT_EQ(preprocess->width, 224);
    EXPECT_EQ(preprocess->height, 200);
    EXPECT_EQ(preprocess->resize, ResizeMode::CenterCrop);
    EXPECT_EQ(preprocess->mean, (Triple{.485, .456, .406}));
    // The model's own fixed size is stronger than a file's.
    EXPECT_EQ(resolvePreprocess(modelWith({1, 3, 96, 96}, info.path), {})->width, 96);
}

TEST(ResolvePreprocess, TimmsDefaultsModesAndNulls) {
    const TestFolder folder;
    const auto info = modelWith({-1, 3, -1, -1}, folder.path() / "model.onnx");
    const auto read = [&](const std::string& more) {
        folder.write("config.json",
                     R"({"pretrained_cfg": {"input_size": [3, 224, 224], "mean": [0.485, 0.456, 0.406],
            "std": [0.229, 0.224, 0.225])" +
                         more + "}}");
        return resolvePreprocess(info, {}).value();
    };
    EXPECT_EQ(read("").filter, ResampleFilter::Bicubic) << "what timm takes where the file does not say";
    EXPECT_EQ(read("").decoding, Decoding::Pillow) << "the orientation tag is not minded";
    const Preprocess nulls = read(R"(, "interpolation": null, "crop_mode": null, "crop_pct": null)");
    EXPECT_EQ(nulls.filter, ResampleFilter::Bicubic);
    EXPECT_EQ(nulls.resizeTo, (ResizeTo{256, 0}));
    const Preprocess border = read(R"(, "crop_mode": "border", "crop_pct": 0.9)");
    EXPECT_EQ(border.resizeTo, (ResizeTo{248, 248, KeepRatio::Inside}));
    EXPECT_EQ(border.pad, (std::array{124, 116, 104})) << "the mean";
    EXPECT_TRUE(border.notFollowed.empty());
    const Preprocess smaller = read(R"(, "crop_pct": 1.15)");
    EXPECT_EQ(smaller.resizeTo, (ResizeTo{194, 0}));
    EXPECT_EQ(smaller.pad, (std::array{0, 0, 0}));
    EXPECT_TRUE(smaller.notFollowed.empty());
    const Preprocess other = read(R"(, "crop_mode": "mosaic")");
    EXPECT_EQ(other.notFollowed, (std::vector<std::string>{"crop_mode"}));
}

TEST(ResolvePreprocess, AProcessorsDefaultsAreTakenWhereItsFileDoesNotSay) {
    const TestFolder folder;
    const auto info = modelWith({-1, 3, -1, -1}, folder.path() / "model.onnx");
    const auto read = [&](const std::string& text) {
        folder.write("preprocessor_config.json", text);
        return resolvePreprocess(info, {}).value();
    };
    const Preprocess vit = read(R"({"image_processor_type": "ViTImageProcessorFast"})");
    EXPECT_EQ(vit.width, 224);
    EXPECT_EQ(vit.mean, (Triple{.5, .5, .5}));
    EXPECT_EQ(vit.filter, ResampleFilter::Bilinear);
    const Preprocess clip = read(R"({"image_processor_type": "CLIPImageProcessor"})");
    EXPECT_EQ(clip.resizeTo, (ResizeTo{224, 0}));
    EXPECT_EQ(clip.mean, (Triple{.48145466, .4578275, .40821073}));
    const Preprocess deit = read(R"({"image_processor_type": "DeiTImageProcessor", "size": 256})");
    EXPECT_EQ(deit.resizeTo, (ResizeTo{256, 256})) << "a number is a square to DeiT";
    EXPECT_EQ(deit.width, 224);
    const Preprocess off = read(R"({"image_processor_type": "ViTImageProcessor", "do_normalize": null})");
    EXPECT_EQ(off.mean, (Triple{0, 0, 0})) << "a switch that is null is off";
    const Preprocess rtdetr = read(R"({"image_processor_type": "RTDetrImageProcessor"})");
    EXPECT_EQ(rtdetr.width, 640);
    EXPECT_EQ(rtdetr.mean, (Triple{0, 0, 0})) << "normalises only where it is told to";
    const Preprocess unknown = read(R"({"image_processor_type": "ViTImageProcessor", "do_sharpen": true,
        "do_pad": false, "size": {"height": 32, "width": 32}})");
    EXPECT_EQ(unknown.notFollowed, (std::vector<std::string>{"do_sharpen"}));
    EXPECT_EQ(unknown.followed, (std::vector<std::string>{"size"}));
    EXPECT_EQ(followingNotes(unknown).front().code, "dataset.not_followed");
}

TEST(ResolvePreprocess, WhatTheGraphDoesItselfIsNotDoneAgain) {
    const TestFolder folder;
    auto info = modelWith({-1, 32, 32, 3}, folder.path() / "model.onnx");
    info.inputScaling = model::InputScaling{{1 / 255.0, 1 / 255.0, 1 / 255.0}, {}};
    const auto bytes = resolvePreprocess(info, {});
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->scale, 1);
    EXPECT_EQ(bytes->origin, "graph");
    info.inputScaling =
        model::InputScaling{{1 / .229, 1 / .224, 1 / .225}, {-.485 / .229, -.456 / .224, -.406 / .225}};
    const auto fractions = resolvePreprocess(info, {});
    ASSERT_TRUE(fractions);
    EXPECT_EQ(fractions->scale, 1 / 255.0);
    EXPECT_EQ(fractions->mean, (Triple{0, 0, 0}));
    folder.write("preprocessor_config.json", R"({"image_processor_type": "ViTImageProcessor"})");
    const auto twice = resolvePreprocess(info, {});
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->mean, (Triple{0, 0, 0}));
    EXPECT_EQ(followingNotes(*twice).front().code, "dataset.graph_scales");
    PreprocessOptions given;
    given.mean = Triple{.5, .5, .5};
    EXPECT_EQ(resolvePreprocess(info, given)->mean, (Triple{.5, .5, .5})) << "what is given is done";
}

TEST(ResolvePreprocess, BytesAreFedAsTheyAre) {
    auto info = modelWith({-1, 64, 64, 3});
    info.inputs.front().type = base::ElementType::UInt8;
    const auto how = resolvePreprocess(info, {});
    ASSERT_TRUE(how);
    EXPECT_TRUE(how->bytes);
    EXPECT_EQ(how->scale, 1);
    PreprocessOptions given;
    given.scale = 1;
    EXPECT_TRUE(resolvePreprocess(info, given));
    given.mean = Triple{.5, .5, .5};
    EXPECT_EQ(codeOf(resolvePreprocess(info, given)), "dataset.input_bytes");
}

TEST(ResolvePreprocess, FilesOfAnotherKindOrBrokenCountAsAbsent) {
    const TestFolder folder;
    const auto info = modelWith({-1, 3, 32, 32}, folder.path() / "model.onnx");
    folder.write("config.json", R"({"architectures": ["BertModel"], "hidden_size": 768})");
    EXPECT_EQ(resolvePreprocess(info, {})->origin, "guess");
    folder.write("preprocessor_config.json", R"({"size": {"height": "many"}, )");
    EXPECT_EQ(resolvePreprocess(info, {})->origin, "guess");
    folder.write("preprocessor_config.json", R"({"size": {"height": "many"}})");
    EXPECT_EQ(resolvePreprocess(info, {})->origin, "guess");
    folder.write("preprocessor_config.json", "[1, 2]");
    EXPECT_EQ(resolvePreprocess(info, {})->origin, "guess");
}

TEST(ResolvePreprocess, Ultralytics) {
    auto info = modelWith({-1, 3, -1, -1}, "/nowhere/yolov8n.onnx");
    info.metadata = {{"imgsz", "[320, 640]"}, {"task", "detect"}, {"names", "{0: 'ball'}"}};
    const auto detector = resolvePreprocess(info, {});
    ASSERT_TRUE(detector);
    EXPECT_EQ(detector->origin, "yolov8n.onnx");
    EXPECT_EQ(detector->height, 320);
    EXPECT_EQ(detector->width, 640);
    EXPECT_EQ(detector->resize, ResizeMode::Letterbox);
    EXPECT_EQ(detector->mean, (Triple{0, 0, 0}));
    // Its RT-DETR is trained on stretched images, and without the mean that is usual for transformers.
    info.metadata["description"] = "Ultralytics rtdetr-l model trained on coco.yaml";
    PreprocessOptions usual;
    usual.resize = ResizeMode::Letterbox;
    usual.mean = Triple{0.485, 0.456, 0.406};
    EXPECT_EQ(resolvePreprocess(info, {}, usual)->resize, ResizeMode::Stretch);
    EXPECT_EQ(resolvePreprocess(info, {}, usual)->mean, (Triple{0, 0, 0}));
    info.metadata["task"] = "classify";
    EXPECT_EQ(resolvePreprocess(info, {})->resize, ResizeMode::Stretch)
        << "not square: as torchvision's Resize((h, w))";
    info.metadata["imgsz"] = "224";
    EXPECT_EQ(resolvePreprocess(info, {})->resize, ResizeMode::CenterCrop);
    EXPECT_EQ(resolvePreprocess(info, {})->resizeTo, (ResizeTo{224, 0}));
    EXPECT_EQ(resolvePreprocess(info, {})->resizer, Resizer::Pillow);
    info.metadata["imgsz"] = "large";
    EXPECT_EQ(codeOf(resolvePreprocess(info, {})), "dataset.size_needed");
}

TEST(PreprocessIds, ThereAndBack) {
    for (const ResizeMode mode : {ResizeMode::Stretch, ResizeMode::Letterbox, ResizeMode::CenterCrop})
        EXPECT_EQ(resizeFromId(resizeId(mode)), mode);
    for (const ColorOrder order : {ColorOrder::Rgb, ColorOrder::Bgr})
        EXPECT_EQ(colorFromId(colorId(order)), order);
    for (const Layout layout : {Layout::Nchw, Layout::Nhwc})
        EXPECT_EQ(layoutFromId(layoutId(layout)), layout);
    EXPECT_EQ(resizeId(ResizeMode::CenterCrop), "center-crop");
    EXPECT_FALSE(resizeFromId("crop"));
    EXPECT_FALSE(colorFromId(""));
    EXPECT_FALSE(layoutFromId("NCHW"));
}

}  // namespace
}  // namespace pwb::dataset::test
