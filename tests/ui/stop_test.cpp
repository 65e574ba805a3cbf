// SPDX-License-Identifier: GPL-3.0-or-later
// Stopping a run at each of its stages, going on with it, and an engine that fails.
#include <QDir>
#include <QPushButton>

#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/models/comparison_model.h"
#include "ui/models/format.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/progress_lane.h"

using namespace pwb;
using namespace pwb::tests;
using pwb::ui::ProgressLane;

namespace {

const QStringList kLaneEngines = {"fp32", "fp16", "int8"};

ProgressLane& lane(const QObject& window, const QString& engine) {
    return child<ProgressLane>(window, "lane-" + engine);
}

QVector<std::int64_t> rightAnswers(const ui::Document& document) {
    QVector<std::int64_t> right;
    for (const auto& engine : document->engines) right << (engine.accuracy ? engine.accuracy->correct : -1);
    return right;
}

QVector<std::int64_t> samplesSeen(const ui::Document& document) {
    QVector<std::int64_t> samples(3);
    for (int e = 0; document && e < 3; ++e)
        if (const auto& accuracy = document->engines[static_cast<std::size_t>(e)].accuracy)
            samples[e] = accuracy->samples;
    return samples;
}

/// Sets the window up and presses Run.
void startRun(ui::MainWindow& window, const run::RunPlan& plan) {
    window.setup()->setPlan(plan);
    QVERIFY(waitUntilRead(window));
    QTest::mouseClick(&child<QPushButton>(window, "runButton"), Qt::LeftButton);
    QVERIFY(window.controller()->running());
}

/// Waits until any engine is in `stage`, with something done when `begun`.
bool reaches(ui::MainWindow& window, run::Stage stage, bool begun) {
    return QTest::qWaitFor(
               [&] {
                   for (const auto& progress : window.controller()->progress())
                       if (progress.stage == stage && (!begun || progress.done > 0)) return true;
                   return !window.controller()->running();
               },
               kPatience) &&
           window.controller()->running();
}

}  // namespace

class StopTest : public QObject {
    Q_OBJECT

private slots:
    void cancelledAtAnyStageItResumesToTheSameAnswers_data();
    void cancelledAtAnyStageItResumesToTheSameAnswers();
    void cancelledAtOnceItStartsAnew();
    void aStoppedRunResumesInAnotherWindow();
    void aFailedEngineLeavesTheOthersComplete();
    void closingTheWindowStopsTheRun();

private:
    /// Right answers of each engine in a run that nobody stopped.
    QVector<std::int64_t> undisturbed();

    Place m_place;
    QVector<std::int64_t> m_undisturbed;
    QString m_stoppedRun;
};

QVector<std::int64_t> StopTest::undisturbed() {
    if (m_undisturbed.isEmpty()) {
        run::RunPlan plan = glyphPlan(0, false);
        plan.runFolder = m_place.file("undisturbed").toStdString();
        const auto document = run::execute(plan, false, {}, {});
        if (!document) qFatal("%s", qPrintable(ui::coreText(document.error())));
        m_undisturbed = rightAnswers(*document);
    }
    return m_undisturbed;
}

void StopTest::cancelledAtAnyStageItResumesToTheSameAnswers_data() {
    QTest::addColumn<int>("stage");
    QTest::addColumn<bool>("byKey");
    QTest::newRow("building") << static_cast<int>(run::Stage::Calibrating) << false;
    QTest::newRow("evaluating") << static_cast<int>(run::Stage::Evaluating) << true;
    QTest::newRow("measuring") << static_cast<int>(run::Stage::Measuring) << false;
}

void StopTest::cancelledAtAnyStageItResumesToTheSameAnswers() {
    QFETCH(int, stage);
    QFETCH(bool, byKey);
    const auto wanted = static_cast<run::Stage>(stage);
    const bool measuring = wanted == run::Stage::Measuring;
    auto window = shownWindow();
    run::RunPlan plan = glyphPlan(0, measuring);
    plan.batches = {1};
    plan.calibrationCache = false;  // or there would be nothing to stop in
    plan.calibrationSamples = wanted == run::Stage::Calibrating ? 500 : 72;
    if (wanted == run::Stage::Calibrating) plan.calibrator = quantize::Calibrator::Entropy;
    startRun(*window, plan);
    QVERIFY(reaches(*window, wanted, true));
    if (wanted == run::Stage::Evaluating)
        QVERIFY(QTest::qWaitFor([&] { return samplesSeen(window->document()).value(0) > 0; }, kPatience));
    const auto seen = samplesSeen(window->document());
    auto& cancel = child<QPushButton>(*window, "cancelButton");
    QVERIFY(cancel.isEnabled());
    if (byKey)
        QTest::keyClick(window.get(), Qt::Key_F5, Qt::ShiftModifier);
    else
        QTest::mouseClick(&cancel, Qt::LeftButton);
    QVERIFY(!cancel.isEnabled());
    QCOMPARE(cancel.text(), QStringLiteral("Stopping…"));
    QCOMPARE(waitForEnd(*window), QStringLiteral("cancelled"));
    QVERIFY(window->document() && !window->document()->finished);  // it did not go on to the end

    for (const QString& engine : kLaneEngines) {
        const ProgressLane& own = lane(*window, engine);
        QVERIFY2(own.state() == ProgressLane::State::Cancelled || own.state() == ProgressLane::State::Done,
                 qPrintable(engine + ": " + own.stateText()));
        QVERIFY2(own.state() == ProgressLane::State::Done || own.stateText().startsWith("cancelled"),
                 qPrintable(engine + ": " + own.stateText()));
    }
    auto& button = child<QPushButton>(*window, "runButton");
    QCOMPARE(button.text(), QStringLiteral("Resume"));
    QVERIFY(button.isEnabled());
    QVERIFY(window->document());
    m_stoppedRun = QString::fromStdString(window->document()->runFolder.string());
    // Figures that were there are still there.
    const auto kept = samplesSeen(window->document());
    for (int e = 0; e < 3; ++e) QVERIFY(kept[e] >= seen[e]);
    window->showPage("overview");
    const auto shown = cells(child<QTableView>(*window, "comparisonTable"))[1];
    for (std::size_t e = 0; e < 3; ++e)
        if (const auto& accuracy = window->document()->engines[e].accuracy)
            QVERIFY(shows(shown[static_cast<int>(e) + 1], accuracy->top1 * 100));
    if (measuring) {
        QCOMPARE(rightAnswers(window->document()), undisturbed());
        return;  // the next test goes on with it
    }
    const auto before = window->document();
    QTest::mouseClick(&button, Qt::LeftButton);
    QVERIFY(window->controller()->running());
    QCOMPARE(waitForEnd(*window), QStringLiteral("finished"));
    QCOMPARE(window->document()->runFolder, before->runFolder);
    QCOMPARE(button.text(), QStringLiteral("Run"));
    if (wanted == run::Stage::Calibrating) {  // another calibrator than the undisturbed run's
        QCOMPARE(rightAnswers(window->document()).mid(0, 2), undisturbed().mid(0, 2));
        return;
    }
    QCOMPARE(rightAnswers(window->document()), undisturbed());
}

