// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decide/decision.h"

namespace pwb::decide {

/// What is asked and known, with the target resolved. Refers to the caller's evidence and requirements.
struct Case {
    const Evidence& evidence;
    const Requirements& requirements;
    Platform platform;
    bool here = true;  ///< the target is the machine that measured

    Case(const Evidence& known, const Requirements& asked);

    /// That engine when it ran, else null.
    [[nodiscard]] const EngineEvidence* engine(const base::EngineId& id) const;
    /// The default engine of that precision, else its first variant that ran, else null.
    [[nodiscard]] const EngineEvidence* anyEngine(base::Precision precision) const;
    /// What is judged: the three precisions, then the variants in the evidence's order.
    [[nodiscard]] std::vector<base::EngineId> columns() const;
    /// "FP32", "INT8 (QAT)"; the default INT8 is "INT8 (PTQ)" where it has variants beside it.
    [[nodiscard]] std::string nameOf(const EngineEvidence& engine) const;
    /// The target computes in that precision: here what the engine really did, elsewhere the platform table.
    [[nodiscard]] bool computes(base::Precision precision) const;
    [[nodiscard]] bool detection() const { return evidence.task == "detection"; }
    /// streams × fps; absent when no rate was given.
    [[nodiscard]] std::optional<double> neededFps() const;
    /// The engine's recall of small objects is within the guide's loss of FP32's; absent when not measured.
    [[nodiscard]] std::optional<bool> keepsSmallObjects(const EngineEvidence* engine) const;
    /// INT8 below the guide's size of objects, without a recall that clears it.
    [[nodiscard]] bool losesSmallObjects(const EngineEvidence& engine) const;
};

/// A candidate's accuracy against FP32's.
enum class Accuracy { Unknown, Lower, Same, Higher };
/// Same for FP32 itself, for what is not distinguishable and for what is negligible; Unknown without a paired
/// comparison.
[[nodiscard]] Accuracy accuracyAgainstFp32(const EngineEvidence& engine);

/// Shown to differ from FP32, but by less than the guide's negligible_points.
[[nodiscard]] bool differsNegligibly(const EngineEvidence& engine);

/// Median latencies that differ by more than the wider of their spreads between rounds.
[[nodiscard]] bool fasterBeyondSpread(const measure::LatencyStats& one, const measure::LatencyStats& other);

/// FP32's p50 divided by the engine's; absent when either was not measured.
[[nodiscard]] std::optional<double> speedup(const Case& of, const EngineEvidence& engine);

}  // namespace pwb::decide
