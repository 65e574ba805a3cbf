// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs of a detector on the real sample with the real runtime.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

#include "core/compare/objects.h"
#include "core/run/stages/trial_metric.h"
#include "tests/core/run/run_fixture.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

struct DetectionRun : RunFixture {
    void SetUp() override {
        RunFixture::SetUp();
        const fs::path pitch = tests::samples() / "pitch";
        plan.model = pitch / "detector.onnx";
        plan.data = pitch / "val";
        plan.calibration = pitch / "calib";
        plan.calibrationSamples = 16;
        plan.preprocess = {};
        plan.limit = 24;
        plan.plainInt8 = false;
    }
};

void expectSameAnswers(const result::RunResult& a, const result::RunResult& b) {
    ASSERT_EQ(a.engines.size(), b.engines.size());
    for (std::size_t i = 0; i < a.engines.size(); ++i) {
        ASSERT_TRUE(a.engines[i].detections && b.engines[i].detections);
        ASSERT_EQ(a.engines[i].detections->size(), b.engines[i].detections->size());
        for (std::size_t s = 0; s < a.engines[i].detections->size(); ++s)
            EXPECT_EQ(*(*a.engines[i].detections)[s], *(*b.engines[i].detections)[s]);
        ASSERT_TRUE(a.engines[i].detection && b.engines[i].detection);
        EXPECT_EQ(a.engines[i].detection->map50_95, b.engines[i].detection->map50_95);
        EXPECT_EQ(a.engines[i].detection->interval, b.engines[i].detection->interval);
        EXPECT_EQ(a.engines[i].detection->confusion, b.engines[i].detection->confusion);
    }
    ASSERT_EQ(a.comparisons.size(), b.comparisons.size());
    for (std::size_t i = 0; i < a.comparisons.size(); ++i) {
        EXPECT_EQ(a.comparisons[i].objects->all.lost, b.comparisons[i].objects->all.lost);
        EXPECT_EQ(a.comparisons[i].accuracy->pValue, b.comparisons[i].accuracy->pValue);
    }
}

double apOf(const evaluate::DetectionMetrics& metrics, std::size_t label, std::size_t bucket) {
    return metrics.perClass.at(label).bySize.at(bucket).ap50.value_or(-1);
}

TEST_F(DetectionRun, TheWholeSampleGivesTheKnownPrecision) {
    plan.limit = 0;
    plan.precisions = {base::Precision::Fp32};
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    const result::EngineResult& fp32 = (*document)->engines.front();
    ASSERT_TRUE(fp32.detection);
    const evaluate::DetectionMetrics& metrics = *fp32.detection;
    EXPECT_EQ(metrics.images, 320);
    EXPECT_EQ(metrics.objects, 1980);
    // Obtained with ONNX Runtime and another evaluation outside this project.
    EXPECT_NEAR(metrics.map50_95, 0.845, 0.002);
    EXPECT_NEAR(*metrics.perClass[0].ap50, 0.931, 0.002);
    EXPECT_NEAR(*metrics.perClass[1].ap50, 0.990, 0.002);
    EXPECT_NEAR(*metrics.perClass[2].ap50, 0.998, 0.002);
    EXPECT_NEAR(apOf(metrics, 0, 0), 0.781, 0.002);
    EXPECT_NEAR(apOf(metrics, 0, 1), 0.980, 0.002);
    ASSERT_TRUE(metrics.interval);
    EXPECT_LT((*metrics.interval)[0], metrics.map50_95);
    EXPECT_GT((*metrics.interval)[1], metrics.map50_95);
    EXPECT_EQ(metrics.found + metrics.missed, metrics.objects);
    EXPECT_EQ((*document)->data.objects, 1980);
    EXPECT_EQ((*document)->data.detector, "yolov8");
}

TEST_F(DetectionRun, AnOpenedRunHoldsTheSameFigures) {
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    const auto opened = run::openRun(folder);
    ASSERT_TRUE(opened) << what(opened.error());
    expectSameAnswers(**document, **opened);
    EXPECT_TRUE((*opened)->manifest->hasObjects);
    for (std::size_t i = 0; i < (*document)->manifest->samples.size(); ++i)
        EXPECT_EQ((*opened)->manifest->samples[i].objects, (*document)->manifest->samples[i].objects);
    EXPECT_EQ((*opened)->data.threshold, (*document)->data.threshold);
}

