// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/facts.h"

#include <algorithm>

#include "core/base/format.h"
#include "core/base/number.h"
#include "core/result/baseline_doubt.h"
#include "core/result/detection_figures.h"

namespace pwb::report {
namespace {

std::string valuesText(const std::vector<model::ValueInfo>& values) {
    std::string text;
    for (const model::ValueInfo& value : values)
        text += (text.empty() ? "" : "; ") + value.name + " " + model::shapeText(value) + " " +
                std::string(base::elementName(value.type));
    return text;
}

std::string preprocessText(const dataset::Preprocess& p) {
    const auto triple = [&](const std::array<double, 3>& v) {
        return p.channels == 1
                   ? base::shortest(v[0])
                   : base::shortest(v[0]) + ", " + base::shortest(v[1]) + ", " + base::shortest(v[2]);
    };
    std::string resizing = std::string(dataset::resizeId(p.resize));
    if (p.resizeTo.width > 0)
        resizing += " of " + std::to_string(p.resizeTo.width) +
                    (p.resizeTo.height > 0 ? "×" + std::to_string(p.resizeTo.height) : "");
    if (p.resizer != dataset::Resizer::OpenCv || p.filter != dataset::ResampleFilter::Bilinear)
        resizing += " (" + std::string(dataset::resizerId(p.resizer)) + ", " +
                    std::string(dataset::filterId(p.filter)) + ")";
    return std::to_string(p.width) + "×" + std::to_string(p.height) + ", " + resizing + ", " +
           std::string(dataset::colorId(p.color)) + ", ×" +
           (p.scale == 1.0 / 255 ? "1/255" : base::shortest(p.scale)) + ", mean " + triple(p.mean) +
           ", std " + triple(p.std) + ", " + std::string(dataset::layoutId(p.layout));
}

// Adds a fact unless its text is empty.
void add(Facts& facts, const base::Words& words, std::string_view code, const std::string& text) {
    if (!text.empty()) facts.emplace_back(words.text(code), text);
}

std::string yesNo(bool yes, const base::Words& words) {
    return words.text(yes ? "report.yes" : "report.no");
}

// How a detector's outputs were read and judged.
void addDetectorFacts(Facts& facts, const result::RunResult& document, const base::Words& words) {
    const result::DataSummary& data = document.data;
    add(facts, words, "report.detector", data.detector);
    if (data.nmsIou > 0) add(facts, words, "report.nms_iou", base::shortest(data.nmsIou));
    if (data.confidence > 0) add(facts, words, "report.confidence_kept", base::shortest(data.confidence));
    add(facts, words, "report.threshold", result::thresholdText(document, words));
    if (result::isAnnotated(document))
        add(facts, words, "report.measures", words.text("report.measures_coco"));
}

}  // namespace

Facts modelFacts(const result::RunResult& document, const base::Words& words) {
    const model::ModelInfo& model = document.model;
    Facts facts;
    add(facts, words, "report.file", model.path.string());
    add(facts, words, "report.sha256", model.sha256);
    add(facts, words, "report.task", std::string(model::taskId(model.task)));
    add(facts, words, "report.opset", std::to_string(model.opset));
    add(facts, words, "report.parameters", base::countText(model.parameters));
    add(facts, words, "report.file_size", base::bytesText(static_cast<double>(model.fileBytes)));
    add(facts, words, "report.inputs", valuesText(model.inputs));
    add(facts, words, "report.outputs", valuesText(model.outputs));
    add(facts, words, "report.producer", model.producer);
    return facts;
}

Facts dataFacts(const result::RunResult& document, const base::Words& words) {
    const result::DataSummary& data = document.data;
    Facts facts;
    add(facts, words, "report.path", data.path.string());
    add(facts, words, "report.samples", base::countText(data.samples));
    if (data.skipped > 0) add(facts, words, "report.skipped", base::countText(data.skipped));
    add(facts, words, "report.classes", base::countText(static_cast<std::int64_t>(data.classes.size())));
    if (data.objects > 0) add(facts, words, "report.objects", base::countText(data.objects));
    if (data.calibrationSamples > 0)
        add(facts, words, "report.calibration_samples", base::countText(data.calibrationSamples));
    add(facts, words, "report.calibration_path", data.calibrationPath.string());
    add(facts, words, "report.tensor", data.tensor);
    if (!data.tensor.empty())
        add(facts, words, "report.preprocessing", words.text("report.no_preprocessing"));
    if (data.preprocess.width > 0) {
        add(facts, words, "report.preprocessing", preprocessText(data.preprocess));
        add(facts, words, "report.preprocessing_origin", data.preprocess.origin);
    }
    if (document.isDetection()) addDetectorFacts(facts, document, words);
    if (const auto& steps = document.endToEnd)
        add(facts, words, "report.end_to_end",
            words.text(base::Message{"report.end_to_end_steps",
                                     {{"decode", base::millisecondsText(steps->decodeMs)},
                                      {"preprocess", base::millisecondsText(steps->preprocessMs)},
                                      {"postprocess", base::millisecondsText(steps->postprocessMs)}}}));
    return facts;
}

Facts environmentFacts(const result::RunResult& document, const base::Words& words) {
    const runtime::Environment& environment = document.environment;
    Facts facts;
    add(facts, words, "report.cpu", environment.cpu.name);
    add(facts, words, "report.cores", std::to_string(environment.cpu.cores));
    add(facts, words, "report.threads", std::to_string(environment.threads));
    if (environment.memoryGb > 0)
        add(facts, words, "report.machine_memory", base::fixedText(environment.memoryGb, 1) + " GB");
    add(facts, words, "report.runtime", environment.runtime + " " + environment.runtimeVersion);
    add(facts, words, "report.provider", environment.provider);
    add(facts, words, "report.fast_int8", yesNo(environment.cpu.fastInt8(), words));
    add(facts, words, "report.native_fp16", yesNo(environment.cpu.nativeFp16(), words));
    add(facts, words, "report.os", environment.os);
    return facts;
}

std::vector<std::string> allWarnings(const result::RunResult& document, const base::Words& words) {
    std::vector<std::string> warnings;
    const auto add = [&](const std::string& text) {
        if (std::find(warnings.begin(), warnings.end(), text) == warnings.end()) warnings.push_back(text);
    };
    if (const auto baseline = result::baselineDoubt(document); baseline.doubt != decide::Doubt::None)
        add(words.text(decide::doubtText(baseline)));
    for (const base::Message& message : document.model.warnings) add(words.text(message));
    for (const base::Message& message : document.data.warnings) add(words.text(message));
    for (const result::EngineResult& engine : document.engines) {
        if (engine.built)
            for (const base::Message& message : engine.built->warnings)
                add(document.nameOf(engine) + ": " + words.text(message));
        if (engine.measurement)
            for (const base::Message& message : engine.measurement->warnings)
                add(document.nameOf(engine) + ": " + words.text(message));
        if (const std::string reason = words.text(engine.effective.reason); !reason.empty())
            add(document.nameOf(engine) + ": " + reason);
    }
    return warnings;
}

std::string percentText(const std::optional<double>& share) {
    return share ? base::fixedText(100 * *share, 1) : "–";
}

}  // namespace pwb::report
