// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "core/base/files.h"
#include "core/model/info.h"
#include "core/model/io.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/onnx_builder.h"
#include "tests/support/places.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::tests;
using model::Task;

namespace {

const fs::path kSamples = tests::samples();

struct InspectFiles : tests::FolderFixture {
    [[nodiscard]] std::string failure(const std::string& content) const {
        EXPECT_TRUE(base::writeFileAtomically(folder / "x.onnx", std::string_view(content)));
        const auto info = model::inspect(folder / "x.onnx");
        return info ? "" : info.error().message.code;
    }
    [[nodiscard]] std::string failure(const onnx::ModelProto& proto) const {
        return failure(proto.SerializeAsString());
    }
};

onnx::ModelProto matMulModel(const std::vector<float>& weights) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 2});
    addFloats(proto, "w", {2, 3}, weights);
    addNode(proto, "MatMul", {"x", "w"}, {"y"});
    addOutput(proto, "y", {-1, 3});
    return proto;
}

// Counts and hash as Python's onnx and hashlib give them for these files.
TEST(Inspect, MobileNet) {
    const auto info = model::inspect(kSamples / "glyphs/mobilenetv2.onnx");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->sha256, "981a8026f274a0d4d247448c08fc891a090d866ad6eba92f1241762e2929cd92");
    EXPECT_EQ(info->fileBytes, 2939029U);
    EXPECT_EQ(info->irVersion, 8);
    EXPECT_EQ(info->opset, 17);
    EXPECT_TRUE(info->producer.starts_with("pytorch"));
    ASSERT_EQ(info->inputs.size(), 1U);
    EXPECT_EQ(info->inputs[0].name, "input");
    EXPECT_EQ(info->inputs[0].type, base::ElementType::Float);
    EXPECT_EQ(info->inputs[0].shape, (std::vector<std::int64_t>{-1, 3, 64, 64}));
    EXPECT_EQ(model::shapeText(info->inputs[0]), "[batch, 3, 64, 64]");
    EXPECT_EQ(info->operators.at("Conv"), 52);
    EXPECT_EQ(info->nodes, 170);
    EXPECT_EQ(info->parameters, 724524);
    EXPECT_EQ(info->weightBytes, 2898096U);
    EXPECT_EQ(info->task, Task::Classification);
    EXPECT_EQ(info->outputClasses(), 36);
    EXPECT_FALSE(info->hasQdq);
    EXPECT_FALSE(info->hasFloat16);
    EXPECT_TRUE(info->warnings.empty());
}

TEST(Inspect, QuantisedModelIsSeenAsSuch) {
    const auto info = model::inspect(kSamples / "glyphs/mobilenetv2-qat.onnx");
    ASSERT_TRUE(info);
    EXPECT_TRUE(info->hasQdq);
    EXPECT_EQ(info->operators.at("QuantizeLinear"), 106);
    EXPECT_EQ(info->task, Task::Classification);
}

TEST(Inspect, DetectorAndSkeletonModel) {
    const auto detector = model::inspect(kSamples / "pitch/detector.onnx");
    ASSERT_TRUE(detector);
    EXPECT_EQ(detector->task, Task::Detection);
    EXPECT_EQ(detector->operators.at("Conv"), 46);
    EXPECT_EQ(detector->outputs[0].shape, (std::vector<std::int64_t>{-1, 7, 8400}));  // declared open
    const auto skeletons = model::inspect(kSamples / "skeletons/stgcn.onnx");
    ASSERT_TRUE(skeletons);
    EXPECT_EQ(skeletons->task, Task::Classification);
    EXPECT_EQ(skeletons->outputClasses(), 12);
    EXPECT_EQ(skeletons->operators.at("BatchNormalization"), 7);
}

TEST_F(InspectFiles, MissingFileAndFolder) {
    EXPECT_EQ(model::inspect(folder / "none.onnx").error().message.code, "model.not_found");
    EXPECT_EQ(model::inspect(folder).error().message.code, "base.is_folder");
    EXPECT_EQ(model::inspect(folder / "none.onnx").error().file, (folder / "none.onnx").string());
}

TEST_F(InspectFiles, WhatIsNoModel) {
    EXPECT_EQ(failure(std::string()), "model.empty_file");
    EXPECT_EQ(failure(std::string("This is only a text that someone named .onnx.\n")), "model.not_onnx");
    EXPECT_EQ(failure(std::string("{\"json\": true}")), "model.not_onnx");
    for (const auto& entry : fs::recursive_directory_iterator(kSamples / "glyphs/val"))
        if (entry.path().extension() == ".jpg") {
            EXPECT_EQ(failure(base::readFile(entry.path()).value()), "model.not_onnx");
            break;
        }
}

TEST_F(InspectFiles, AModelCutOffAnywhereIsTruncated) {
    const std::string whole = base::readFile(kSamples / "glyphs/mobilenetv2.onnx").value();
    for (const double part : {0.0001, 0.01, 0.3, 0.9, 0.999999})
        EXPECT_EQ(
            failure(whole.substr(0, static_cast<std::size_t>(part * static_cast<double>(whole.size())))),
            "model.truncated")
            << part;
}

