// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/preprocess_search.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <nlohmann/json.hpp>

#include "core/base/number.h"
#include "core/base/try.h"
#include "core/compare/comparison.h"
#include "core/compare/objects.h"
#include "core/dataset/preprocess_file.h"
#include "core/run/inputs.h"
#include "core/run/stages/trial_metric.h"

namespace pwb::run {
namespace {

using base::Result;
using base::Status;
using dataset::Preprocess;
using Triple = std::array<double, 3>;

constexpr double kToOne = 1.0 / 255.0;
constexpr double kSignificant = 0.05;

struct Tried {
    PreprocessTrial trial;
    TrialAnswers answers;
};

/// Scale, mean and deviation that models are trained with.
struct Values {
    double scale;
    Triple mean, std;
};
constexpr Triple even(double value) {
    return {value, value, value};
}
const std::vector<Values>& commonValues() {
    static const std::vector<Values> values = {
        {kToOne, {0, 0, 0}, {1, 1, 1}},
        {kToOne, {0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}},
        {kToOne, {0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}},
        {kToOne, even(127 / 255.0), even(128 / 255.0)},  // EfficientNet-Lite
        {1, {0, 0, 0}, {1, 1, 1}},
        {1, {123.68, 116.779, 103.939}, {1, 1, 1}},
        {kToOne, {0.48145466, 0.4578275, 0.40821073}, {0.26862954, 0.26130258, 0.27577711}}};
    return values;
}

class PreprocessSearch {
public:
    PreprocessSearch(const RunPlan& plan, const RunInputs& inputs, const base::ProgressSink& progress,
                     std::stop_token stop)
        : m_plan(plan), m_inputs(inputs), m_progress(progress), m_stop(std::move(stop)) {}

    Result<PreprocessRanking> run() {
        PWB_CHECK(tryOne(m_inputs.preprocess, "", true));
        PWB_CHECK(tryPresets());
        if (!m_inputs.preprocess.bytes) PWB_CHECK(tryValues(best().trial.steps));
        PWB_CHECK(tryColors(best().trial.steps));
        PWB_CHECK(tryResizing(best().trial.steps));
        if (!m_inputs.preprocess.bytes) PWB_CHECK(tryValues(best().trial.steps));
        return ranking();
    }

private:
    bool detects() const { return m_inputs.decoder.has_value(); }

    /// Equal inputs are tried once.
    Status tryOne(const Preprocess& steps, const std::string& preset, bool isCurrent = false) {
        const std::string key = dataset::preprocessText(steps);
        const auto known = std::find_if(m_tried.begin(), m_tried.end(), [&](const Tried& tried) {
            return dataset::preprocessText(tried.trial.steps) == key;
        });
        if (known != m_tried.end()) {
            if (known->trial.preset.empty()) known->trial.preset = preset;
            return {};
        }
        RunInputs inputs = m_inputs;
        inputs.preprocess = steps;
        TrialMetric metric(inputs, m_plan.batch, m_plan.provider, m_stop, 0);
        PWB_TRY(auto answers, metric.answersOf(m_plan.model));
        PreprocessTrial trial;
        trial.steps = steps;
        trial.preset = preset;
        trial.isCurrent = isCurrent;
        trial.metric = answers.metric;
        if (!detects()) trial.logLikelihood = answers.logLikelihood;
        m_tried.push_back({std::move(trial), std::move(answers)});
        constexpr double kExpected = 34;
        const auto done = static_cast<double>(m_tried.size());
        base::tell(m_progress, std::min(done, kExpected - 1), kExpected);
        return {};
    }

    Status tryPresets() {
        for (const auto& preset : dataset::preprocessPresets(0)) {
            const bool forDetectors = preset.name == "ultralytics" || preset.name.starts_with("opencv");
            if (detects() != forDetectors && (detects() || preset.name == "ultralytics")) continue;
            dataset::PreprocessOptions options;
            options.preset = preset.name;
            options.width = m_inputs.preprocess.width;
            options.height = m_inputs.preprocess.height;
            options.layout = m_inputs.preprocess.layout;
            const auto steps = dataset::resolvePreprocess(m_inputs.model, options);
            if (!steps) continue;  // not for this model
            PWB_CHECK(tryOne(*steps, std::string(preset.name)));
        }
        return {};
    }

    Status tryValues(const Preprocess& from) {
        for (const Values& values : commonValues()) {
            Preprocess steps = from;
            steps.scale = values.scale;
            steps.mean = values.mean;
            steps.std = values.std;
            if (from.color == dataset::ColorOrder::Bgr) std::reverse(steps.mean.begin(), steps.mean.end());
            if (from.color == dataset::ColorOrder::Bgr) std::reverse(steps.std.begin(), steps.std.end());
            PWB_CHECK(tryOne(steps, ""));
        }
        return {};
    }

