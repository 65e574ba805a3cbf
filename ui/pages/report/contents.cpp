// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/report/contents.h"

#include <QCoreApplication>
#include <QDateTime>

#include "ui/models/comparison_rows.h"
#include "ui/models/format.h"
#include "ui/pages/report/detection_figures.h"
#include "ui/pages/report/figures.h"
#include "ui/pages/verdict_facts.h"
#include "ui/theme/theme.h"

namespace pwb::ui::paper {
namespace {

struct Report {
    Q_DECLARE_TR_FUNCTIONS(PrintedReport)
};

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

Block headline(const result::RunResult& document) {
    const auto kind = document.decision ? result::advisedKind(*document.decision) : std::nullopt;
    const QString verdict =
        document.decision ? coreText(document.decision->headline) : Report::tr("No verdict");
    return {52,
            [=](QPainter& painter, const QRectF& box) {
                const Theme& theme = Theme::light();
                painter.fillRect(box.adjusted(0, 0, 0, -6), kind ? theme.tint(*kind) : theme.raised);
                double x = box.left() + 14;
                if (kind) {
                    drawMark(painter, *kind, QPointF(x + 9, box.center().y() - 3), 18, theme.of(*kind));
                    x += 28;
                }
                painter.setFont(face(20, QFont::DemiBold));
                painter.setPen(theme.text);
                painter.drawText(QRectF(x, box.top(), box.right() - x, box.height() - 6),
                                 Qt::AlignVCenter | Qt::AlignLeft, verdict);
            },
            true};
}

void appendOpening(Blocks& blocks, const result::RunResult& document) {
    blocks.push_back(paragraph(text(document.name), 16));
    const QDateTime started = QDateTime::fromString(text(document.startedAt), Qt::ISODate).toLocalTime();
    const QString when = started.isValid() ? started.toString(QStringLiteral("yyyy-MM-dd HH:mm")) : QString();
    blocks.push_back(paragraph(Report::tr("Precision Workbench  ·  %1  ·  %2 on %3, %4 samples  ·  took %5")
                                   .arg(when, text(document.model.path.filename().string()),
                                        text(document.data.path.filename().string()),
                                        formatCount(document.data.samples), formatDuration(document.seconds)),
                               9, true));
    blocks.push_back(space(8));
    blocks.push_back(headline(document));
    if (!document.decision) return;
    blocks.push_back(paragraph(coreText(document.decision->sentence), 11));
    for (const base::Message& fact : document.decision->evidence)
        blocks.push_back(paragraph(QStringLiteral("–  ") + coreText(fact), 9, false, 8));
    if (!document.decision->agree) blocks.push_back(paragraph(coreText(document.decision->disagreement), 9));
}

void appendComparison(Blocks& blocks, const result::RunResult& document) {
    blocks.push_back(heading(Report::tr("Comparison")));
    std::vector<TableColumn> columns = {{Report::tr("Measure"), 1.25, false, {}}};
    for (const EngineKind& kind : result::shownKinds(&document))
        columns.push_back({engineName(kind), 1, false, kind});
    std::vector<TableRow> rows;
    for (const ComparisonModel::Row& row : comparisonRows(&document)) {
        TableRow made{{{(row.indent ? QStringLiteral("    ") : QString()) + row.label, row.group, {}}},
                      row.group};
        if (!row.group)
            for (const MeasureCell& cell : row.cells) made.cells.push_back({cell.text(), cell.best, {}});
        rows.push_back(std::move(made));
    }
    appendTable(blocks, columns, rows);
    blocks.push_back(paragraph(
        document.isDetection()
            ? Report::tr("± is half the 95 % bootstrap interval, by image. Bold: best of the row, where the "
                         "difference is outside its spread.")
            : Report::tr("± is half the 95 % Wilson interval. Bold: best of the row, where the difference "
                         "is outside its spread."),
        8, true));
    for (const result::EngineResult& engine : document.engines)
        if (!engine.effective.reason.code.empty())
            blocks.push_back(paragraph(
                engineName(document, engine) + QStringLiteral(": ") + coreText(engine.effective.reason), 8,
                true));
}

void appendDecision(Blocks& blocks, const result::RunResult& document) {
    if (!document.decision) return;
    const decide::Decision& decision = *document.decision;
    if (!decision.path.empty()) {
        blocks.push_back(heading(Report::tr("Decision path")));
        std::vector<TableRow> rows;
        for (const decide::PathStep& step : decision.path)
            rows.push_back({{{coreText(step.question), false, {}},
                             {coreText(step.answer), true, {}},
                             {coreText(step.evidence), false, {}}},
                            false});
        appendTable(blocks,
                    {{Report::tr("Question"), 1.6, false, {}},
                     {Report::tr("Answer"), 0.7, false, {}},
                     {Report::tr("Because"), 1.7, false, {}}},
                    rows);
    }
    bool any = false;
    for (const decide::Recommendation& advice : decision.recommendations) any = any || advice.applies;
    if (!any) return;
    blocks.push_back(heading(Report::tr("Recommendations that apply")));
    for (const decide::Recommendation& advice : decision.recommendations)
        if (advice.applies)
            blocks.push_back(
                paragraph(coreText(advice.situation) + QStringLiteral(": ") + coreText(advice.advice)));
}

void appendEnvironment(Blocks& blocks, const result::RunResult& document) {
    blocks.push_back(heading(Report::tr("Where and how")));
    const runtime::Environment& where = document.environment;
    const auto& how = document.data.preprocess;
    std::vector<TableRow> rows;
    const auto row = [&rows](const QString& name, const QString& value) {
        if (!value.isEmpty()) rows.push_back({{{name, false, {}}, {value, false, {}}}, false});
    };
    row(Report::tr("Processor"), text(where.cpu.name) + Report::tr(", %1 cores").arg(where.cpu.cores));
    row(Report::tr("Runtime"),
        text(where.runtime) + ' ' + text(where.runtimeVersion) + QStringLiteral(", ") +
            Report::tr("%1 provider, %2 thread(s)").arg(text(where.provider)).arg(where.threads));
    row(Report::tr("System"), text(where.os));
    row(Report::tr("Model"), text(document.model.path.string()));
    row(QStringLiteral("SHA-256"), text(document.model.sha256));
    row(Report::tr("Data"), text(document.data.path.string()));
    row(Report::tr("Calibration"), document.data.calibrationSamples > 0
                                       ? Report::tr("%1 samples of %2")
                                             .arg(document.data.calibrationSamples)
                                             .arg(text(document.data.calibrationPath.string()))
                                       : QString());
    if (how.width > 0)
        row(Report::tr("Preprocessing"),
            QStringLiteral("%1 × %2, %3, %4, %5")
                .arg(how.width)
                .arg(how.height)
                .arg(QString::fromLatin1(dataset::resizeId(how.resize).data()),
                     QString::fromLatin1(dataset::colorId(how.color).data()).toUpper(), text(how.origin)));
    appendTable(blocks, {{Report::tr("Item"), 0.6, false, {}}, {Report::tr("Value"), 2.4, false, {}}}, rows);
}

void appendWarnings(Blocks& blocks, const result::RunResult& document) {
    Blocks warnings;
    const auto add = [&warnings](const std::vector<base::Message>& messages, const QString& about) {
        for (const base::Message& message : messages)
            warnings.push_back(paragraph(QStringLiteral("–  ") + about + coreText(message)));
    };
    add(document.model.warnings, {});
    add(document.data.warnings, {});
    for (const result::EngineResult& engine : document.engines) {
        const QString about = engineName(document, engine) + QStringLiteral(": ");
        if (engine.error) add({engine.error->message}, about);
        if (engine.built) add(engine.built->warnings, about);
        if (engine.measurement) add(engine.measurement->warnings, about);
    }
    if (warnings.empty()) return;
    blocks.push_back(heading(Report::tr("Warnings")));
    blocks.insert(blocks.end(), warnings.begin(), warnings.end());
}

}  // namespace

Blocks contents(const result::RunResult& document) {
    Blocks blocks;
    appendOpening(blocks, document);
    appendComparison(blocks, document);
    bool accuracy = false, measured = false;
    for (const result::EngineResult& engine : document.engines) {
        accuracy = accuracy || engine.accuracy || engine.detection;
        measured = measured || engine.measurement;
    }
    if (accuracy && document.isDetection()) {
        appendPlainLoss(blocks, document);
        blocks.push_back(heading(Report::tr("Accuracy by object size")));
        blocks.push_back(accuracyBySize(document));
        appendFound(blocks, document);
        blocks.push_back(heading(Report::tr("Precision and recall")));
        blocks.push_back(precisionRecallCurves(document));
    }
    if (measured) {
        blocks.push_back(heading(Report::tr("Performance")));
        blocks.push_back(latencyBars(document));
    }
    if (accuracy) {
        blocks.push_back(heading(Report::tr("Confusion")));
        blocks.push_back(confusionMatrices(document));
        blocks.push_back(heading(Report::tr("Confidence")));
        blocks.push_back(confidenceHistograms(document));
    }
    appendDecision(blocks, document);
    appendEnvironment(blocks, document);
    appendWarnings(blocks, document);
    return blocks;
}

}  // namespace pwb::ui::paper
