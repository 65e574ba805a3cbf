// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/run/store/store.h"
#include "core/run/store/store_database.h"

namespace pwb::run {
namespace {

/// The form of a prediction on disk.
struct PackedPrediction {
    std::int32_t classes[5];
    float confidences[5];
};
static_assert(sizeof(PackedPrediction) == sizeof(evaluate::Prediction));

std::vector<PackedPrediction> packed(const std::vector<evaluate::Prediction>& predictions) {
    std::vector<PackedPrediction> all(predictions.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::copy(predictions[i].classes.begin(), predictions[i].classes.end(), all[i].classes);
        std::copy(predictions[i].confidences.begin(), predictions[i].confidences.end(), all[i].confidences);
    }
    return all;
}

/// Detections of a batch's samples one after the other. They are kept as they lie in memory.
struct PackedDetections {
    std::vector<std::int32_t> counts;  ///< of each sample
    std::vector<evaluate::Detection> all;
};
static_assert(sizeof(evaluate::Detection) == 24 && std::is_trivially_copyable_v<evaluate::Detection>);

PackedDetections packed(const evaluate::DetectionTable& table) {
    PackedDetections found;
    for (const auto& detections : table) {
        found.counts.push_back(static_cast<std::int32_t>(detections->size()));
        found.all.insert(found.all.end(), detections->begin(), detections->end());
    }
    return found;
}

/// As every decoder gives them; the rest of the program counts on it.
bool isSound(const evaluate::Detection& one) {
    return one.label >= 0 && one.confidence >= 0 && one.confidence <= 1 && std::isfinite(one.x) &&
           std::isfinite(one.y) && std::isfinite(one.width) && std::isfinite(one.height);
}

/// False where the counts do not fit or a detection is none.
bool unpack(const PackedDetections& found, evaluate::DetectionTable& table) {
    if (!std::all_of(found.all.begin(), found.all.end(), isSound)) return false;
    std::size_t next = 0;
    for (const std::int32_t count : found.counts) {
        if (count < 0 || next + static_cast<std::size_t>(count) > found.all.size()) return false;
        const auto begin = found.all.begin() + static_cast<std::ptrdiff_t>(next);
        table.push_back(std::make_shared<const evaluate::Detections>(begin, begin + count));
        next += static_cast<std::size_t>(count);
    }
    return next == found.all.size();
}

}  // namespace

using base::Result;
using base::Status;

Status RunStore::putBatch(std::int64_t number, const std::map<base::EngineId, StoredBatch>& byEngine,
                          std::span<const std::size_t> skipped) {
    return m_implementation->transaction([&]() -> Status {
        Statement rows(m_implementation->db, "INSERT OR REPLACE INTO batches VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        Statement boxes(m_implementation->db, "INSERT OR REPLACE INTO detections VALUES(?, ?, ?, ?, ?)");
        for (const auto& [engine, batch] : byEngine) {
            const std::vector<std::int64_t> samples(batch.indices.begin(), batch.indices.end());
            const compare::OutputDistance::Sums sums = batch.distance.sums();
            rows.bind(engine.key()).bind(number).bindBlob(samples).bindBlob(packed(batch.predictions));
            rows.bind(sums.signal).bind(sums.noise).bind(sums.kl).bind(sums.rows);
            if (!rows.run()) return m_implementation->failure();
            rows.reset();
            if (batch.detections.empty()) continue;
            const PackedDetections found = packed(batch.detections);
            boxes.bind(engine.key()).bind(number).bindBlob(found.counts).bindBlob(found.all);
            if (!boxes.bind(batch.nonFinite).run()) return m_implementation->failure();
            boxes.reset();
        }
        Statement missing(m_implementation->db, "INSERT OR IGNORE INTO skipped VALUES(?)");
        for (const std::size_t sample : skipped) {
            if (!missing.bind(static_cast<std::int64_t>(sample)).run()) return m_implementation->failure();
            missing.reset();
        }
        return {};
    });
}

Result<std::vector<StoredBatch>> RunStore::batches(const base::EngineId& engine) const {
    const bool boxes = m_implementation->has("detections");
    const char* const plain =
        "SELECT samples, predictions, signal, noise, kl, rows FROM batches WHERE engine = ? ORDER BY number";
    const char* const joined =
        "SELECT b.samples, b.predictions, b.signal, b.noise, b.kl, b.rows, d.counts, d.detections, "
        "d.non_finite FROM batches b LEFT JOIN detections d ON d.engine = b.engine AND d.number = b.number "
        "WHERE b.engine = ? ORDER BY b.number";
    std::vector<StoredBatch> batches;
    Statement statement(m_implementation->db, boxes ? joined : plain);
    statement.bind(engine.key());
    while (statement.step()) {
        StoredBatch& batch = batches.emplace_back();
        for (const std::int64_t sample : statement.blob<std::int64_t>(0))
            batch.indices.push_back(static_cast<std::size_t>(sample));
        for (const PackedPrediction& one : statement.blob<PackedPrediction>(1)) {
            evaluate::Prediction& prediction = batch.predictions.emplace_back();
            std::copy_n(one.classes, 5, prediction.classes.begin());
            std::copy_n(one.confidences, 5, prediction.confidences.begin());
        }
        batch.distance = compare::OutputDistance(
            {statement.real(2), statement.real(3), statement.real(4), statement.integer(5)});
        bool whole = true;
        if (boxes) {
            whole = unpack({statement.blob<std::int32_t>(6), statement.blob<evaluate::Detection>(7)},
                           batch.detections);
            batch.nonFinite = statement.integer(8);
        }
        const std::size_t answers = batch.predictions.size() + batch.detections.size();
        if (!whole || answers != batch.indices.size())
            return base::badInput(m_implementation->file.string(), "run.store_damaged",
                                  {{"detail", "samples and predictions of a batch differ in number"}});
    }
    if (!statement.ok()) return m_implementation->failure();
    return batches;
}

Result<std::vector<std::size_t>> RunStore::skipped() const {
    std::vector<std::size_t> samples;
    Statement statement(m_implementation->db, "SELECT sample FROM skipped ORDER BY sample");
    while (statement.step()) samples.push_back(static_cast<std::size_t>(statement.integer(0)));
    if (!statement.ok()) return m_implementation->failure();
    return samples;
}

}  // namespace pwb::run