    /// Mean and deviation stay with their colours.
    Status tryColors(const Preprocess& from) {
        if (from.channels == 1) return {};
        Preprocess steps = from;
        const bool isRgb = from.color == dataset::ColorOrder::Rgb;
        steps.color = isRgb ? dataset::ColorOrder::Bgr : dataset::ColorOrder::Rgb;
        PWB_CHECK(tryOne(steps, ""));
        std::reverse(steps.mean.begin(), steps.mean.end());
        std::reverse(steps.std.begin(), steps.std.end());
        return tryOne(steps, "");
    }

    Status tryResizing(const Preprocess& from) {
        using dataset::ResampleFilter;
        using dataset::ResizeMode;
        using dataset::Resizer;
        struct Filtering {
            Resizer resizer;
            ResampleFilter filter;
        };
        const int side = std::min(from.width, from.height);
        const dataset::ResizeTo margin = {static_cast<int>(side / 0.875 + 0.5), 0};
        std::vector<std::pair<ResizeMode, dataset::ResizeTo>> shapes = {{ResizeMode::Stretch, {}},
                                                                        {ResizeMode::Letterbox, {}}};
        if (!detects()) {  // what is cut off would be missing
            shapes.emplace_back(ResizeMode::CenterCrop, dataset::ResizeTo{side, 0});
            shapes.emplace_back(ResizeMode::CenterCrop, margin);
        }
        for (const auto& [resizer, filter] : {Filtering{Resizer::OpenCv, ResampleFilter::Bilinear},
                                              Filtering{Resizer::Pillow, ResampleFilter::Bilinear},
                                              Filtering{Resizer::Pillow, ResampleFilter::Bicubic}})
            for (const auto& [mode, to] : shapes) {
                Preprocess steps = from;
                steps.resize = mode;
                steps.resizeTo = from.width == from.height ? to : dataset::ResizeTo{};
                steps.resizer = resizer;
                steps.filter = filter;
                PWB_CHECK(tryOne(steps, ""));
            }
        return {};
    }

    /// The likeliest of those that the metric does not tell from the one with the best.
    const Tried& best() const {
        const auto& leader =
            *std::max_element(m_tried.begin(), m_tried.end(),
                              [](const auto& a, const auto& b) { return a.trial.metric < b.trial.metric; });
        const Tried* best = &leader;
        for (const Tried& tried : m_tried)
            if (isTied(tried, leader) && plausibility(tried) > plausibility(*best)) best = &tried;
        return *best;
    }

    /// Natural logarithm, up to a constant, of the samples' likelihood and of how likely such steps are
    /// before anything was tried: those that a file or the graph says, then a guess or a preset, then
    /// variations.
    static double plausibility(const Tried& tried) {
        constexpr double kTold = 3, kVariation = -1.5;
        const PreprocessTrial& trial = tried.trial;
        const bool told = trial.isCurrent && trial.steps.origin != "guess" && trial.steps.origin != "options";
        const double before = told ? kTold : trial.isCurrent || !trial.preset.empty() ? 0 : kVariation;
        const auto& right = tried.answers.right;
        const auto samples = static_cast<double>(
            std::count_if(right.begin(), right.end(), [](std::int8_t one) { return one >= 0; }));
        return samples * tried.answers.logLikelihood + before;
    }

    bool isTied(const Tried& tried, const Tried& leader) const {
        if (detects()) return tried.trial.metric == leader.trial.metric;
        const auto [own, other] = discordant(tried, leader);
        return compare::mcnemarExact(own, other) >= kSignificant;
    }

    static std::pair<std::int64_t, std::int64_t> discordant(const Tried& one, const Tried& other) {
        std::int64_t onlyOne = 0, onlyOther = 0;
        for (std::size_t i = 0; i < one.answers.right.size(); ++i) {
            const auto a = one.answers.right[i], b = other.answers.right[i];
            if (a < 0 || b < 0) continue;
            onlyOne += a > b ? 1 : 0;
            onlyOther += b > a ? 1 : 0;
        }
        return {onlyOne, onlyOther};
    }

    Result<PreprocessRanking> ranking() {
        const auto& leader =
            *std::max_element(m_tried.begin(), m_tried.end(),
                              [](const auto& a, const auto& b) { return a.trial.metric < b.trial.metric; });
        std::vector<std::size_t> order(m_tried.size());
        std::vector<char> tied(m_tried.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = i;
            tied[i] = isTied(m_tried[i], leader) ? 1 : 0;
        }
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const Tried &one = m_tried[a], &other = m_tried[b];
            if (tied[a] != tied[b]) return tied[a] > tied[b];
            return tied[a] ? plausibility(one) > plausibility(other) : one.trial.metric > other.trial.metric;
        });
        PreprocessRanking ranking;
        ranking.detects = detects();
        ranking.classes = static_cast<std::int64_t>(m_inputs.data.classes.size());
        const Tried& first = m_tried[order.front()];
        for (const std::size_t index : order) {
            if (m_stop.stop_requested()) return base::cancelled();
            ranking.trials.push_back(compared(m_tried[index], first));
        }
        ranking.samples = detects() ? static_cast<std::int64_t>(m_inputs.data.samples.size())
                                    : std::count_if(first.answers.right.begin(), first.answers.right.end(),
                                                    [](std::int8_t right) { return right >= 0; });
        return ranking;
    }

