// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/engine_id.h"
#include "core/base/error.h"
#include "core/compare/comparison.h"
#include "core/measure/measurement.h"
#include "core/runtime/environment.h"

namespace pwb::decide {

/// What the deployment needs; everything optional.
struct Requirements {
    std::optional<double> memoryGb;   ///< of the target device, 10⁹ bytes
    std::optional<int> streams;       ///< cameras
    std::optional<double> fps;        ///< frames per second of each stream; without streams, of one
    std::optional<double> latencyMs;  ///< end to end, 99 of 100 frames
    std::optional<double> accuracyFloorPercent;  ///< of FP32's accuracy: 98 means at least 0.98 × FP32
    std::optional<double> smallestObjectPx;
    bool safetyCritical = false;
    bool qatPossible = false;
    std::string platform = "this";  ///< id in platforms.json, or "this" machine; an unknown id is "this"

    bool operator==(const Requirements&) const = default;
};

/// How many of FP32's detections an engine finds again as the same class: all that is known of its accuracy
/// where nothing is annotated.
struct ObjectsKept {
    std::int64_t objects = 0;  ///< FP32's
    double share = 0;          ///< 0–1
};

/// Everything that is known of one engine when deciding. Absent: not measured or failed.
struct EngineEvidence {
    base::EngineId id;
    bool usable = false;                                     ///< built, and ran
    std::string effective;                                   ///< "fp32" for FP16 on a CPU …
    std::optional<double> accuracy;                          ///< top-1 or mAP50-95, fraction
    std::optional<compare::AccuracyComparison> againstFp32;  ///< absent for FP32
    std::optional<measure::LatencyStats> latency;            ///< batch 1
    std::optional<double> bestFps;  ///< highest measured throughput over batches and streams
    std::optional<std::uint64_t> peakBytes;
    std::optional<double> endToEndP99Ms;  ///< decode + preprocess + p99 inference + postprocess
    std::optional<std::uint64_t> fileBytes;
    std::optional<double> f1;  ///< macro
    /// Detection, where the smallest object that matters was given: recall of objects up to that size,
    /// against FP32's. Absent for FP32.
    std::optional<compare::SmallRecall> smallAgainstFp32;
    std::optional<ObjectsKept> objectsKept;  ///< detection without annotations; absent for FP32
};

/// What makes FP32's own figures prove nothing: whatever does as well as it may be as wrong.
enum class Doubt {
    None,
    NothingRight,  ///< no sample at all, though there are kDoubtSamples or more
    OneAnswer,     ///< the same class for every sample, where the data hold several
    Chance,        ///< not distinguishable from guessing between the classes
    NothingFound   ///< a detector that finds next to none of the annotated objects
};
struct BaselineDoubt {
    Doubt doubt = Doubt::None;
    double accuracy = 0;       ///< top-1 or mAP50, fraction
    double chance = 0;         ///< 1 / classes; Chance only
    std::int64_t samples = 0;  ///< with a label; detection: annotated objects
    std::int64_t classes = 0;  ///< that the model tells apart
    std::string answer;        ///< OneAnswer: the class
};

struct Evidence {
    std::vector<EngineEvidence> engines;  ///< one per engine
    BaselineDoubt baseline;
    std::string task = "classification";
    runtime::CpuFeatures cpu;
    double machineMemoryGb = 0;
};

/// Where a figure came from.
enum class Origin { Measured, Given, Platform, Missing };

/// One node of the guide's tree as answered.
struct PathStep {
    std::string node;  ///< id in decision-tree.json
    base::Message question;
    base::Message answer;
    base::Message evidence;  ///< the figure that answered it
    Origin origin = Origin::Given;
    std::string branch;  ///< id of the branch taken
};

/// One requirement against one engine.
/// Met: holds at the pessimistic end. Missed: does not. Unknown: cannot be told, because the figure is absent
/// (no value), or because only the point estimate holds (accuracy: the paired interval spans the floor).
/// Pessimistic ends:
/// - throughput: bestFps slowed as the slowest round's median latency was against p50;
/// - latency: endToEndP99Ms; where only inference was timed, its p99 can show Missed, never Met;
/// - accuracy: FP32's accuracy + the lower end of the paired interval, FP32 itself exactly; Missed already
/// when
///   the point estimate is below the floor;
/// - memory: peakBytes;
/// - smallest object (detection only): needed is the size in px. INT8 below the guide's size is Met only when
///   its measured recall of small objects holds against FP32's, else Missed; all else is Met.
/// Speed measured on this machine says nothing about another platform: Unknown there, without a value.
struct FeasibilityCell {
    base::EngineId engine;
    enum class State { Met, Missed, Unknown } state = State::Unknown;
    std::optional<double> value;   ///< at the pessimistic end of its interval, in the requirement's unit
    std::optional<double> margin;  ///< relative (0.28 = 28 % to spare, negative: short); accuracy: a fraction
};
struct FeasibilityRow {
    std::string requirement;  ///< "throughput", "latency", "accuracy", "memory", "smallest_object"
    std::string unit;         ///< "fps", "ms", "fraction", "bytes", "px"
    /// Absent: not asked. Accuracy: floor × FP32's accuracy, the floor itself while that is not known.
    std::optional<double> needed;
    std::vector<FeasibilityCell> cells;  ///< FP32, FP16, INT8, then the variants of the evidence in order
};

/// A row of the guide's recommendation table and whether it applies here.
struct Recommendation {
    std::string id;
    base::Message situation, advice;
    bool applies = false;
    base::Message here;
};

/// Deploy: `engine` meets every asked requirement. Closest: none does, `engine` misses least (absent: a
/// rule excludes all that ran). Inconclusive: none is shown to meet all, but `engine` may. NoEngine: none
/// ran. Implausible: FP32 itself is in doubt (Evidence::baseline), so that nothing is advised.
enum class Verdict { Deploy, Closest, Inconclusive, NoEngine, Implausible };

/// What is wrong with FP32 and where to look, in two sentences; code empty without doubt.
[[nodiscard]] base::Message doubtText(const BaselineDoubt& baseline);

/// A requirement's value at which the verdict changes.
struct TippingPoint {
    base::Message condition;               ///< "above 81 cameras"
    std::optional<base::EngineId> engine;  ///< present only with Deploy
    Verdict verdict = Verdict::Deploy;     ///< Closest: none fits; Inconclusive: samples cannot tell
};

struct Decision {
    Verdict verdict = Verdict::NoEngine;
    std::optional<base::EngineId> engine;          ///< the advice; for Closest the one that misses least
    std::optional<base::Precision> treePrecision;  ///< what the guide's tree says
    bool treeNeedsQat = false;                     ///< INT8 by quantisation-aware training, says the tree
    bool agree = true;                             ///< tree and evidence
    base::Message headline;                        ///< "Deploy INT8"
    base::Message sentence;                        ///< the verdict with its reason
    base::Message disagreement;                    ///< code empty when they agree
    std::vector<base::Message> evidence;           ///< short facts, best first
    std::vector<PathStep> path;
    std::vector<FeasibilityRow> feasibility;
    std::vector<Recommendation> recommendations;
    std::vector<TippingPoint> tippingPoints;
    Requirements requirements;
};

/// The guide's tree (resources/decision-tree.json, thresholds from there), the evidence against each
/// requirement, and the verdict. In the tree, a requirement that was not given takes the branch that does not
/// constrain (Origin::Missing); memory is then the platform's (Origin::Platform).
/// Each variant of a precision is judged by its own figures, like a precision.
/// Verdict: of the precisions that meet every asked requirement and that no rule excludes (safety-critical:
/// not INT8; a platform without that arithmetic), the most accurate, counting only distinguishable
/// differences to FP32 that are not negligible (negligible_points); among equals one that gains nothing here
/// yields to FP32, then the fastest by p50 (beyond the spread of rounds), then the smallest in memory and
/// file. On another platform, where no speed was measured, the guide's tree chooses among equals. None meets
/// all: inconclusive where one may, else the closest (largest worst relative margin) and what is missing.
/// Where FP32 is in doubt, none of this: implausible.
/// Pure and fast (well under a millisecond): the window calls it on every movement of a control.
[[nodiscard]] Decision decide(const Evidence& evidence, const Requirements& requirements);

/// For each requirement the nearest values, below and above the present one, at which the verdict changes,
/// found by deciding anew on both sides of every figure measured. Part of decide().
[[nodiscard]] std::vector<TippingPoint> tippingPoints(const Evidence& evidence,
                                                      const Requirements& requirements);

/// The tree as data, for drawing: nodes with their branches; the root first.
struct TreeBranch {
    std::string id;
    base::Message label;
    std::string next;
};
struct TreeNode {
    std::string id;
    base::Message question;  ///< empty code for a leaf
    std::vector<TreeBranch> branches;
    std::optional<base::Precision> leaf;
    base::Message leafNote;
    int column = 0, row = 0;  ///< where it is drawn
};
[[nodiscard]] const std::vector<TreeNode>& decisionTree();

/// A target. `fp16`, `int8`: has the arithmetic that makes this precision faster than the next wider one.
struct Platform {
    std::string id, name;
    bool fp16 = false, int8 = false;
    std::optional<double> memoryGb;  ///< absent where models differ
};
/// Of resources/platforms.json; "this" machine is not among them.
[[nodiscard]] const std::vector<Platform>& platforms();
/// Null when there is no such id.
[[nodiscard]] const Platform* findPlatform(std::string_view id);
/// "this", named by its architecture and its widest 8-bit or FP16 instructions: "x86-64 with VNNI".
[[nodiscard]] Platform thisMachine(const runtime::CpuFeatures& cpu, double memoryGb);

}  // namespace pwb::decide
