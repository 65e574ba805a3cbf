// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window does not answer while a run goes on and every page is visited.
#include <QFile>
#include <QPushButton>
#include <atomic>
#include <functional>
#include <thread>

#include "tests/support/documents/sample_document.h"
#include "tests/support/places.h"
#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/pages/accuracy_page.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup_page.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

/// The product's goal on a quiet machine, and what a noisy one is allowed.
constexpr double kGoalMs = 50, kLimitMs = 1000;

/// Asks the event loop for an answer over and over from a thread of its own, and keeps the longest it took;
/// beside it how long the GUI thread waited for a processor meanwhile, which is not the window's doing.
class Watchdog : public QObject {
public:
    struct Stall {
        double ms = 0, starvedMs = 0;
        QString where;
        /// What is left when waiting for a processor is taken off: work, locks and files.
        [[nodiscard]] double ownMs() const { return std::max(0.0, ms - starvedMs); }
    };

    /// On the GUI thread; `where` tells what the window is at.
    explicit Watchdog(std::function<QString()> where) : m_where(std::move(where)) {
        m_thread = std::jthread([this](const std::stop_token& stop) { watch(stop); });
    }
    ~Watchdog() override { m_thread = {}; }
    [[nodiscard]] Stall worst() const { return m_worst; }
    [[nodiscard]] Stall worstOwn() const { return m_worstOwn; }
    [[nodiscard]] int overGoal() const { return m_overGoal; }

private:
    using Clock = std::chrono::steady_clock;

    /// Milliseconds that the calling thread has waited for a processor so far; 0 where the system does not
    /// tell.
    static double starved() {
        QFile file(QStringLiteral("/proc/thread-self/schedstat"));
        if (!file.open(QIODevice::ReadOnly)) return 0;
        return file.readAll().split(' ').value(1).toDouble() / 1e6;
    }

