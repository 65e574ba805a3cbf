// SPDX-License-Identifier: GPL-3.0-or-later
// What the reports say of a detector, gathered from its measures and comparisons.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/result/run_result.h"

namespace pwb::result {

/// "< 8 px", "8–15 px", "> 32 px", "small".
[[nodiscard]] std::string sizeName(const evaluate::SizeRange& range, const base::Words& words);
/// "1,980 objects".
[[nodiscard]] std::string objectsText(std::int64_t count, const base::Words& words);
/// Whether the data say which objects there are.
[[nodiscard]] bool isAnnotated(const RunResult& document);
/// Why detections count from data.threshold on: FP32's best F1, asked for, or usual where nothing tells.
[[nodiscard]] std::string thresholdText(const RunResult& document, const base::Words& words);

/// Null where the engine was not evaluated or does not know the class.
[[nodiscard]] const evaluate::DetectionClass* classOf(const EngineResult& engine, std::size_t label);
/// By size, as evaluate::kSizeRanges; −1 for all classes together. Empty where there are none.
[[nodiscard]] std::span<const evaluate::SizeMetrics> sizesOf(const EngineResult& engine, int label);
/// The reference, once it is evaluated beside FP32; else null.
[[nodiscard]] const EngineResult* evaluatedReference(const RunResult& document);

/// Classes with objects by how much their AP50-95 falls from FP32's in any candidate, the worst loss first;
/// the reference decides between equals.
[[nodiscard]] std::vector<std::size_t> classesByLoss(const RunResult& document);

/// Detections of FP32 that a candidate does not make, by the class that FP32 gave them: one count for each of
/// data.classes, all 0 without FP32's answers.
[[nodiscard]] std::vector<std::int64_t> lostPerClass(const RunResult& document,
                                                     const compare::ObjectComparison& objects);

/// What plain INT8 makes of one class's objects of one size, beside FP32 and the run's own INT8.
struct ReferenceFinding {
    struct Engine {
        double ap50 = 0;                ///< of these objects, 0–1
        std::int64_t found = 0;         ///< of them, at the chosen confidence
        std::int64_t falseOfClass = 0;  ///< false detections of the class, whatever their size, likewise
    };
    std::size_t label = 0;
    evaluate::SizeRange range;
    std::int64_t objects = 0;
    Engine fp32, reference;
    std::optional<Engine> int8;  ///< absent where INT8 was not evaluated

    [[nodiscard]] double lost() const { return fp32.ap50 - reference.ap50; }
    /// Enough to be seen in a percentage with one decimal.
    [[nodiscard]] bool loses() const { return lost() >= 0.0005; }
};
/// Of the smallest pixel bucket in which a class has kEnoughObjects, the class that loses most AP50; of the
/// bucket and class with most objects where none has so many. Nothing without a reference.
[[nodiscard]] std::optional<ReferenceFinding> referenceFinding(const RunResult& document);
inline constexpr std::int64_t kEnoughObjects = 20;
/// In words.
[[nodiscard]] std::string findingText(const ReferenceFinding& finding, const RunResult& document,
                                      const base::Words& words);

/// An annotated object that FP32 finds and some candidate does not.
struct LostObject {
    std::uint32_t sample = 0;
    std::int32_t baseline = 0;           ///< index of FP32's detection of it
    float side = 0;                      ///< √area, px
    std::vector<base::EngineId> losers;  ///< the candidates, the reference left out
};
/// All of them, smallest first.
[[nodiscard]] std::vector<LostObject> lostObjects(const RunResult& document);
/// FP32's detection of it.
[[nodiscard]] const evaluate::Detection& baselineOf(const LostObject& object, const RunResult& document);
/// The most confident answer of an engine of the same class and place (IoU .5), however weak. A loser's is
/// below the chosen confidence. Nothing where there is none.
[[nodiscard]] std::optional<float> confidenceIn(const EngineResult& engine, const LostObject& object,
                                                const RunResult& document);

/// An engine's confusion matrix, row = truth, column = answer; a detector's ends in background.
struct ConfusionCounts {
    std::span<const std::int64_t> cells;  ///< side²; empty where there is none
    int side = 0;

    [[nodiscard]] std::int64_t at(int row, int column) const {
        return cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(side) +
                     static_cast<std::size_t>(column)];
    }
};
[[nodiscard]] ConfusionCounts confusionOf(const EngineResult& engine);
/// The name of a row or column of it.
[[nodiscard]] std::string confusionName(const RunResult& document, const EngineResult& engine, int index,
                                        const base::Words& words);

}  // namespace pwb::result
