// SPDX-License-Identifier: GPL-3.0-or-later
// From two drops to the exported report, and back into a second window: every page against report.json and
// predictions.csv as the run wrote them.
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSet>
#include <QStandardPaths>

#include "tests/ui/window_place.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/segmented.h"

using namespace pwb;
using namespace pwb::test;

namespace {

const QStringList kEngines = {"fp32", "fp16", "int8"};

/// Types into a field as a person does and leaves it with Enter.
void type(const QObject& parent, const QString& name, const QString& text) {
    auto& field = child<QLineEdit>(parent, name);
    field.setFocus();
    field.selectAll();
    QTest::keyClicks(&field, text);
    QTest::keyClick(&field, Qt::Key_Return);
}

}  // namespace

class JourneyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_window = shownWindow(); }
    void setupTakesDropsAndFields();
    void runFinishes();
    void overviewShowsTheReportsFigures();
    void accuracyShowsTheReportsFigures();
    void confidenceShowsTheReportsFigures();
    void changesListsTheSamplesThatDiffer();
    void performanceShowsTheReportsFigures();
    void memoryShowsTheReportsFigures();
    void decisionShowsTheReportsFigures();
    void historyListsTheRun();
    void exportsHoldTheSameFigures();
    void exportButtonAsksForAFile();
    void aSecondWindowShowsTheSame();
    void f5RunsAgain();
    void cleanupTestCase() { m_window.reset(); }

private:
    [[nodiscard]] QJsonValue engine(int index) const { return m_report["engines"][index]; }
    [[nodiscard]] QString overview(const QString& label, int column) const;

    Place m_place;
    std::unique_ptr<ui::MainWindow> m_window;
    QJsonValue m_report;
    QString m_folder;
};

void JourneyTest::setupTakesDropsAndFields() {
    m_window->setup()->setPlan(smallPlan());
    QVERIFY(!m_window->setup()->ready());
    QVERIFY(!child<QPushButton>(*m_window, "runButton").isEnabled());
    QVERIFY(drop(*m_window, {sample("mobilenetv2.onnx")}));
    QCOMPARE(m_window->currentPage(), QStringLiteral("setup"));
    QVERIFY(drop(*m_window, {sample("val")}));
    QVERIFY(waitUntilRead(*m_window));
    const ui::Page& setup = page(*m_window, "setup");
    type(setup, "mean", "0.485, 0.456, 0.406");
    type(setup, "std", "0.229, 0.224, 0.225");
    type(setup, "cameras", "2");
    type(setup, "fps", "15");
    type(setup, "accuracyFloor", "90");
    type(setup, "latencyMs", "50");
    QVERIFY(waitUntilRead(*m_window));
    QVERIFY(m_window->setup()->facts()->complete);
    const run::RunPlan& plan = m_window->setup()->plan();
    QCOMPARE(run::toJson(plan).empty(), false);
    run::RunPlan wanted = glyphPlan();
    wanted.requirements.streams = 2;
    wanted.requirements.fps = 15;
    wanted.requirements.accuracyFloorPercent = 90;
    wanted.requirements.latencyMs = 50;
    QCOMPARE(QString::fromStdString(run::toJson(plan)), QString::fromStdString(run::toJson(wanted)));
    // The facts about the model are those of the file.
    QCOMPARE((*m_window->setup()->facts()->model)->parameters, std::int64_t{724524});
    QCOMPARE((*m_window->setup()->facts()->data)->samples.size(), std::size_t{1008});
}

void JourneyTest::runFinishes() {
    auto& button = child<QPushButton>(*m_window, "runButton");
    QVERIFY(button.isEnabled());
    QTest::mouseClick(&button, Qt::LeftButton);
    QVERIFY(m_window->controller()->running());
    QVERIFY(!button.isEnabled());
    QCOMPARE(waitForEnd(*m_window), QStringLiteral("finished"));
    QVERIFY(button.isEnabled());
    QCOMPARE(button.text(), QStringLiteral("Run"));
    m_folder = QString::fromStdString(m_window->document()->runFolder.string());
    QVERIFY(m_folder.startsWith(m_place.runs()));
    m_report = readJson(m_folder + "/report.json");
    QVERIFY(m_report["run"]["finished"].toBool());
    QCOMPARE(m_report["engines"].toArray().size(), 3);
    QCOMPARE(m_report["data"]["samples"].toInt(), 72);
    for (int i = 0; i < 3; ++i) QCOMPARE(engine(i)["status"].toString(), QStringLiteral("ready"));
}

QString JourneyTest::overview(const QString& label, int column) const {
    for (const QStringList& row : cells(child<QTableView>(*m_window, "comparisonTable")))
        if (row[0] == label) return row[column + 1];
    qWarning("no row %s", qPrintable(label));
    return {};
}

