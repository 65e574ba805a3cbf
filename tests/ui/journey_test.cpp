// SPDX-License-Identifier: GPL-3.0-or-later
// From two drops to the exported report, and back into a second window: every page against report.json and
// predictions.csv as the run wrote them.
#include <QFileDialog>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QStandardPaths>

#include "tests/ui/report_figures.h"
#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup_page.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

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
    void everyPageShowsTheReportsFigures_data();
    void everyPageShowsTheReportsFigures();
    void exportsHoldTheSameFigures();
    void exportButtonAsksForAFile();
    void aSecondWindowShowsTheSame();
    void f5RunsAgain();
    void cleanupTestCase() { m_window.reset(); }

private:
    [[nodiscard]] QJsonValue engine(int index) const { return m_report["engines"][index]; }

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

void JourneyTest::everyPageShowsTheReportsFigures_data() {
    QTest::addColumn<int>("check");
    for (std::size_t i = 0; i < pageChecks().size(); ++i)
        QTest::newRow(pageChecks()[i].name) << static_cast<int>(i);
}

void JourneyTest::everyPageShowsTheReportsFigures() {
    QFETCH(int, check);
    pageChecks()[static_cast<std::size_t>(check)].run(*m_window, m_report);
}

void JourneyTest::exportsHoldTheSameFigures() {
    m_window->showPage("report");
    auto& report = static_cast<ui::ReportPage&>(page(*m_window, "report"));
    QVERIFY(QTest::qWaitFor([&] { return !report.isRendering(); }, kPatience));
    const auto exported = [&](const QString& format) {
        const QString file = m_place.file("exported." + format);
        report.exportTo(format, file);
        // Written under another name first, so what is there is whole.
        if (!QTest::qWaitFor([&] { return QFile::exists(file); }, kPatience))
            qFatal("no %s", qPrintable(file));
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
    QVERIFY(reader.waitForFinished(kPatience));
    QString text = QString::fromUtf8(reader.readAllStandardOutput());
    text.replace(QStringLiteral("ﬁ"), QStringLiteral("fi"));  // the PDF's font joins them
    QVERIFY2(text.contains(top1), qPrintable(text.left(2000)));
    QVERIFY(text.contains(m_report["decision"]["headline"].toString()));
}

void JourneyTest::exportButtonAsksForAFile() {
    const QString file = m_place.file("asked.md");
    QTimer::singleShot(0, this, [&] {
        QVERIFY(QTest::qWaitFor([] { return qApp->activeModalWidget() != nullptr; }, kPatience));
        auto* dialog = qobject_cast<QFileDialog*>(qApp->activeModalWidget());
        QVERIFY(dialog);
        dialog->selectFile(file);
        static_cast<QDialog*>(dialog)->accept();
    });
    QTest::mouseClick(&child<QPushButton>(*m_window, "export-md"), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(file); }, kPatience));
    QCOMPARE(readFile(file), readFile(m_folder + "/report.md"));
}

void JourneyTest::aSecondWindowShowsTheSame() {
    auto second = shownWindow();
    QSignalSpy opened(second.get(), &ui::MainWindow::runOpened);
    QVERIFY(drop(*second, {m_folder}));
    QVERIFY(opened.wait(kPatience));
    QVERIFY(opened.first().first().toBool());
    QCOMPARE(child<QPushButton>(*second, "runButton").text(), QStringLiteral("Run"));
    const auto here = allTables(*m_window), there = allTables(*second);
    QVERIFY(here.size() >= 10);
    for (const PageCheck& check : pageChecks()) check.run(*second, m_report);
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
    QVERIFY(overviewCell(*m_window, "Latency p50", 0) == QStringLiteral("–"));
}

PWB_UI_TEST(JourneyTest);
#include "journey_test.moc"
