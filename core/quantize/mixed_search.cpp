// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/mixed_search.h"

#include <algorithm>
#include <cstdio>

namespace pwb::quantize {
namespace {

using base::Result;
using base::Status;
using Floats = LayerTrials::Floats;

constexpr std::size_t kSingleSteps = 4;
/// Metrics are counts over samples: less than this is rounding.
constexpr double kEqual = 1e-9;

std::string decimal(double value, int decimals) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

class Search {
public:
    Search(LayerTrials& trials, std::span<const LayerFacts> layers, const Floats& floats,
           const SearchOptions& options, const base::ProgressSink& progress, std::stop_token stop)
        : m_trials(trials),
          m_layers(layers),
          m_base(floats),
          m_options(options),
          m_progress(progress),
          m_stop(stop),
          m_left(groupsOf(layers, floats)),
          m_groups(m_left.size()) {}

    Result<SearchOutcome> run() {
        MixedSearch& search = m_outcome.search;
        search.maxDropPoints = m_options.maxDropPoints;
        search.baseline = m_options.baseline;
        auto plain = m_trials.metric(m_base, m_options.metric, m_stop);
        if (!plain) return tl::make_unexpected(plain.error());
        search.plain = m_metric = *plain;
        if (!met(m_metric)) {
            if (auto status = revert(); !status) return tl::make_unexpected(status.error());
            if (auto status = putBack(); !status) return tl::make_unexpected(status.error());
            if (auto status = justify(); !status) return tl::make_unexpected(status.error());
        }
        search.reached = m_metric;
        search.met = met(m_metric);
        search.trials = m_trials.tried();
        search.reused = m_trials.reused();
        return std::move(m_outcome);
    }

private:
    using Groups = std::vector<LayerGroup>;

    [[nodiscard]] bool met(double metric) const {
        return (m_options.baseline - metric) * 100 <= m_options.maxDropPoints + kEqual;
    }

    [[nodiscard]] Floats floatsOf(const Groups& groups) const {
        Floats floats = m_base;
        for (const LayerGroup& group : groups) floats.insert(group.layers.begin(), group.layers.end());
        return floats;
    }

    /// Estimated cost in milliseconds; never so small that noise of the profile would decide.
    [[nodiscard]] double cost(const LayerGroup& group) const {
        double sum = 0, own = 0;
        for (const LayerFacts& layer : m_layers) {
            if (!layer.candidate || !layer.sensitivity.millisecondsLost) continue;
            if (layer.name != layer.group) continue;  // the group's figure stands with each of its layers
            sum += std::max(0.0, *layer.sensitivity.millisecondsLost);
            if (layer.group == group.name) own = *layer.sensitivity.millisecondsLost;
        }
        const double average = m_groups > 0 ? sum / static_cast<double>(m_groups) : 0;
        return average > 0 ? std::max(own, average) : 1;
    }

    void tellProgress(double inRanking = 0) {
        // How many steps it takes is not known; each ranking and each step count as one of two per group.
        const double total = 2.0 * static_cast<double>(m_groups) + 1;
        base::tell(m_progress, std::min(total - 1, m_done + inRanking), total);
    }

