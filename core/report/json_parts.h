// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of report.json, for json_writer.cpp. Only .cpp files include this (nlohmann/json).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/result/run_result.h"

namespace pwb::report {

using JsonNode = nlohmann::ordered_json;

/// Sets `key` unless the value is absent or not finite: an unmeasured figure has no key.
void put(JsonNode& object, const char* key, double value);
template <class T>
void put(JsonNode& object, const char* key, const std::optional<T>& value) {
    if (value) object[key] = *value;
}
void put(JsonNode& object, const char* key, const std::optional<double>& value);
/// Sets `key` unless the text is empty.
void putText(JsonNode& object, const char* key, const std::string& text);
[[nodiscard]] JsonNode texts(const std::vector<base::Message>& messages, const base::Words& words);

[[nodiscard]] JsonNode engineJson(const result::EngineResult& engine, const result::RunResult& document,
                                  const base::Words& words);
/// Of an engine with `detection`.
[[nodiscard]] JsonNode detectionJson(const result::EngineResult& engine, const result::RunResult& document);
/// Of a comparison with `objects`: counts and every change.
[[nodiscard]] JsonNode objectsJson(const compare::Comparison& comparison, const result::RunResult& document);
[[nodiscard]] JsonNode layersJson(const quantize::LayerReport& layers, const base::Words& words);
[[nodiscard]] JsonNode decisionJson(const decide::Decision& decision, const base::Words& words);
[[nodiscard]] JsonNode requirementsJson(const decide::Requirements& requirements);

}  // namespace pwb::report