TEST_F(DetectionRun, AStoppedRunResumesToTheSameAnswers) {
    const auto whole = execute();
    ASSERT_TRUE(whole) << what(whole.error());
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::stop_source stop;
    run::Observer observer;
    observer.progress = [&](const run::EngineProgress& progress) {
        if (progress.stage == run::Stage::Evaluating && progress.done >= 8) stop.request_stop();
    };
    const auto stopped = execute(false, observer, stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(base::isCancelled(stopped.error()));
    const auto resumed = execute(true);
    ASSERT_TRUE(resumed) << what(resumed.error());
    expectSameAnswers(**whole, **resumed);
}

TEST_F(DetectionRun, AGivenThresholdCountsForAll) {
    plan.threshold = 0.5;
    plan.precisions = {base::Precision::Fp32, base::Precision::Fp16};
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    for (const result::EngineResult& engine : (*document)->engines)
        EXPECT_EQ(engine.detection->threshold, 0.5);
    EXPECT_EQ((*document)->comparison(base::Precision::Fp16)->objects->threshold, 0.5);
}

TEST_F(DetectionRun, MeasuredWithDecodingAndSuppression) {
    plan.precisions = {base::Precision::Fp32};
    plan.measure = true;
    plan.runs = 5;
    plan.batches = {1};
    plan.streams = {1};
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    ASSERT_TRUE((*document)->endToEnd);
    EXPECT_GT((*document)->endToEnd->postprocessMs, 0);
    EXPECT_GT((*document)->endToEnd->decodeMs, 0);
    EXPECT_TRUE((*document)->engines.front().latencyAt(1));
}

TEST_F(DetectionRun, SmallObjectsEnterTheDecisionWithTheirRecall) {
    plan.limit = 0;
    plan.precisions = {base::Precision::Fp32, base::Precision::Int8};
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    decide::Requirements asked;
    asked.smallestObjectPx = 10;
    const auto evidence = (*document)->evidence(asked);
    const auto& int8 = evidence.engines.at(1);
    ASSERT_TRUE(int8.smallAgainstFp32);
    std::int64_t objects = 0;
    for (const dataset::Sample& sample : (*document)->manifest->samples)
        for (const dataset::Object& object : sample.objects)
            objects += !object.crowd && std::sqrt(object.area) <= 10 ? 1 : 0;
    EXPECT_EQ(int8.smallAgainstFp32->objects, objects);
    EXPECT_GT(int8.smallAgainstFp32->baseline, 0.5);
    EXPECT_FALSE((*document)->evidence({}).engines.at(1).smallAgainstFp32);
}

TEST_F(DetectionRun, TheSearchMetricIsTheRunsOwn) {
    plan.precisions = {base::Precision::Fp32};
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    const auto inputs = run::readInputs(plan);
    ASSERT_TRUE(inputs) << what(inputs.error());
    run::TrialMetric metric(*inputs, 4, "cpu", {});
    const auto value = metric.of(plan.model);
    ASSERT_TRUE(value) << what(value.error());
    EXPECT_NEAR(*value, (*document)->engines.front().detection->map50_95, 1e-9);
}

TEST_F(DetectionRun, AnnotationsWithoutAnObjectSayNothingOfAccuracy) {
    const fs::path data = folder / "empty";
    fs::create_directories(data);
    std::string images;
    for (const auto& entry : fs::recursive_directory_iterator(plan.data))
        if (entry.path().extension() == ".jpg" && std::count(images.begin(), images.end(), '{') < 6) {
            fs::copy(entry.path(), data / entry.path().filename());
            images += (images.empty() ? "" : ",") + std::string("{\"id\":") + std::to_string(images.size()) +
                      ",\"file_name\":\"" + entry.path().filename().string() + "\"}";
        }
    std::ofstream(data / "annotations.json")
        << "{\"images\":[" << images << "],\"annotations\":[],\"categories\":[{\"id\":1,\"name\":\"ball\"}]}";
    plan.data = data;
    plan.precisions = {base::Precision::Fp32, base::Precision::Int8};
    plan.runFolder = folder / "run";
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    for (const result::EngineResult& engine : (*document)->engines) {
        EXPECT_TRUE(engine.detections);
        EXPECT_FALSE(engine.detection) << "no mAP of nothing";
    }
    const compare::Comparison* comparison = (*document)->comparison(base::Precision::Int8);
    ASSERT_TRUE(comparison && comparison->objects);
    EXPECT_FALSE(comparison->accuracy);
    const auto codes = [](const std::vector<base::Message>& messages) {
        std::set<std::string> all;
        for (const base::Message& message : messages) all.insert(message.code);
        return all;
    };
    EXPECT_TRUE(codes((*document)->data.warnings).contains("run.no_objects"));
    ASSERT_TRUE((*document)->decision);
    EXPECT_EQ((*document)->decision->engine, base::Precision::Fp32);
    EXPECT_TRUE(codes((*document)->decision->evidence).contains("decide.fact_objects_kept"));
    const auto evidence = (*document)->evidence({});
    ASSERT_TRUE(evidence.engines.at(1).objectsKept);
    const compare::FateCounts& all = comparison->objects->all;
    EXPECT_EQ(evidence.engines.at(1).objectsKept->objects, all.kept + all.moved + all.relabelled + all.lost);
    EXPECT_GT(evidence.engines.at(1).objectsKept->share, 0.5);
}

TEST_F(DetectionRun, MaxDropIsOfTheMeanAveragePrecision) {
    plan.precisions = {base::Precision::Fp32, base::Precision::Int8};
    plan.maxDrop = 50;
    const auto document = execute();
    ASSERT_TRUE(document) << what(document.error());
    ASSERT_TRUE((*document)->layers && (*document)->layers->search);
    const quantize::MixedSearch& search = *(*document)->layers->search;
    EXPECT_NEAR(search.baseline, (*document)->engine(base::Precision::Fp32)->detection->map50_95, 1e-9);
    EXPECT_NEAR(search.reached, (*document)->engine(base::Precision::Int8)->detection->map50_95, 1e-3);
    EXPECT_TRUE(search.met);
}

TEST_F(DetectionRun, BuildingAloneMakesNoReference) {
    plan.precisions = {base::Precision::Int8};
    plan.plainInt8 = true;
    const auto engines = run::buildEngines(plan, {}, {});
    ASSERT_TRUE(engines) << what(engines.error());
    ASSERT_EQ(engines->size(), 1U);
    EXPECT_EQ(engines->front().id.key(), "int8");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "engines"), fs::directory_iterator()), 1);
}

TEST_F(DetectionRun, LabelsOfAnotherTaskAreRefused) {
    plan.data = tests::samples() / "glyphs" / "val";
    const auto folders = execute();
    ASSERT_FALSE(folders);
    EXPECT_EQ(folders.error().kind, base::ErrorKind::BadInput);
    plan.data = tests::samples() / "pitch" / "val";
    plan.model = tests::samples() / "glyphs" / "mobilenetv2.onnx";
    const auto boxes = execute();
    ASSERT_FALSE(boxes);
    EXPECT_EQ(boxes.error().message.code, "run.data_for_other_task");
}

}  // namespace