    /// Orders m_left by what each would gain now, most first.
    Status rank() {
        const Floats floats = floatsOf(m_reverted);
        auto now = m_trials.sqnr(floats, m_stop);
        if (!now) return tl::make_unexpected(now.error());
        const double sqnr = now->value_or(0);
        const auto without = sqnrWithout(
            m_trials, m_left, floats, [&](int done) { tellProgress(done); }, m_stop);
        if (!without) return tl::make_unexpected(without.error());
        m_done += static_cast<double>(m_left.size()) / 2;
        std::vector<std::pair<double, std::size_t>> scores;
        for (std::size_t i = 0; i < m_left.size(); ++i) {
            const double gained = (*without)[i] - sqnr;
            // What loses SQNR comes last, the cheapest of those no better than the dearest.
            scores.emplace_back(gained > 0 ? gained / cost(m_left[i]) : gained, i);
        }
        std::stable_sort(scores.begin(), scores.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        Groups ranked;
        for (const auto& [score, i] : scores) ranked.push_back(m_left[i]);
        m_left = std::move(ranked);
        return {};
    }

    Status revert() {
        if (auto status = rank(); !status) return status;
        std::vector<std::string> useless;  // since the last step that helped
        std::size_t size = 1;
        while (!met(m_metric) && !m_left.empty()) {
            Groups step;
            for (const LayerGroup& group : m_left)
                if (step.size() < size && !contains(useless, group.name)) step.push_back(group);
            const bool together = step.empty();
            if (together) {
                const auto half = static_cast<std::ptrdiff_t>((m_left.size() + 1) / 2);
                step.assign(m_left.begin(), m_left.begin() + half);
            }
            auto helped = take(step, together);
            if (!helped) return tl::make_unexpected(helped.error());
            m_done += 1;
            tellProgress();
            if (*helped) {
                useless.clear();
                if (m_reverted.size() >= kSingleSteps) size *= 2;
                continue;
            }
            for (const LayerGroup& group : step) useless.push_back(group.name);
            size = 1;
            if (auto status = rank(); !status) return status;
        }
        return {};
    }

    static bool contains(const std::vector<std::string>& list, const std::string& name) {
        return std::find(list.begin(), list.end(), name) != list.end();
    }

    /// Leaves the groups of a step float; takes them back where the metric got worse, unless `anyway`.
    Result<bool> take(const Groups& step, bool anyway) {
        Groups tried = m_reverted;
        tried.insert(tried.end(), step.begin(), step.end());
        const Floats floats = floatsOf(tried);
        const auto metric = m_trials.metric(floats, m_options.metric, m_stop);
        if (!metric) return tl::make_unexpected(metric.error());
        const auto sqnr = m_trials.sqnr(floats, m_stop);
        if (!sqnr) return tl::make_unexpected(sqnr.error());
        const auto milliseconds = m_trials.milliseconds(floats, m_stop);
        if (!milliseconds) return tl::make_unexpected(milliseconds.error());
        const bool kept = anyway || *metric >= m_metric - kEqual;
        for (const LayerGroup& group : step)
            m_outcome.search.steps.push_back({group.name, static_cast<int>(group.layers.size()),
                                              sqnr->value_or(0), *metric, *milliseconds, kept});
        if (!kept) return false;
        m_metric = *metric;
        m_reverted = std::move(tried);
        std::erase_if(m_left, [&](const LayerGroup& group) {
            return std::any_of(step.begin(), step.end(),
                               [&](const LayerGroup& taken) { return taken.name == group.name; });
        });
        return true;
    }

    /// The groups went in by their gain, so that the last ones are the likeliest to be superfluous. Many are
    /// tried together first.
    Status putBack() {
        if (!met(m_metric)) return {};
        constexpr std::size_t kMany = 8;
        for (std::size_t chunk = m_reverted.size() >= kMany ? m_reverted.size() / 2 : 1;; chunk /= 2) {
            for (std::size_t end = m_reverted.size(); end > 0;) {
                const std::size_t begin = end > chunk ? end - chunk : 0;
                if (auto status = tryPuttingBack(begin, end); !status) return status;
                end = begin;
            }
            if (chunk <= 1) return {};
        }
    }

    Status tryPuttingBack(std::size_t begin, std::size_t end) {
        Groups rest;
        for (std::size_t i = 0; i < m_reverted.size(); ++i)
            if (i < begin || i >= end) rest.push_back(m_reverted[i]);
        const auto metric = m_trials.metric(floatsOf(rest), m_options.metric, m_stop);
        if (!metric) return tl::make_unexpected(metric.error());
        if (!met(*metric)) return {};
        for (std::size_t i = begin; i < end; ++i)
            for (MixedStep& step : m_outcome.search.steps)
                if (step.group == m_reverted[i].name) step.kept = false;
        m_reverted = std::move(rest);
        m_metric = *metric;
        return {};
    }

    /// What each group that stays float is worth and what it costs: against the result with it in INT8.
    Status justify() {
        const Floats result = floatsOf(m_reverted);
        for (std::size_t i = 0; i < m_reverted.size(); ++i) {
            Groups rest = m_reverted;
            rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
            const Floats without = floatsOf(rest);
            const auto metric = m_trials.metric(without, m_options.metric, m_stop);
            if (!metric) return tl::make_unexpected(metric.error());
            const auto lost = m_trials.millisecondsMore(result, without, m_stop);
            if (!lost) return tl::make_unexpected(lost.error());
            const base::Message reason = {
                "quantize.kept_sensitive",
                {{"points", decimal((m_metric - *metric) * 100, 2)}, {"ms", decimal(*lost, 3)}}};
            for (const LayerFacts& layer : m_layers)
                if (layer.candidate && layer.group == m_reverted[i].name)
                    m_outcome.kept.push_back({layer.name, layer.op, reason});
        }
        return {};
    }

    LayerTrials& m_trials;
    std::span<const LayerFacts> m_layers;
    const Floats& m_base;
    const SearchOptions& m_options;
    const base::ProgressSink& m_progress;
    std::stop_token m_stop;
    Groups m_left;      ///< in INT8 still, best to revert first
    Groups m_reverted;  ///< in the order of reverting
    std::size_t m_groups;
    double m_metric = 0, m_done = 0;
    SearchOutcome m_outcome;
};

}  // namespace

Result<SearchOutcome> searchMixed(LayerTrials& trials, std::span<const LayerFacts> layers,
                                  const Floats& floats, const SearchOptions& options,
                                  const base::ProgressSink& progress, std::stop_token stop) {
    return Search(trials, layers, floats, options, progress, stop).run();
}

}  // namespace pwb::quantize
