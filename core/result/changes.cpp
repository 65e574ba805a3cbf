// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result/changes.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/result/detection_figures.h"

namespace pwb::result {
namespace {

const evaluate::Prediction* answerOf(const EngineResult& engine, std::size_t index) {
    if (!engine.predictions || index >= engine.predictions->size()) return nullptr;
    const evaluate::Prediction& prediction = (*engine.predictions)[index];
    return prediction.valid() ? &prediction : nullptr;
}

}  // namespace

std::string sampleName(const RunResult& document, std::size_t index) {
    const std::filesystem::path& path = document.manifest->samples.at(index).path;
    // A list or an array file names its samples from its own folder.
    for (const std::filesystem::path& root :
         {document.data.path, document.manifest->root, document.data.path.parent_path()}) {
        if (root.empty()) continue;
        std::error_code ignored;
        const auto absolute = std::filesystem::absolute(root, ignored).lexically_normal();
        const std::filesystem::path relative = path.lexically_relative(absolute);
        if (!relative.empty() && *relative.begin() != "..") return relative.generic_string();
    }
    return path.generic_string();
}

std::vector<ChangedSample> changedSamples(const RunResult& document) {
    std::vector<ChangedSample> changed;
    const EngineResult* baseline = document.engine(base::Precision::Fp32);
    if (!baseline || !document.manifest) return changed;
    const auto& samples = document.manifest->samples;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const evaluate::Prediction* before = answerOf(*baseline, i);
        if (!before) continue;
        ChangedSample sample{i};
        bool differs = false;
        for (const EngineResult& engine : document.engines) {
            const evaluate::Prediction* after = answerOf(engine, i);
            if (!after || after->classes[0] == before->classes[0]) continue;
            differs = true;
            sample.rightToWrong |= before->classes[0] == samples[i].label;
            sample.wrongToRight |= after->classes[0] == samples[i].label;
        }
        if (differs) changed.push_back(sample);
    }
    const auto rank = [&](const ChangedSample& sample) {
        return std::tuple(!sample.rightToWrong, !sample.wrongToRight,
                          -answerOf(*baseline, sample.index)->confidences[0], sample.index);
    };
    std::sort(changed.begin(), changed.end(),
              [&](const ChangedSample& a, const ChangedSample& b) { return rank(a) < rank(b); });
    return changed;
}

std::vector<Confusion> topConfusions(const EngineResult& engine, std::size_t count) {
    std::vector<Confusion> pairs;
    const ConfusionCounts counts = confusionOf(engine);
    for (int truth = 0; truth < counts.side; ++truth)
        for (int answer = 0; answer < counts.side; ++answer)
            if (truth != answer && counts.at(truth, answer) > 0)
                pairs.push_back({truth, answer, counts.at(truth, answer)});
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Confusion& a, const Confusion& b) { return a.count > b.count; });
    if (pairs.size() > count) pairs.resize(count);
    return pairs;
}

std::vector<int> classesByChange(const RunResult& document, std::size_t count) {
    const EngineResult* baseline = document.engine(base::Precision::Fp32);
    if (!baseline || !baseline->accuracy) return {};
    const auto& before = baseline->accuracy->perClass;
    std::vector<double> worst(before.size(), 0);
    for (const EngineResult& engine : document.engines) {
        if (!engine.accuracy || engine.accuracy->perClass.size() != before.size()) continue;
        for (std::size_t i = 0; i < before.size(); ++i)
            worst[i] = std::min(worst[i], engine.accuracy->perClass[i].f1 - before[i].f1);
    }
    std::vector<int> order;
    for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i].samples > 0) order.push_back(static_cast<int>(i));
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return worst[static_cast<std::size_t>(a)] < worst[static_cast<std::size_t>(b)];
    });
    if (order.size() > count) order.resize(count);
    return order;
}

}  // namespace pwb::result
