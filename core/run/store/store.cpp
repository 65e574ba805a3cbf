// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/store/store.h"

#include "core/base/try.h"
#include "core/run/store/keys.h"
#include "core/run/store/packed.h"
#include "core/run/store/store_database.h"

namespace pwb::run {
namespace {

using base::Result;
using base::Status;

constexpr int kStoreVersion = 1;

constexpr const char* kTables = R"(
CREATE TABLE IF NOT EXISTS facts(key TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS classes(number INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS samples(number INTEGER PRIMARY KEY, path TEXT NOT NULL, label INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS skipped(sample INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS parts(engine TEXT, part TEXT, json TEXT NOT NULL, PRIMARY KEY(engine, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batches(engine TEXT, number INTEGER, samples BLOB NOT NULL, predictions BLOB NOT NULL,
                                   signal REAL, noise REAL, kl REAL, rows INTEGER, PRIMARY KEY(engine, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS objects(sample INTEGER PRIMARY KEY, objects BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS detections(engine TEXT, number INTEGER, counts BLOB NOT NULL, detections BLOB NOT NULL,
                                      non_finite INTEGER, PRIMARY KEY(engine, number)) WITHOUT ROWID;
)";

}  // namespace

RunStore::RunStore(std::unique_ptr<Implementation> implementation)
    : m_implementation(std::move(implementation)) {}
RunStore::~RunStore() = default;
RunStore::RunStore(RunStore&&) noexcept = default;
RunStore& RunStore::operator=(RunStore&&) noexcept = default;

std::filesystem::path RunStore::fileIn(const std::filesystem::path& runFolder) {
    return runFolder / "run.sqlite";
}

Result<RunStore> RunStore::openForWriting(const std::filesystem::path& runFolder) {
    auto made = std::make_unique<Implementation>();
    made->file = fileIn(runFolder);
    if (sqlite3_open_v2(made->file.c_str(), &made->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) !=
        SQLITE_OK)
        return made->failure();
    sqlite3_busy_timeout(made->db, 5000);
    for (const char* sql : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", kTables})
        PWB_CHECK(made->execute(sql));
    RunStore store(std::move(made));
    const auto version = store.get(keys::kStoreVersion);
    if (!version) return tl::make_unexpected(version.error());
    if (*version && std::stoi(**version) > kStoreVersion)
        return base::badInput(fileIn(runFolder).string(), "run.store_newer", {{"version", **version}});
    PWB_CHECK(store.put(keys::kStoreVersion, std::to_string(kStoreVersion)));
    return store;
}

Result<RunStore> RunStore::openForReading(const std::filesystem::path& runFolder) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(fileIn(runFolder), ignored))
        return base::badInput(runFolder.string(), "run.not_a_run");
    auto made = std::make_unique<Implementation>();
    made->file = fileIn(runFolder);
    // Read-write where possible: after a kill the log of the last writer has to be taken in.
    if (sqlite3_open_v2(made->file.c_str(), &made->db, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
        sqlite3_close(made->db);
        made->db = nullptr;
        if (sqlite3_open_v2(made->file.c_str(), &made->db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
            return made->failure();
    }
    sqlite3_busy_timeout(made->db, 5000);
    RunStore store(std::move(made));
    const auto version = store.get(keys::kStoreVersion);
    if (!version) return base::badInput(fileIn(runFolder).string(), "run.not_a_run");
    if (!*version) return base::badInput(fileIn(runFolder).string(), "run.not_a_run");
    if (std::stoi(**version) > kStoreVersion)
        return base::badInput(fileIn(runFolder).string(), "run.store_newer", {{"version", **version}});
    return store;
}

tl::unexpected<base::Error> RunStore::damaged(const std::string& detail) const {
    return base::badInput(m_implementation->file.string(), "run.store_damaged", {{"detail", detail}});
}

Status RunStore::put(const std::string& key, const std::string& json) {
    Statement statement(m_implementation->db, "INSERT OR REPLACE INTO facts VALUES(?, ?)");
    return m_implementation->check(statement.bind(key).bind(json).run());
}

Result<std::optional<std::string>> RunStore::get(const std::string& key) const {
    Statement statement(m_implementation->db, "SELECT json FROM facts WHERE key = ?");
    statement.bind(key);
    std::optional<std::string> found;
    if (statement.step()) found = statement.text(0);
    if (!statement.ok()) return m_implementation->failure();
    return found;
}

Status RunStore::drop(const std::string& key) {
    Statement statement(m_implementation->db, "DELETE FROM facts WHERE key = ?");
    return m_implementation->check(statement.bind(key).run());
}

Status RunStore::putPart(const base::EngineId& engine, const std::string& part, const std::string& json) {
    Statement statement(m_implementation->db, "INSERT OR REPLACE INTO parts VALUES(?, ?, ?)");
    return m_implementation->check(statement.bind(engine.key()).bind(part).bind(json).run());
}

Status RunStore::dropPart(const base::EngineId& engine, const std::string& part) {
    Statement statement(m_implementation->db, "DELETE FROM parts WHERE engine = ? AND part = ?");
    return m_implementation->check(statement.bind(engine.key()).bind(part).run());
}

Status RunStore::dropEngine(const base::EngineId& engine) {
    return m_implementation->transaction([&]() -> Status {
        for (const char* sql : {"DELETE FROM parts WHERE engine = ?", "DELETE FROM batches WHERE engine = ?",
                                "DELETE FROM detections WHERE engine = ?"}) {
            Statement statement(m_implementation->db, sql);
            if (!statement.bind(engine.key()).run()) return m_implementation->failure();
        }
        return {};
    });
}

Result<std::map<std::string, std::string>> RunStore::parts(const base::EngineId& engine) const {
    std::map<std::string, std::string> parts;
    Statement statement(m_implementation->db, "SELECT part, json FROM parts WHERE engine = ?");
    statement.bind(engine.key());
    while (statement.step()) parts[statement.text(0)] = statement.text(1);
    if (!statement.ok()) return m_implementation->failure();
    return parts;
}

Status RunStore::putSamples(const dataset::Manifest& manifest) {
    return m_implementation->transaction([&]() -> Status {
        for (const char* sql : {"DELETE FROM classes", "DELETE FROM samples", "DELETE FROM objects"})
            PWB_CHECK(m_implementation->execute(sql));
        Statement classes(m_implementation->db, "INSERT INTO classes VALUES(?, ?)");
        for (std::size_t i = 0; i < manifest.classes.size(); ++i, classes.reset())
            if (!classes.bind(static_cast<std::int64_t>(i)).bind(manifest.classes[i]).run())
                return m_implementation->failure();
        Statement samples(m_implementation->db, "INSERT INTO samples VALUES(?, ?, ?)");
        Statement objects(m_implementation->db, "INSERT INTO objects VALUES(?, ?)");
        for (std::size_t i = 0; i < manifest.samples.size(); ++i, samples.reset()) {
            const dataset::Sample& sample = manifest.samples[i];
            const auto number = static_cast<std::int64_t>(i);
            if (!samples.bind(number)
                     .bind(sample.path.string())
                     .bind(static_cast<std::int64_t>(sample.label))
                     .run())
                return m_implementation->failure();
            // A row for each sample, also for one without objects: it says that the set is annotated.
            if (!manifest.hasObjects) continue;
            if (!objects.bind(number).bindBlob(packed(sample.objects)).run())
                return m_implementation->failure();
            objects.reset();
        }
        return {};
    });
}

Result<dataset::Manifest> RunStore::samples() const {
    dataset::Manifest manifest;
    Statement classes(m_implementation->db, "SELECT name FROM classes ORDER BY number");
    while (classes.step()) manifest.classes.push_back(classes.text(0));
    Statement samples(m_implementation->db, "SELECT path, label FROM samples ORDER BY number");
    while (samples.step())
        manifest.samples.push_back({samples.text(0), static_cast<int>(samples.integer(1))});
    if (!classes.ok() || !samples.ok()) return m_implementation->failure();
    if (!m_implementation->has("objects")) return manifest;
    Statement objects(m_implementation->db, "SELECT sample, objects FROM objects");
    while (objects.step()) {
        const auto number = static_cast<std::size_t>(objects.integer(0));
        if (number >= manifest.samples.size()) return damaged("objects of a sample that is not there");
        manifest.hasObjects = true;
        for (const PackedObject& one : objects.blob<PackedObject>(1))
            manifest.samples[number].objects.push_back(
                {{one.x, one.y, one.width, one.height}, one.label, one.area, one.crowd != 0});
    }
    if (!objects.ok()) return m_implementation->failure();
    return manifest;
}

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
            return damaged("samples and predictions of a batch differ in number");
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
