// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/documents/escaped_document.h"

#include <algorithm>
#include <random>

#include "tests/support/documents/assemble.h"

namespace pwb::tests {
namespace {

using result::EngineResult;
using result::EngineState;
using result::RunResult;

using evaluate::Prediction;

// Uniform in [0, 1), the same on every platform (std::uniform_real_distribution is not).
double uniform(std::mt19937& random) {
    return static_cast<double>(random()) / 4294967296.0;
}

std::vector<std::string> classNames(int classes) {
    std::vector<std::string> names = {"R&D", "<b>bold</b>", "\"quoted\"", "it's", "猫", "plain, comma"};
    names.resize(static_cast<std::size_t>(std::min(classes, 6)));
    for (int i = 6; i < classes; ++i) names.push_back("class " + std::to_string(i));
    return names;
}

std::shared_ptr<const dataset::Manifest> manifestOf(const std::vector<std::string>& classes, int perClass) {
    auto manifest = std::make_shared<dataset::Manifest>();
    manifest->root = "/data/val";
    manifest->classes = classes;
    for (std::size_t label = 0; label < classes.size(); ++label)
        for (int i = 0; i < perClass; ++i)
            manifest->samples.push_back({manifest->root / ("folder " + std::to_string(label)) /
                                             ("image, \"" + std::to_string(i) + "\" <x>&.jpg"),
                                         static_cast<int>(label)});
    return manifest;
}

Prediction predictionOf(int answer, int classes, double confidence) {
    Prediction prediction;
    for (int rank = 0; rank < std::min(classes, 5); ++rank) {
        const auto at = static_cast<std::size_t>(rank);
        prediction.classes[at] = (answer + rank) % classes;
        prediction.confidences[at] = static_cast<float>(rank == 0 ? confidence : (1 - confidence) / 8);
    }
    return prediction;
}

std::vector<Prediction> baselinePredictions(const dataset::Manifest& manifest) {
    std::mt19937 random(1);
    const int classes = static_cast<int>(manifest.classes.size());
    std::vector<Prediction> predictions;
    for (const dataset::Sample& sample : manifest.samples) {
        const bool right = uniform(random) < 0.8;
        const int answer =
            right ? sample.label : (sample.label + 1 + static_cast<int>(uniform(random) * 3)) % classes;
        predictions.push_back(
            predictionOf(answer, classes,
                         right ? 1 - 0.5 * uniform(random) * uniform(random) : 0.2 + 0.6 * uniform(random)));
    }
    return predictions;
}

std::vector<Prediction> changed(std::vector<Prediction> predictions, const dataset::Manifest& manifest,
                                double share) {
    std::mt19937 random(2);
    const int classes = static_cast<int>(manifest.classes.size());
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        if (uniform(random) >= share) continue;
        const bool toRight = uniform(random) < 0.3;
        const int answer = toRight ? manifest.samples[i].label : (predictions[i].classes[0] + 1) % classes;
        predictions[i] = predictionOf(answer, classes, 0.3 + 0.5 * uniform(random));
    }
    return predictions;
}

measure::EngineMeasurement measurementOf(double milliseconds, std::uint64_t peak) {
    measure::EngineMeasurement measured;
    for (const int batch : {1, 8}) {
        measure::LatencyStats stats;
        stats.batch = batch;
        const double at = milliseconds * (0.2 + 0.8 * batch);
        stats.mean = at * 1.02;
        stats.p50 = at;
        stats.p90 = at * 1.05;
        stats.p99 = at * 1.15;
        stats.min = at * 0.97;
        stats.n = 1000;
        for (const double drift : {0.99, 1.0, 1.02})
            stats.rounds.push_back(
                {at * drift * 0.96, at * drift * 0.99, at * drift, at * drift * 1.02, at * drift * 1.1, 333});
        stats.spread = at * 0.03;
        measured.latency.push_back(stats);
        for (const int streams : {1, 2})
            measured.throughput.push_back({batch, streams, 1000.0 * batch * (0.7 + 0.3 * streams) / at});
    }
    measured.memory = {peak, peak * 3 / 4, peak / 3, peak / 4, {{1, peak}, {8, peak * 2}}};
    measured.utilisation = 0.97;
    return measured;
}

EngineResult engineOf(base::Precision precision, std::vector<Prediction> predictions,
                      const RunResult& document) {
    EngineResult engine;
    engine.id = precision;
    engine.state = EngineState::Ready;
    engine.effective.id = precision == base::Precision::Int8 ? "int8" : "fp32";
    engine.emulated = precision == base::Precision::Fp16;
    quantize::BuiltEngine built;
    built.requested = precision;
    built.file = "/runs/1/engines/model_" + std::string(base::precisionId(precision)) + ".onnx";
    built.fileBytes = precision == base::Precision::Fp32   ? 2'938'880
                      : precision == base::Precision::Fp16 ? 1'503'232
                                                           : 987'136;
    built.buildSeconds = 1.5;
    if (precision == base::Precision::Fp16) built.underflowed = 12;
    if (precision == base::Precision::Int8) {
        built.calibrator = "entropy";
        built.calibrationSamples = 500;
        built.executed = quantize::ExecutedOperators{{{"QLinearConv", 34}}, 34, 1, 1, 0, 12, 2};
        built.sqnrByCalibrator = {{"entropy", 23.5}, {"minmax", 21.25}};
    }
    engine.built = built;
    std::vector<int> labels;
    for (const dataset::Sample& sample : document.manifest->samples) labels.push_back(sample.label);
    engine.accuracy =
        evaluate::scoreClassification(labels, predictions, static_cast<int>(document.data.classes.size()));
    engine.predictions = std::make_shared<const std::vector<Prediction>>(std::move(predictions));
    return engine;
}

void describeInputs(RunResult& document, int classes) {
    model::ModelInfo& model = document.model;
    model.path = "/models/a <model> & co.onnx";
    model.sha256 = std::string(64, 'a');
    model.fileBytes = 2'938'880;
    model.opset = 17;
    model.task = model::Task::Classification;
    model.parameters = 2'271'404;
    model.weightBytes = 4 * 2'271'404;
    model.nodes = 100;
    model.inputs = {{"images", base::ElementType::Float, {-1, 3, 64, 64}, {"batch", "", "", ""}}};
    model.outputs = {{"logits", base::ElementType::Float, {-1, classes}, {"batch", ""}}};
    model.operators = {{"Conv", 52}, {"Gemm", 1}};
    document.data.path = "/data/val";
    document.data.preprocess.width = document.data.preprocess.height = 64;
    document.data.calibrationSamples = 500;
    document.environment.cpu.name = "Test CPU <1>";
    document.environment.cpu.architecture = "x86_64";
    document.environment.cpu.cores = 2;
    document.environment.cpu.avx512 = document.environment.cpu.avx512Vnni = true;
    document.environment.runtimeVersion = "1.31.1";
    document.environment.os = "Debian GNU/Linux 12 (bookworm)";
    document.environment.memoryGb = 8.2;
}

void compareEngines(RunResult& document) {
    compareClassifiers(document);
    const EngineResult& baseline = document.engines.front();
    for (compare::Comparison& comparison : document.comparisons) {
        const EngineResult& engine = *document.engine(comparison.candidate);
        if (comparison.speedup)
            comparison.memoryRatio = static_cast<double>(engine.measurement->memory.peakBytes) /
                                     static_cast<double>(baseline.measurement->memory.peakBytes);
        comparison.sizeRatio =
            static_cast<double>(engine.built->fileBytes) / static_cast<double>(baseline.built->fileBytes);
    }
}

}  // namespace