    PreprocessTrial compared(const Tried& tried, const Tried& first) const {
        PreprocessTrial trial = tried.trial;
        if (&tried == &first) return trial;
        trial.differences = differences(tried.trial.steps, first.trial.steps);
        if (!detects()) {
            std::tie(trial.onlyThis, trial.onlyFirst) = discordant(tried, first);
            trial.pValue = compare::mcnemarExact(trial.onlyThis, trial.onlyFirst);
            trial.isWorse = *trial.pValue < kSignificant;
        } else if (tried.trial.metric == first.trial.metric) {
            trial.pValue = 1;
        } else if (tried.trial.metric >= first.trial.metric / 2) {
            const auto classes = static_cast<int>(m_inputs.data.classes.size());
            trial.pValue = compare::compareDetection(first.answers.matches, tried.answers.matches, classes,
                                                     {}, m_plan.seed, m_stop)
                               .pValue;
            trial.isWorse = *trial.pValue < kSignificant;
        } else {
            trial.isWorse = true;
        }
        return trial;
    }

    static std::vector<std::string> differences(const Preprocess& one, const Preprocess& other) {
        const auto own = nlohmann::json::parse(dataset::preprocessText(one));
        const auto its = nlohmann::json::parse(dataset::preprocessText(other));
        std::vector<std::string> fields;
        for (const auto& [field, value] : own.items())
            if (its.value(field, nlohmann::json()) != value) fields.push_back(field);
        for (const auto& [field, value] : its.items())
            if (!own.contains(field)) fields.push_back(field);
        std::sort(fields.begin(), fields.end());
        return fields;
    }

    const RunPlan& m_plan;
    const RunInputs& m_inputs;
    const base::ProgressSink& m_progress;
    std::stop_token m_stop;
    std::deque<Tried> m_tried;  ///< what stands there stays where it is while more are tried
};

std::string triple(const Triple& values) {
    constexpr int kDigits = 4;
    if (values[0] == values[1] && values[1] == values[2]) return base::significant(values[0], kDigits);
    return base::significant(values[0], kDigits) + "," + base::significant(values[1], kDigits) + "," +
           base::significant(values[2], kDigits);
}

}  // namespace

Result<PreprocessRanking> rankPreprocessing(const RunPlan& wanted, int samples,
                                            const base::ProgressSink& progress, std::stop_token stop) {
    RunPlan plan = wanted;
    plan.precisions = {base::Precision::Fp32};
    plan.qat.clear();
    if (plan.provider == "auto") plan.provider = "cpu";  // what is fastest is of no account here
    plan.limit = samples;
    PWB_TRY(const auto inputs, readInputs(plan, true, stop));
    if (inputs.data.tensors)
        return base::fail(base::ErrorKind::Usage, plan.data.string(), "run.preprocess_tensors");
    if (!TrialMetric(inputs, plan.batch, plan.provider, stop, 0).hasLabels())
        return base::fail(base::ErrorKind::Usage, plan.data.string(), "run.preprocess_labels");
    auto ranking = PreprocessSearch(plan, inputs, progress, stop).run();
    if (ranking) base::tell(progress, 1, 1);
    return ranking;
}

std::string stepsText(const Preprocess& steps) {
    std::string text;
    const dataset::ResizeTo& to = steps.resizeTo;
    if (steps.resize == dataset::ResizeMode::CenterCrop && to.width > 0)
        text = std::to_string(to.width) + (to.height > 0 ? "x" + std::to_string(to.height) : std::string()) +
               " → ";
    else
        text = std::string(dataset::resizeId(steps.resize)) + " ";
    text += std::to_string(steps.width) +
            (steps.width == steps.height ? std::string() : "x" + std::to_string(steps.height));
    text += " " + std::string(dataset::filterId(steps.filter)) + " (" +
            std::string(dataset::resizerId(steps.resizer)) + ")";
    if (steps.channels > 1) text += " · " + std::string(dataset::colorId(steps.color));
    const double divisor = 1 / steps.scale;
    if (steps.scale != 1)
        text += " · " + (std::abs(divisor - std::nearbyint(2 * divisor) / 2) < 1e-9
                             ? "/" + base::significant(divisor, 5)
                             : "×" + base::significant(steps.scale, 4));
    if (steps.mean != Triple{0, 0, 0}) text += " · −" + triple(steps.mean);
    if (steps.std != Triple{1, 1, 1}) text += " · /" + triple(steps.std);
    return text;
}

}  // namespace pwb::run
