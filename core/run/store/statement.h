// SPDX-License-Identifier: GPL-3.0-or-later
// Included by core/run's .cpp files (SQLite types).
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace pwb::run {

/// One prepared statement: bound in order, stepped, finalised.
class Statement {
public:
    Statement(sqlite3* db, const char* sql) {
        m_ok = sqlite3_prepare_v2(db, sql, -1, &m_statement, nullptr) == SQLITE_OK;
    }
    ~Statement() { sqlite3_finalize(m_statement); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(std::int64_t value) { return note(sqlite3_bind_int64(m_statement, ++m_next, value)); }
    Statement& bind(double value) { return note(sqlite3_bind_double(m_statement, ++m_next, value)); }
    Statement& bind(const std::string& text) {
        return note(sqlite3_bind_text64(m_statement, ++m_next, text.data(), text.size(), SQLITE_TRANSIENT,
                                        SQLITE_UTF8));
    }
    template <class T>
    Statement& bindBlob(const std::vector<T>& values) {
        // An empty vector has no address, and SQLite takes a null address for NULL.
        const void* bytes = values.empty() ? static_cast<const void*>("") : values.data();
        return note(
            sqlite3_bind_blob64(m_statement, ++m_next, bytes, values.size() * sizeof(T), SQLITE_TRANSIENT));
    }
    /// True for a row, false at the end; ok() tells an end from a failure.
    bool step() {
        if (!m_ok) return false;
        const int code = sqlite3_step(m_statement);
        m_ok = code == SQLITE_ROW || code == SQLITE_DONE;
        return code == SQLITE_ROW;
    }
    [[nodiscard]] bool run() {
        while (step()) {
        }
        return m_ok;
    }
    void reset() {
        sqlite3_reset(m_statement);
        m_next = 0;
    }
    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(m_statement, column); }
    [[nodiscard]] double real(int column) const { return sqlite3_column_double(m_statement, column); }
    [[nodiscard]] std::string text(int column) const {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
        return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
    }
    template <class T>
    [[nodiscard]] std::vector<T> blob(int column) const {
        const void* bytes = sqlite3_column_blob(m_statement, column);
        std::vector<T> values(static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)) /
                              sizeof(T));
        if (bytes) std::memcpy(values.data(), bytes, values.size() * sizeof(T));
        return values;
    }

private:
    Statement& note(int code) {
        m_ok = m_ok && code == SQLITE_OK;
        return *this;
    }
    sqlite3_stmt* m_statement = nullptr;
    int m_next = 0;
    bool m_ok = false;
};

}  // namespace pwb::run
