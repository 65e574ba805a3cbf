// SPDX-License-Identifier: GPL-3.0-or-later
// Engines beyond the three precisions, through whole runs on the real sample.
#include "core/run/plan/variants.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/core/run/run_fixture.h"
#include "tests/core/support/onnx_builder.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

const base::EngineId kQat(base::Precision::Int8, base::Variant::Qat);

struct VariantsTest : RunFixture {
    void SetUp() override {
        RunFixture::SetUp();
        plan.limit = 72;
        plan.calibrationCache = false;
        plan.runFolder = folder / "run";
        fs::create_directories(plan.runFolder);
    }

    /// Another model with these names and shapes of its input and output.
    fs::path other(const std::string& input, const Dims& inputShape, std::int64_t classes) const {
        onnx::ModelProto model = emptyModel(17);
        addInput(model, input, inputShape);
        addOutput(model, "logits", {-1, classes});
        addFloats(model, "w", {3, classes}, randomFloats(static_cast<std::size_t>(3 * classes), 1));
        addFloats(model, "scale", {}, {0.02F});
        addNode(model, "QuantizeLinear", {input, "scale"}, {"codes"});
        addNode(model, "DequantizeLinear", {"codes", "scale"}, {"restored"});
        addNode(model, "GlobalAveragePool", {"restored"}, {"pooled"});
        addNode(model, "Flatten", {"pooled"}, {"flat"});
        addNode(model, "MatMul", {"flat", "w"}, {"logits"});
        std::ofstream out(folder / "other.onnx", std::ios::binary);
        model.SerializeToOstream(&out);
        return folder / "other.onnx";
    }
};

TEST_F(VariantsTest, APlanNamesItsEngines) {
    plan.qat = "qat.onnx";
    plan.dynamicInt8 = true;
    std::vector<std::string> ids;
    for (const auto& engine : run::plannedEngines(plan, model::Task::Classification))
        ids.push_back(engine.id.key());
    EXPECT_EQ(ids, (std::vector<std::string>{"fp32", "fp16", "int8", "int8-qat", "int8-dynamic"}));
    plan.qat.clear();
    plan.dynamicInt8 = false;
    plan.target = "tensorrt";
    EXPECT_EQ(run::plannedEngines(plan, model::Task::Classification)[2].id.key(), "int8-tensorrt");
    plan.target = "cpu";
    EXPECT_EQ(run::plannedEngines(plan, model::Task::Classification)[2].id.key(), "int8")
        << "the provider's own";
}

TEST_F(VariantsTest, PlainInt8StandsBesideADetectorsInt8) {
    const auto last = [&] { return run::plannedEngines(plan, model::Task::Detection).back().id.key(); };
    EXPECT_EQ(last(), "int8-plain");
    plan.target = "tensorrt";
    EXPECT_EQ(last(), "int8-tensorrt") << "it takes no codes in between";
    plan.target.clear();
    plan.precisions = {base::Precision::Fp32, base::Precision::Fp16};
    EXPECT_EQ(last(), "fp16") << "nothing to compare with";
    plan.precisions = {base::Precision::Int8};
    plan.plainInt8 = false;
    EXPECT_EQ(last(), "int8");
    plan.plainInt8 = true;
    EXPECT_EQ(run::plannedEngines(plan, model::Task::Classification).back().id.key(), "int8");
}

TEST_F(VariantsTest, TheQatSampleKeepsItsKnownAccuracy) {
    plan.limit = 0;
    plan.precisions = {base::Precision::Fp32};
    plan.qat = glyphs / "mobilenetv2-qat.onnx";
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    const auto* qat = (*document)->engine(kQat);
    ASSERT_TRUE(qat);
    ASSERT_TRUE(qat->accuracy) << (qat->error ? what(*qat->error) : "");
    // 768 of 1008: the unmodified file run by ONNX Runtime, obtained outside this project.
    EXPECT_EQ(qat->accuracy->correct, 768);
    EXPECT_EQ(qat->built->file, plan.runFolder / "engines" / "mobilenetv2_int8-qat.onnx");
    EXPECT_TRUE((*document)->comparison(kQat));
}

TEST_F(VariantsTest, BothAreEvaluatedStoredDecidedAndOpened) {
    plan.precisions = {base::Precision::Fp32, base::Precision::Int8};
    plan.qat = glyphs / "mobilenetv2-qat.onnx";
    plan.dynamicInt8 = true;
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    const auto opened = run::openRun(plan.runFolder);
    ASSERT_TRUE(opened) << what(opened.error());
    for (const auto* each : {document->get(), opened->get()}) {
        ASSERT_EQ(each->engines.size(), 4U);
        for (const auto& engine : each->engines) {
            EXPECT_EQ(engine.state, result::EngineState::Ready) << engine.id.key();
            ASSERT_TRUE(engine.accuracy) << engine.id.key();
            EXPECT_EQ(engine.accuracy->samples, 72) << engine.id.key();
        }
        ASSERT_TRUE(each->decision);
        EXPECT_EQ(each->decision->feasibility.front().cells.size(), 5U) << "three precisions, two variants";
    }
    EXPECT_EQ((*document)->engine(kQat)->accuracy->correct, (*opened)->engine(kQat)->accuracy->correct);

    std::ifstream json(plan.runFolder / "report.json");
    const auto report = nlohmann::json::parse(json);
    std::vector<std::string> variants;
    for (const auto& engine : report["engines"]) variants.push_back(engine["variant"]);
    EXPECT_EQ(variants, (std::vector<std::string>{"", "", "qat", "dynamic"}));
    std::ifstream csv(plan.runFolder / "predictions.csv");
    std::string head;
    std::getline(csv, head);
    EXPECT_EQ(head,
              "sample,label,fp32,fp32_confidence,int8,int8_confidence,int8-qat,int8-qat_confidence,"
              "int8-dynamic,int8-dynamic_confidence\r");
}

