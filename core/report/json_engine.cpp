// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/report/json_parts.h"

namespace pwb::report {
namespace {

std::string_view statusId(result::EngineState state) {
    if (state == result::EngineState::Ready) return "ready";
    return state == result::EngineState::Failed ? "failed" : "cancelled";
}

JsonNode confusionJson(const evaluate::ClassificationMetrics& metrics) {
    JsonNode rows = JsonNode::array();
    const auto n = static_cast<std::size_t>(metrics.classes);
    for (std::size_t row = 0; row < n; ++row) {
        const auto begin = metrics.confusion.begin() + static_cast<std::ptrdiff_t>(row * n);
        rows.push_back(std::vector<std::int64_t>(begin, begin + metrics.classes));
    }
    return rows;
}

JsonNode perClassJson(const evaluate::ClassificationMetrics& metrics, const result::RunResult& document) {
    JsonNode rows = JsonNode::array();
    for (std::size_t i = 0; i < metrics.perClass.size(); ++i) {
        const evaluate::ClassMetrics& one = metrics.perClass[i];
        rows.push_back({{"class", i},
                        {"name", document.className(static_cast<std::int64_t>(i))},
                        {"samples", one.samples},
                        {"predicted", one.predicted},
                        {"correct", one.correct},
                        {"precision", one.precision},
                        {"recall", one.recall},
                        {"f1", one.f1}});
    }
    return rows;
}

JsonNode accuracyJson(const result::EngineResult& engine, const result::RunResult& document) {
    const evaluate::ClassificationMetrics& metrics = *engine.accuracy;
    JsonNode json = {{"samples", metrics.samples}, {"correct", metrics.correct}};
    put(json, "top1", metrics.top1);
    put(json, "top5", metrics.top5);
    json["interval"] = metrics.interval;
    put(json, "f1_macro", metrics.f1Macro);
    put(json, "f1_weighted", metrics.f1Weighted);
    put(json, "ece", metrics.ece);
    json["source"] = engine.emulated ? "emulation" : "engine";
    if (engine.accuracyPartial) json["partial"] = true;
    if (!metrics.confusion.empty()) json["confusion"] = confusionJson(metrics);
    const evaluate::ConfidenceHistogram& histogram = metrics.histogram;
    if (!histogram.edges.empty())
        json["confidence_histogram"] = {
            {"edges", histogram.edges}, {"correct", histogram.correct}, {"wrong", histogram.wrong}};
    JsonNode reliability = JsonNode::array();
    for (const evaluate::ReliabilityBin& bin : metrics.reliability) {
        JsonNode row = {{"lo", bin.lo}, {"hi", bin.hi}, {"n", bin.n}};
        if (bin.n > 0) {
            put(row, "mean_confidence", bin.meanConfidence);
            put(row, "accuracy", bin.accuracy);
        }
        reliability.push_back(std::move(row));
    }
    if (!reliability.empty()) json["reliability"] = std::move(reliability);
    json["per_class"] = perClassJson(metrics, document);
    return json;
}

JsonNode latencyJson(const measure::LatencyStats& stats) {
    JsonNode json = {{"batch", stats.batch}, {"mean", stats.mean}, {"p50", stats.p50}, {"p90", stats.p90},
                     {"p99", stats.p99},     {"min", stats.min},   {"n", stats.n}};
    if (stats.rounds.size() > 1) put(json, "spread", stats.spread);
    if (stats.rounds.empty()) return json;
    json["rounds"] = JsonNode::array();
    for (const measure::RoundStats& round : stats.rounds)
        json["rounds"].push_back({{"p1", round.p1},
                                  {"q1", round.q1},
                                  {"median", round.median},
                                  {"q3", round.q3},
                                  {"p99", round.p99},
                                  {"n", round.n}});
    return json;
}

JsonNode memoryJson(const measure::MemoryStats& memory) {
    JsonNode json = {{"peak_bytes", memory.peakBytes},
                     {"weights_bytes", memory.weightsBytes},
                     {"activations_bytes", memory.activationsBytes},
                     {"loaded_bytes", memory.loadedBytes}};
    for (const auto& [batch, bytes] : memory.peakByBatch)
        json["peak_by_batch"].push_back({{"batch", batch}, {"peak_bytes", bytes}});
    return json;
}

void addMeasurement(JsonNode& json, const measure::EngineMeasurement& measured, const base::Words& words) {
    for (const measure::LatencyStats& stats : measured.latency)
        json["latency_ms"].push_back(latencyJson(stats));
    for (const measure::ThroughputPoint& point : measured.throughput)
        json["throughput"].push_back(
            {{"batch", point.batch}, {"streams", point.streams}, {"fps", point.fps}});
    if (measured.memory.peakBytes > 0) json["memory"] = memoryJson(measured.memory);
    put(json, "utilisation", measured.utilisation);
    put(json, "power_watts", measured.powerWatts);
    if (!measured.powerWatts) putText(json, "power_absent", words.text(measured.powerAbsent));
}

JsonNode calibrationJson(const quantize::BuiltEngine& built) {
    JsonNode json = {{"calibrator", built.calibrator},
                     {"samples", built.calibrationSamples},
                     {"reused", built.calibrationReused},
                     {"non_finite", built.calibrationNonFinite}};
    if (!built.calibrationChanged.empty()) json["changed"] = built.calibrationChanged;
    return json;
}

JsonNode int8Json(const quantize::BuiltEngine& built) {
    JsonNode json = JsonNode::object();
    if (const auto& executed = built.executed) {
        json["conv_int8"] = executed->int8Conv;
        json["conv_float"] = executed->floatConv;
        json["matmul_int8"] = executed->int8MatMul;
        json["matmul_float"] = executed->floatMatMul;
        json["other_int8"] = executed->int8Other;
        json["conversions"] = executed->conversions;
    }
    json["kept_float"] = built.keptFloat;
    if (!built.sqnrByCalibrator.empty()) json["sqnr_db_by_calibrator"] = built.sqnrByCalibrator;
    return json;
}

JsonNode fp16Json(const quantize::BuiltEngine& built, const base::Words& words) {
    JsonNode json = {{"inputs_outputs", built.halfIo ? "fp16" : "fp32"},
                     {"overflow", built.overflowed},
                     {"underflow", built.underflowed},
                     {"subnormal", built.subnormal},
                     {"kept_fp32", built.keptFp32},
                     {"worst_weights", JsonNode::array()},
                     {"kept_why", JsonNode::array()}};
    for (const quantize::WeightLoss& loss : built.fp16Losses)
        json["worst_weights"].push_back({{"weight", loss.tensor},
                                         {"overflow", loss.overflowed},
                                         {"underflow", loss.underflowed},
                                         {"subnormal", loss.subnormal}});
    for (const quantize::KeptLayer& layer : built.kept)
        json["kept_why"].push_back(
            {{"layer", layer.layer}, {"operator", layer.op}, {"reason", words.text(layer.reason)}});
    return json;
}

void addBuild(JsonNode& json, const quantize::BuiltEngine& built, const base::Words& words) {
    json["file"] = built.file.string();
    json["file_bytes"] = built.fileBytes;
    put(json, "build_seconds", built.buildSeconds);
    json["fallback"] = built.fallback;
    putText(json, "fallback_reason", words.text(built.fallbackReason));
    putText(json, "calibrator", built.calibrator);
    if (built.calibrationSamples > 0) json["calibration_samples"] = built.calibrationSamples;
    if (!built.calibrator.empty()) json["calibration"] = calibrationJson(built);
    if (built.fallback) return;
    if (built.requested == base::Precision::Int8) json["int8"] = int8Json(built);
    if (built.requested == base::Precision::Fp16) json["fp16"] = fp16Json(built, words);
}

}  // namespace

JsonNode engineJson(const result::EngineResult& engine, const result::RunResult& document,
                    const base::Words& words) {
    JsonNode json = {{"id", engine.id.key()},
                     {"precision", base::precisionId(engine.id.precision)},
                     {"variant", base::variantId(engine.id.variant)},
                     {"requested", base::precisionId(engine.id.precision)}};
    putText(json, "effective", engine.effective.id);
    putText(json, "effective_reason", words.text(engine.effective.reason));
    json["status"] = statusId(engine.state);
    if (engine.error) {
        json["error"] = words.text(*engine.error);
        json["error_code"] = engine.error->message.code;
    }
    if (engine.built) addBuild(json, *engine.built, words);
    std::vector<base::Message> warnings;
    if (engine.built) warnings = engine.built->warnings;
    if (engine.measurement)
        warnings.insert(warnings.end(), engine.measurement->warnings.begin(),
                        engine.measurement->warnings.end());
    json["warnings"] = texts(warnings, words);
    if (engine.accuracy) json["accuracy"] = accuracyJson(engine, document);
    if (engine.detection) json["detection"] = detectionJson(engine, document);
    if (engine.measurement) addMeasurement(json, *engine.measurement, words);
    return json;
}

}  // namespace pwb::report
