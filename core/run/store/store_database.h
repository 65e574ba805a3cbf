// SPDX-License-Identifier: GPL-3.0-or-later
// Included by the store's .cpp files (SQLite types).
#pragma once

#include <sqlite3.h>

#include "core/base/try.h"
#include "core/run/store/statement.h"
#include "core/run/store/store.h"

namespace pwb::run {

struct RunStore::Implementation {
    std::filesystem::path file;
    sqlite3* db = nullptr;

    ~Implementation() { sqlite3_close(db); }
    [[nodiscard]] tl::unexpected<base::Error> failure() const {
        return base::badInput(file.string(), "run.store_failed",
                              {{"reason", db ? sqlite3_errmsg(db) : "out of memory"}});
    }
    /// Stores of earlier versions lack some tables.
    [[nodiscard]] bool has(const std::string& table) const {
        Statement statement(db, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
        return statement.bind(table).step();
    }
    [[nodiscard]] base::Status check(bool ok) const {
        if (!ok) return failure();
        return {};
    }
    [[nodiscard]] base::Status execute(const char* sql) const {
        return check(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }

    /// Runs `work` in a transaction; rolled back when it fails.
    template <class Work>
    [[nodiscard]] base::Status transaction(Work&& work) const {
        PWB_CHECK(execute("BEGIN IMMEDIATE"));
        base::Status status = work();
        if (status) status = execute("COMMIT");
        if (!status) sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
        return status;
    }
};

}  // namespace pwb::run
