// SPDX-License-Identifier: GPL-3.0-or-later
// Languages and themes change words and colours, never a figure; what a window remembers over a restart.
#include <QApplication>
#include <QLabel>

#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/pages/setup_page.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

/// The figures of every table, without the words around them.
QMap<QString, QStringList> figures(ui::MainWindow& window) {
    QMap<QString, QStringList> found;
    const auto tables = allTables(window);
    // Names of recommendations and conditions hold numbers that move in a sentence from language to language.
    for (auto it = tables.begin(); it != tables.end(); ++it)
        if (!it.key().contains("recommendations")) found[it.key()] = numbersIn(it.value());
    return found;
}

bool hasChinese(const QString& text) {
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.script() == QChar::Script_Han; });
}

}  // namespace

class SettingsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void languagesKeepTheFigures();
    void themesKeepTheFigures();
    void aNewWindowIsAsTheLastOneWas();
    void thePlanSurvivesWithoutLostFiles();

private:
    Place m_place;
};

void SettingsTest::initTestCase() {
    run::RunPlan plan = glyphPlan();
    plan.batches = {1};
    plan.requirements.accuracyFloorPercent = 97;
    plan.requirements.streams = 3;
    plan.requirements.fps = 25;
    plan.runFolder = m_place.file("run").toStdString();
    const auto document = run::execute(plan, false, {}, {});
    QVERIFY2(document, document ? "" : qPrintable(ui::coreText(document.error())));
}

void SettingsTest::languagesKeepTheFigures() {
    auto window = shownWindow();
    QVERIFY(open(*window, m_place.file("run")));
    window->showPage("overview");
    const auto before = figures(*window);
    const auto words = allTables(*window);
    QVERIFY(before.size() >= 10);
    QVERIFY(before["overview/comparisonTable"].size() > 40);
    const QString headline = child<QLabel>(*window, "verdictHeadline").text();

    child<QAction>(*window, "actionLanguage-zh_CN").trigger();
    QVERIFY(QTest::qWaitFor([] { return ui::currentLanguage() == QLatin1String("zh_CN"); }));
    QTest::qWait(50);  // the old pages go when the event loop turns
    QCOMPARE(window->currentPage(), QStringLiteral("overview"));
    QVERIFY(window->document());
    QVERIFY(hasChinese(child<QLabel>(*window, "verdictHeadline").text()));
    const auto chinese = figures(*window);
    QCOMPARE(chinese.keys(), before.keys());
    for (const QString& table : before.keys()) {
        if (table.contains("tipping")) continue;  // sentences
        QCOMPARE(table + ": " + chinese[table].join(' '), table + ": " + before[table].join(' '));
    }
    const auto translated = allTables(*window);
    QVERIFY(hasChinese(translated["overview/comparisonTable"]));
    QVERIFY(hasChinese(translated["decision/feasibilityTable"]));

    child<QAction>(*window, "actionLanguage-en").trigger();
    QVERIFY(QTest::qWaitFor([] { return ui::currentLanguage() == QLatin1String("en"); }));
    QTest::qWait(50);
    QCOMPARE(child<QLabel>(*window, "verdictHeadline").text(), headline);
    QCOMPARE(allTables(*window), words);
}

void SettingsTest::themesKeepTheFigures() {
    auto window = shownWindow();
    QVERIFY(open(*window, m_place.file("run")));
    const auto before = allTables(*window);
    window->showPage("memory");
    QTest::qWait(50);
    const QImage light = window->grab().toImage();
    window->setTheme(ui::ThemeChoice::Dark);
    QVERIFY(ui::Theme::current().dark);
    QCOMPARE(allTables(*window), before);
    const QColor dark = window->grab().toImage().pixelColor(3, window->height() / 2);
    QVERIFY(dark.lightness() < 100);
    window->setTheme(ui::ThemeChoice::Light);
    QVERIFY(!ui::Theme::current().dark);
    QCOMPARE(allTables(*window), before);
    window->showPage("memory");
    QTest::qWait(50);
    QCOMPARE(window->grab().toImage(), light);
}

void SettingsTest::aNewWindowIsAsTheLastOneWas() {
    QSize size;
    {
        auto window = shownWindow({1180, 760});
        size = window->size();
        QVERIFY(open(*window, m_place.file("run")));
        window->setup()->setPlan(glyphPlan());
        window->setLanguage("zh_CN");
        window->setTheme(ui::ThemeChoice::Dark);
        window->showPage("memory");
        window->close();
    }
    const ui::Settings kept;
    QCOMPARE(kept.language(), QStringLiteral("zh_CN"));
    QCOMPARE(kept.theme() == ui::ThemeChoice::Dark, true);
    QCOMPARE(kept.recentRuns().value(0), m_place.file("run"));
    ui::applyLanguage(kept.language());
    ui::applyTheme(kept.theme());
    auto window = shownWindow({});
    QCOMPARE(window->currentPage(), QStringLiteral("memory"));
    QCOMPARE(window->size(), size);
    QVERIFY(hasChinese(page(*window, "memory").title()));
    QCOMPARE(QString::fromStdString(run::toJson(window->setup()->plan())),
             QString::fromStdString(run::toJson(glyphPlan())));
    QVERIFY(waitUntilRead(*window));
    window->setLanguage("en");
    window->setTheme(ui::ThemeChoice::Light);
}

void SettingsTest::thePlanSurvivesWithoutLostFiles() {
    run::RunPlan plan = glyphPlan();
    plan.model = m_place.file("gone.onnx").toStdString();
    ui::Settings().setOptions(QString::fromStdString(run::toJson(plan)));
    const auto window = shownWindow();
    QVERIFY(window->setup()->plan().model.empty());
    QCOMPARE(window->setup()->plan().data, plan.data);
    QCOMPARE(window->setup()->plan().runs, plan.runs);
    ui::Settings().setOptions("{ not a plan");
    QVERIFY(shownWindow()->setup()->plan().data.empty());
}

PWB_UI_TEST(SettingsTest);
#include "settings_test.moc"