TEST_F(VariantsTest, ResumingKeepsVariantsAndRefusesAnotherTrainedModel) {
    plan.precisions = {base::Precision::Fp32};
    plan.qat = glyphs / "mobilenetv2-qat.onnx";
    ASSERT_TRUE(execute());
    const auto file = plan.runFolder / "engines" / "mobilenetv2_int8-qat.onnx";
    const auto written = fs::last_write_time(file);
    const auto again = execute(true);
    ASSERT_TRUE(again) << what(again.error());
    EXPECT_EQ(fs::last_write_time(file), written) << "built once";
    plan.qat.clear();
    const auto without = execute(true);
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().message.code, "run.resume_mismatch");
    EXPECT_NE(what(without.error()).find("qat"), std::string::npos);
}

TEST_F(VariantsTest, ATrainedModelOfAnotherNetworkIsRefused) {
    plan.qat = plan.model;
    auto document = execute();
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().message.code, "quantize.not_quantized");
    EXPECT_EQ(document.error().kind, base::ErrorKind::BadInput);
    plan.qat = other("image", {-1, 3, 64, 64}, 36);
    document = execute();
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().message.code, "run.qat_differs_inputs");
    EXPECT_EQ(document.error().kind, base::ErrorKind::BadInput);
    EXPECT_NE(what(document.error()).find("image"), std::string::npos);
    plan.qat = other("input", {-1, 3, 64, 64}, 35);
    document = execute();
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().message.code, "run.qat_differs_outputs");
    EXPECT_FALSE(fs::exists(plan.runFolder / "engines")) << "nothing was begun";
}

TEST_F(VariantsTest, DynamicInt8OfANetworkWithoutProductsIsLeftOut) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "input", {-1, 3, 64, 64});
    addOutput(model, "logits", {-1, 36});
    addFloats(model, "w", {36, 3, 1, 1}, randomFloats(108, 1));
    addNode(model, "Conv", {"input", "w"}, {"maps"});
    addNode(model, "GlobalAveragePool", {"maps"}, {"pooled"});
    addNode(model, "Flatten", {"pooled"}, {"logits"});
    plan.model = folder / "conv.onnx";
    std::ofstream(plan.model, std::ios::binary) << model.SerializeAsString();
    plan.precisions = {base::Precision::Fp32};
    plan.dynamicInt8 = true;
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    const auto opened = run::openRun(plan.runFolder);
    ASSERT_TRUE(opened) << what(opened.error());
    for (const auto* each : {document->get(), opened->get()}) {
        EXPECT_EQ(each->engines.size(), 1U) << "no failed engine";
        const auto& warnings = each->data.warnings;
        EXPECT_TRUE(std::any_of(warnings.begin(), warnings.end(), [](const base::Message& warning) {
            return warning.code == "quantize.dynamic_nothing";
        }));
    }
    plan.runFolder = folder / "built";
    const auto built = run::buildEngines(plan, {}, {});
    ASSERT_TRUE(built);
    ASSERT_TRUE(built->at(1).error) << "asked for nothing but the file, its absence is a failure";
    EXPECT_EQ(built->at(1).error->message.code, "quantize.dynamic_nothing");
}

TEST_F(VariantsTest, TheTensorRtFileIsAccurateOnTheCpuToo) {
    plan.precisions = {base::Precision::Int8};
    plan.target = "tensorrt";
    plan.calibrationSamples = 500;
    const auto built = run::buildEngines(plan, {}, {});
    ASSERT_TRUE(built) << what(built.error());
    ASSERT_EQ(built->size(), 1U);
    ASSERT_TRUE(built->at(0).built) << what(*built->at(0).error);
    EXPECT_EQ(built->at(0).id.key(), "int8-tensorrt");
    EXPECT_EQ(built->at(0).built->file.filename(), "mobilenetv2_int8-tensorrt.onnx");
    run::RunPlan evaluated = plan;
    evaluated.model = built->at(0).built->file;
    evaluated.target.clear();
    evaluated.limit = 0;
    evaluated.runFolder = folder / "evaluated";
    const auto document = run::execute(evaluated, false, {}, {});
    ASSERT_TRUE(document) << what(document.error());
    EXPECT_NEAR((*document)->engine(base::Precision::Int8)->accuracy->top1, 0.7669, 0.01);
}

}  // namespace
