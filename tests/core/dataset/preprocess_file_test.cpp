// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocess_file.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/core/dataset/support.h"

namespace pwb::dataset::test {
namespace {

using Triple = std::array<double, 3>;

model::ModelInfo squareModel(int side) {
    model::ModelInfo info;
    info.path = "/nowhere/model.onnx";
    info.inputs.push_back({"images", base::ElementType::Float, {-1, 3, side, side}, {}});
    return info;
}

TEST(PreprocessFile, WhatIsWrittenReadsBackToTheSameSteps) {
    Preprocess how;
    how.width = 260;
    how.height = 224;
    how.resize = ResizeMode::CenterCrop;
    how.resizeTo = {300, 256, KeepRatio::Inside};
    how.cropFloors = true;
    how.pad = std::array{124, 116, 104};
    how.padsAfter = true;
    how.decoding = Decoding::Pillow;
    how.resizer = Resizer::Pillow;
    how.filter = ResampleFilter::Hamming;
    how.color = ColorOrder::Bgr;
    how.arithmetic = Arithmetic::Fused;
    how.scale = 1 / 127.5;
    how.mean = {.485, .456, .406};
    how.std = {.229, .224, .225};
    const TestFolder folder;
    folder.write("steps.json", preprocessText(how));
    const auto read = readPreprocessFile(folder.path() / "steps.json");
    ASSERT_TRUE(read) << read.error().message.code;
    EXPECT_EQ(*read, asOptions(how));
    auto info = squareModel(224);
    info.inputs.front().shape = {-1, 3, -1, -1};
    const auto resolved = resolvePreprocess(info, *read);
    ASSERT_TRUE(resolved);
    how.origin = "options";
    EXPECT_EQ(*resolved, how);
}

TEST(PreprocessFile, YamlWithFractionsAndReportsAreRead) {
    const TestFolder folder;
    folder.write("steps.yaml", "resize_to: 256\nscale: 1/255\nmean: 0.5\nstd: [0.5, 0.25, 0.5]\n");
    const auto yaml = readPreprocessFile(folder.path() / "steps.yaml");
    ASSERT_TRUE(yaml) << yaml.error().message.code;
    EXPECT_EQ(yaml->resize, ResizeMode::CenterCrop) << "what is resized to more is cut";
    EXPECT_EQ(yaml->resizeTo, (ResizeTo{256, 0}));
    EXPECT_EQ(yaml->scale, 1.0 / 255);
    EXPECT_EQ(yaml->mean, (Triple{.5, .5, .5}));
    EXPECT_EQ(yaml->std, (Triple{.5, .25, .5}));
    folder.write("report.json", R"({"model": {}, "data": {"path": "x", "preprocess": {"color": "bgr",
        "origin": "guess", "followed": {"size": true}}}})");
    const auto report = readPreprocessFile(folder.path() / "report.json");
    ASSERT_TRUE(report) << report.error().message.code;
    EXPECT_EQ(report->color, ColorOrder::Bgr);
}

TEST(PreprocessFile, SaysWhatIsWrong) {
    const TestFolder folder;
    const auto code = [&](const std::string& text) {
        folder.write("steps.yaml", text);
        return codeOf(readPreprocessFile(folder.path() / "steps.yaml"));
    };
    EXPECT_EQ(codeOf(readPreprocessFile(folder.path() / "none.yaml")), "base.read_failed");
    EXPECT_EQ(code("[1, 2]"), "dataset.preprocess_file");
    EXPECT_EQ(code("a: [1"), "dataset.preprocess_file");
    EXPECT_EQ(code("interpolation: cubic"), "dataset.preprocess_field");
    EXPECT_EQ(code("scale: 1/0"), "dataset.preprocess_field");
    EXPECT_EQ(code("mean: [1, 2]"), "dataset.preprocess_field");
    EXPECT_EQ(code("pad: 256"), "dataset.preprocess_field");
    EXPECT_EQ(code("resize_to: -3"), "dataset.preprocess_field");
    EXPECT_EQ(code("resize_to: [0, 256]"), "dataset.preprocess_field");
    EXPECT_EQ(code("keep_ratio: cover"), "dataset.preprocess_field");
    EXPECT_EQ(code("scale: [1, 2]"), "dataset.preprocess_field");
    EXPECT_EQ(code("colour: rgb"), "dataset.preprocess_unknown");
}

TEST(PreprocessOptionsTest, WhatIsGivenIsStrongerThanWhatCompletesIt) {
    PreprocessOptions given, file;
    given.resize = ResizeMode::Stretch;
    given.scale = 1;
    file.resize = ResizeMode::CenterCrop;
    file.resizeTo = ResizeTo{256, 0};
    file.scale = 0.5;
    file.color = ColorOrder::Bgr;
    const PreprocessOptions both = completed(given, file);
    EXPECT_EQ(both.resize, ResizeMode::Stretch);
    EXPECT_FALSE(both.resizeTo) << "belongs to the other way of resizing";
    EXPECT_EQ(both.scale, 1);
    EXPECT_EQ(both.color, ColorOrder::Bgr);
}

TEST(Presets, EachIsUsableAndBeatsWhatShipsWithTheModel) {
    const TestFolder folder;
    folder.write("preprocessor_config.json", R"({"image_processor_type": "ViTImageProcessor",
        "image_mean": [0.1, 0.1, 0.1], "do_thing": true})");
    auto info = squareModel(299);
    info.path = folder.path() / "model.onnx";
    std::set<std::string> texts;
    auto bare = info;
    bare.path = "/nowhere/model.onnx";
    folder.write("preprocessor_config.json", R"({"image_processor_type": "CLIPImageProcessor"})");
    for (const PreprocessPreset& preset : preprocessPresets(299)) {
        PreprocessOptions options;
        options.preset = preset.name;
        const auto how = resolvePreprocess(info, options);
        ASSERT_TRUE(how) << preset.name;
        EXPECT_EQ(how->origin, preset.name);
        EXPECT_EQ(preprocessText(*how), preprocessText(resolvePreprocess(bare, options).value()))
            << preset.name << ": nothing of the file is left";
        EXPECT_TRUE(followingNotes(*how).empty()) << preset.name;
        texts.insert(preprocessText(*how));
    }
    EXPECT_EQ(texts.size(), preprocessPresets(0).size()) << "no two are the same";
    // Nor of its margins where the user says how to resize, or gives a file of steps.
    PreprocessOptions letterbox;
    letterbox.resize = ResizeMode::Letterbox;
    EXPECT_FALSE(resolvePreprocess(info, letterbox)->pad) << "114, not black";
    const Preprocess stretched = resolvePreprocess(bare, {}).value();
    EXPECT_EQ(preprocessText(resolvePreprocess(info, asOptions(stretched)).value()),
              preprocessText(stretched));
    PreprocessOptions options;
    options.preset = "torchvision-imagenet";
    options.color = ColorOrder::Bgr;
    const auto how = resolvePreprocess(info, options);
    ASSERT_TRUE(how);
    EXPECT_EQ(how->resizeTo, (ResizeTo{342, 0})) << "as torchvision's own preset of inception_v3";
    EXPECT_EQ(how->mean, (Triple{.485, .456, .406}));
    EXPECT_EQ(how->color, ColorOrder::Bgr) << "a flag beside the preset";
    EXPECT_FALSE(presetOf("torch", 224));
}

}  // namespace
}  // namespace pwb::dataset::test
