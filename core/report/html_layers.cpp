// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/html_parts.h"
#include "core/report/layer_table.h"

namespace pwb::report {

Data layersData(const result::RunResult& document, const base::Words& words) {
    const LayerTable table = layerTable(document, words);
    if (table.rows.empty()) return Data(false);
    const auto cellsOf = [&](const std::vector<std::string>& texts) {
        Data cells = Data::type::list;
        for (std::size_t i = 1; i < texts.size(); ++i) {
            Data cell;
            cell.set("text", texts[i]);
            cell.set("right", Data(static_cast<bool>(table.right[i])));
            cells.push_back(cell);
        }
        return cells;
    };
    Data rows = Data::type::list;
    for (const std::vector<std::string>& texts : table.rows) {
        Data row;
        row.set("name", texts.front());
        row.set("cells", cellsOf(texts));
        rows.push_back(row);
    }
    Data notes = Data::type::list;
    for (const base::Message& note : document.layers->notes) {
        Data line;
        line.set("text", words.text(note));
        notes.push_back(line);
    }
    Data data;
    data.set("first", table.head.front());
    data.set("heads", cellsOf(table.head));
    data.set("rows", rows);
    data.set("notes", notes);
    return data;
}

}  // namespace pwb::report