void JourneyTest::overviewShowsTheReportsFigures() {
    m_window->showPage("overview");
    for (int e = 0; e < 3; ++e) {
        const QJsonValue own = engine(e), accuracy = own["accuracy"];
        const QJsonObject latency = own["latency_ms"][0].toObject();
        QVERIFY(shows(overview("Top-1 accuracy", e), accuracy["top1"].toDouble() * 100));
        const double half = (accuracy["interval"][1].toDouble() - accuracy["interval"][0].toDouble()) * 50;
        QVERIFY(shows(overview("Top-1 accuracy", e).section(QStringLiteral("±"), 1), half));
        QVERIFY(shows(overview("Top-5 accuracy", e), accuracy["top5"].toDouble() * 100));
        QVERIFY(shows(overview("F1, macro", e), accuracy["f1_macro"].toDouble()));
        QCOMPARE(latency["batch"].toInt(), 1);
        QVERIFY(shows(overview("Latency p50", e), latency["p50"].toDouble()));
        QVERIFY(shows(overview("Latency p99", e), latency["p99"].toDouble()));
        QVERIFY(shows(overview("Throughput", e), own["throughput"][0]["fps"].toDouble()));
        const double mebi = 1024.0 * 1024;
        QVERIFY(overview("Peak memory", e).endsWith("MiB"));
        QVERIFY(shows(overview("Peak memory", e), own["memory"]["peak_bytes"].toDouble() / mebi));
        QVERIFY(overview("File size", e).endsWith("KiB"));
        QVERIFY(shows(overview("File size", e), own["file_bytes"].toDouble() / 1024));
    }
    for (int c = 0; c < 2; ++c) {
        const QJsonObject comparison = m_report["comparisons"][c].toObject();
        const QString interval = overview("its 95 % interval", c + 1);
        QVERIFY(shows(overview("Top-1 against FP32", c + 1), comparison["accuracy_delta"].toDouble() * 100));
        QVERIFY(shows(interval, comparison["interval"][0].toDouble() * 100));
        QVERIFY(shows(interval.section(QStringLiteral("…"), 1), comparison["interval"][1].toDouble() * 100));
        QVERIFY(shows(overview("Same answer as FP32", c + 1), comparison["agreement"].toDouble() * 100));
        QVERIFY(shows(overview("Speed-up, p50", c + 1), comparison["speedup"].toDouble()));
        QVERIFY(shows(overview("File size against FP32", c + 1), comparison["size_ratio"].toDouble()));
        QCOMPARE(overview("significance", c + 1) == QStringLiteral("not distinguishable"),
                 !comparison["distinguishable"].toBool());
    }
    const QString headline = child<QLabel>(*m_window, "verdictHeadline").text();
    QCOMPARE(headline, m_report["decision"]["headline"].toString());
    QCOMPARE(headline + ": " + child<QLabel>(*m_window, "verdictSentence").text(),
             m_report["decision"]["verdict"].toString());
}