TEST_F(InspectFiles, GraphsThatCannotBeUsed) {
    onnx::ModelProto old = matMulModel(randomFloats(6, 1));
    old.mutable_opset_import(0)->set_version(6);
    EXPECT_EQ(failure(old), "model.opset_too_old");

    onnx::ModelProto blind = matMulModel(randomFloats(6, 1));
    blind.mutable_graph()->clear_input();
    EXPECT_EQ(failure(blind), "model.no_inputs");

    onnx::ModelProto mute = matMulModel(randomFloats(6, 1));
    mute.mutable_graph()->clear_output();
    EXPECT_EQ(failure(mute), "model.no_outputs");

    onnx::ModelProto loose = matMulModel(randomFloats(6, 1));
    loose.mutable_graph()->mutable_node(0)->set_input(1, "nothing");
    EXPECT_EQ(failure(loose), "model.invalid");

    onnx::ModelProto thin = matMulModel(randomFloats(4, 1));  // 4 values for a 2×3 matrix
    EXPECT_EQ(failure(thin), "model.invalid");
}

TEST_F(InspectFiles, NonFiniteWeightsAreCountedAndNamed) {
    const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
    ASSERT_TRUE(model::save(matMulModel({1, nan, 2, -inf, inf, 3}), folder / "nan.onnx"));
    const auto info = model::inspect(folder / "nan.onnx");
    ASSERT_TRUE(info);
    ASSERT_EQ(info->warnings.size(), 1U);
    EXPECT_EQ(info->warnings[0],
              (base::Message{"model.non_finite_weights", {{"tensor", "w"}, {"count", "3"}}}));
}

TEST_F(InspectFiles, DetectionByShapeNamesAndMetadata) {
    const auto taskOf = [&](const std::string& output, const Dims& shape, const std::string& second = "",
                            const std::string& metadata = "") {
        onnx::ModelProto proto = emptyModel();
        addInput(proto, "x", {1, 3, 320, 320});
        addNode(proto, "Mystery", {"x"}, {output, second}).set_domain("tests");
        addOutput(proto, output, shape);
        if (!second.empty()) addOutput(proto, second, {1, 100, 4});
        proto.add_opset_import()->set_domain("tests");
        if (!metadata.empty()) {
            auto* entry = proto.add_metadata_props();
            entry->set_key("task");
            entry->set_value(metadata);
        }
        EXPECT_TRUE(model::save(proto, folder / "task.onnx"));
        const auto info = model::inspect(folder / "task.onnx");
        EXPECT_TRUE(info);
        return info ? info->task : Task::Unknown;
    };
    EXPECT_EQ(taskOf("y", {1, 84, 2100}), Task::Detection);  // YOLOv8 at 320
    EXPECT_EQ(taskOf("y", {1, 6300, 85}), Task::Detection);  // YOLOv5 at 320
    EXPECT_EQ(taskOf("y", {1, 197, 768}), Task::Unknown);    // a transformer's tokens
    EXPECT_EQ(taskOf("y", {1, 100, 91}, "pred_boxes"), Task::Unknown);
    EXPECT_EQ(taskOf("logits", {1, 100, 91}, "pred_boxes"), Task::Detection);
    EXPECT_EQ(taskOf("scores", {1, 100}, "boxes"), Task::Detection);
    EXPECT_EQ(taskOf("y", {1, 300, 6}, "", "detect"), Task::Detection);
    EXPECT_EQ(taskOf("y", {1, 10}), Task::Classification);
    EXPECT_EQ(taskOf("y", {1, 10, 1, 1}), Task::Classification);
    EXPECT_EQ(taskOf("y", {1, 1}), Task::Unknown);
    EXPECT_EQ(taskOf("y", {1, 32, 80, 80}), Task::Unknown);
}

TEST_F(InspectFiles, AnOpenClassCountIsInferred) {
    onnx::ModelProto proto = matMulModel(randomFloats(6, 1));
    proto.mutable_graph()->mutable_output(0)->mutable_type()->mutable_tensor_type()->clear_shape();
    ASSERT_TRUE(model::save(proto, folder / "open.onnx"));
    const auto info = model::inspect(folder / "open.onnx");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->outputClasses(), 3);
    EXPECT_EQ(info->task, Task::Classification);
}

