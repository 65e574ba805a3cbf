// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result/detection_figures.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/base/format.h"
#include "core/compare/objects.h"

namespace pwb::result {
namespace {

/// The engine whose answers set the threshold: FP32, else the first that has some.
const EngineResult* thresholdEngine(const RunResult& document) {
    const EngineResult* fp32 = document.engine(base::Precision::Fp32);
    if (fp32 && fp32->detections) return fp32;
    const auto first = std::find_if(document.engines.begin(), document.engines.end(),
                                    [](const EngineResult& engine) { return engine.detections != nullptr; });
    return first == document.engines.end() ? nullptr : &*first;
}

/// AP50-95 of a class minus FP32's; 0 where either is missing.
double gain(const EngineResult& fp32, const EngineResult& engine, std::size_t label) {
    const auto *before = classOf(fp32, label), *after = classOf(engine, label);
    if (!before || !after || !before->ap50_95 || !after->ap50_95) return 0;
    return *after->ap50_95 - *before->ap50_95;
}

const evaluate::Detections* answersOf(const EngineResult& engine, std::uint32_t sample) {
    if (!engine.detections || sample >= engine.detections->size()) return nullptr;
    return (*engine.detections)[sample].get();
}

/// Whether an annotated object of the class that FP32 says was lost.
bool isMissNow(const compare::ObjectChange& change, const EngineResult& fp32,
               const dataset::Manifest& manifest) {
    if (change.fate != compare::ObjectFate::Lost || change.object < 0 || change.baseline < 0) return false;
    const evaluate::Detections* answers = answersOf(fp32, change.sample);
    if (!answers || static_cast<std::size_t>(change.baseline) >= answers->size()) return false;
    const auto& objects = manifest.samples.at(change.sample).objects;
    return (*answers)[static_cast<std::size_t>(change.baseline)].label ==
           objects.at(static_cast<std::size_t>(change.object)).label;
}

}  // namespace

std::string sizeName(const evaluate::SizeRange& range, const base::Words& words) {
    if (range.name.front() == '<') return "< " + base::fixedText(range.hi, 0) + " px";
    if (range.name.front() == '>') return "> " + base::fixedText(range.lo, 0) + " px";
    if (range.name.find('-') != std::string_view::npos)
        return base::fixedText(range.lo, 0) + "–" + base::fixedText(range.hi, 0) + " px";
    return words.text(range.name == "small"    ? "report.size_small"
                      : range.name == "medium" ? "report.size_medium"
                                               : "report.size_large");
}

std::string objectsText(std::int64_t count, const base::Words& words) {
    return words.text(base::Message{"report.n_objects", {{"objects", base::countText(count)}}});
}

bool isAnnotated(const RunResult& document) {
    return document.manifest ? document.manifest->hasObjects : document.data.objects > 0;
}

std::string thresholdText(const RunResult& document, const base::Words& words) {
    const double threshold = document.data.threshold;
    if (threshold <= 0) return {};
    const EngineResult* engine = thresholdEngine(document);
    const auto best = engine && engine->matches ? evaluate::bestThreshold(*engine->matches) : std::nullopt;
    const base::Message why =
        best && *best == threshold
            ? base::Message{"report.threshold_best", {{"engine", document.nameOf(*engine)}}}
        : best ? base::Message{"report.threshold_given", {}}
               : base::Message{"report.threshold_unlabelled", {}};
    return base::fixedText(threshold, 3) + ", " + words.text(why);
}

const evaluate::DetectionClass* classOf(const EngineResult& engine, std::size_t label) {
    if (!engine.detection || label >= engine.detection->perClass.size()) return nullptr;
    return &engine.detection->perClass[label];
}

std::span<const evaluate::SizeMetrics> sizesOf(const EngineResult& engine, int label) {
    if (!engine.detection) return {};
    if (label < 0) return engine.detection->bySize;
    const auto* one = classOf(engine, static_cast<std::size_t>(label));
    if (!one) return {};
    return one->bySize;
}

const EngineResult* evaluatedReference(const RunResult& document) {
    const EngineResult* fp32 = document.engine(base::Precision::Fp32);
    if (!fp32 || !fp32->detection) return nullptr;
    const auto found =
        std::find_if(document.engines.begin(), document.engines.end(),
                     [](const EngineResult& engine) { return engine.isReference() && engine.detection; });
    return found == document.engines.end() ? nullptr : &*found;
}

std::vector<std::size_t> classesByLoss(const RunResult& document) {
    const EngineResult* fp32 = document.engine(base::Precision::Fp32);
    if (!fp32 || !fp32->detection) return {};
    struct Loss {
        std::size_t label;
        double candidates, reference;
    };
    std::vector<Loss> losses;
    for (std::size_t label = 0; label < fp32->detection->perClass.size(); ++label) {
        if (fp32->detection->perClass[label].objects == 0) continue;
        Loss loss{label, 0, 0};
        for (const EngineResult& engine : document.engines) {
            double& worst = engine.isReference() ? loss.reference : loss.candidates;
            worst = std::min(worst, gain(*fp32, engine, label));
        }
        losses.push_back(loss);
    }
    std::stable_sort(losses.begin(), losses.end(), [](const Loss& a, const Loss& b) {
        return std::tie(a.candidates, a.reference) < std::tie(b.candidates, b.reference);
    });
    std::vector<std::size_t> order;
    for (const Loss& loss : losses) order.push_back(loss.label);
    return order;
}

std::vector<std::int64_t> lostPerClass(const RunResult& document, const compare::ObjectComparison& objects) {
    std::vector<std::int64_t> lost(document.data.classes.size());
    const EngineResult* fp32 = document.engine(base::Precision::Fp32);
    if (!fp32) return lost;
    for (const compare::ObjectChange& change : objects.changes) {
        if (change.fate != compare::ObjectFate::Lost || change.baseline < 0) continue;
        const evaluate::Detections* answers = answersOf(*fp32, change.sample);
        if (!answers || static_cast<std::size_t>(change.baseline) >= answers->size()) continue;
        const auto label =
            static_cast<std::size_t>((*answers)[static_cast<std::size_t>(change.baseline)].label);
        if (label < lost.size()) ++lost[label];
    }
    return lost;
}

std::vector<LostObject> lostObjects(const RunResult& document) {
    const EngineResult* fp32 = document.engine(base::Precision::Fp32);
    if (!fp32 || !document.manifest || !isAnnotated(document)) return {};
    std::map<std::pair<std::uint32_t, std::int32_t>, LostObject> lost;
    for (const compare::Comparison& comparison : document.comparisons) {
        const EngineResult* candidate = document.engine(comparison.candidate);
        if (!candidate || candidate->isReference() || !comparison.objects) continue;
        for (const compare::ObjectChange& change : comparison.objects->changes) {
            if (!isMissNow(change, *fp32, *document.manifest)) continue;
            LostObject& object = lost[{change.sample, change.baseline}];
            object.sample = change.sample;
            object.baseline = change.baseline;
            object.side = change.side;
            object.losers.push_back(comparison.candidate);
        }
    }
    std::vector<LostObject> objects;
    for (auto& [place, object] : lost) objects.push_back(std::move(object));
    std::stable_sort(objects.begin(), objects.end(),
                     [](const LostObject& a, const LostObject& b) { return a.side < b.side; });
    return objects;
}

const evaluate::Detection& baselineOf(const LostObject& object, const RunResult& document) {
    return answersOf(*document.engine(base::Precision::Fp32), object.sample)
        ->at(static_cast<std::size_t>(object.baseline));
}

std::optional<float> confidenceIn(const EngineResult& engine, const LostObject& object,
                                  const RunResult& document) {
    const evaluate::Detections* answers = answersOf(engine, object.sample);
    if (!answers) return std::nullopt;
    const evaluate::Detection& sought = baselineOf(object, document);
    if (engine.id.isBaseline()) return sought.confidence;
    const bool loser =
        std::find(object.losers.begin(), object.losers.end(), engine.id) != object.losers.end();
    for (const evaluate::Detection& answer : *answers) {
        // What a loser says more firmly is its answer to another object.
        if (loser && answer.confidence >= document.data.threshold) continue;
        if (answer.label == sought.label &&
            evaluate::overlap(answer.box(), sought.box()) >= compare::kSameObject)
            return answer.confidence;
    }
    return std::nullopt;
}

ConfusionCounts confusionOf(const EngineResult& engine) {
    ConfusionCounts counts;
    if (engine.detection && !engine.detection->confusion.empty())
        counts = {engine.detection->confusion, static_cast<int>(engine.detection->perClass.size()) + 1};
    else if (engine.accuracy && !engine.accuracy->confusion.empty())
        counts = {engine.accuracy->confusion, engine.accuracy->classes};
    return counts;
}

std::string confusionName(const RunResult& document, const EngineResult& engine, int index,
                          const base::Words& words) {
    const bool background =
        engine.detection && static_cast<std::size_t>(index) == engine.detection->perClass.size();
    return background ? words.text("report.background") : document.className(index);
}

}  // namespace pwb::result