void JourneyTest::accuracyShowsTheReportsFigures() {
    m_window->showPage("accuracy");
    const ui::Page& accuracy = page(*m_window, "accuracy");
    const QVector<QStringList> rows = cells(child<QTableView>(accuracy, "perClassTable"));
    QCOMPARE(rows.size(), 36);
    QMap<QString, QStringList> byName;
    for (const QStringList& row : rows) byName[row[0]] = row;
    for (int e = 0; e < 3; ++e) {
        const auto& view = child<ui::ConfusionView>(accuracy, "confusion-" + kEngines[e]);
        const QJsonArray confusion = engine(e)["accuracy"]["confusion"].toArray();
        const QJsonArray classes = engine(e)["accuracy"]["per_class"].toArray();
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

void JourneyTest::confidenceShowsTheReportsFigures() {
    m_window->showPage("confidence");
    const auto rows = cells(child<QTableView>(page(*m_window, "confidence"), "calibrationTable"));
    QCOMPARE(rows.size(), 3);
    for (int e = 0; e < 3; ++e) {
        const QJsonValue accuracy = engine(e)["accuracy"];
        QVERIFY(shows(rows[e][1], accuracy["ece"].toDouble()));
        QVERIFY(shows(rows[e][2], accuracy["top1"].toDouble() * 100));
        QCOMPARE(rows[e][3].toInt(), 72);
        if (e == 0) continue;
        QVERIFY(shows(rows[e][4], m_report["comparisons"][e - 1]["mean_kl"].toDouble()));
        QVERIFY(shows(rows[e][5], m_report["comparisons"][e - 1]["sqnr_db"].toDouble()));
    }
}

void JourneyTest::changesListsTheSamplesThatDiffer() {
    QMap<QString, QSet<QString>> differing;
    QMap<QString, int> column;
    const QStringList lines =
        QString(readFile(m_folder + "/predictions.csv")).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 73);
    for (const QString& name : lines[0].split(',')) column[name] = static_cast<int>(column.size());
    for (const QString& line : lines.mid(1)) {
        const QStringList cell = line.split(',');
        for (const QString& id : {QStringLiteral("fp16"), QStringLiteral("int8")})
            if (cell[column["fp32"]] != cell[column[id]]) differing[id].insert(cell[column["sample"]]);
    }
    QCOMPARE(static_cast<int>(differing["int8"].size()),
             m_report["comparisons"][1]["changed_samples"].toInt());
    m_window->showPage("changes");
    const ui::Page& changes = page(*m_window, "changes");
    for (const QString& id : {QStringLiteral("int8"), QStringLiteral("fp16")}) {
        m_window->showPage("changes", "engine=" + id);
        QSet<QString> listed;
        for (const QStringList& row : cells(child<QAbstractItemView>(changes, "changesList")))
            listed.insert(row[0]);
        QCOMPARE(listed, differing[id]);
    }
    QCOMPARE(changes.railCount(), QString::number(differing["int8"].size()));
}

void JourneyTest::performanceShowsTheReportsFigures() {
    m_window->showPage("performance");
    const ui::Page& performance = page(*m_window, "performance");
    auto& batches = child<ui::Segmented>(performance, "batchChoice");
    for (int b = 0; b < 2; ++b) {
        QTest::mouseClick(batches.findChildren<QAbstractButton*>()[b], Qt::LeftButton);
        QCOMPARE(batches.current(), b);
        const QVector<QStringList> rows = cells(child<QTableView>(performance, "percentilesTable"));
        for (int e = 0; e < 3; ++e) {
            const QJsonObject latency = engine(e)["latency_ms"][b].toObject();
            QCOMPARE(latency["batch"].toInt(), b == 0 ? 1 : 4);
            QCOMPARE(latency["n"].toInt(), 20);
            const QStringList keys = {"min", "mean", "p50", "p90", "p99", "spread"};
            for (int c = 0; c < 6; ++c) QVERIFY(shows(rows[e][c + 1], latency[keys[c]].toDouble()));
            const double speedup = engine(0)["latency_ms"][b]["p50"].toDouble() / latency["p50"].toDouble();
            if (e > 0) QVERIFY(shows(rows[e][7], speedup));
        }
    }
    const QVector<QStringList> rows = cells(child<QTableView>(performance, "throughputTable"));
    for (int e = 0; e < 3; ++e) {
        for (const QJsonValue point : engine(e)["throughput"].toArray()) {
            QCOMPARE(point["streams"].toInt(), 1);
            QVERIFY(shows(rows[e][point["batch"].toInt() == 1 ? 1 : 2], point["fps"].toDouble()));
        }
        QVERIFY(shows(rows[e].last(), engine(e)["utilisation"].toDouble() * 100));
    }
    QTest::mouseClick(batches.findChildren<QAbstractButton*>()[0], Qt::LeftButton);
}

void JourneyTest::memoryShowsTheReportsFigures() {
    m_window->showPage("memory");
    const auto& table = child<QTableView>(page(*m_window, "memory"), "memoryTable");
    const QVector<QStringList> rows = cells(table);
    const QStringList keys = {"peak_bytes", "loaded_bytes", "activations_bytes", "weights_bytes", ""};
    const QMap<QString, double> units = {{"B", 1}, {"KiB", 1024}, {"MiB", 1048576}, {"GiB", 1073741824}};
    for (int c = 0; c < 5; ++c) {
        const QString heading = table.model()->headerData(c + 1, Qt::Horizontal).toString();
        const double unit = units.value(heading.section(", ", 1));
        QVERIFY2(unit > 0, qPrintable(heading));
        for (int e = 0; e < 3; ++e) {
            const QJsonValue own = engine(e);
            const double bytes =
                keys[c].isEmpty() ? own["file_bytes"].toDouble() : own["memory"][keys[c]].toDouble();
            QVERIFY(bytes > 0 || c == 2);
            QVERIFY(shows(rows[e][c + 1], bytes / unit));
        }
    }
    for (int c = 0; c < 2; ++c) {
        QVERIFY(shows(rows[c + 1][6], m_report["comparisons"][c]["memory_ratio"].toDouble()));
        QVERIFY(shows(rows[c + 1][7], m_report["comparisons"][c]["size_ratio"].toDouble()));
    }
}

void JourneyTest::decisionShowsTheReportsFigures() {
    m_window->showPage("decision");
    const ui::Page& decision = page(*m_window, "decision");
    const auto rows = cells(child<QTableView>(decision, "feasibilityTable"));
    const QJsonArray feasibility = m_report["decision"]["feasibility"].toArray();
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
                .contains(m_report["decision"]["headline"].toString()));
}

