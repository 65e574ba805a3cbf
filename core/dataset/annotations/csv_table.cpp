// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/csv_table.h"

#include "core/base/try.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace {

class CsvReader {
public:
    CsvReader(std::string_view text, char separator)
        : m_text(withoutByteOrderMark(text)), m_separator(separator) {}

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }

    /// False when a quoted cell does not end, or is followed by more than blanks.
    bool readRow(CsvRow& row) {
        row.line = m_line;
        do {
            std::string cell;
            if (!readCell(cell)) return false;
            row.cells.push_back(std::move(cell));
        } while (accept(m_separator));
        accept('\r');
        if (accept('\n')) ++m_line;
        return true;
    }

private:
    [[nodiscard]] bool isCellEnd() const {
        return atEnd() || m_text[m_at] == m_separator || m_text[m_at] == '\n';
    }
    bool accept(char wanted) {
        if (atEnd() || m_text[m_at] != wanted) return false;
        ++m_at;
        return true;
    }
    void skipBlanks() {
        while (!isCellEnd() && isBlank(m_text[m_at])) ++m_at;
    }
    bool readCell(std::string& cell) {
        skipBlanks();
        if (accept('"')) return readQuoted(cell);
        const std::size_t begin = m_at;
        while (!isCellEnd()) ++m_at;
        cell = trimmed(m_text.substr(begin, m_at - begin));
        return true;
    }
    bool readQuoted(std::string& cell) {
        while (!atEnd()) {
            const char c = m_text[m_at++];
            if (c == '"' && !accept('"')) {
                skipBlanks();
                return isCellEnd();
            }
            if (c == '\n') ++m_line;
            cell += c;
        }
        return false;
    }

    std::string_view m_text;
    char m_separator;
    std::size_t m_at = 0;
    int m_line = 1;
};

}  // namespace

base::Status readCsv(std::string_view text, char separator, const std::string& file,
                     const std::function<base::Status(const CsvRow&)>& take) {
    CsvReader reader(text, separator);
    while (!reader.atEnd()) {
        CsvRow row;
        if (!reader.readRow(row))
            return base::badInput(file, "dataset.csv_quote", {{"line", std::to_string(row.line)}});
        const bool blank = row.cells.size() == 1 && row.cells.front().empty();
        if (blank) continue;
        PWB_CHECK(take(row));
    }
    return {};
}

base::Result<std::vector<CsvRow>> parseCsv(std::string_view text, char separator, const std::string& file) {
    std::vector<CsvRow> rows;
    const auto status = readCsv(text, separator, file, [&rows](const CsvRow& row) -> base::Status {
        rows.push_back(row);
        return {};
    });
    if (!status) return tl::make_unexpected(status.error());
    return rows;
}

}  // namespace pwb::dataset
