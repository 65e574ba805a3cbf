// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/report_figures.h"

#include <QAbstractButton>
#include <QJsonArray>
#include <QLabel>
#include <QSet>

#include "tests/ui/window_place.h"
#include "ui/pages/page.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/segmented.h"

namespace pwb::tests {

QJsonValue engineOf(const QJsonValue& report, int index) {
    return report["engines"][index];
}

QString overviewCell(const ui::MainWindow& window, const QString& label, int engine) {
    for (const QStringList& row : cells(child<QTableView>(window, "comparisonTable")))
        if (row[0] == label) return row[engine + 1];
    qWarning("no row %s", qPrintable(label));
    return {};
}

namespace {

const QStringList kEngines = {"fp32", "fp16", "int8"};

void checkOverview(ui::MainWindow& window, const QJsonValue& report) {
    window.showPage("overview");
    for (int e = 0; e < 3; ++e) {
        const QJsonValue own = engineOf(report, e), accuracy = own["accuracy"];
        const QJsonObject latency = own["latency_ms"][0].toObject();
        QVERIFY(shows(overviewCell(window, "Top-1 accuracy", e), accuracy["top1"].toDouble() * 100));
        const double half = (accuracy["interval"][1].toDouble() - accuracy["interval"][0].toDouble()) * 50;
        QVERIFY(shows(overviewCell(window, "Top-1 accuracy", e).section(QStringLiteral("±"), 1), half));
        QVERIFY(shows(overviewCell(window, "Top-5 accuracy", e), accuracy["top5"].toDouble() * 100));
        QVERIFY(shows(overviewCell(window, "F1, macro", e), accuracy["f1_macro"].toDouble()));
        QCOMPARE(latency["batch"].toInt(), 1);
        QVERIFY(shows(overviewCell(window, "Latency p50", e), latency["p50"].toDouble()));
        QVERIFY(shows(overviewCell(window, "Latency p99", e), latency["p99"].toDouble()));
        QVERIFY(shows(overviewCell(window, "Throughput", e), own["throughput"][0]["fps"].toDouble()));
        const double mebi = 1024.0 * 1024;
        QVERIFY(overviewCell(window, "Peak memory", e).endsWith("MiB"));
        QVERIFY(shows(overviewCell(window, "Peak memory", e), own["memory"]["peak_bytes"].toDouble() / mebi));
        QVERIFY(overviewCell(window, "File size", e).endsWith("KiB"));
        QVERIFY(shows(overviewCell(window, "File size", e), own["file_bytes"].toDouble() / 1024));
    }
    for (int c = 0; c < 2; ++c) {
        const QJsonObject comparison = report["comparisons"][c].toObject();
        const QString interval = overviewCell(window, "its 95 % interval", c + 1);
        QVERIFY(shows(overviewCell(window, "Top-1 against FP32", c + 1),
                      comparison["accuracy_delta"].toDouble() * 100));
        QVERIFY(shows(interval, comparison["interval"][0].toDouble() * 100));
        QVERIFY(shows(interval.section(QStringLiteral("…"), 1), comparison["interval"][1].toDouble() * 100));
        QVERIFY(shows(overviewCell(window, "Same answer as FP32", c + 1),
                      comparison["agreement"].toDouble() * 100));
        QVERIFY(shows(overviewCell(window, "Speed-up, p50", c + 1), comparison["speedup"].toDouble()));
        QVERIFY(shows(overviewCell(window, "File size against FP32", c + 1),
                      comparison["size_ratio"].toDouble()));
        QCOMPARE(overviewCell(window, "significance", c + 1) == QStringLiteral("not distinguishable"),
                 !comparison["distinguishable"].toBool());
    }
    const QString headline = child<QLabel>(window, "verdictHeadline").text();
    QCOMPARE(headline, report["decision"]["headline"].toString());
    QCOMPARE(headline + ": " + child<QLabel>(window, "verdictSentence").text(),
             report["decision"]["verdict"].toString());
}

void checkAccuracy(ui::MainWindow& window, const QJsonValue& report) {
    window.showPage("accuracy");
    const ui::Page& accuracy = page(window, "accuracy");
    const QVector<QStringList> rows = cells(child<QTableView>(accuracy, "perClassTable"));
    QCOMPARE(rows.size(), 36);
    QMap<QString, QStringList> byName;
    for (const QStringList& row : rows) byName[row[0]] = row;
    for (int e = 0; e < 3; ++e) {
        const auto& view = child<ui::ConfusionView>(accuracy, "confusion-" + kEngines[e]);
        const QJsonArray confusion = engineOf(report, e)["accuracy"]["confusion"].toArray();
        const QJsonArray classes = engineOf(report, e)["accuracy"]["per_class"].toArray();
        std::int64_t all = 0;
        for (int truth = 0; truth < 36; ++truth) {
            for (int answer = 0; answer < 36; ++answer) {
                QCOMPARE(view.countAt({answer, truth}), std::int64_t{confusion[truth][answer].toInt()});
                all += confusion[truth][answer].toInt();
            }
            const QJsonObject own = classes[truth].toObject();
            const QStringList row = byName[own["name"].toString()];
            QCOMPARE(row[1], QString::number(own["samples"].toInt()));
            QVERIFY(shows(row[2 + e], own["recall"].toDouble() * 100));
            QVERIFY(shows(row[5 + e], own["f1"].toDouble()));
        }
        QCOMPARE(all, std::int64_t{72});
    }
}

void checkConfidence(ui::MainWindow& window, const QJsonValue& report) {
    window.showPage("confidence");
    const auto rows = cells(child<QTableView>(page(window, "confidence"), "calibrationTable"));
    QCOMPARE(rows.size(), 3);
    for (int e = 0; e < 3; ++e) {
        const QJsonValue accuracy = engineOf(report, e)["accuracy"];
        QVERIFY(shows(rows[e][1], accuracy["ece"].toDouble()));
        QVERIFY(shows(rows[e][2], accuracy["top1"].toDouble() * 100));
        QCOMPARE(rows[e][3].toInt(), 72);
        if (e == 0) continue;
        QVERIFY(shows(rows[e][4], report["comparisons"][e - 1]["mean_kl"].toDouble()));
        QVERIFY(shows(rows[e][5], report["comparisons"][e - 1]["sqnr_db"].toDouble()));
    }
}

void checkChanges(ui::MainWindow& window, const QJsonValue& report) {
    const QString folder = QString::fromStdString(window.document()->runFolder.string());
    QMap<QString, QSet<QString>> differing;
    QMap<QString, int> column;
    const QStringList lines = QString(readFile(folder + "/predictions.csv")).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 73);
    for (const QString& name : lines[0].split(',')) column[name] = static_cast<int>(column.size());
    for (const QString& line : lines.mid(1)) {
        const QStringList cell = line.split(',');
        for (const QString& id : {QStringLiteral("fp16"), QStringLiteral("int8")})
            if (cell[column["fp32"]] != cell[column[id]]) differing[id].insert(cell[column["sample"]]);
    }
    QCOMPARE(static_cast<int>(differing["int8"].size()), report["comparisons"][1]["changed_samples"].toInt());
    window.showPage("changes");
    const ui::Page& changes = page(window, "changes");
    for (const QString& id : {QStringLiteral("int8"), QStringLiteral("fp16")}) {
        window.showPage("changes", "engine=" + id);
        QSet<QString> listed;
        for (const QStringList& row : cells(child<QAbstractItemView>(changes, "changesList")))
            listed.insert(row[0]);
        QCOMPARE(listed, differing[id]);
    }
    QCOMPARE(changes.railCount(), QString::number(differing["int8"].size()));
}

void checkPerformance(ui::MainWindow& window, const QJsonValue& report) {
    window.showPage("performance");
    const ui::Page& performance = page(window, "performance");
    auto& batches = child<ui::Segmented>(performance, "batchChoice");
    for (int b = 0; b < 2; ++b) {
        QTest::mouseClick(batches.findChildren<QAbstractButton*>()[b], Qt::LeftButton);
        QCOMPARE(batches.current(), b);
        const QVector<QStringList> rows = cells(child<QTableView>(performance, "percentilesTable"));
        for (int e = 0; e < 3; ++e) {
            const QJsonObject latency = engineOf(report, e)["latency_ms"][b].toObject();
            QCOMPARE(latency["batch"].toInt(), b == 0 ? 1 : 4);
            QCOMPARE(latency["n"].toInt(), 20);
            const QStringList keys = {"min", "mean", "p50", "p90", "p99", "spread"};
            for (int c = 0; c < 6; ++c) QVERIFY(shows(rows[e][c + 1], latency[keys[c]].toDouble()));
            const double speedup =
                engineOf(report, 0)["latency_ms"][b]["p50"].toDouble() / latency["p50"].toDouble();
            if (e > 0) QVERIFY(shows(rows[e][7], speedup));
        }
    }
    const QVector<QStringList> rows = cells(child<QTableView>(performance, "throughputTable"));
    for (int e = 0; e < 3; ++e) {
        for (const QJsonValue point : engineOf(report, e)["throughput"].toArray()) {
            QCOMPARE(point["streams"].toInt(), 1);
            QVERIFY(shows(rows[e][point["batch"].toInt() == 1 ? 1 : 2], point["fps"].toDouble()));
        }
        QVERIFY(shows(rows[e].last(), engineOf(report, e)["utilisation"].toDouble() * 100));
    }
    QTest::mouseClick(batches.findChildren<QAbstractButton*>()[0], Qt::LeftButton);
}

void checkMemory(ui::MainWindow& window, const QJsonValue& report) {
    window.showPage("memory");
    const auto& table = child<QTableView>(page(window, "memory"), "memoryTable");
    const QVector<QStringList> rows = cells(table);
    const QStringList keys = {"peak_bytes", "loaded_bytes", "activations_bytes", "weights_bytes", ""};
    const QMap<QString, double> units = {{"B", 1}, {"KiB", 1024}, {"MiB", 1048576}, {"GiB", 1073741824}};
    for (int c = 0; c < 5; ++c) {
        const QString heading = table.model()->headerData(c + 1, Qt::Horizontal).toString();
        const double unit = units.value(heading.section(", ", 1));
        QVERIFY2(unit > 0, qPrintable(heading));
        for (int e = 0; e < 3; ++e) {
            const QJsonValue own = engineOf(report, e);
            const double bytes =
                keys[c].isEmpty() ? own["file_bytes"].toDouble() : own["memory"][keys[c]].toDouble();
            QVERIFY(bytes > 0 || c == 2);
            QVERIFY(shows(rows[e][c + 1], bytes / unit));
        }
    }
    for (int c = 0; c < 2; ++c) {
        QVERIFY(shows(rows[c + 1][6], report["comparisons"][c]["memory_ratio"].toDouble()));
        QVERIFY(shows(rows[c + 1][7], report["comparisons"][c]["size_ratio"].toDouble()));
    }
}

void checkDecision(ui::MainWindow& window, const QJsonValue& report) {
    window.showPage("decision");
    const ui::Page& decision = page(window, "decision");
    const auto rows = cells(child<QTableView>(decision, "feasibilityTable"));
    const QJsonArray feasibility = report["decision"]["feasibility"].toArray();
    QCOMPARE(rows.size(), feasibility.size() + 1);
    int asked = 0;
    for (int r = 0; r < feasibility.size(); ++r) {
        const QJsonObject row = feasibility[r].toObject();
        const double factor = row["unit"].toString() == "fraction" ? 100 : 1;
        if (!row.contains("needed")) {
            QCOMPARE(rows[r][1], QStringLiteral("not asked"));
            continue;
        }
        ++asked;
        QVERIFY(shows(rows[r][1], row["needed"].toDouble() * factor));
        for (int e = 0; e < 3; ++e) {
            const QJsonObject cell = row["cells"][e].toObject();
            QCOMPARE(cell["precision"].toString(), kEngines[e]);
            if (cell.contains("value")) QVERIFY(shows(rows[r][2 + e], cell["value"].toDouble() * factor));
        }
    }
    QCOMPARE(asked, 3);
    QVERIFY(child<QLabel>(decision, "decisionSentence")
                .text()
                .contains(report["decision"]["headline"].toString()));
}

void checkHistory(ui::MainWindow& window, const QJsonValue& report) {
    window.showPage("history");
    const auto& table = child<QTableView>(page(window, "history"), "historyTable");
    QVERIFY(QTest::qWaitFor([&] { return table.model()->rowCount() == 1; }, kPatience));
    const QStringList row = cells(table)[0];
    QCOMPARE(row[1], report["run"]["name"].toString());
    QCOMPARE(row[2], QStringLiteral("mobilenetv2.onnx"));
    QCOMPARE(row[4], report["decision"]["headline"].toString());
    for (int e = 0; e < 3; ++e)
        QVERIFY(shows(row[5 + e], engineOf(report, e)["accuracy"]["top1"].toDouble() * 100));
}

}  // namespace

const std::vector<PageCheck>& pageChecks() {
    static const std::vector<PageCheck> checks = {
        {"overview", checkOverview}, {"accuracy", checkAccuracy},       {"confidence", checkConfidence},
        {"changes", checkChanges},   {"performance", checkPerformance}, {"memory", checkMemory},
        {"decision", checkDecision}, {"history", checkHistory}};
    return checks;
}

}  // namespace pwb::tests
