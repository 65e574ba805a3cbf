// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "core/quantize/layer_study.h"
#include "core/run/store/store.h"

namespace pwb::run {

/// What the store keeps of one engine besides its answers.
struct StoredEngine {
    std::optional<quantize::BuiltEngine> built;
    std::optional<runtime::EffectivePrecision> effective;
    std::optional<measure::EngineMeasurement> measurement;
    std::optional<base::Error> error;  ///< why it failed
    bool emulated = false;             ///< evaluated with roundings in between, not as it is
    bool leftOut = false;              ///< the model does not have it
};

/// The facts of a run as values: the only place that knows under which keys and in which JSON they lie in the
/// store. Refers to the store. All errors are run.store_failed and, reading, run.store_damaged {detail}.
class RunFacts {
public:
    explicit RunFacts(RunStore& store) : m_store(&store) {}

    // Of the whole run. What has to be there and is not counts as damage.
    [[nodiscard]] base::Status savePlan(const RunPlan& plan);
    [[nodiscard]] base::Result<RunPlan> plan() const;
    [[nodiscard]] base::Status saveIdentity(const std::string& identity);  ///< identityOf()
    /// The first key in which the stored identity differs; empty where it is the same or none is stored.
    [[nodiscard]] base::Result<std::string> differenceFrom(const std::string& identity) const;
    [[nodiscard]] base::Status saveStart(const result::RunResult& document);  ///< what startDocument() knows
    [[nodiscard]] base::Status saveData(const result::DataSummary& data);
    [[nodiscard]] base::Status saveFinished(bool finished);
    [[nodiscard]] base::Status saveSeconds(double seconds);
    [[nodiscard]] base::Status saveEndToEnd(const measure::EndToEnd& times);
    /// Everything of saveStart() and after it into a document, but for its name, folder, manifest and
    /// engines.
    [[nodiscard]] base::Status readInto(result::RunResult& document) const;
    /// Of these only when it started, the seconds it took so far and the times of single samples.
    [[nodiscard]] base::Status readProgressInto(result::RunResult& document) const;

    // Of the search for the layers that INT8 leaves float.
    [[nodiscard]] base::Status saveSearch(const quantize::MixedSearch& search);
    [[nodiscard]] base::Result<std::optional<quantize::MixedSearch>> search() const;
    [[nodiscard]] base::Status dropSearch();
    [[nodiscard]] base::Status saveLayers(const quantize::LayerReport& layers);
    [[nodiscard]] base::Result<std::shared_ptr<const quantize::LayerReport>> layers() const;  ///< or null
    // Trials are small and many: one fact each, so that a killed search keeps all it has done.
    [[nodiscard]] base::Status saveTrial(const std::string& key, const quantize::LayerTrial& trial);
    /// Nothing also where it cannot be read: it is only tried again.
    [[nodiscard]] std::optional<quantize::LayerTrial> trial(const std::string& key) const;

    // Whether a classifier gives probabilities (else logits).
    [[nodiscard]] base::Status saveProbabilities(bool probabilities);
    [[nodiscard]] base::Result<std::optional<bool>> probabilities() const;

    // Of one engine.
    [[nodiscard]] base::Status saveBuilt(const base::EngineId& engine, const quantize::BuiltEngine& built);
    [[nodiscard]] base::Status saveEffective(const base::EngineId& engine,
                                             const runtime::EffectivePrecision& effective);
    [[nodiscard]] base::Status saveMeasurement(const base::EngineId& engine,
                                               const measure::EngineMeasurement& measurement);
    [[nodiscard]] base::Status saveError(const base::EngineId& engine, const base::Error& error);
    [[nodiscard]] base::Status dropError(const base::EngineId& engine);
    [[nodiscard]] base::Status saveEmulated(const base::EngineId& engine);
    [[nodiscard]] base::Status saveLeftOut(const base::EngineId& engine);
    [[nodiscard]] base::Result<StoredEngine> engine(const base::EngineId& engine) const;

private:
    RunStore* m_store;
};

}  // namespace pwb::run