void JourneyTest::historyListsTheRun() {
    m_window->showPage("history");
    const auto& table = child<QTableView>(page(*m_window, "history"), "historyTable");
    QVERIFY(QTest::qWaitFor([&] { return table.model()->rowCount() == 1; }, 10000));
    const QStringList row = cells(table)[0];
    QCOMPARE(row[1], m_report["run"]["name"].toString());
    QCOMPARE(row[2], QStringLiteral("mobilenetv2.onnx"));
    QCOMPARE(row[4], m_report["decision"]["headline"].toString());
    for (int e = 0; e < 3; ++e) QVERIFY(shows(row[5 + e], engine(e)["accuracy"]["top1"].toDouble() * 100));
}

void JourneyTest::exportsHoldTheSameFigures() {
    m_window->showPage("report");
    auto& report = static_cast<ui::ReportPage&>(page(*m_window, "report"));
    QVERIFY(QTest::qWaitFor([&] { return !report.isRendering(); }, 20000));
    const auto exported = [&](const QString& format) {
        const QString file = m_place.file("exported." + format);
        report.exportTo(format, file);
        // Written under another name first, so what is there is whole.
        if (!QTest::qWaitFor([&] { return QFile::exists(file); }, 20000)) qFatal("no %s", qPrintable(file));
        return file;
    };
    QCOMPARE(readJson(exported("json")), m_report.toObject());
    QCOMPARE(readFile(exported("csv")), readFile(m_folder + "/predictions.csv"));
    QCOMPARE(readFile(exported("html")), readFile(m_folder + "/report.html"));
    QCOMPARE(readFile(exported("md")), readFile(m_folder + "/report.md"));
    const QString top1 = QString::number(engine(2)["accuracy"]["top1"].toDouble() * 100, 'f', 2);
    QVERIFY(QString(readFile(m_folder + "/report.html")).contains(top1));
    const QString pdf = exported("pdf");
    QVERIFY(readFile(pdf).startsWith("%PDF-"));
    if (QStandardPaths::findExecutable("pdftotext").isEmpty()) QSKIP("pdftotext is not installed");
    QProcess reader;
    reader.start("pdftotext", {"-layout", pdf, "-"});
    QVERIFY(reader.waitForFinished());
    const QString text = QString::fromUtf8(reader.readAllStandardOutput());
    QVERIFY2(text.contains(top1), qPrintable(text.left(2000)));
    QVERIFY(text.contains(m_report["decision"]["headline"].toString()));
}

void JourneyTest::exportButtonAsksForAFile() {
    const QString file = m_place.file("asked.md");
    QTimer::singleShot(0, this, [&] {
        QVERIFY(QTest::qWaitFor([] { return qApp->activeModalWidget() != nullptr; }, 5000));
        auto* dialog = qobject_cast<QFileDialog*>(qApp->activeModalWidget());
        QVERIFY(dialog);
        dialog->selectFile(file);
        static_cast<QDialog*>(dialog)->accept();
    });
    QTest::mouseClick(&child<QPushButton>(*m_window, "export-md"), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(file); }, 20000));
    QCOMPARE(readFile(file), readFile(m_folder + "/report.md"));
}

void JourneyTest::aSecondWindowShowsTheSame() {
    auto second = shownWindow();
    QSignalSpy opened(second.get(), &ui::MainWindow::runOpened);
    QVERIFY(drop(*second, {m_folder}));
    QVERIFY(opened.wait(30000));
    QVERIFY(opened.first().first().toBool());
    QCOMPARE(child<QPushButton>(*second, "runButton").text(), QStringLiteral("Run"));
    const auto here = allTables(*m_window), there = allTables(*second);
    QVERIFY(here.size() >= 10);
    QCOMPARE(there.keys(), here.keys());
    for (const QString& table : here.keys()) QCOMPARE(table + there[table], table + here[table]);
}

void JourneyTest::f5RunsAgain() {
    run::RunPlan plan = m_window->setup()->plan();
    plan.measure = false;
    m_window->setup()->setPlan(plan);
    QVERIFY(waitUntilRead(*m_window));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QVERIFY(m_window->controller()->running());
    QCOMPARE(waitForEnd(*m_window), QStringLiteral("finished"));
    const QString again = QString::fromStdString(m_window->document()->runFolder.string());
    QVERIFY(again != m_folder);
    // The same samples and the same engines: the same answers.
    QCOMPARE(readFile(again + "/predictions.csv"), readFile(m_folder + "/predictions.csv"));
    QVERIFY(overview("Latency p50", 0) == QStringLiteral("–"));
}

QTEST_MAIN(JourneyTest)
#include "journey_test.moc"