void StopTest::cancelledAtOnceItStartsAnew() {
    auto window = shownWindow();
    startRun(*window, glyphPlan(0, false));
    QTest::mouseClick(&child<QPushButton>(*window, "cancelButton"), Qt::LeftButton);
    QCOMPARE(waitForEnd(*window), QStringLiteral("cancelled"));
    for (const QString& engine : kLaneEngines)
        QVERIFY2(lane(*window, engine).state() != ProgressLane::State::Working,
                 qPrintable(lane(*window, engine).stateText()));
    auto& button = child<QPushButton>(*window, "runButton");
    QCOMPARE(button.text(), QStringLiteral("Resume"));
    (void)allTables(*window);
    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(waitForEnd(*window), QStringLiteral("finished"));
    QCOMPARE(rightAnswers(window->document()), undisturbed());
}

void StopTest::aStoppedRunResumesInAnotherWindow() {
    auto window = shownWindow();
    QVERIFY(open(*window, m_stoppedRun));
    auto& button = child<QPushButton>(*window, "runButton");
    QCOMPARE(button.text(), QStringLiteral("Resume"));
    QCOMPARE(rightAnswers(window->document()), undisturbed());
    for (const auto& engine : window->document()->engines) QVERIFY(!engine.accuracyPartial);
    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(waitForEnd(*window), QStringLiteral("finished"));
    QCOMPARE(rightAnswers(window->document()), undisturbed());
    for (const auto& engine : window->document()->engines) {
        QVERIFY(engine.measurement);
        QCOMPARE(lane(*window, QString::fromStdString(engine.id.key())).state(), ProgressLane::State::Done);
    }
}

void StopTest::aFailedEngineLeavesTheOthersComplete() {
    auto window = shownWindow();
    // A folder stands where the INT8 engine is to be written.
    connect(window->controller(), &ui::RunController::started, this, [&] {
        const QString folder = QString::fromStdString(window->controller()->plan().runFolder.string());
        QVERIFY(QDir().mkpath(folder + "/engines/mobilenetv2_int8.onnx/x"));
    });
    startRun(*window, glyphPlan(72, false));
    QCOMPARE(waitForEnd(*window), QStringLiteral("finished"));
    const auto* failed = window->document()->engine(base::Precision::Int8);
    QVERIFY(failed && failed->state == result::EngineState::Failed && failed->error);
    QCOMPARE(lane(*window, "int8").state(), ProgressLane::State::Failed);
    QCOMPARE(lane(*window, "int8").stateText(), QStringLiteral("failed"));
    const auto* model =
        qobject_cast<ui::ComparisonModel*>(child<QTableView>(*window, "comparisonTable").model());
    QVERIFY(model->column(2).failed);
    const QString reason = ui::coreText(failed->error->message);
    QVERIFY2(model->column(2).note.contains(reason), qPrintable(model->column(2).note));
    for (int e = 0; e < 2; ++e) {
        const auto& engine = window->document()->engines[static_cast<std::size_t>(e)];
        QCOMPARE(lane(*window, kLaneEngines[e]).state(), ProgressLane::State::Done);
        QVERIFY(shows(model->index(1, e + 1).data().toString(), engine.accuracy->top1 * 100));
        QVERIFY(!model->column(e).failed);
    }
    QCOMPARE(model->index(1, 3).data().toString(), QStringLiteral("–"));
    (void)allTables(*window);  // every page copes with it
}

void StopTest::closingTheWindowStopsTheRun() {
    auto window = shownWindow();
    startRun(*window, glyphPlan(0, true));
    QVERIFY(reaches(*window, run::Stage::Evaluating, true));
    const QString folder = QString::fromStdString(window->controller()->plan().runFolder.string());
    window->close();
    window.reset();
    QVERIFY(ui::Settings().recentRuns().contains(folder));
    const auto document = run::openRun(folder.toStdString());
    QVERIFY(document && !(*document)->finished);
}

PWB_UI_TEST(StopTest);
#include "stop_test.moc"