RunResult escapedDocument(int classes, int samplesPerClass) {
    RunResult document;
    document.name = "Glyph <reader> & 7";
    document.runFolder = "/runs/1";
    document.startedAt = "2026-01-02T03:04:05Z";
    document.seconds = 161.25;
    document.finished = true;
    document.data.classes = classNames(classes);
    document.manifest = manifestOf(document.data.classes, samplesPerClass);
    document.data.samples = static_cast<std::int64_t>(document.manifest->samples.size());
    describeInputs(document, classes);

    const auto baseline = baselinePredictions(*document.manifest);
    document.engines.push_back(engineOf(base::Precision::Fp32, baseline, document));
    document.engines.push_back(
        engineOf(base::Precision::Fp16, changed(baseline, *document.manifest, 0.004), document));
    document.engines.push_back(
        engineOf(base::Precision::Int8, changed(baseline, *document.manifest, 0.09), document));
    document.engines[0].measurement = measurementOf(0.467, 15'500'000);
    document.engines[1].measurement = measurementOf(0.470, 18'000'000);
    document.engines[2].measurement = measurementOf(0.342, 9'300'000);
    document.endToEnd = measure::EndToEnd{0.31, 0.12, 0.01, 200};
    compareEngines(document);
    document.requirements.streams = 64;
    document.requirements.fps = 35;
    document.requirements.accuracyFloorPercent = 98;
    document.requirements.memoryGb = 8;
    document.decision = decide::decide(document.evidence(document.requirements), document.requirements);
    return document;
}

RunResult brokenDocument() {
    RunResult document = escapedDocument();
    for (EngineResult& engine : document.engines) engine.measurement.reset();
    EngineResult& int8 = document.engines[2];
    int8.state = EngineState::Failed;
    int8.error = base::Error{
        base::ErrorKind::Engine, "/models/a.onnx", {"runtime.session_failed", {{"detail", "<op> & more"}}}};
    int8.built.reset();
    int8.predictions.reset();
    int8.accuracy.reset();
    document.endToEnd.reset();
    compareEngines(document);
    document.decision.reset();
    return document;
}

}  // namespace pwb::tests
