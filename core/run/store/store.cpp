// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/store/store.h"

#include "core/base/try.h"
#include "core/run/store/statement.h"
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
    const auto version = store.get("store_version");
    if (!version) return tl::make_unexpected(version.error());
    if (*version && std::stoi(**version) > kStoreVersion)
        return base::badInput(fileIn(runFolder).string(), "run.store_newer", {{"version", **version}});
    PWB_CHECK(store.put("store_version", std::to_string(kStoreVersion)));
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

Result<std::map<std::string, std::map<std::string, std::string>>> RunStore::parts() const {
    std::map<std::string, std::map<std::string, std::string>> parts;
    Statement statement(m_implementation->db, "SELECT engine, part, json FROM parts");
    while (statement.step()) parts[statement.text(0)][statement.text(1)] = statement.text(2);
    if (!statement.ok()) return m_implementation->failure();
    return parts;
}

}  // namespace pwb::run
