// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_document.h"

#include <algorithm>
#include <random>

#include "core/measure/measure.h"

namespace pwb::test {

namespace {

using report::EngineResult;
using report::ReportDocument;

constexpr std::uint64_t kMiB = 1u << 20;

evaluate::Prediction answer(std::mt19937& random, int label, int classes, double accuracy) {
    std::uniform_real_distribution<double> unit;
    std::uniform_int_distribution<int> anyClass(0, classes - 1);
    const bool right = unit(random) < accuracy;
    evaluate::Prediction prediction;
    int wrong = (label * 7 + 3 + anyClass(random) % 3) % classes;
    if (wrong == label) wrong = (wrong + 1) % classes;
    prediction.classes[0] = right ? label : wrong;
    double left = 1;
    double top = right ? 0.45 + 0.54 * std::sqrt(unit(random)) : 0.3 + 0.5 * unit(random);
    for (std::size_t i = 0; i < 5; ++i) {
        if (i > 0) {
            prediction.classes[i] =
                i == 1 && !right ? label : (prediction.classes[0] + static_cast<int>(i) * 5 + 1) % classes;
            top = left * 0.6;
        }
        prediction.confidences[i] = static_cast<float>(top);
        left -= top;
    }
    return prediction;
}

std::vector<evaluate::Prediction> disturbed(std::mt19937& random,
                                            const std::vector<evaluate::Prediction>& from,
                                            const std::vector<int>& labels, int classes, double share) {
    std::uniform_real_distribution<double> unit;
    auto result = from;
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (unit(random) < share) {
            result[i] = answer(random, labels[i], classes, 0.5);
        } else {
            const double shift = (unit(random) - 0.5) * 0.08;
            result[i].confidences[0] =
                static_cast<float>(std::clamp(result[i].confidences[0] + shift, 0.05, 0.999));
        }
    }
    return result;
}

measure::EngineMeasurement measured(std::mt19937& random, double p50, double memoryMiB) {
    measure::EngineMeasurement result;
    std::gamma_distribution<double> tail(1.5, 0.012);
    for (const int batch : {1, 8, 16, 32}) {
        std::vector<float> times;
        std::vector<int> rounds;
        for (int i = 0; i < 1000; ++i) {
            const double base = p50 * batch * (batch == 1 ? 1.0 : 0.93);
            times.push_back(static_cast<float>(base * (0.985 + tail(random) + 0.002 * (i / 200))));
            rounds.push_back(i / 200);
        }
        result.latency.push_back(measure::summarise(batch, times, rounds));
        result.throughput.push_back({batch, 1, 1000.0 * batch / result.latency.back().mean});
    }
    for (const int streams : {2, 4})
        result.throughput.push_back({1, streams, result.throughput[0].fps * streams * 0.96});
    result.memory.peakBytes = static_cast<std::uint64_t>(memoryMiB * kMiB);
    result.memory.loadedBytes = static_cast<std::uint64_t>(memoryMiB * 0.7 * kMiB);
    result.memory.weightsBytes = static_cast<std::uint64_t>(memoryMiB * 0.2 * kMiB);
    result.memory.activationsBytes = result.memory.peakBytes - result.memory.loadedBytes;
    for (const int batch : {1, 8, 16, 32})
        result.memory.peakByBatch.emplace_back(
            batch, static_cast<std::uint64_t>(memoryMiB * (1 + 0.05 * batch) * kMiB));
    result.utilisation = 0.98;
    result.powerAbsent = {"measure.power_not_readable"};
    return result;
}

EngineResult engine(base::Precision precision, std::vector<evaluate::Prediction> predictions,
                    const std::vector<int>& labels, int classes) {
    EngineResult result;
    result.precision = precision;
    result.state = report::EngineState::Ready;
    result.effective.id = std::string(base::precisionId(precision));
    result.accuracy = evaluate::scoreClassification(labels, predictions, classes);
    result.predictions = std::make_shared<const std::vector<evaluate::Prediction>>(std::move(predictions));
    return result;
}

void fill(ReportDocument& document, dataset::Manifest manifest) {
    std::mt19937 random(7);
    const int classes = static_cast<int>(manifest.classes.size());
    std::vector<int> labels;
    for (const auto& sample : manifest.samples) labels.push_back(sample.label);
    std::vector<evaluate::Prediction> fp32;
    for (const int label : labels) fp32.push_back(answer(random, label, classes, 0.77));
    const auto fp16 = disturbed(random, fp32, labels, classes, 0.003);
    const auto int8 = disturbed(random, fp32, labels, classes, 0.14);

    document.name = "Glyph reader";
    document.finished = true;
    document.data.samples = static_cast<std::int64_t>(labels.size());
    document.data.classes = manifest.classes;
    document.manifest = std::make_shared<const dataset::Manifest>(std::move(manifest));
    document.engines = {engine(base::Precision::Fp32, fp32, labels, classes),
                        engine(base::Precision::Fp16, fp16, labels, classes),
                        engine(base::Precision::Int8, int8, labels, classes)};
    const double p50[] = {0.467, 0.470, 0.342}, memory[] = {14.8, 17.2, 8.9};
    const std::uint64_t size[] = {2870, 1468, 964};
    for (std::size_t i = 0; i < 3; ++i) {
        document.engines[i].measurement = measured(random, p50[i], memory[i]);
        quantize::BuiltEngine built;
        built.requested = document.engines[i].precision;
        built.fileBytes = size[i] * 1024;
        document.engines[i].built = built;
    }
    document.engines[1].effective = {"fp32", {"runtime.fp16_computes_fp32"}};
    for (const auto* candidate : {&document.engines[1], &document.engines[2]}) {
        compare::Comparison comparison;
        comparison.baseline = "fp32";
        comparison.candidate = candidate->id();
        comparison.accuracy =
            compare::compareAccuracy(labels, compare::Baseline{*document.engines[0].predictions},
                                     compare::Candidate{*candidate->predictions}, classes, 1);
        comparison.speedup =
            document.engines[0].measurement->latency[0].p50 / candidate->measurement->latency[0].p50;
        document.comparisons.push_back(comparison);
    }
    document.endToEnd = measure::EndToEnd{0.062, 0.021, 0.003, 200};
    document.requirements.streams = 64;
    document.requirements.fps = 35;
    document.requirements.latencyMs = 5;
    document.requirements.accuracyFloorPercent = 98;
    document.requirements.memoryGb = 8;
    document.decision = decide::decide(document.evidence(), document.requirements);
}

}  // namespace

std::shared_ptr<ReportDocument> sampleDocument() {
    auto document = std::make_shared<ReportDocument>();
    auto manifest = dataset::readManifest(PWB_SAMPLES "/glyphs/val", {});
    if (!manifest) return nullptr;
    fill(*document, std::move(*manifest));
    return document;
}

std::shared_ptr<ReportDocument> largeDocument(int classes, int samples) {
    dataset::Manifest manifest;
    manifest.root = "/nowhere";
    for (int c = 0; c < classes; ++c) manifest.classes.push_back("a class with number " + std::to_string(c));
    for (int i = 0; i < samples; ++i)
        manifest.samples.push_back({"/nowhere/" + std::to_string(i) + ".jpg", i % classes});
    auto document = std::make_shared<ReportDocument>();
    fill(*document, std::move(manifest));
    return document;
}

}  // namespace pwb::test
