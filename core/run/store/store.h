// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/compare/comparison.h"
#include "core/dataset/manifest.h"
#include "core/evaluate/classification.h"
#include "core/measure/measurement.h"
#include "core/quantize/build.h"
#include "core/result/run_result.h"
#include "core/run/plan.h"

namespace pwb::run {

/// What one engine answered to one batch, and its distance from FP32's outputs there.
struct StoredBatch {
    std::vector<std::size_t> indices;               ///< into the run's samples
    std::vector<evaluate::Prediction> predictions;  ///< of a classifier
    evaluate::DetectionTable detections;            ///< of a detector, as `indices`
    compare::OutputDistance distance;
    std::int64_t nonFinite = 0;  ///< outputs of a detector with NaN or infinity
};

/// Everything of a run in RUN_DIR/run.sqlite, written as it is produced (WAL, one writer). A process that is
/// killed leaves a store that opens with all that was committed.
class RunStore {
public:
    /// Opens for writing; makes the tables where they are missing.
    /// Errors: run.store_failed {reason}, run.store_newer.
    [[nodiscard]] static base::Result<RunStore> openForWriting(const std::filesystem::path& runFolder);
    /// Errors: run.not_a_run, run.store_failed.
    [[nodiscard]] static base::Result<RunStore> openForReading(const std::filesystem::path& runFolder);
    [[nodiscard]] static std::filesystem::path fileIn(const std::filesystem::path& runFolder);
    ~RunStore();
    RunStore(RunStore&&) noexcept;
    RunStore& operator=(RunStore&&) noexcept;

    /// The error that the store holds what cannot be: run.store_damaged {detail}.
    [[nodiscard]] tl::unexpected<base::Error> damaged(const std::string& detail) const;

    // Facts of the whole run, by key; the value is JSON. RunFacts knows them as values.
    [[nodiscard]] base::Status put(const std::string& key, const std::string& json);
    [[nodiscard]] base::Result<std::optional<std::string>> get(const std::string& key) const;
    [[nodiscard]] base::Status drop(const std::string& key);

    [[nodiscard]] base::Status putSamples(const dataset::Manifest& manifest);
    [[nodiscard]] base::Result<dataset::Manifest> samples() const;

    // Parts of an engine, by name; the value is JSON.
    [[nodiscard]] base::Status putPart(const base::EngineId& engine, const std::string& part,
                                       const std::string& json);
    [[nodiscard]] base::Status dropPart(const base::EngineId& engine, const std::string& part);
    /// All parts and batches of an engine, in one transaction.
    [[nodiscard]] base::Status dropEngine(const base::EngineId& engine);
    [[nodiscard]] base::Result<std::map<std::string, std::string>> parts(const base::EngineId& engine) const;

    /// One batch of all engines in one transaction: either all of it is there after a kill or nothing.
    [[nodiscard]] base::Status putBatch(std::int64_t number,
                                        const std::map<base::EngineId, StoredBatch>& byEngine,
                                        std::span<const std::size_t> skipped);
    /// Errors: run.store_failed, run.store_damaged.
    [[nodiscard]] base::Result<std::vector<StoredBatch>> batches(const base::EngineId& engine) const;
    [[nodiscard]] base::Result<std::vector<std::size_t>> skipped() const;

private:
    struct Implementation;
    explicit RunStore(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace pwb::run
