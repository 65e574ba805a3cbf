// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/quantize/int8_session.h"
#include "core/quantize/layers.h"

namespace pwb::quantize {

/// A kernel of an engine as the runtime's profile tells it.
struct TimedKernel {
    std::string node, op, provider;
    double milliseconds = 0;
};
struct EngineProfile {
    std::vector<TimedKernel> kernels;  ///< in the order of running; empty where no profile was taken
    double p50Milliseconds = 0;        ///< without the profiler
    int runs = 0;
};

/// A model taken apart into layers: which there are, how they ran in each engine, what their values were,
/// what quantising each costs, and which of them to leave float for an accuracy.
class LayerStudy {
public:
    /// Of the INT8 models that come from `session`. Without one (null), or where its model is quantised
    /// already or has nothing to quantise, a study without INT8 of the context's model: canQuantize() is
    /// false. Errors: those of reading the model.
    [[nodiscard]] static base::Result<LayerStudy> open(const BuildContext& context,
                                                       std::shared_ptr<const Int8Session> session,
                                                       TrialMemory memory);
    ~LayerStudy();
    LayerStudy(LayerStudy&&) noexcept;
    LayerStudy& operator=(LayerStudy&&) noexcept;

    [[nodiscard]] bool canQuantize() const;
    [[nodiscard]] const LayerReport& report() const;
    void setNotes(std::vector<base::Message> notes);
    /// What INT8 leaves float anyway (pinned, measured slower, …): sensitivity and search start from there.
    /// At first nothing.
    void setFloat(const std::vector<std::string>& layers);

    /// Where the layers of an engine went: `optimizedGraph` is the runtime's own optimised form of it.
    /// Errors (Engine): quantize.read_back_failed.
    [[nodiscard]] base::Status addEngine(const std::string& engine,
                                         const std::filesystem::path& optimizedGraph,
                                         const EngineProfile& profile);
    /// Takes back what addEngine() said, for an engine that was built anew.
    void forgetEngine(const std::string& engine);
    /// Why the built INT8 engine left layers float.
    void explainFloat(const BuiltEngine& int8);

    /// Fills in every group's sensitivity (two at a time, on the reference samples), with `metric` also the
    /// task metric without the group. Needs canQuantize().
    [[nodiscard]] base::Status measureSensitivity(const TaskMetric& metric,
                                                  const base::ProgressSink& progress, std::stop_token stop);

    /// The task metric (0–1) of INT8 as it stands. Needs canQuantize(). Errors: those of `metric`; cancelled.
    [[nodiscard]] base::Result<double> int8Metric(const TaskMetric& metric, std::stop_token stop);

    /// Leaves groups float, those with the most SQNR gained per millisecond lost first, until the task metric
    /// is at most maxDropPoints below the baseline; then puts back into INT8 each one that is not needed.
    /// Needs canQuantize(). Errors: those of `metric`; cancelled (trials already kept serve the next call).
    [[nodiscard]] base::Result<SearchOutcome> search(const SearchOptions& options,
                                                     const base::ProgressSink& progress,
                                                     std::stop_token stop);

private:
    struct Implementation;
    explicit LayerStudy(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace pwb::quantize
