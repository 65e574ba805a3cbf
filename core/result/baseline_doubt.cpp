// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result/baseline_doubt.h"

#include <algorithm>

namespace pwb::result {
namespace {

using decide::BaselineDoubt;
using decide::Doubt;

constexpr double kNothing = 0.01;  ///< mAP50 of boxes that meet objects by accident

BaselineDoubt ofClassifier(const evaluate::ClassificationMetrics& metrics, const RunResult& document) {
    const auto& classes = metrics.perClass;
    const auto labelled = std::ranges::count_if(classes, [](const auto& one) { return one.samples > 0; });
    if (metrics.samples < kDoubtSamples || labelled < 2) return {};
    BaselineDoubt found;
    found.accuracy = metrics.top1;
    found.samples = metrics.samples;
    found.classes = metrics.classes;
    const auto only =
        std::ranges::find_if(classes, [&](const auto& one) { return one.predicted == metrics.samples; });
    if (metrics.correct == 0) {
        found.doubt = Doubt::NothingRight;
    } else if (only != classes.end()) {
        found.doubt = Doubt::OneAnswer;
        found.answer = document.className(only - classes.begin());
    } else if (metrics.classes > 1 && metrics.interval[0] <= 1.0 / metrics.classes) {
        found.doubt = Doubt::Chance;
        found.chance = 1.0 / metrics.classes;
    }
    return found;
}

BaselineDoubt ofDetector(const evaluate::DetectionMetrics& metrics) {
    if (metrics.objects < kDoubtSamples || metrics.map50 >= kNothing) return {};
    BaselineDoubt found;
    found.doubt = Doubt::NothingFound;
    found.accuracy = metrics.map50;
    found.samples = metrics.objects;
    return found;
}

}  // namespace

BaselineDoubt baselineDoubt(const RunResult& document) {
    const EngineResult* fp32 = document.engine(base::Precision::Fp32);
    if (!fp32 || fp32->accuracyPartial) return {};
    if (fp32->accuracy) return ofClassifier(*fp32->accuracy, document);
    return fp32->detection ? ofDetector(*fp32->detection) : BaselineDoubt{};
}

}  // namespace pwb::result
