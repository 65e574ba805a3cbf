// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset: fields of the JSON files that ship with models.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <string>

namespace pwb::dataset {

/// There, and not null.
[[nodiscard]] inline bool has(const nlohmann::json& object, const std::string& key) {
    return object.contains(key) && !object.at(key).is_null();
}

/// The text of a field, `otherwise` where it is absent or null.
[[nodiscard]] inline std::string textOr(const nlohmann::json& object, const std::string& key,
                                        const char* otherwise) {
    return has(object, key) ? object.at(key).get<std::string>() : std::string(otherwise);
}

/// The number of a field likewise.
[[nodiscard]] inline double numberOr(const nlohmann::json& object, const std::string& key, double otherwise) {
    return has(object, key) ? object.at(key).get<double>() : otherwise;
}

/// Three numbers, or one number for all; throws json::exception on anything else.
[[nodiscard]] inline std::array<double, 3> tripleOf(const nlohmann::json& value) {
    if (value.is_number()) return {value.get<double>(), value.get<double>(), value.get<double>()};
    if (value.size() == 1) return tripleOf(value.at(0));
    return {value.at(0).get<double>(), value.at(1).get<double>(), value.at(2).get<double>()};
}

}  // namespace pwb::dataset
