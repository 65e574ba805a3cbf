// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a detector's objects, in words.
#pragma once

#include <QString>

#include "core/compare/objects.h"
#include "core/result/run_result.h"

namespace pwb::ui {

[[nodiscard]] QString fateName(compare::ObjectFate fate);      ///< "lost", "relabelled"
[[nodiscard]] QString fateWithSign(compare::ObjectFate fate);  ///< "− lost", "+ new"
/// FateCounts::added for New, and so on.
[[nodiscard]] std::int64_t countOf(const compare::FateCounts& counts, compare::ObjectFate fate);
/// Of the first evaluate::kPixelBuckets: "< 8", "8–15", "15–32", "> 32".
[[nodiscard]] QString bucketName(std::size_t bucket);
/// The bucket that an object with this side in px is counted in.
[[nodiscard]] std::size_t bucketOf(float side);

/// A change with the boxes it is about.
struct ChangedBoxes {
    const compare::ObjectChange* change = nullptr;
    const evaluate::Detection* before = nullptr;  ///< FP32's; null for New
    const evaluate::Detection* after = nullptr;   ///< the candidate's; null for Lost
    /// Whose box it is about: FP32's, for New the candidate's.
    [[nodiscard]] const evaluate::Detection* main() const { return before ? before : after; }
};
[[nodiscard]] ChangedBoxes boxesOf(const compare::ObjectChange& change, const result::EngineResult* fp32,
                                   const result::EngineResult* candidate);
/// Is there an annotated object, of the class that was detected?
[[nodiscard]] bool isAnnotated(const result::RunResult& document, const ChangedBoxes& boxes);
/// "ball", "player → cone".
[[nodiscard]] QString changedClass(const result::RunResult& document, const ChangedBoxes& boxes);
/// "FP32 alone finds it, and it is annotated: a miss more."
[[nodiscard]] QString changeMeaning(const result::RunResult& document, const ChangedBoxes& boxes);

/// The objects of a candidate's comparison; null where there are none (yet).
[[nodiscard]] const compare::ObjectComparison* objectsOf(const result::RunResult* document,
                                                         const base::EngineId& candidate);
/// "14 lost, 9 of them annotated, 6 below 15 px; 3 new"; empty without a comparison.
[[nodiscard]] QString lossSummary(const result::RunResult* document, const base::EngineId& candidate);

}  // namespace pwb::ui
