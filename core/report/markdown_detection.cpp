// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/format.h"
#include "core/compare/objects.h"
#include "core/report/facts.h"
#include "core/report/markdown_parts.h"
#include "core/report/table.h"
#include "core/result/changes.h"
#include "core/result/detection_figures.h"

namespace pwb::report {
namespace {

constexpr std::size_t kTableClasses = 20, kTableLost = 10;

std::string heading(std::string_view code, const base::Words& words) {
    return "\n## " + plainText(words.text(code)) + "\n\n";
}

std::vector<const result::EngineResult*> evaluated(const result::RunResult& document) {
    std::vector<const result::EngineResult*> engines = shownEngines(document);
    std::erase_if(engines, [](const result::EngineResult* engine) { return !engine->detection; });
    return engines;
}

std::string fates(const result::RunResult& document, const base::Words& words) {
    std::string text;
    for (const result::EngineResult* engine : shownEngines(document)) {
        const compare::Comparison* one = document.comparison(engine->id);
        if (!one || !one->objects) continue;
        const compare::FateCounts& all = one->objects->all;
        text += "- " +
                plainText(words.text(base::Message{
                    result::isAnnotated(document) ? "report.fates_line" : "report.fates_line_unlabelled",
                    {{"engine", document.nameOf(*engine)},
                     {"kept", base::countText(all.kept)},
                     {"moved", base::countText(all.moved)},
                     {"relabelled", base::countText(all.relabelled)},
                     {"lost", base::countText(all.lost)},
                     {"lost_right", base::countText(all.lostRight)},
                     {"added", base::countText(all.added)},
                     {"added_right", base::countText(all.addedRight)}}})) +
                "\n";
    }
    return text;
}

// AP50 and recall of every size that has objects, a pair of columns per engine.
std::string bySize(const result::RunResult& document, int label, const base::Words& words) {
    std::vector<std::string> head = {words.text("report.object_size"), words.text("report.objects")};
    for (const result::EngineResult* engine : evaluated(document)) {
        head.push_back(document.nameOf(*engine) + " AP50");
        head.push_back(document.nameOf(*engine) + " " + words.text("report.recall_short"));
    }
    std::string text = tableHead(head);
    for (std::size_t i = 0; i < evaluate::kSizeRanges.size(); ++i) {
        std::vector<std::string> cells = {result::sizeName(evaluate::kSizeRanges[i], words), ""};
        std::int64_t objects = 0;
        for (const result::EngineResult* engine : evaluated(document)) {
            const auto sizes = result::sizesOf(*engine, label);
            const bool known = i < sizes.size();
            if (known) objects = std::max(objects, sizes[i].objects);
            cells.push_back(known ? percentText(sizes[i].ap50) : "–");
            cells.push_back(known ? percentText(sizes[i].recall) : "–");
        }
        cells[1] = base::countText(objects);
        if (objects > 0) text += tableLine(cells);
    }
    return text;
}

std::string perClass(const result::RunResult& document, const std::vector<std::size_t>& order,
                     const base::Words& words) {
    std::vector<std::string> head = {words.text("report.class"), words.text("report.objects")};
    for (const result::EngineResult* engine : evaluated(document)) {
        head.push_back(document.nameOf(*engine) + " AP50");
        head.push_back("AP50-95");
    }
    std::string text = tableHead(head);
    for (std::size_t i = 0; i < std::min(order.size(), kTableClasses); ++i) {
        std::vector<std::string> cells = {document.className(static_cast<std::int64_t>(order[i])), ""};
        std::int64_t objects = 0;
        for (const result::EngineResult* engine : evaluated(document)) {
            const auto* one = result::classOf(*engine, order[i]);
            if (one) objects = std::max(objects, one->objects);
            cells.push_back(one ? percentText(one->ap50) : "–");
            cells.push_back(one ? percentText(one->ap50_95) : "–");
        }
        cells[1] = base::countText(objects);
        text += tableLine(cells);
    }
    return text;
}

std::string lost(const result::RunResult& document, const std::vector<result::LostObject>& objects,
                 const base::Words& words) {
    std::vector<std::string> head = {words.text("report.image"), words.text("report.class"),
                                     words.text("report.side_px")};
    for (const result::EngineResult* engine : evaluated(document)) head.push_back(document.nameOf(*engine));
    std::string text = tableHead(head);
    for (std::size_t i = 0; i < std::min(objects.size(), kTableLost); ++i) {
        std::vector<std::string> cells = {result::sampleName(document, objects[i].sample),
                                          document.className(result::baselineOf(objects[i], document).label),
                                          base::fixedText(static_cast<double>(objects[i].side), 1)};
        for (const result::EngineResult* engine : evaluated(document)) {
            const auto& losers = objects[i].losers;
            const bool gone = std::find(losers.begin(), losers.end(), engine->id) != losers.end();
            const auto confidence = result::confidenceIn(*engine, objects[i], document);
            cells.push_back((gone ? "✗ " : "") +
                            (confidence ? base::fixedText(static_cast<double>(*confidence), 3) : "–"));
        }
        text += tableLine(cells);
    }
    const base::Message note{objects.size() > kTableLost ? "report.lost_first" : "report.lost_all",
                             {{"shown", std::to_string(kTableLost)},
                              {"all", base::countText(static_cast<std::int64_t>(objects.size()))}}};
    return text + "\n" + plainText(words.text(note)) + ". " + plainText(words.text("report.lost_note")) +
           "\n";
}

}  // namespace

std::string detectionMarkdown(const result::RunResult& document, const base::Words& words) {
    if (!document.isDetection()) return {};
    std::string text;
    if (const auto finding = result::referenceFinding(document))
        text += heading("report.reference_title", words) +
                plainText(result::findingText(*finding, document, words)) + "\n\n" +
                plainText(document.className(static_cast<std::int64_t>(finding->label))) + ":\n\n" +
                bySize(document, static_cast<int>(finding->label), words) + "\n" +
                plainText(words.text("report.reference_about")) + "\n";
    if (const std::string list = fates(document, words); !list.empty())
        text += heading("report.fates", words) + list;
    const std::vector<std::size_t> order = result::classesByLoss(document);
    if (order.empty()) return text;
    text += heading("report.by_size", words) + bySize(document, -1, words);
    text += heading("report.per_class", words) + perClass(document, order, words);
    if (const std::vector<result::LostObject> objects = result::lostObjects(document); !objects.empty())
        text += heading("report.lost_list", words) + lost(document, objects, words);
    return text;
}

}  // namespace pwb::report
