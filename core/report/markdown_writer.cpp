// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/format.h"
#include "core/report/facts.h"
#include "core/report/layer_table.h"
#include "core/report/markdown_parts.h"
#include "core/report/table.h"
#include "core/report/writers.h"
#include "core/result/verdict.h"

namespace pwb::report {
namespace {

std::string comparison(const result::RunResult& document, const base::Words& words) {
    std::vector<std::string> head = {words.text("report.measure")}, notes = {""};
    for (const result::EngineResult* engine : shownEngines(document)) {
        head.push_back(columnName(document, *engine, words));
        notes.push_back(engineNote(*engine, words));
    }
    std::string text = tableHead(head);
    if (std::any_of(notes.begin(), notes.end(), [](const std::string& note) { return !note.empty(); }))
        text += tableLine(notes);
    for (const TableGroup& group : comparisonTable(document, words))
        for (const TableRow& row : group.rows) {
            std::vector<std::string> cells = {row.label};
            for (const TableCell& cell : row.cells) cells.push_back(cell.text());
            text += tableLine(cells);
        }
    return text;
}

std::string changes(const result::RunResult& document, const base::Words& words) {
    std::string text;
    for (const compare::Comparison& one : document.comparisons) {
        const result::EngineResult* engine = document.engine(one.candidate);
        if (!one.accuracy || one.objects || !engine) continue;
        const compare::AccuracyComparison& accuracy = *one.accuracy;
        text += "- " +
                plainText(
                    words.text(base::Message{"report.changes_line",
                                             {{"engine", document.nameOf(*engine)},
                                              {"changed", base::countText(accuracy.changedSamples)},
                                              {"samples", base::countText(accuracy.samples)},
                                              {"right_to_wrong", base::countText(accuracy.rightToWrong)},
                                              {"wrong_to_right", base::countText(accuracy.wrongToRight)},
                                              {"wrong_to_wrong", base::countText(accuracy.wrongToWrong)}}})) +
                "\n";
    }
    return text;
}

std::string layers(const result::RunResult& document, const base::Words& words) {
    const LayerTable table = layerTable(document, words);
    std::string text = tableHead(table.head);
    for (const std::vector<std::string>& row : table.rows) text += tableLine(row);
    for (const base::Message& note : document.layers->notes)
        text += "\n" + plainText(words.text(note)) + "\n";
    return text;
}

std::string facts(const Facts& all) {
    std::string text;
    for (const auto& [label, value] : all) text += "- " + plainText(label) + ": " + plainText(value) + "\n";
    return text;
}

}  // namespace

std::string plainText(const std::string& text) {
    static constexpr std::string_view kSpecial = "\\`*_[]<>|#~";
    std::string out;
    for (const char c : base::validUtf8(text)) {
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

std::string tableLine(const std::vector<std::string>& cells) {
    std::string text = "|";
    for (const std::string& cell : cells) text += " " + plainText(cell) + " |";
    return text + "\n";
}

std::string tableHead(const std::vector<std::string>& cells) {
    std::string text = tableLine(cells) + "|---|";
    for (std::size_t i = 1; i < cells.size(); ++i) text += "---:|";
    return text + "\n";
}

std::string writeMarkdown(const result::RunResult& document, const base::Words& words) {
    std::string text = "# " + plainText(document.name) + "\n\n";
    if (document.decision) {
        text += "**" + plainText(result::verdictText(*document.decision, words)) + "**\n\n";
        for (const base::Message& fact : document.decision->evidence)
            text += "- " + plainText(words.text(fact)) + "\n";
        if (!document.decision->evidence.empty()) text += "\n";
    }
    const auto heading = [&](std::string_view code) { return "## " + plainText(words.text(code)) + "\n\n"; };
    text += heading("report.comparison") + comparison(document, words);
    if (const std::string list = changes(document, words); !list.empty())
        text += "\n" + heading("report.changes") + list;
    text += detectionMarkdown(document, words);
    if (document.decision && !document.decision->path.empty()) {
        text += "\n" + heading("report.decision_path");
        for (const decide::PathStep& step : document.decision->path)
            text += "1. " + plainText(words.text(step.question)) + " **" +
                    plainText(words.text(step.answer)) + "** " + plainText(words.text(step.evidence)) + "\n";
    }
    if (document.layers && !document.layers->layers.empty())
        text += "\n" + heading("report.layers") + layers(document, words);
    text += "\n" + heading("report.model") + facts(modelFacts(document, words));
    text += "\n" + heading("report.data") + facts(dataFacts(document, words));
    text += "\n" + heading("report.environment") + facts(environmentFacts(document, words));
    const std::vector<std::string> warnings = allWarnings(document, words);
    if (warnings.empty()) return text;
    text += "\n" + heading("report.warnings");
    for (const std::string& warning : warnings) text += "- " + plainText(warning) + "\n";
    return text;
}

}  // namespace pwb::report
