// SPDX-License-Identifier: GPL-3.0-or-later
// The window in a locale with a decimal comma, as QApplication makes it the program's own: what is stored and
// reported has decimal points all the same.
#include <sqlite3.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QPushButton>
#include <QRegularExpression>
#include <clocale>

#include "core/report/writers.h"
#include "tests/support/comma_locale.h"
#include "tests/support/places.h"
#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/models/language.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup_page.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

const CommaLocale& locale() {
    static const CommaLocale made;
    return made;
}

/// Digits, a comma and digits that are no group of thousands.
const QRegularExpression& decimalComma() {
    static const QRegularExpression pattern(QStringLiteral("\\d,(?!\\d{3}(\\D|$))\\d"));
    return pattern;
}

/// All strings of a JSON value, without the names of its fields.
void collect(const QJsonValue& value, QStringList& strings) {
    if (value.isString()) strings << value.toString();
    for (const QJsonValue& one : value.toArray()) collect(one, strings);
    for (const QJsonValue& one : value.toObject()) collect(one, strings);
}

QStringList stringsOf(const QByteArray& json) {
    QStringList strings;
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (document.isObject()) collect(document.object(), strings);
    if (document.isArray()) collect(document.array(), strings);
    return strings;
}

/// The strings in all JSON columns of a store.
QStringList storedStrings(const QString& file) {
    QStringList strings;
    sqlite3* store = nullptr;
    if (sqlite3_open_v2(file.toUtf8(), &store, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
        qFatal("no store");
    sqlite3_exec(
        store, "SELECT json FROM facts UNION ALL SELECT json FROM parts",
        [](void* into, int, char** values, char**) {
            *static_cast<QStringList*>(into) << stringsOf(values[0]);
            return 0;
        },
        &strings, nullptr);
    sqlite3_close(store);
    return strings;
}

QStringList reportsOf(const result::RunResult& run) {
    return {QString::fromStdString(report::writeJson(run, ui::words())),
            QString::fromStdString(report::writeHtml(run, ui::words())),
            QString::fromStdString(report::writeMarkdown(run, ui::words())),
            QString::fromStdString(report::writePredictionsCsv(run))};
}

/// Before the application object, which takes the locale from here.
void setCommaLocale(const Surroundings&) {
    for (const auto& [name, value] : locale().environment()) qputenv(name.c_str(), value.c_str());
}

}  // namespace

class LocaleTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aRunIsStoredWithPoints();
    void reportsDoNotDependOnIt();

private:
    Place m_place;
    ui::Document m_run;
};

void LocaleTest::initTestCase() {
    if (!locale().isThere()) QSKIP("localedef or its sources are missing (Debian: locales)");
    QCOMPARE(std::localeconv()->decimal_point, ",");
    QVERIFY(QString::asprintf("%.1f", 97.1) == QLatin1String("97.1"));  // Qt's own has a point always
    char text[16];
    std::snprintf(text, sizeof text, "%.1f", 97.1);
    QCOMPARE(text, "97,1");
    QVERIFY(decimalComma().match("97,1 %").hasMatch() && !decimalComma().match("1,008 of 1,008").hasMatch());
}

void LocaleTest::aRunIsStoredWithPoints() {
    auto window = shownWindow();
    run::RunPlan plan = smallPlan(24);
    plan.model = samples() / "pitch" / "detector.onnx";
    plan.data = samples() / "pitch" / "val";
    plan.calibration = samples() / "pitch" / "calib";
    plan.calibrator = run::RunPlan().calibrator;  // the contest, which tells of its figures
    plan.batches = {1};
    window->setup()->setPlan(plan);
    QVERIFY(waitUntilRead(*window));
    QTest::mouseClick(&child<QPushButton>(*window, "runButton"), Qt::LeftButton);
    QVERIFY(window->controller()->running());
    QCOMPARE(waitForEnd(*window, 300), QStringLiteral("finished"));
    QCOMPARE(std::localeconv()->decimal_point, ",");
    m_run = window->document();
    const QString folder = QString::fromStdString(m_run->runFolder.string());
    const QStringList stored = storedStrings(folder + "/run.sqlite");
    QVERIFY(stored.filter(QRegularExpression("^\\d+\\.\\d+$")).size() > 2);  // figures of messages
    QVERIFY(stored.contains("quantize.kept_head_agreement"));
    for (const QStringList& strings : {stored, stringsOf(readFile(folder + "/report.json"))})
        for (const QString& text : strings)
            QVERIFY2(!decimalComma().match(text).hasMatch(), qPrintable(text));
}

void LocaleTest::reportsDoNotDependOnIt() {
    const QStringList here = reportsOf(*m_run);
    std::setlocale(LC_ALL, "C.UTF-8");
    const QStringList elsewhere = reportsOf(*m_run);
    std::setlocale(LC_ALL, "");
    QCOMPARE(std::localeconv()->decimal_point, ",");
    for (int i = 0; i < here.size(); ++i) QCOMPARE(here[i], elsewhere[i]);
    const QString folder = QString::fromStdString(m_run->runFolder.string());
    QCOMPARE(stringsOf(here[0].toUtf8()), stringsOf(readFile(folder + "/report.json")));
}

PWB_UI_TEST(LocaleTest, setCommaLocale);
#include "locale_test.moc"
