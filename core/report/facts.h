// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/words.h"
#include "core/result/run_result.h"

namespace pwb::report {

/// What is known of model, data, preprocessing, engines and machine: label and text.
using Facts = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] Facts modelFacts(const result::RunResult& document, const base::Words& words);
[[nodiscard]] Facts dataFacts(const result::RunResult& document, const base::Words& words);
[[nodiscard]] Facts environmentFacts(const result::RunResult& document, const base::Words& words);
/// Every warning of the run, each said once, with the engine's name before it where it is about one. Failures
/// are not among them: they stand with the engine (engineNote()).
[[nodiscard]] std::vector<std::string> allWarnings(const result::RunResult& document,
                                                   const base::Words& words);

/// "97.4": in percent; "–" where it is not known.
[[nodiscard]] std::string percentText(const std::optional<double>& share);

}  // namespace pwb::report
