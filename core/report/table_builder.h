// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the comparison table over all engines; for table.cpp and table_detection.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/report/table.h"

namespace pwb::report {

class TableBuilder {
public:
    TableBuilder(const result::RunResult& document, const base::Words& words)
        : m_document(document), m_words(words), m_engines(shownEngines(document)) {}

    /// Rows that follow belong to it. Groups without rows are dropped.
    void group(std::string label) { m_groups.push_back({std::move(label), {}}); }
    /// A cell per engine; no row where every cell is empty.
    void row(std::string label, const std::function<TableCell(const result::EngineResult&)>& cell);
    /// Cells for candidates; "baseline" for FP32 once any candidate has the figure.
    void candidateRow(std::string label, const std::function<TableCell(const compare::Comparison&)>& cell);
    /// One unit for the whole row. The reference is never the best of it.
    void byteRow(std::string label,
                 const std::function<std::optional<double>(const result::EngineResult&)>& bytes);

    [[nodiscard]] std::vector<TableGroup> take();
    [[nodiscard]] const result::RunResult& document() const { return m_document; }
    [[nodiscard]] const base::Words& words() const { return m_words; }
    [[nodiscard]] std::string text(std::string_view code) const { return m_words.text(code); }

private:
    const result::RunResult& m_document;
    const base::Words& m_words;
    std::vector<const result::EngineResult*> m_engines;
    std::vector<TableGroup> m_groups;
};

[[nodiscard]] TableCell percentCell(double fraction);
/// Candidate minus FP32, its interval and whether it is significant; `delta` names the first row.
void addDifference(TableBuilder& table, std::string_view delta);
/// What a detector is judged by: mAP, AP and recall of small objects, false and missed, FP32's objects.
void addDetection(TableBuilder& table);

}  // namespace pwb::report
