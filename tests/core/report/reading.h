// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the writers read reports with.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/words.h"
#include "core/report/writers.h"
#include "tests/support/documents/counted_document.h"

namespace pwb::tests {

inline const base::Words& english() {
    return base::Words::of("en");
}

/// countedDocument(), made once.
inline const result::RunResult& counted() {
    static const result::RunResult kDocument = countedDocument();
    return kDocument;
}

/// How often `part` stands in `text`.
inline int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

inline nlohmann::json written(const result::RunResult& document) {
    return nlohmann::json::parse(report::writeJson(document, english()));
}

inline bool holdsNull(const nlohmann::json& value) {
    if (value.is_null()) return true;
    return value.is_structured() && std::any_of(value.begin(), value.end(), holdsNull);
}

}  // namespace pwb::tests
