// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layers/mixed_search.h"

#include <algorithm>

#include "core/base/number.h"
#include "core/base/try.h"

namespace pwb::quantize {
namespace {

using base::Result;
using base::Status;
using Floats = LayerTrials::Floats;

constexpr std::size_t kSingleSteps = 4;
/// Decibels below which a gain is chance.
constexpr double kWorthTrying = 0.1;
/// Metrics are counts over samples: less than this is rounding.
constexpr double kEqual = 1e-9;

class Search {
public:
    Search(LayerTrials& trials, std::span<const LayerFacts> layers, const GroupReaders& readers,
           const Floats& floats, const SearchOptions& options, const base::ProgressSink& progress,
           std::stop_token stop)
        : m_trials(trials),
          m_layers(layers),
          m_readers(readers),
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
        PWB_TRY(auto plain, m_trials.metric(m_base, m_options.metric, m_stop));
        search.plain = m_metric = plain;
        if (!met(m_metric)) {
            PWB_CHECK(revert());
            PWB_CHECK(putBack());
            PWB_CHECK(justify());
        }
        search.reached = m_metric;
        search.met = met(m_metric);
        search.trials = m_trials.tried();
        search.reused = m_trials.reused();
        return std::move(m_outcome);
    }

private:
    using Groups = std::vector<LayerGroup>;
    struct Move {
        Groups groups;
        double score;  ///< decibels gained per millisecond lost
    };

    [[nodiscard]] bool met(double metric) const { return m_options.isMet(metric); }

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
        // How many steps it takes is not known: two rankings and a step for each group are assumed.
        const double total = 5.0 * static_cast<double>(m_groups) + 1;
        base::tell(m_progress, std::min(total - 1, m_done + inRanking), total);
    }

    /// Single groups, and groups with their readers, of those that are in INT8 still.
    [[nodiscard]] std::vector<Groups> possibleMoves() const {
        std::vector<Groups> moves;
        const auto left = [&](const std::string& name) {
            return std::find_if(m_left.begin(), m_left.end(),
                                [&](const LayerGroup& group) { return group.name == name; });
        };
        for (const LayerGroup& group : m_left) moves.push_back({group});
        for (const LayerGroup& group : m_left) {
            const auto readers = m_readers.find(group.name);
            if (readers == m_readers.end()) continue;
            Groups together = {group};
            for (const std::string& reader : readers->second)
                if (const auto found = left(reader); found != m_left.end()) together.push_back(*found);
            if (together.size() > 1) moves.push_back(std::move(together));
        }
        return moves;
    }

    /// Orders the moves by what each would gain now, most first.
    Status rank() {
        const Floats floats = floatsOf(m_reverted);
        PWB_TRY(auto now, m_trials.sqnr(floats, m_stop));
        const std::vector<Groups> moves = possibleMoves();
        Groups unions;
        for (const Groups& move : moves) {
            LayerGroup all{move.front().name, {}};
            for (const LayerGroup& group : move) all.layers.insert(group.layers.begin(), group.layers.end());
            unions.push_back(std::move(all));
        }
        const auto without = sqnrWithout(
            m_trials, unions, floats, [&](int done) { tellProgress(done); }, m_stop);
        if (!without) return tl::make_unexpected(without.error());
        m_done += static_cast<double>(moves.size());
        m_moves.clear();
        for (std::size_t i = 0; i < moves.size(); ++i) {
            const double gained = (*without)[i] - now.value_or(0);
            double lost = 0;
            for (const LayerGroup& group : moves[i]) lost += cost(group);
            if (gained >= kWorthTrying) m_moves.push_back({moves[i], gained / lost});
        }
        std::stable_sort(m_moves.begin(), m_moves.end(),
                         [](const Move& a, const Move& b) { return a.score > b.score; });
        m_stale = false;
        return {};
    }

    Status revert() {
        PWB_CHECK(rank());
        std::size_t size = 1;
        while (!met(m_metric) && !m_left.empty()) {
            if (m_moves.empty() && m_stale) {
                PWB_CHECK(rank());
                continue;
            }
            const bool anyway = m_moves.empty();
            const Groups step = anyway ? halfOfTheRest() : nextMoves(size);
            PWB_TRY(auto helped, take(step, anyway));
            m_done += 1;
            tellProgress();
            if (helped) {
                m_stale = true;
                if (m_reverted.size() >= kSingleSteps) size *= 2;
                continue;
            }
            size = 1;
            if (m_stale) PWB_CHECK(rank());
        }
        return {};
    }

