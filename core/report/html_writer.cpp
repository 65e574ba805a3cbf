// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/format.h"
#include "core/base/resources.h"
#include "core/report/charts.h"
#include "core/report/facts.h"
#include "core/report/html_parts.h"
#include "core/report/writers.h"
#include "core/result/changes.h"
#include "core/result/detection_figures.h"
#include "core/result/verdict.h"

namespace pwb::report {
namespace {

constexpr std::size_t kShownChanges = 50;

// Every text of the report under its code without the folder: {{t.latency}}.
Data textsData(const base::Words& words) {
    Data texts = Data::type::object;
    constexpr std::string_view kFolder = "report.";
    for (const std::string& code : words.codes())
        if (code.starts_with(kFolder)) texts.set(code.substr(kFolder.size()), words.text(code));
    return texts;
}

Data factsData(const Facts& facts) {
    Data rows = Data::type::list;
    for (const auto& [label, text] : facts) {
        Data row;
        row.set("label", label);
        row.set("text", text);
        rows.push_back(row);
    }
    return rows;
}

Data headerData(const result::RunResult& document, const base::Words& words) {
    Data data;
    data.set("name", document.name);
    data.set("model", document.model.path.filename().string());
    data.set("data", document.data.path.filename().string());
    std::string samples =
        words.text(base::Message{"report.n_samples", {{"samples", base::countText(document.data.samples)}}});
    if (document.data.objects > 0) samples += ", " + result::objectsText(document.data.objects, words);
    data.set("samples", samples);
    data.set("started", document.startedAt);
    data.set("took",
             words.text(base::Message{document.finished ? "report.finished_in" : "report.unfinished_after",
                                      {{"time", base::durationText(document.seconds)}}}));
    return data;
}

void setCharts(Data& page, const result::RunResult& document, const base::Words& words) {
    page.set("tradeoff", picture(tradeoffChart(document, words)));
    page.set("latency_chart", picture(latencyChart(document, words)));
    page.set("throughput_chart", picture(throughputChart(document, words)));
}

void setConfusionNote(Data& page, const result::RunResult& document, const base::Words& words) {
    int block = 1;
    for (const result::EngineResult& engine : document.engines)
        block = std::max(block, confusionBlock(result::confusionOf(engine).side));
    std::string note =
        block == 1
            ? words.text("report.confusion_note")
            : words.text(base::Message{"report.confusion_note_block", {{"classes", std::to_string(block)}}});
    if (document.isDetection()) note += " " + words.text("report.confusion_note_background");
    page.set("confusion_note", note);
    page.set("confidence_note", words.text(document.isDetection() ? "report.confidence_note_detection"
                                                                  : "report.confidence_note"));
    page.set("confusions_note", words.text(document.isDetection() ? "report.confusions_note_objects"
                                                                  : "report.confusions_note"));
    page.set("ramp_unit", words.text(document.isDetection() ? "report.ramp_objects" : "report.ramp"));
    page.set("largest", base::countText(largestConfusion(document)));
}

void setChanged(Data& page, const result::RunResult& document, const base::Words& words) {
    const std::size_t all = result::changedSamples(document).size();
    if (all == 0) return;
    page.set("changed", section("rows", changedRows(document, kShownChanges, words)));
    page.set("changed_note",
             words.text(base::Message{all > kShownChanges ? "report.changed_first" : "report.changed_all",
                                      {{"shown", std::to_string(kShownChanges)},
                                       {"all", base::countText(static_cast<std::int64_t>(all))}}}));
}

}  // namespace

Data section(const char* name, Data rows) {
    if (rows.is_empty_list() || rows.is_false()) return Data(false);
    Data data;
    data.set(name, rows);
    return data;
}

Data picture(const std::string& svg) {
    return svg.empty() ? Data(false) : Data(svg);
}

std::string writeHtml(const result::RunResult& document, const base::Words& words) {
    Data page = headerData(document, words);
    page.set("t", textsData(words));
    page.set("css", std::string(base::embeddedFile("report/page.css")));
    if (document.decision) page.set("decision", decisionData(*document.decision, words));
    // More columns than this need the whole width.
    const std::size_t most = document.isDetection() ? 3 : 4;
    page.set("many", Data(document.engines.size() > most));
    page.set("comparison", comparisonData(document, words));
    page.set("comparison_note", words.text(document.isDetection() ? "report.comparison_note_detection"
                                                                  : "report.comparison_note"));
    page.set("detection", detectionData(document, words));
    page.set("changes", section("rows", changesData(document, words)));
    setCharts(page, document, words);
    page.set("timed", timedHeads(document));
    page.set("latency", section("rows", latencyRows(document)));
    const Data charts = perEngineCharts(document, words);
    page.set("four", Data(charts.list_value().size() == 4));
    page.set("engine_charts", section("engines", charts));
    setConfusionNote(page, document, words);
    page.set("classes", section("rows", classRows(document)));
    page.set("confusions", section("rows", confusionRows(document, words)));
    setChanged(page, document, words);
    page.set("layers", layersData(document, words));
    page.set("model_facts", factsData(modelFacts(document, words)));
    page.set("data_facts", factsData(dataFacts(document, words)));
    page.set("environment_facts", factsData(environmentFacts(document, words)));
    Data warnings = Data::type::list;
    for (const std::string& warning : allWarnings(document, words)) warnings.push_back(Data(warning));
    page.set("warnings", section("rows", warnings));

    kainjow::mustache::mustache layout{std::string(base::embeddedFile("report/page.html"))};
    layout.set_custom_escape([](const std::string& text) { return base::escapeMarkup(text); });
    return layout.render(page);
}

}  // namespace pwb::report
