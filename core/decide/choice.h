// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/decide/case.h"

namespace pwb::decide {

/// How an engine stands against rules and requirements.
enum class Standing {
    Absent,    ///< not built, or failed
    Excluded,  ///< by a rule: safety, or the platform
    Misses,    ///< at least one requirement
    Open,      ///< misses none, but at least one cannot be told
    Fits
};

struct Option {
    base::EngineId id;
    const EngineEvidence* engine = nullptr;  ///< null when Absent
    Standing standing = Standing::Absent;
    bool excludedBySafety = false;  ///< else, when Excluded, by the platform
    const FeasibilityRow* worst =
        nullptr;             ///< Misses: the requirement missed most; Open: the first that is open
    double worstMargin = 0;  ///< relative, negative when Misses
};

struct Choice {
    Verdict verdict = Verdict::NoEngine;
    std::optional<std::size_t> chosen;  ///< of the options; present as Decision::engine is
    std::vector<Option> options;        ///< Case::columns(); refer to evidence and feasibility rows

    /// Of the default build.
    [[nodiscard]] const Option& of(base::Precision wanted) const {
        return options[static_cast<std::size_t>(wanted)];
    }
    /// Only where something is chosen.
    [[nodiscard]] const Option& advice() const { return options[*chosen]; }
    [[nodiscard]] bool isAdvice(const Option& option) const { return chosen && &option == &advice(); }
    /// The option that the guide means: INT8 by training where that was built and `qat`, else the default
    /// build, or where that is missing a variant that ran.
    [[nodiscard]] const Option& meant(base::Precision wanted, bool qat) const;
};

/// The verdict by the rules documented at decide().
[[nodiscard]] Choice choose(const Case& of, const std::vector<FeasibilityRow>& feasibility);

}  // namespace pwb::decide