    /// Takes the best moves off the list, as their groups; each group once.
    Groups nextMoves(std::size_t count) {
        Groups step;
        for (std::size_t i = 0; i < count && !m_moves.empty(); ++i) {
            for (const LayerGroup& group : m_moves.front().groups)
                if (isIn(m_left, group) && !isIn(step, group)) step.push_back(group);
            m_moves.erase(m_moves.begin());
        }
        return step;
    }

    [[nodiscard]] Groups halfOfTheRest() const {
        return {m_left.begin(), m_left.begin() + static_cast<std::ptrdiff_t>((m_left.size() + 1) / 2)};
    }

    static bool isIn(const Groups& groups, const LayerGroup& wanted) {
        return std::any_of(groups.begin(), groups.end(),
                           [&](const LayerGroup& group) { return group.name == wanted.name; });
    }

    /// Leaves the groups of a step float; takes them back where the metric got worse, unless `anyway`.
    Result<bool> take(const Groups& step, bool anyway) {
        Groups tried = m_reverted;
        tried.insert(tried.end(), step.begin(), step.end());
        const Floats floats = floatsOf(tried);
        PWB_TRY(const auto metric, m_trials.metric(floats, m_options.metric, m_stop));
        PWB_TRY(const auto sqnr, m_trials.sqnr(floats, m_stop));
        PWB_TRY(const auto milliseconds, m_trials.milliseconds(floats, m_stop));
        const bool kept = anyway || metric >= m_metric - kEqual;
        for (const LayerGroup& group : step)
            m_outcome.search.steps.push_back({group.name, static_cast<int>(group.layers.size()),
                                              sqnr.value_or(0), metric, milliseconds, kept});
        if (!kept) return false;
        m_metric = metric;
        m_reverted = std::move(tried);
        std::erase_if(m_left, [&](const LayerGroup& group) { return isIn(step, group); });
        // What is left of the other moves is another move, which the next ranking judges.
        std::erase_if(m_moves, [&](const Move& move) {
            return std::any_of(move.groups.begin(), move.groups.end(),
                               [&](const LayerGroup& group) { return isIn(step, group); });
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
                PWB_CHECK(tryPuttingBack(begin, end));
                end = begin;
            }
            if (chunk <= 1) return {};
        }
    }

    Status tryPuttingBack(std::size_t begin, std::size_t end) {
        Groups rest;
        for (std::size_t i = 0; i < m_reverted.size(); ++i)
            if (i < begin || i >= end) rest.push_back(m_reverted[i]);
        PWB_TRY(const auto metric, m_trials.metric(floatsOf(rest), m_options.metric, m_stop));
        if (!met(metric)) return {};
        for (std::size_t i = begin; i < end; ++i)
            for (MixedStep& step : m_outcome.search.steps)
                if (step.group == m_reverted[i].name) step.kept = false;
        m_reverted = std::move(rest);
        m_metric = metric;
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
            PWB_TRY(const auto lost, m_trials.millisecondsMore(result, without, m_stop));
            const base::Message reason = {
                "quantize.kept_sensitive",
                {{"points", base::number((m_metric - *metric) * 100, 2)}, {"ms", base::number(lost, 3)}}};
            for (const LayerFacts& layer : m_layers)
                if (layer.candidate && layer.group == m_reverted[i].name)
                    m_outcome.kept.push_back({layer.name, layer.op, reason});
        }
        return {};
    }

    LayerTrials& m_trials;
    std::span<const LayerFacts> m_layers;
    const GroupReaders& m_readers;
    const Floats& m_base;
    const SearchOptions& m_options;
    const base::ProgressSink& m_progress;
    std::stop_token m_stop;
    Groups m_left;              ///< in INT8 still, in graph order
    std::vector<Move> m_moves;  ///< not tried since the last ranking, best first
    bool m_stale = false;       ///< groups were left float since the last ranking
    Groups m_reverted;          ///< in the order of reverting
    std::size_t m_groups;
    double m_metric = 0, m_done = 0;
    SearchOutcome m_outcome;
};

}  // namespace

bool SearchOptions::isMet(double value) const {
    return (baseline - value) * 100 <= maxDropPoints + kEqual;
}

Result<SearchOutcome> searchMixed(LayerTrials& trials, std::span<const LayerFacts> layers,
                                  const GroupReaders& readers, const Floats& floats,
                                  const SearchOptions& options, const base::ProgressSink& progress,
                                  std::stop_token stop) {
    return Search(trials, layers, readers, floats, options, progress, stop).run();
}

}  // namespace pwb::quantize
