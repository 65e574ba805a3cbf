// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/store.h"

#include <sqlite3.h>

#include <algorithm>

#include "core/run/statement.h"

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
)";

/// The form of a prediction on disk.
struct PackedPrediction {
    std::int32_t classes[5];
    float confidences[5];
};
static_assert(sizeof(PackedPrediction) == sizeof(evaluate::Prediction));

}  // namespace

struct RunStore::Implementation {
    std::filesystem::path file;
    sqlite3* db = nullptr;

    ~Implementation() { sqlite3_close(db); }
    [[nodiscard]] tl::unexpected<base::Error> failure() const {
        return base::badInput(file.string(), "run.store_failed",
                              {{"reason", db ? sqlite3_errmsg(db) : "out of memory"}});
    }
    [[nodiscard]] Status check(bool ok) const {
        if (!ok) return failure();
        return {};
    }
    [[nodiscard]] Status execute(const char* sql) const {
        return check(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }

    /// Runs `work` in a transaction; rolled back when it fails.
    template <class Work>
    [[nodiscard]] Status transaction(Work&& work) const {
        if (auto status = execute("BEGIN IMMEDIATE"); !status) return status;
        Status status = work();
        if (status) status = execute("COMMIT");
        if (!status) sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
        return status;
    }
};

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
        if (auto status = made->execute(sql); !status) return tl::make_unexpected(status.error());
    RunStore store(std::move(made));
    const auto version = store.get("store_version");
    if (!version) return tl::make_unexpected(version.error());
    if (*version && std::stoi(**version) > kStoreVersion)
        return base::badInput(fileIn(runFolder).string(), "run.store_newer", {{"version", **version}});
    if (auto status = store.put("store_version", std::to_string(kStoreVersion)); !status)
        return tl::make_unexpected(status.error());
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
    const auto version = store.get("store_version");
    if (!version) return base::badInput(fileIn(runFolder).string(), "run.not_a_run");
    if (!*version) return base::badInput(fileIn(runFolder).string(), "run.not_a_run");
    if (std::stoi(**version) > kStoreVersion)
        return base::badInput(fileIn(runFolder).string(), "run.store_newer", {{"version", **version}});
    return store;
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

Status RunStore::putSamples(const dataset::Manifest& manifest) {
    return m_implementation->transaction([&]() -> Status {
        for (const char* sql : {"DELETE FROM classes", "DELETE FROM samples"})
            if (auto status = m_implementation->execute(sql); !status) return status;
        Statement classes(m_implementation->db, "INSERT INTO classes VALUES(?, ?)");
        for (std::size_t i = 0; i < manifest.classes.size(); ++i, classes.reset())
            if (!classes.bind(static_cast<std::int64_t>(i)).bind(manifest.classes[i]).run())
                return m_implementation->failure();
        Statement samples(m_implementation->db, "INSERT INTO samples VALUES(?, ?, ?)");
        for (std::size_t i = 0; i < manifest.samples.size(); ++i, samples.reset()) {
            const dataset::Sample& sample = manifest.samples[i];
            if (!samples.bind(static_cast<std::int64_t>(i))
                     .bind(sample.path.string())
                     .bind(static_cast<std::int64_t>(sample.label))
                     .run())
                return m_implementation->failure();
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
    return manifest;
}

Status RunStore::putPart(const std::string& engine, const std::string& part, const std::string& json) {
    Statement statement(m_implementation->db, "INSERT OR REPLACE INTO parts VALUES(?, ?, ?)");
    return m_implementation->check(statement.bind(engine).bind(part).bind(json).run());
}

Status RunStore::dropPart(const std::string& engine, const std::string& part) {
    Statement statement(m_implementation->db, "DELETE FROM parts WHERE engine = ? AND part = ?");
    return m_implementation->check(statement.bind(engine).bind(part).run());
}

Status RunStore::dropEngine(const std::string& engine) {
    return m_implementation->transaction([&]() -> Status {
        for (const char* sql :
             {"DELETE FROM parts WHERE engine = ?", "DELETE FROM batches WHERE engine = ?"}) {
            Statement statement(m_implementation->db, sql);
            if (!statement.bind(engine).run()) return m_implementation->failure();
        }
        return {};
    });
}

Result<std::map<std::string, std::map<std::string, std::string>>> RunStore::parts() const {
    std::map<std::string, std::map<std::string, std::string>> parts;
    Statement statement(m_implementation->db, "SELECT engine, part, json FROM parts");
    while (statement.step()) parts[statement.text(0)][statement.text(1)] = statement.text(2);
    if (!statement.ok()) return m_implementation->failure();
    return parts;
}

Status RunStore::putBatch(std::int64_t number, const std::map<std::string, StoredBatch>& byEngine,
                          std::span<const std::size_t> skipped) {
    return m_implementation->transaction([&]() -> Status {
        Statement rows(m_implementation->db, "INSERT OR REPLACE INTO batches VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        for (const auto& [engine, batch] : byEngine) {
            const std::vector<std::int64_t> samples(batch.indices.begin(), batch.indices.end());
            std::vector<PackedPrediction> packed(batch.predictions.size());
            for (std::size_t i = 0; i < packed.size(); ++i) {
                std::copy(batch.predictions[i].classes.begin(), batch.predictions[i].classes.end(),
                          packed[i].classes);
                std::copy(batch.predictions[i].confidences.begin(), batch.predictions[i].confidences.end(),
                          packed[i].confidences);
            }
            const compare::OutputDistance::Sums sums = batch.distance.sums();
            rows.bind(engine).bind(number).bindBlob(samples).bindBlob(packed);
            rows.bind(sums.signal).bind(sums.noise).bind(sums.kl).bind(sums.rows);
            if (!rows.run()) return m_implementation->failure();
            rows.reset();
        }
        Statement missing(m_implementation->db, "INSERT OR IGNORE INTO skipped VALUES(?)");
        for (const std::size_t sample : skipped) {
            if (!missing.bind(static_cast<std::int64_t>(sample)).run()) return m_implementation->failure();
            missing.reset();
        }
        return {};
    });
}

Result<std::vector<StoredBatch>> RunStore::batches(const std::string& engine) const {
    std::vector<StoredBatch> batches;
    Statement statement(
        m_implementation->db,
        "SELECT samples, predictions, signal, noise, kl, rows FROM batches WHERE engine = ? ORDER BY number");
    statement.bind(engine);
    while (statement.step()) {
        StoredBatch& batch = batches.emplace_back();
        for (const std::int64_t sample : statement.blob<std::int64_t>(0))
            batch.indices.push_back(static_cast<std::size_t>(sample));
        for (const PackedPrediction& packed : statement.blob<PackedPrediction>(1)) {
            evaluate::Prediction& prediction = batch.predictions.emplace_back();
            std::copy_n(packed.classes, 5, prediction.classes.begin());
            std::copy_n(packed.confidences, 5, prediction.confidences.begin());
        }
        if (batch.predictions.size() != batch.indices.size())
            return base::badInput(m_implementation->file.string(), "run.store_damaged",
                                  {{"detail", "samples and predictions of a batch differ in number"}});
        batch.distance = compare::OutputDistance(
            {statement.real(2), statement.real(3), statement.real(4), statement.integer(5)});
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
