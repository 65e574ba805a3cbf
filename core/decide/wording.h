// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/decide/choice.h"
#include "core/decide/walk.h"

namespace pwb::decide {

[[nodiscard]] base::Message headlineFor(const Case& of, const Choice& choice);
/// The verdict with its reason, one or two sentences.
[[nodiscard]] base::Message sentenceFor(const Case& of, const Choice& choice);
/// Why the evidence does not follow the guide's tree; code empty when they agree.
[[nodiscard]] base::Message disagreementFor(const Case& of, const Choice& choice, const GuideWalk& tree);
/// Short facts for chips: about the advised precision first, then what the others would cost or gain, then
/// caveats.
[[nodiscard]] std::vector<base::Message> factsFor(const Case& of, const Choice& choice,
                                                  const GuideWalk& tree);

/// "FP32", …
[[nodiscard]] std::string nameOf(base::Precision precision);
/// Arguments about an accuracy difference: metric, points, low, high, p, n.
[[nodiscard]] base::Args accuracyArgs(const Case& of, const EngineEvidence& engine);

}  // namespace pwb::decide
