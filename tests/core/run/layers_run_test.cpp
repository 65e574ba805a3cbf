// SPDX-License-Identifier: GPL-3.0-or-later
// Layers of whole runs on the real sample: profiles from a real child, rebuilding INT8, --max-drop.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/core/run/run_fixture.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

struct LayersRunTest : RunFixture {
    void SetUp() override {
        RunFixture::SetUp();
        plan.calibrationSamples = 36;
        plan.calibrator = quantize::Calibrator::MinMax;
        plan.precisions = {base::Precision::Fp32, base::Precision::Int8};
        plan.preprocess = {};
        plan.limit = 72;
    }
};

std::vector<std::string> leftovers(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".part") || name.ends_with(".previous")) names.push_back(name);
    }
    return names;
}

TEST_F(LayersRunTest, ProfilesTellWhereTheTimeGoes) {
    const auto document = run::buildAndProfile(plan, false, {}, {});
    ASSERT_TRUE(document) << what(document.error());
    const auto& layers = (*document)->layers;
    ASSERT_TRUE(layers);
    for (const char* engine : {"fp32", "int8"}) {
        ASSERT_TRUE(layers->totals.contains(engine)) << engine;
        const auto& totals = layers->totals.at(engine);
        double sum = totals.elsewhereMilliseconds;
        for (const auto& layer : layers->layers) sum += layer.executions.at(engine).milliseconds.value_or(0);
        EXPECT_GT(totals.sumMilliseconds, 0);
        EXPECT_NEAR(sum, totals.sumMilliseconds, 1e-9) << "every operator is told once";
        EXPECT_GE(totals.runs, 10);
        EXPECT_GT(totals.p50Milliseconds, 0);
    }
    for (const auto& layer : layers->layers)
        if (layer.op == "Conv") {
            EXPECT_GT(layer.executions.at("fp32").milliseconds.value_or(0), 0) << layer.name;
            EXPECT_EQ(layer.executions.at("fp32").provider, "cpu");
            EXPECT_TRUE(layer.sensitivity.millisecondsLost) << layer.name;
        }
    EXPECT_TRUE(leftovers(folder).empty());

    const auto opened = run::openRun(folder);
    ASSERT_TRUE(opened) << what(opened.error());
    ASSERT_TRUE((*opened)->layers);
    EXPECT_EQ((*opened)->layers->layers.size(), layers->layers.size());
    std::ifstream in(folder / "report.json");
    const auto json = nlohmann::json::parse(in);
    EXPECT_EQ(json["layers"]["layers"].size(), layers->layers.size());
    EXPECT_GT(json["layers"]["engines"]["int8"]["sum_ms"].get<double>(), 0);
}

TEST_F(LayersRunTest, ARunWithoutInt8IsProfiledLater) {
    plan.precisions = {base::Precision::Fp32};
    ASSERT_TRUE(run::execute(plan, false, {}, {}));
    const auto profiled = run::profileLayers(folder, false, {}, {});
    ASSERT_TRUE(profiled) << base::Words::of("en").text(profiled.error());
    ASSERT_TRUE((*profiled)->layers);
    EXPECT_FALSE((*profiled)->layers->layers.empty());
    EXPECT_TRUE((*profiled)->layers->totals.contains("fp32"));
}

TEST_F(LayersRunTest, SensitivityIsFoundLaterAndReused) {
    plan.precisions = {base::Precision::Int8};
    ASSERT_TRUE(run::buildAndProfile(plan, false, {}, {}));
    const auto document = run::profileLayers(folder, true, {}, {});
    ASSERT_TRUE(document) << what(document.error());
    ASSERT_TRUE((*document)->layers->plainSqnr);
    int known = 0;
    for (const auto& layer : (*document)->layers->layers)
        if (layer.op == "Conv") {
            EXPECT_TRUE(layer.sensitivity.sqnrOnlyThis) << layer.name;
            known += layer.sensitivity.sqnrWithoutThis ? 1 : 0;
        }
    EXPECT_GT(known, 0);
    const auto again = run::profileLayers(folder, true, {}, {});
    ASSERT_TRUE(again);
    EXPECT_EQ((*again)->layers->plainSqnr, (*document)->layers->plainSqnr);
}