    void watch(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            m_answered = false;
            QMetaObject::invokeMethod(
                this, [this, asked = Clock::now()] { answer(asked); }, Qt::QueuedConnection);
            while (!m_answered && !stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    void answer(Clock::time_point asked) {
        const double starvedNow = starved();
        const QString here = m_where();
        const Stall stall{std::chrono::duration<double, std::milli>(Clock::now() - asked).count(),
                          starvedNow - m_starved, m_before + QStringLiteral(" → ") + here};
        m_starved = starvedNow;
        m_before = here;
        if (stall.ms > kGoalMs) {
            ++m_overGoal;
            qInfo("stall: %.1f ms (%.1f ms of it without a processor) at %s", stall.ms, stall.starvedMs,
                  qPrintable(stall.where));
        }
        if (stall.ms > m_worst.ms) m_worst = stall;
        if (stall.ownMs() > m_worstOwn.ownMs()) m_worstOwn = stall;
        m_answered = true;
    }

    std::function<QString()> m_where;
    QString m_before;
    Stall m_worst, m_worstOwn;
    int m_overGoal = 0;
    double m_starved = starved();
    std::atomic<bool> m_answered = false;
    std::jthread m_thread;
};

QString stagesOf(ui::MainWindow& window) {
    QStringList stages;
    for (const auto id : base::kAllPrecisions) {
        const auto& progress = window.controller()->progress();
        const auto found = progress.constFind(id);
        if (found != progress.constEnd()) stages << ui::stageText(found->stage);
    }
    stages.removeDuplicates();
    return stages.isEmpty() ? QStringLiteral("starting") : stages.join('+');
}

}  // namespace

class StallTest : public QObject {
    Q_OBJECT

private slots:
    void theWatchdogSeesAStall();
    void theWindowAnswersDuringAWholeRun();
    void theWindowAnswersWhileOpeningAndSettingUp();
    void themesAndLanguagesChangeQuickly();
    void theWindowAnswersWithADetectorsRun();
    void aThousandClassesDoNotHoldUpAPage();

private:
    void judge(const Watchdog& watchdog, const char* what);
    Place m_place;
    QString m_run;
};

void StallTest::judge(const Watchdog& watchdog, const char* what) {
    const auto worst = watchdog.worst(), own = watchdog.worstOwn();
    qInfo("%s: worst stall: %.0f ms at stage %s", what, worst.ms, qPrintable(worst.where));
    qInfo("%s: worst of its own: %.0f ms at stage %s; %d stalls over %.0f ms", what, own.ownMs(),
          qPrintable(own.where), watchdog.overGoal(), kGoalMs);
    QVERIFY2(own.ownMs() < kLimitMs, qPrintable(own.where));
}

void StallTest::theWatchdogSeesAStall() {
    const Watchdog watchdog([] { return QStringLiteral("a sleep"); });
    QTest::qWait(50);
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
    QTest::qWait(50);
    QVERIFY(watchdog.worst().ms >= 119);
    QVERIFY(watchdog.overGoal() >= 1);
    QVERIFY(watchdog.worstOwn().ownMs() > 100);
}

void StallTest::theWindowAnswersDuringAWholeRun() {
    auto window = shownWindow();
    window->setup()->setPlan([] {
        run::RunPlan plan = glyphPlan(0);  // all 1008 samples
        plan.batches = {1};
        return plan;
    }());
    QVERIFY(waitUntilRead(*window));
    QTest::qWait(300);
    const Watchdog watchdog([&] { return window->currentPage() + ", " + stagesOf(*window); });
    QTimer visits;
    int next = 0;
    const QStringList pages = window->pageIds();
    connect(&visits, &QTimer::timeout, this, [&] { window->showPage(pages[next++ % pages.size()]); });
    QTest::mouseClick(&child<QPushButton>(*window, "runButton"), Qt::LeftButton);
    visits.start(120);
    QCOMPARE(waitForEnd(*window), QStringLiteral("finished"));
    m_run = QString::fromStdString(window->document()->runFolder.string());
    const int visited = next;
    (void)QTest::qWaitFor([&] { return next >= visited + pages.size(); }, 10000);
    visits.stop();
    QVERIFY(visited >= pages.size());
    qInfo("%d page visits during the run", visited);
    judge(watchdog, "run");
}

void StallTest::theWindowAnswersWhileOpeningAndSettingUp() {
    auto window = shownWindow();
    QTest::qWait(200);
    const Watchdog watchdog([&] { return window->currentPage() + ", opened"; });
    window->setup()->setPlan(glyphPlan());
    QVERIFY(waitUntilRead(*window));
    QVERIFY(open(*window, m_run));
    for (const QString& id : window->pageIds()) {
        window->showPage(id);
        QTest::qWait(60);
    }
    const auto* report = window->findChild<ui::ReportPage*>();
    QVERIFY(QTest::qWaitFor([&] { return !report->isRendering(); }, 20000));
    judge(watchdog, "opening");
}

void StallTest::themesAndLanguagesChangeQuickly() {
    auto window = shownWindow();
    QVERIFY(open(*window, m_run));
    for (const QString& id : window->pageIds()) window->showPage(id);
    window->showPage("overview");
    QTest::qWait(200);
    const auto changed = [&](const char* what, const std::function<void()>& change) {
        const Watchdog watchdog([what] { return QString::fromLatin1(what); });
        QTest::qWait(50);
        change();
        QTest::qWait(150);
        judge(watchdog, what);
    };
    changed("dark theme", [&] { window->setTheme(ui::ThemeChoice::Dark); });
    changed("Chinese", [&] { window->setLanguage("zh_CN"); });
    changed("English", [&] { window->setLanguage("en"); });
    changed("light theme", [&] { window->setTheme(ui::ThemeChoice::Light); });
}

/// PWB_DETECTOR_RUN names a larger run to look at instead of the part of a sample.
void StallTest::theWindowAnswersWithADetectorsRun() {
    QString folder = qEnvironmentVariable("PWB_DETECTOR_RUN");
    if (folder.isEmpty()) {
        const std::filesystem::path pitch = samples() / "pitch";
        run::RunPlan plan = smallPlan(40, false);
        plan.model = pitch / "detector.onnx";
        plan.data = pitch / "val";
        plan.calibration = pitch / "calib";
        folder = m_place.file(QStringLiteral("detector"));
        plan.runFolder = folder.toStdString();
        QVERIFY(run::execute(plan, false, {}, {}));
    }
    auto window = shownWindow();
    QTest::qWait(200);
    const Watchdog watchdog([&] { return window->currentPage() + ", a detector"; });
    QVERIFY(open(*window, folder));
    for (const QString& id : window->pageIds()) {
        window->showPage(id);
        QTest::qWait(60);
    }
    const auto* report = window->findChild<ui::ReportPage*>();
    QVERIFY(QTest::qWaitFor([&] { return !report->isRendering(); }, 20000));
    judge(watchdog, "detector");
}

void StallTest::aThousandClassesDoNotHoldUpAPage() {
    const ui::Document document = largeDocument(1000, 10000);
    ui::AccuracyPage page;
    page.resize(1104, 720);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    const Watchdog watchdog([] { return QStringLiteral("accuracy, 1000 classes"); });
    QTest::qWait(50);
    page.setDocument(document);
    QTest::qWait(200);
    judge(watchdog, "thousand classes");
}

PWB_UI_TEST(StallTest);
#include "stall_test.moc"
