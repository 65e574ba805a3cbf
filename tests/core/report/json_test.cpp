// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "core/report/writers.h"
#include "core/result/verdict.h"
#include "tests/core/report/reading.h"
#include "tests/support/documents/escaped_document.h"

using namespace pwb;
using namespace pwb::report;
using namespace pwb::result;
using nlohmann::json;
using tests::english;
using tests::holdsNull;
using tests::written;

namespace {

TEST(Json, HasTheKeysOthersReadAndTheDocumentsFigures) {
    const RunResult document = tests::escapedDocument();
    const json report = written(document);
    EXPECT_EQ(report["schema"], 1);
    for (const char* key : {"path", "sha256", "task", "opset", "parameters", "inputs", "outputs"})
        EXPECT_TRUE(report["model"].contains(key)) << key;
    EXPECT_EQ(report["model"]["task"], "classification");
    EXPECT_EQ(report["model"]["inputs"][0]["shape"], (json{-1, 3, 64, 64}));
    for (const char* key : {"path", "samples", "classes", "calibration_samples", "warnings"})
        EXPECT_TRUE(report["data"].contains(key)) << key;
    EXPECT_EQ(report["data"]["samples"], 600);
    EXPECT_EQ(report["data"]["classes"], 12);
    for (const char* key : {"cpu", "cores", "runtime", "runtime_version", "provider", "threads", "os"})
        EXPECT_TRUE(report["environment"].contains(key)) << key;
    ASSERT_EQ(report["engines"].size(), 3u);
    ASSERT_EQ(report["comparisons"].size(), 2u);
    EXPECT_FALSE(holdsNull(report));
}

TEST(Json, EngineFiguresAreThoseOfTheDocument) {
    const RunResult document = tests::escapedDocument();
    const json report = written(document);
    for (std::size_t i = 0; i < 3; ++i) {
        const EngineResult& engine = document.engines[i];
        const json& one = report["engines"][i];
        EXPECT_EQ(one["precision"], base::precisionId(engine.id.precision));
        EXPECT_EQ(one["requested"], one["precision"]);
        EXPECT_EQ(one["variant"], "");
        EXPECT_EQ(one["effective"], engine.effective.id);
        EXPECT_EQ(one["status"], "ready");
        EXPECT_FALSE(one.contains("error"));
        EXPECT_EQ(one["file_bytes"], engine.built->fileBytes);
        EXPECT_EQ(one["accuracy"]["top1"].get<double>(), engine.accuracy->top1);
        EXPECT_EQ(one["accuracy"]["interval"][1].get<double>(), engine.accuracy->interval[1]);
        EXPECT_EQ(one["accuracy"]["confidence_histogram"]["edges"].size(), 21u);
        EXPECT_EQ(one["latency_ms"][0]["batch"], 1);
        EXPECT_EQ(one["latency_ms"][0]["p50"].get<double>(), engine.latencyAt(1)->p50);
        EXPECT_EQ(one["throughput"].size(), 4u);
        EXPECT_EQ(one["memory"]["peak_bytes"], engine.measurement->memory.peakBytes);
        EXPECT_FALSE(one.contains("power_watts"));
        const auto& confusion = one["accuracy"]["confusion"];
        ASSERT_EQ(confusion.size(), 12u);
        std::int64_t trace = 0;
        for (std::size_t c = 0; c < 12; ++c) trace += confusion[c][c].get<std::int64_t>();
        EXPECT_EQ(trace, engine.accuracy->correct);
    }
    EXPECT_EQ(report["engines"][1]["accuracy"]["source"], "emulation");
    EXPECT_EQ(report["engines"][1]["fp16"]["underflow"], 12);
    EXPECT_EQ(report["engines"][2]["int8"]["conv_int8"], 34);
    EXPECT_EQ(report["engines"][2]["calibrator"], "entropy");
}

TEST(Json, ComparisonsAndDecisionAreThoseOfTheDocument) {
    const RunResult document = tests::escapedDocument();
    const json report = written(document);
    const json& int8 = report["comparisons"][1];
    const compare::Comparison& expected = *document.comparison(base::Precision::Int8);
    EXPECT_EQ(int8["candidate"], "int8");
    EXPECT_EQ(int8["baseline"], "fp32");
    EXPECT_EQ(int8["accuracy_delta"].get<double>(), expected.accuracy->accuracyDelta);
    EXPECT_EQ(int8["p_value"].get<double>(), expected.accuracy->pValue);
    EXPECT_EQ(int8["changed_samples"], expected.accuracy->changedSamples);
    EXPECT_EQ(int8["right_to_wrong"], expected.accuracy->rightToWrong);
    EXPECT_EQ(int8["speedup"].get<double>(), *expected.speedup);
    const json& decision = report["decision"];
    EXPECT_EQ(decision["verdict"], verdictText(*document.decision, english()));
    EXPECT_EQ(decision["path"].size(), document.decision->path.size());
    EXPECT_FALSE(decision["path"][0]["question"].get<std::string>().empty());
    EXPECT_EQ(decision["requirements"]["streams_needed"], 64);
    EXPECT_FALSE(decision["requirements"].contains("latency_ms"));
    EXPECT_EQ(decision["feasibility"].size(), document.decision->feasibility.size());
}

TEST(Json, WhatWasNotMeasuredHasNoKey) {
    const json report = written(tests::brokenDocument());
    EXPECT_FALSE(report.contains("end_to_end"));
    EXPECT_FALSE(report.contains("decision"));
    for (const json& engine : report["engines"])
        for (const char* key : {"latency_ms", "throughput", "memory", "utilisation", "power_watts"})
            EXPECT_FALSE(engine.contains(key)) << key;
    const json& failed = report["engines"][2];
    EXPECT_EQ(failed["status"], "failed");
    EXPECT_EQ(failed["error_code"], "runtime.session_failed");
    EXPECT_NE(failed["error"].get<std::string>().find("<op> & more"), std::string::npos);
    EXPECT_FALSE(failed.contains("accuracy"));
    EXPECT_FALSE(failed.contains("file"));
    EXPECT_FALSE(report["comparisons"][0].contains("speedup"));
    EXPECT_FALSE(holdsNull(report));
}

TEST(Json, NotFiniteFiguresAndBadBytesDoNotSpoilTheFile) {
    RunResult document = tests::escapedDocument();
    document.comparisons[0].sqnrDb = std::numeric_limits<double>::infinity();
    document.engines[0].accuracy->ece = std::numeric_limits<double>::quiet_NaN();
    document.data.classes[0] = "bad \xFF byte";
    const json report = written(document);
    EXPECT_FALSE(report["comparisons"][0].contains("sqnr_db"));
    EXPECT_FALSE(report["engines"][0]["accuracy"].contains("ece"));
    EXPECT_EQ(report["data"]["class_names"][0], "bad \uFFFD byte");
    EXPECT_FALSE(holdsNull(report));
}

TEST(Json, AnUnfinishedEngineIsCancelled) {
    RunResult document = tests::escapedDocument();
    document.finished = false;
    document.engines[0].state = EngineState::Evaluating;
    document.engines[0].accuracyPartial = true;
    const json report = written(document);
    EXPECT_EQ(report["engines"][0]["status"], "cancelled");
    EXPECT_EQ(report["engines"][0]["accuracy"]["partial"], true);
    EXPECT_EQ(report["run"]["finished"], false);
}

TEST(Document, CollectsTheEvidenceForDeciding) {
    const RunResult document = tests::escapedDocument();
    const decide::Evidence evidence = document.evidence(document.requirements);
    ASSERT_EQ(evidence.engines.size(), 3u);
    EXPECT_EQ(evidence.task, "classification");
    EXPECT_TRUE(evidence.cpu.avx512Vnni);
    const decide::EngineEvidence& int8 = evidence.engines[2];
    EXPECT_TRUE(int8.usable);
    EXPECT_EQ(*int8.accuracy, document.engines[2].accuracy->top1);
    EXPECT_EQ(int8.againstFp32->changedSamples,
              document.comparison(base::Precision::Int8)->accuracy->changedSamples);
    EXPECT_FALSE(evidence.engines[0].againstFp32);
    EXPECT_DOUBLE_EQ(*int8.endToEndP99Ms, 0.31 + 0.12 + 0.01 + document.engines[2].latencyAt(1)->p99);
    EXPECT_EQ(*int8.bestFps, *document.engines[2].bestFps());
    const decide::Evidence broken = tests::brokenDocument().evidence({});
    EXPECT_FALSE(broken.engines[2].usable);
    EXPECT_FALSE(broken.engines[0].latency);
    EXPECT_FALSE(broken.engines[0].peakBytes);
    EXPECT_FALSE(broken.engines[0].endToEndP99Ms);
}

TEST(Document, NamesVariantsAndClasses) {
    RunResult document = tests::escapedDocument();
    document.engines[2].id.variant = base::Variant::Qat;
    EXPECT_EQ(document.engines[2].id.key(), "int8-qat");
    EXPECT_NE(document.engine({base::Precision::Int8, base::Variant::Qat}), nullptr);
    EXPECT_EQ(document.engine(base::Precision::Int8), nullptr);
    EXPECT_EQ(document.className(4), "猫");
    EXPECT_EQ(document.className(99), "#99");
    EXPECT_EQ(document.className(-1), "–");
}

}  // namespace
