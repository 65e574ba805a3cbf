// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/decide/case.h"

namespace pwb::decide {

/// How a precision stands against rules and requirements.
enum class Standing {
    Absent,    ///< not built, or failed
    Excluded,  ///< by a rule: safety, or the platform
    Misses,    ///< at least one requirement
    Open,      ///< misses none, but at least one cannot be told
    Fits
};

struct Option {
    base::Precision precision = base::Precision::Fp32;
    const EngineEvidence* engine = nullptr;  ///< null when Absent
    Standing standing = Standing::Absent;
    bool excludedBySafety = false;  ///< else, when Excluded, by the platform
    const FeasibilityRow* worst =
        nullptr;             ///< Misses: the requirement missed most; Open: the first that is open
    double worstMargin = 0;  ///< relative, negative when Misses
};

struct Choice {
    Verdict verdict = Verdict::NoEngine;
    std::optional<base::Precision> precision;
    std::array<Option, 3> options;  ///< FP32, FP16, INT8; refer to evidence and feasibility rows

    [[nodiscard]] const Option& of(base::Precision wanted) const {
        return options[static_cast<std::size_t>(wanted)];
    }
};

/// The verdict by the rules documented at decide().
[[nodiscard]] Choice choose(const Case& of, const std::vector<FeasibilityRow>& feasibility);

}  // namespace pwb::decide
