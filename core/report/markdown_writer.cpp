// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/report/facts.h"
#include "core/report/format.h"
#include "core/report/layer_table.h"
#include "core/report/table.h"
#include "core/report/verdict.h"
#include "core/report/writers.h"

namespace pwb::report {
namespace {

// Text that Markdown shows as it is: marks of emphasis, links, tables and HTML escaped, on one line.
std::string plain(const std::string& text) {
    static constexpr std::string_view kSpecial = "\\`*_[]<>|#~";
    std::string out;
    for (const char c : validUtf8(text)) {
        if (c == '\n' || c == '\r') {
            out += ' ';
            continue;
        }
        if (kSpecial.find(c) != std::string_view::npos) out += '\\';
        if (c == '&')
            out += "&amp;";
        else
            out += c;
    }
    return out;
}

std::string line(const std::vector<std::string>& cells) {
    std::string text = "|";
    for (const std::string& cell : cells) text += " " + plain(cell) + " |";
    return text + "\n";
}

std::string rule(std::size_t columns) {
    std::string text = "|---|";
    for (std::size_t i = 1; i < columns; ++i) text += "---:|";
    return text + "\n";
}

std::string comparison(const ReportDocument& document, const base::Words& words) {
    std::vector<std::string> head = {words.text("report.measure")}, notes = {""};
    for (const EngineResult& engine : document.engines) {
        head.push_back(document.nameOf(engine));
        notes.push_back(engineNote(engine, words));
    }
    std::string text = line(head) + rule(head.size());
    if (std::any_of(notes.begin(), notes.end(), [](const std::string& note) { return !note.empty(); }))
        text += line(notes);
    for (const TableGroup& group : comparisonTable(document, words))
        for (const TableRow& row : group.rows) {
            std::vector<std::string> cells = {row.label};
            for (const TableCell& cell : row.cells) cells.push_back(cell.text());
            text += line(cells);
        }
    return text;
}

std::string changes(const ReportDocument& document, const base::Words& words) {
    std::string text;
    for (const compare::Comparison& one : document.comparisons) {
        const EngineResult* engine = document.engine(one.candidate);
        if (!one.accuracy || !engine) continue;
        const compare::AccuracyComparison& accuracy = *one.accuracy;
        text += "- " +
                plain(words.text(base::Message{"report.changes_line",
                                               {{"engine", document.nameOf(*engine)},
                                                {"changed", countText(accuracy.changedSamples)},
                                                {"samples", countText(accuracy.samples)},
                                                {"right_to_wrong", countText(accuracy.rightToWrong)},
                                                {"wrong_to_right", countText(accuracy.wrongToRight)},
                                                {"wrong_to_wrong", countText(accuracy.wrongToWrong)}}})) +
                "\n";
    }
    return text;
}

std::string layers(const ReportDocument& document, const base::Words& words) {
    const LayerTable table = layerTable(document, words);
    std::string text = line(table.head) + rule(table.head.size());
    for (const std::vector<std::string>& row : table.rows) text += line(row);
    for (const base::Message& note : document.layers->notes) text += "\n" + plain(words.text(note)) + "\n";
    return text;
}

std::string facts(const Facts& all) {
    std::string text;
    for (const auto& [label, value] : all) text += "- " + plain(label) + ": " + plain(value) + "\n";
    return text;
}

}  // namespace

std::string writeMarkdown(const ReportDocument& document, const base::Words& words) {
    std::string text = "# " + plain(document.name) + "\n\n";
    if (document.decision) {
        text += "**" + plain(verdictText(*document.decision, words)) + "**\n\n";
        for (const base::Message& fact : document.decision->evidence)
            text += "- " + plain(words.text(fact)) + "\n";
        if (!document.decision->evidence.empty()) text += "\n";
    }
    const auto heading = [&](std::string_view code) { return "## " + plain(words.text(code)) + "\n\n"; };
    text += heading("report.comparison") + comparison(document, words);
    if (const std::string list = changes(document, words); !list.empty())
        text += "\n" + heading("report.changes") + list;
    if (document.decision && !document.decision->path.empty()) {
        text += "\n" + heading("report.decision_path");
        for (const decide::PathStep& step : document.decision->path)
            text += "1. " + plain(words.text(step.question)) + " **" + plain(words.text(step.answer)) +
                    "** " + plain(words.text(step.evidence)) + "\n";
    }
    if (document.layers && !document.layers->layers.empty())
        text += "\n" + heading("report.layers") + layers(document, words);
    text += "\n" + heading("report.model") + facts(modelFacts(document, words));
    text += "\n" + heading("report.data") + facts(dataFacts(document, words));
    text += "\n" + heading("report.environment") + facts(environmentFacts(document, words));
    const std::vector<std::string> warnings = allWarnings(document, words);
    if (warnings.empty()) return text;
    text += "\n" + heading("report.warnings");
    for (const std::string& warning : warnings) text += "- " + plain(warning) + "\n";
    return text;
}

}  // namespace pwb::report