// What exporters write for x.chunk(2, 1)[1].view(x.shape[0], 6, -1).
TEST_F(InspectFiles, ShapesComputedAtRunTimeAreFollowed) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 4, 6, 5});
    addInts(proto, "zero", {1}, {0});
    addInts(proto, "one", {1}, {1});
    addInts(proto, "channel", {}, {1});
    addInts(proto, "two", {}, {2});
    addInts(proto, "axis", {1}, {1});
    addInts(proto, "rest", {2}, {6, -1});
    addNode(proto, "Shape", {"x"}, {"shape"});
    addNode(proto, "Gather", {"shape", "channel"}, {"channels"});
    addNode(proto, "Div", {"channels", "two"}, {"half"});
    addNode(proto, "Unsqueeze", {"half", "zero"}, {"begin"});
    addNode(proto, "Add", {"begin", "begin"}, {"end"});
    addNode(proto, "Slice", {"x", "begin", "end", "axis"}, {"second"});
    addNode(proto, "Shape", {"second"}, {"shape2"});
    addNode(proto, "Slice", {"shape2", "zero", "one"}, {"batch"});
    setInt(addNode(proto, "Concat", {"batch", "rest"}, {"target"}), "axis", 0);
    addNode(proto, "Reshape", {"second", "target"}, {"y"});
    addOutput(proto, "y", {-1, -1, -1});
    ASSERT_TRUE(model::save(proto, folder / "chunk.onnx"));
    const auto info = model::inspect(folder / "chunk.onnx");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->outputs[0].shape, (std::vector<std::int64_t>{-1, 6, 10}));
    EXPECT_EQ(info->operators.at("Gather"), 1);  // of the file as it is
}

TEST(InspectTypes, OtherThanTensorsAreRefusedByName) {
    const tests::TestFolder place;
    const fs::path file = place / "sequence.onnx";
    for (const bool input : {true, false}) {
        onnx::ModelProto proto = emptyModel();
        addInput(proto, "x", {2});
        addNode(proto, "SequenceConstruct", {"x"}, {"y"});
        auto& value = input ? *proto.mutable_graph()->add_input() : *proto.mutable_graph()->add_output();
        if (input) addOutput(proto, "y", {2});
        value.set_name(input ? "list" : "y");
        value.mutable_type()->mutable_sequence_type()->mutable_elem_type()->mutable_tensor_type();
        ASSERT_TRUE(model::save(proto, file));
        const auto info = model::inspect(file);
        ASSERT_FALSE(info);
        EXPECT_EQ(info.error().message.code, "model.not_a_tensor");
        EXPECT_EQ(info.error().file, file.string());
    }
    fs::remove(file);
}

/// y = f(x) of an image input, then a convolution.
onnx::ModelProto scalingModel(const std::vector<std::pair<std::string, std::vector<float>>>& steps) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 3, 8, 8});
    std::string last = "x";
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::string name = "t" + std::to_string(i);
        const auto& [op, values] = steps[i];
        if (values.empty()) {
            addNode(proto, op, {last}, {name});
        } else {
            const auto count = static_cast<std::int64_t>(values.size());
            addFloats(proto, name + "_c", count == 1 ? Dims{} : Dims{1, count, 1, 1}, values);
            addNode(proto, op, {last, name + "_c"}, {name});
        }
        last = name;
    }
    addFloats(proto, "w", {4, 3, 8, 8}, std::vector<float>(4 * 3 * 8 * 8, 0.1F));
    addNode(proto, "Conv", {last, "w"}, {"y"});
    addOutput(proto, "y", {-1, 4, 1, 1});
    return proto;
}

TEST_F(InspectFiles, SayWhatTheFirstNodesMakeOfTheInput) {
    const auto scaling = [&](const onnx::ModelProto& proto) {
        EXPECT_TRUE(
            base::writeFileAtomically(folder / "s.onnx", std::string_view(proto.SerializeAsString())));
        return model::inspect(folder / "s.onnx").value().inputScaling;
    };
    EXPECT_FALSE(scaling(scalingModel({})));
    EXPECT_FALSE(scaling(scalingModel({{"Relu", {}}, {"Mul", {0.5F}}})));
    const auto keras = scaling(scalingModel(
        {{"Mul", {1 / 255.0F}}, {"Sub", {.485F, .456F, .406F}}, {"Div", {.229F, .224F, .225F}}}));
    ASSERT_TRUE(keras);
    EXPECT_TRUE(keras->takesBytes());
    EXPECT_FALSE(keras->takesFractions());
    EXPECT_NEAR(keras->factor[2], 1 / 255.0 / .225, 1e-6);
    EXPECT_NEAR(keras->shift[0], -.485 / .229, 1e-5);
    const auto toSigned = scaling(scalingModel({{"Div", {127.5F}}, {"Sub", {1.0F}}}));
    ASSERT_TRUE(toSigned);
    EXPECT_TRUE(toSigned->takesBytes());
    const auto caffe = scaling(scalingModel({{"Sub", {123.68F, 116.779F, 103.939F}}}));
    ASSERT_TRUE(caffe);
    EXPECT_TRUE(caffe->takesBytes());
    const auto torch =
        scaling(scalingModel({{"Sub", {.485F, .456F, .406F}}, {"Div", {.229F, .224F, .225F}}}));
    ASSERT_TRUE(torch);
    EXPECT_FALSE(torch->takesBytes());
    EXPECT_TRUE(torch->takesFractions());
    // A batch normalisation of what is normalised already tells nothing.
    const auto nothing = scaling(scalingModel({{"Mul", {1.02F}}, {"Add", {0.01F}}}));
    ASSERT_TRUE(nothing);
    EXPECT_FALSE(nothing->takesBytes() || nothing->takesFractions());
}

}  // namespace
