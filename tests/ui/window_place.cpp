// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window_place.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QMimeData>
#include <QRegularExpression>
#include <QUrl>
#include <cmath>

#include "tests/support/places.h"
#include "ui/models/language.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup_page.h"

namespace pwb::tests {

Place::Place() {
    ui::Settings().setRunsFolder(runs());
    ui::Settings().setLanguage(QStringLiteral("en"));
    ui::prepareApplication();
    ui::applyLanguage(QStringLiteral("en"));
    ui::applyTheme(ui::ThemeChoice::Light);
}

QString sample(const QString& name) {
    return QString::fromStdString((samples() / "glyphs" / name.toStdString()).string());
}

QString worker() {
    return QString::fromStdString((programs() / "pwb").string());
}

run::RunPlan smallPlan(int limit, bool measure) {
    run::RunPlan plan;
    plan.calibrationSamples = 72;
    plan.calibrator = quantize::Calibrator::MinMax;
    plan.batches = {1, 4};
    plan.streams = {1};
    plan.runs = 20;
    plan.measure = measure;
    plan.limit = limit;
    return plan;
}

run::RunPlan glyphPlan(int limit, bool measure) {
    run::RunPlan plan = smallPlan(limit, measure);
    plan.model = sample(QStringLiteral("mobilenetv2.onnx")).toStdString();
    plan.data = sample(QStringLiteral("val")).toStdString();
    plan.preprocess.mean = {{0.485, 0.456, 0.406}};
    plan.preprocess.std = {{0.229, 0.224, 0.225}};
    return plan;
}

std::unique_ptr<ui::MainWindow> shownWindow(QSize size) {
    auto window = std::make_unique<ui::MainWindow>();
    if (size.isValid()) window->resize(size);
    window->show();
    if (!QTest::qWaitForWindowActive(window.get())) qWarning("the window did not become active");
    return window;
}

bool drop(QWidget& window, const QStringList& paths, QPoint at) {
    QMimeData mime;
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    mime.setUrls(urls);
    mime.setText(paths.join('\n'));
    QWidget* under = window.childAt(at);
    if (!under) under = &window;
    const QPoint local = under->mapFrom(&window, at);
    QDragEnterEvent enter(local, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(under, &enter);
    if (!enter.isAccepted()) return false;
    QDropEvent fall(local, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    fall.ignore();
    QApplication::sendEvent(under, &fall);
    return fall.isAccepted();
}

bool drop(QWidget& window, const QStringList& paths) {
    return drop(window, paths, window.rect().center());
}

bool waitUntilRead(ui::MainWindow& window) {
    const auto& button = child<QAbstractButton>(window, QStringLiteral("runButton"));
    return QTest::qWaitFor(
        [&] {
            const ui::SetupFacts& facts = *window.setup()->facts();
            const run::RunPlan& plan = window.setup()->plan();
            return facts.complete && facts.model && *facts.model && (*facts.model)->path == plan.model &&
                   facts.data && *facts.data && (*facts.data)->root == plan.data && button.isEnabled();
        },
        kPatience);
}

QString waitForEnd(ui::MainWindow& window, int seconds) {
    QString end = QStringLiteral("timeout");
    QEventLoop loop;
    QObject context;
    const auto* run = window.controller();
    QObject::connect(run, &ui::RunController::finished, &context, [&] { end = "finished", loop.quit(); });
    QObject::connect(run, &ui::RunController::cancelled, &context, [&] { end = "cancelled", loop.quit(); });
    QObject::connect(run, &ui::RunController::failed, &context, [&](const base::Error& error) {
        end = QString::fromStdString(error.message.code);
        loop.quit();
    });
    QTimer::singleShot(seconds * 1000, &context, [&] { loop.quit(); });
    if (!run->running()) return QStringLiteral("not running");
    loop.exec();
    return end;
}

bool open(ui::MainWindow& window, const QString& folder) {
    QSignalSpy opened(&window, &ui::MainWindow::runOpened);
    window.openRun(folder);
    return (!opened.isEmpty() || opened.wait(kPatience)) && opened.first().first().toBool();
}

ui::Page& page(const ui::MainWindow& window, const QString& id) {
    return child<ui::Page>(window, id + QStringLiteral("Page"));
}

Shown numberOf(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("^[^0-9−+]*([−+]?)([0-9][0-9,]*)(\\.([0-9]+))?"));
    const auto match = pattern.match(text);
    if (!match.hasMatch()) return {};
    const QString digits = match.captured(2).remove(',') + match.captured(3);
    const double size = digits.toDouble();
    return {match.captured(1) == QStringLiteral("−") ? -size : size,
            std::pow(10.0, -static_cast<double>(match.captured(4).size())), true};
}

bool shows(const QString& text, double value) {
    const Shown shown = numberOf(text);
    const bool right = shown.number && std::abs(shown.value - value) <= shown.step * 0.5000001 + 1e-12;
    if (!right) qWarning("“%s” does not show %.9g", qPrintable(text), value);
    return right;
}

QStringList numbersIn(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("[−+]?[0-9]+(,[0-9]{3})*(\\.[0-9]+)?"));
    QStringList numbers;
    for (auto it = pattern.globalMatch(text); it.hasNext();) numbers << it.next().captured();
    return numbers;
}

QVector<QStringList> cells(const QAbstractItemView& view) {
    const QAbstractItemModel& model = *view.model();
    QVector<QStringList> rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList line;
        for (int column = 0; column < model.columnCount(); ++column)
            line << model.index(row, column).data().toString();
        rows << line;
    }
    return rows;
}

QMap<QString, QString> allTables(ui::MainWindow& window) {
    QMap<QString, QString> tables;
    const QString before = window.currentPage();
    for (const QString& id : window.pageIds()) {
        if (id == QLatin1String("setup") || id == QLatin1String("history")) continue;
        window.showPage(id);
        QCoreApplication::processEvents();
        for (const auto* view : page(window, id).findChildren<QAbstractItemView*>()) {
            if (!view->model() || view->objectName().isEmpty() || !view->inherits("QTableView")) continue;
            QStringList lines;
            for (const QStringList& row : cells(*view)) lines << row.join('\t');
            tables[id + '/' + view->objectName()] = lines.join('\n');
        }
        if (auto* report = window.findChild<ui::ReportPage*>(); report && id == QLatin1String("report"))
            (void)QTest::qWaitFor([&] { return !report->isRendering(); }, kPatience);
    }
    window.showPage(before);
    return tables;
}

QByteArray readFile(const QString& file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", qPrintable(file));
    return in.readAll();
}

QJsonObject readJson(const QString& file) {
    return QJsonDocument::fromJson(readFile(file)).object();
}

}  // namespace pwb::tests