TEST_F(LayersRunTest, OnlyInt8IsBuiltAnewWithItsPins) {
    const auto first = run::execute(plan, false, {}, {});
    ASSERT_TRUE(first) << what(first.error());
    const std::string pinned = "/features/features.2/conv/conv.2/Conv";
    std::set<std::string> told;
    run::Observer observer;
    observer.progress = [&](const run::EngineProgress& progress) {
        if (progress.stage == run::Stage::Calibrating || progress.stage == run::Stage::Preparing)
            told.insert(progress.engine.key());
    };
    const auto second = run::rebuildInt8(folder, {pinned}, observer, {});
    ASSERT_TRUE(second) << what(second.error());
    EXPECT_FALSE(told.contains("fp32"));
    const auto* int8 = (*second)->engine(base::Precision::Int8);
    const auto& kept = int8->built->kept;
    const auto found =
        std::find_if(kept.begin(), kept.end(), [&](const auto& k) { return k.layer == pinned; });
    ASSERT_NE(found, kept.end());
    EXPECT_EQ(found->reason.code, "quantize.kept_pinned");
    EXPECT_GE(int8->built->executed->floatConv, 1);
    EXPECT_EQ(int8->accuracy->samples, 72);
    EXPECT_EQ((*second)->engine(base::Precision::Fp32)->accuracy->correct,
              (*first)->engine(base::Precision::Fp32)->accuracy->correct);
    EXPECT_TRUE((*second)->comparison(base::Precision::Int8)->sqnrDb);
    EXPECT_TRUE((*second)->finished);
    EXPECT_TRUE(leftovers(folder).empty());

    const auto opened = run::openRun(folder);
    ASSERT_TRUE(opened);
    EXPECT_EQ((*opened)->engine(base::Precision::Int8)->accuracy->correct, int8->accuracy->correct);
    EXPECT_EQ((*opened)->engine(base::Precision::Int8)->built->kept.size(), kept.size());
}

TEST_F(LayersRunTest, ARebuildThatIsCancelledLeavesTheRunAsItWas) {
    const auto first = run::execute(plan, false, {}, {});
    ASSERT_TRUE(first) << what(first.error());
    std::stop_source stop;
    run::Observer observer;
    observer.progress = [&](const run::EngineProgress& progress) {
        if (progress.stage == run::Stage::Evaluating) stop.request_stop();
    };
    const auto cancelled =
        run::rebuildInt8(folder, {"/features/features.2/conv/conv.2/Conv"}, observer, stop.get_token());
    ASSERT_FALSE(cancelled);
    EXPECT_TRUE(base::isCancelled(cancelled.error()));
    const auto opened = run::openRun(folder);
    ASSERT_TRUE(opened) << what(opened.error());
    const auto* int8 = (*opened)->engine(base::Precision::Int8);
    EXPECT_EQ(int8->accuracy->correct, (*first)->engine(base::Precision::Int8)->accuracy->correct);
    EXPECT_EQ(int8->built->kept.size(), (*first)->engine(base::Precision::Int8)->built->kept.size());
    EXPECT_EQ(fs::file_size(int8->built->file), int8->built->fileBytes);
    EXPECT_TRUE((*opened)->finished);
    EXPECT_TRUE(leftovers(folder).empty());
}

TEST_F(LayersRunTest, AnUnknownLayerIsToldBeforeAnythingIsDone) {
    plan.keepFloat = {"/features/features.2/conv/conv.2/Convv"};
    const auto document = run::execute(plan, false, {}, {});
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().message.code, "quantize.unknown_layer");
    EXPECT_NE(what(document.error()).find("/features/features.2/conv/conv.2/Conv,"), std::string::npos)
        << what(document.error());
}

TEST_F(LayersRunTest, MaxDropIsMetOrSaidToBeMissed) {
    plan.maxDrop = 0;
    const auto document = run::execute(plan, false, {}, {});
    ASSERT_TRUE(document) << what(document.error());
    ASSERT_TRUE((*document)->layers);
    const auto& search = (*document)->layers->search;
    ASSERT_TRUE(search);
    const auto* fp32 = (*document)->engine(base::Precision::Fp32);
    const auto* int8 = (*document)->engine(base::Precision::Int8);
    EXPECT_NEAR(search->baseline, fp32->accuracy->top1, 1e-12) << "judged on the same samples";
    EXPECT_NEAR(search->reached, int8->accuracy->top1, 1e-12) << "the engine is the one that was found";
    EXPECT_EQ(search->met, int8->accuracy->correct >= fp32->accuracy->correct);
    EXPECT_TRUE(search->met);
    const auto opened = run::openRun(folder);
    ASSERT_TRUE(opened);
    EXPECT_EQ((*opened)->layers->search->reached, search->reached);
}

TEST_F(LayersRunTest, MaxDropNeedsLabels) {
    plan.data.clear();
    plan.maxDrop = 0.3;
    const auto engines = run::buildEngines(plan, {}, {});
    ASSERT_FALSE(engines);
    EXPECT_EQ(engines.error().message.code, "run.max_drop_labels");
}

}  // namespace
