// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/format.h"
#include "core/base/number.h"
#include "core/report/writers.h"
#include "core/result/changes.h"

namespace pwb::report {
namespace {

// RFC 4180: quoted when it holds a comma, a quote or a line break; quotes doubled.
std::string field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

void appendAnswer(std::string& csv, const result::EngineResult& engine, std::size_t index) {
    const auto& predictions = *engine.predictions;
    const bool answered = index < predictions.size() && predictions[index].valid();
    csv += ',';
    if (answered) csv += std::to_string(predictions[index].classes[0]);
    csv += ',';
    if (answered) csv += base::shortest(predictions[index].confidences[0]);
}

void appendDetections(std::string& csv, const result::EngineResult& engine,
                      const result::RunResult& document) {
    for (std::size_t i = 0; i < engine.detections->size(); ++i) {
        const auto& detections = (*engine.detections)[i];
        if (!detections) continue;
        const std::string sample = field(result::sampleName(document, i));
        for (const evaluate::Detection& one : *detections) {
            if (one.confidence < document.data.threshold) break;  // most confident first
            csv += sample + ',' + field(engine.id.key()) + ',' + std::to_string(one.label);
            for (const float value : {one.confidence, one.x, one.y, one.width, one.height})
                csv += ',' + base::shortest(value);
            csv += "\r\n";
        }
    }
}

}  // namespace

std::string writePredictionsCsv(const result::RunResult& document) {
    if (document.isDetection()) {
        std::string csv = "sample,engine,class,confidence,x,y,width,height\r\n";
        for (const result::EngineResult& engine : document.engines)
            if (engine.detections) appendDetections(csv, engine, document);
        return csv;
    }
    std::string csv = "sample,label";
    for (const result::EngineResult& engine : document.engines) {
        if (!engine.predictions) continue;
        csv += ',' + field(engine.id.key()) + ',' + field(engine.id.key() + "_confidence");
    }
    csv += "\r\n";
    if (!document.manifest) return csv;
    const auto& samples = document.manifest->samples;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        csv += field(result::sampleName(document, i)) + ',';
        if (samples[i].label >= 0) csv += std::to_string(samples[i].label);
        for (const result::EngineResult& engine : document.engines)
            if (engine.predictions) appendAnswer(csv, engine, i);
        csv += "\r\n";
    }
    return csv;
}

}  // namespace pwb::report
