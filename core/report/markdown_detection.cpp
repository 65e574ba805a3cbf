// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/compare/objects.h"
#include "core/report/changes.h"
#include "core/report/detection_figures.h"
#include "core/report/format.h"
#include "core/report/markdown_parts.h"
#include "core/report/table.h"

namespace pwb::report {
namespace {

constexpr std::size_t kShownClasses = 20, kShownLost = 10;

std::string heading(std::string_view code, const base::Words& words) {
    return "\n## " + plainText(words.text(code)) + "\n\n";
}

std::string percentText(const std::optional<double>& share) {
    return share ? fixedText(100 * *share, 1) : "–";
}

std::vector<const EngineResult*> evaluated(const ReportDocument& document) {
    std::vector<const EngineResult*> engines = shownEngines(document);
    std::erase_if(engines, [](const EngineResult* engine) { return !engine->detection; });
    return engines;
}

std::string fates(const ReportDocument& document, const base::Words& words) {
    std::string text;
    for (const EngineResult* engine : shownEngines(document)) {
        const compare::Comparison* one = document.comparison(engine->id());
        if (!one || !one->objects) continue;
        const compare::FateCounts& all = one->objects->all;
        text += "- " +
                plainText(words.text(base::Message{
                    isAnnotated(document) ? "report.fates_line" : "report.fates_line_unlabelled",
                    {{"engine", document.nameOf(*engine)},
                     {"kept", countText(all.kept)},
                     {"moved", countText(all.moved)},
                     {"relabelled", countText(all.relabelled)},
                     {"lost", countText(all.lost)},
                     {"lost_right", countText(all.lostRight)},
                     {"added", countText(all.added)},
                     {"added_right", countText(all.addedRight)}}})) +
                "\n";
    }
    return text;
}

// AP50 and recall of every size that has objects, a pair of columns per engine.
std::string bySize(const ReportDocument& document, int label, const base::Words& words) {
    std::vector<std::string> head = {words.text("report.object_size"), words.text("report.objects")};
    for (const EngineResult* engine : evaluated(document)) {
        head.push_back(document.nameOf(*engine) + " AP50");
        head.push_back(document.nameOf(*engine) + " " + words.text("report.recall_short"));
    }
    std::string text = tableHead(head);
    for (std::size_t i = 0; i < evaluate::kSizeRanges.size(); ++i) {
        std::vector<std::string> cells = {sizeName(evaluate::kSizeRanges[i], words), ""};
        std::int64_t objects = 0;
        for (const EngineResult* engine : evaluated(document)) {
            const auto sizes = sizesOf(*engine, label);
            const bool known = i < sizes.size();
            if (known) objects = std::max(objects, sizes[i].objects);
            cells.push_back(known ? percentText(sizes[i].ap50) : "–");
            cells.push_back(known ? percentText(sizes[i].recall) : "–");
        }
        cells[1] = countText(objects);
        if (objects > 0) text += tableLine(cells);
    }
    return text;
}

std::string perClass(const ReportDocument& document, const std::vector<std::size_t>& order,
                     const base::Words& words) {
    std::vector<std::string> head = {words.text("report.class"), words.text("report.objects")};
    for (const EngineResult* engine : evaluated(document)) {
        head.push_back(document.nameOf(*engine) + " AP50");
        head.push_back("AP50-95");
    }
    std::string text = tableHead(head);
    for (std::size_t i = 0; i < std::min(order.size(), kShownClasses); ++i) {
        std::vector<std::string> cells = {document.className(static_cast<std::int64_t>(order[i])), ""};
        std::int64_t objects = 0;
        for (const EngineResult* engine : evaluated(document)) {
            const auto* one = classOf(*engine, order[i]);
            if (one) objects = std::max(objects, one->objects);
            cells.push_back(one ? percentText(one->ap50) : "–");
            cells.push_back(one ? percentText(one->ap50_95) : "–");
        }
        cells[1] = countText(objects);
        text += tableLine(cells);
    }
    return text;
}

std::string lost(const ReportDocument& document, const std::vector<LostObject>& objects,
                 const base::Words& words) {
    std::vector<std::string> head = {words.text("report.image"), words.text("report.class"),
                                     words.text("report.side_px")};
    for (const EngineResult* engine : evaluated(document)) head.push_back(document.nameOf(*engine));
    std::string text = tableHead(head);
    for (std::size_t i = 0; i < std::min(objects.size(), kShownLost); ++i) {
        std::vector<std::string> cells = {sampleName(document, objects[i].sample),
                                          document.className(baselineOf(objects[i], document).label),
                                          fixedText(static_cast<double>(objects[i].side), 1)};
        for (const EngineResult* engine : evaluated(document)) {
            const auto& losers = objects[i].losers;
            const bool gone = std::find(losers.begin(), losers.end(), engine->id()) != losers.end();
            const auto confidence = confidenceIn(*engine, objects[i], document);
            cells.push_back((gone ? "✗ " : "") +
                            (confidence ? fixedText(static_cast<double>(*confidence), 3) : "–"));
        }
        text += tableLine(cells);
    }
    const base::Message note{objects.size() > kShownLost ? "report.lost_first" : "report.lost_all",
                             {{"shown", std::to_string(kShownLost)},
                              {"all", countText(static_cast<std::int64_t>(objects.size()))}}};
    return text + "\n" + plainText(words.text(note)) + ". " + plainText(words.text("report.lost_note")) +
           "\n";
}

}  // namespace

std::string detectionMarkdown(const ReportDocument& document, const base::Words& words) {
    if (!document.isDetection()) return {};
    std::string text;
    if (const auto finding = referenceFinding(document))
        text += heading("report.reference_title", words) + plainText(findingText(*finding, document, words)) +
                "\n\n" + plainText(document.className(static_cast<std::int64_t>(finding->label))) + ":\n\n" +
                bySize(document, static_cast<int>(finding->label), words) + "\n" +
                plainText(words.text("report.reference_about")) + "\n";
    if (const std::string list = fates(document, words); !list.empty())
        text += heading("report.fates", words) + list;
    const std::vector<std::size_t> order = classesByLoss(document);
    if (order.empty()) return text;
    text += heading("report.by_size", words) + bySize(document, -1, words);
    text += heading("report.per_class", words) + perClass(document, order, words);
    if (const std::vector<LostObject> objects = lostObjects(document); !objects.empty())
        text += heading("report.lost_list", words) + lost(document, objects, words);
    return text;
}

}  // namespace pwb::report
