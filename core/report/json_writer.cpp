// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/dataset/preprocess_file.h"
#include "core/report/json_parts.h"
#include "core/report/writers.h"

namespace pwb::report {
namespace {

JsonNode valueJson(const model::ValueInfo& value) {
    JsonNode json = {{"name", value.name}, {"type", base::elementName(value.type)}, {"shape", value.shape}};
    for (const std::string& name : value.dimNames)
        if (!name.empty()) json["dim_names"] = value.dimNames;
    return json;
}

JsonNode valuesJson(const std::vector<model::ValueInfo>& values) {
    JsonNode json = JsonNode::array();
    for (const model::ValueInfo& value : values) json.push_back(valueJson(value));
    return json;
}

JsonNode modelJson(const model::ModelInfo& model, const base::Words& words) {
    JsonNode json = {{"path", model.path.string()},
                     {"sha256", model.sha256},
                     {"task", model::taskId(model.task)},
                     {"opset", model.opset},
                     {"parameters", model.parameters},
                     {"inputs", valuesJson(model.inputs)},
                     {"outputs", valuesJson(model.outputs)},
                     {"file_bytes", model.fileBytes},
                     {"weight_bytes", model.weightBytes},
                     {"nodes", model.nodes},
                     {"operators", model.operators},
                     {"already_quantized", model.hasQdq},
                     {"warnings", texts(model.warnings, words)}};
    putText(json, "producer", model.producer);
    return json;
}

JsonNode preprocessJson(const dataset::Preprocess& preprocess) {
    JsonNode json = {{"size", {preprocess.width, preprocess.height}},
                     {"channels", preprocess.channels},
                     {"resize", dataset::resizeId(preprocess.resize)},
                     {"color", dataset::colorId(preprocess.color)},
                     {"scale", preprocess.scale},
                     {"mean", preprocess.mean},
                     {"std", preprocess.std},
                     {"layout", dataset::layoutId(preprocess.layout)},
                     {"interpolation", dataset::filterId(preprocess.filter)},
                     {"resize_with", dataset::resizerId(preprocess.resizer)},
                     {"arithmetic", dataset::arithmeticId(preprocess.arithmetic)},
                     {"origin", preprocess.origin},
                     {"not_followed", preprocess.notFollowed}};
    const JsonNode steps = JsonNode::parse(dataset::preprocessText(preprocess));
    for (const auto& [field, value] : steps.items())
        if (!json.contains(field)) json[field] = value;
    for (const std::string& field : preprocess.followed) json["followed"][field] = true;
    for (const std::string& field : preprocess.notFollowed) json["followed"][field] = false;
    return json;
}

JsonNode dataJson(const result::DataSummary& data, const base::Words& words) {
    JsonNode json = {{"path", data.path.string()},
                     {"samples", data.samples},
                     {"classes", data.classes.size()},
                     {"calibration_samples", data.calibrationSamples},
                     {"warnings", texts(data.warnings, words)},
                     {"class_names", data.classes},
                     {"skipped_samples", data.skipped}};
    putText(json, "calibration_path", data.calibrationPath.string());
    if (!data.calibrationPerClass.empty()) json["calibration_per_class"] = data.calibrationPerClass;
    putText(json, "tensor", data.tensor);
    if (!data.detector.empty()) {
        json["objects"] = data.objects;
        json["detector"] = {{"kind", data.detector}, {"confidence", data.confidence}};
        if (data.nmsIou > 0) json["detector"]["nms_iou"] = data.nmsIou;
        if (data.threshold > 0) json["detector"]["threshold"] = data.threshold;
    }
    if (data.preprocess.width > 0) json["preprocess"] = preprocessJson(data.preprocess);
    return json;
}

JsonNode environmentJson(const runtime::Environment& environment) {
    const runtime::CpuFeatures& cpu = environment.cpu;
    JsonNode json = {{"cpu", cpu.name},
                     {"cores", cpu.cores},
                     {"runtime", environment.runtime},
                     {"runtime_version", environment.runtimeVersion},
                     {"provider", environment.provider},
                     {"threads", environment.threads},
                     {"os", environment.os},
                     {"architecture", cpu.architecture},
                     {"fast_int8", cpu.fastInt8()},
                     {"native_fp16", cpu.nativeFp16()}};
    if (environment.memoryGb > 0) put(json, "memory_gb", environment.memoryGb);
    return json;
}

JsonNode comparisonJson(const compare::Comparison& comparison, const result::RunResult& document) {
    JsonNode json = {{"candidate", comparison.candidate.key()}, {"baseline", comparison.baseline.key()}};
    if (const auto& accuracy = comparison.accuracy) {
        put(json, "accuracy_delta", accuracy->accuracyDelta);
        json["interval"] = accuracy->interval;
        put(json, "p_value", accuracy->pValue);
        put(json, "agreement", accuracy->agreement);
        json["changed_samples"] = accuracy->changedSamples;
        json["samples"] = accuracy->samples;
        json["right_to_wrong"] = accuracy->rightToWrong;
        json["wrong_to_right"] = accuracy->wrongToRight;
        json["wrong_to_wrong"] = accuracy->wrongToWrong;
        json["distinguishable"] = accuracy->distinguishable;
        put(json, "samples_needed", accuracy->samplesNeeded);
        put(json, "f1_delta", accuracy->f1Delta);
        json["f1_interval"] = accuracy->f1Interval;
    }
    if (comparison.objects) json["objects"] = objectsJson(comparison, document);
    put(json, "speedup", comparison.speedup);
    put(json, "speedup_spread", comparison.speedupSpread);
    put(json, "size_ratio", comparison.sizeRatio);
    put(json, "memory_ratio", comparison.memoryRatio);
    put(json, "sqnr_db", comparison.sqnrDb);
    put(json, "mean_kl", comparison.meanKl);
    return json;
}

JsonNode runJson(const result::RunResult& document) {
    JsonNode json = {{"name", document.name}, {"finished", document.finished}};
    putText(json, "started_at", document.startedAt);
    put(json, "seconds", document.seconds);
    return json;
}

}  // namespace

void put(JsonNode& object, const char* key, double value) {
    if (std::isfinite(value)) object[key] = value;
}

void put(JsonNode& object, const char* key, const std::optional<double>& value) {
    if (value) put(object, key, *value);
}

void putText(JsonNode& object, const char* key, const std::string& text) {
    if (!text.empty()) object[key] = text;
}

JsonNode texts(const std::vector<base::Message>& messages, const base::Words& words) {
    JsonNode json = JsonNode::array();
    for (const base::Message& message : messages) json.push_back(words.text(message));
    return json;
}

std::string writeJson(const result::RunResult& document, const base::Words& words) {
    JsonNode json = {{"schema", 1},
                     {"run", runJson(document)},
                     {"model", modelJson(document.model, words)},
                     {"data", dataJson(document.data, words)},
                     {"environment", environmentJson(document.environment)},
                     {"engines", JsonNode::array()},
                     {"comparisons", JsonNode::array()}};
    for (const result::EngineResult& engine : document.engines)
        json[engine.isReference() ? "references" : "engines"].push_back(engineJson(engine, document, words));
    for (const compare::Comparison& comparison : document.comparisons)
        json["comparisons"].push_back(comparisonJson(comparison, document));
    if (const auto& steps = document.endToEnd)
        json["end_to_end"] = {{"decode_ms", steps->decodeMs},
                              {"preprocess_ms", steps->preprocessMs},
                              {"postprocess_ms", steps->postprocessMs},
                              {"n", steps->n}};
    if (document.layers) json["layers"] = layersJson(*document.layers, words);
    if (document.decision) json["decision"] = decisionJson(*document.decision, words);
    return json.dump(1, ' ', false, JsonNode::error_handler_t::replace) + "\n";
}

}  // namespace pwb::report
