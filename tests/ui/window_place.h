// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QSignalSpy>
#include <QStringList>
#include <QTableView>
#include <QTest>
#include <memory>

#include "tests/support/test_folder.h"
#include "tests/ui/ui_test.h"
#include "ui/main_window.h"
#include "ui/pages/page.h"

namespace pwb::tests {

/// Sets the application up for tests of the whole window, with a folder for what they write; runs go below
/// it.
class Place {
public:
    Place();
    [[nodiscard]] QString file(const QString& name) const {
        return QString::fromStdString(m_folder.at(name.toStdString()));
    }
    [[nodiscard]] QString runs() const { return file(QStringLiteral("runs")); }

private:
    TestFolder m_folder;
};

[[nodiscard]] QString sample(const QString& name);  ///< below resources/samples/glyphs
[[nodiscard]] QString worker();                     ///< the command line beside the test

/// A plan whose run takes seconds: `limit` samples (0: all), 20 runs per batch, min–max calibration.
[[nodiscard]] run::RunPlan smallPlan(int limit = 72, bool measure = true);
/// The same with the glyph model, its data and its preprocessing.
[[nodiscard]] run::RunPlan glyphPlan(int limit = 72, bool measure = true);

/// A shown window of the given size.
[[nodiscard]] std::unique_ptr<ui::MainWindow> shownWindow(QSize size = {1440, 900});

/// Drags the paths over the widget under `at` of the window and lets them fall, as a file manager does: the
/// paths come as URLs and as text. False when nothing took them.
[[nodiscard]] bool drop(QWidget& window, const QStringList& paths, QPoint at);
[[nodiscard]] bool drop(QWidget& window, const QStringList& paths);

/// Waits until Setup has read everything.
[[nodiscard]] bool waitUntilRead(ui::MainWindow& window);
/// Waits for the run to end; "finished", "cancelled", the error's code, or "timeout".
[[nodiscard]] QString waitForEnd(ui::MainWindow& window, int seconds = kPatience / 1000);
/// Opens a run folder and waits for it.
[[nodiscard]] bool open(ui::MainWindow& window, const QString& folder);

/// A child that must exist.
template <class Widget>
Widget& child(const QObject& parent, const QString& name) {
    auto* found = parent.findChild<Widget*>(name);
    if (!found) qFatal("there is no %s", qPrintable(name));
    return *found;
}
[[nodiscard]] ui::Page& page(const ui::MainWindow& window, const QString& id);

/// The number at the start of a shown text, with the step of its last digit.
struct Shown {
    double value = 0, step = 1;
    bool number = false;
};
[[nodiscard]] Shown numberOf(const QString& text);
/// Whether `text` shows `value`, rounded to the digits it has.
[[nodiscard]] bool shows(const QString& text, double value);
/// All numbers in a text, in order, as they stand there.
[[nodiscard]] QStringList numbersIn(const QString& text);

/// The cell texts of a view's model.
[[nodiscard]] QVector<QStringList> cells(const QAbstractItemView& view);
/// Goes through all pages and returns the texts of all their tables: "page/table" → lines.
[[nodiscard]] QMap<QString, QString> allTables(ui::MainWindow& window);

[[nodiscard]] QJsonObject readJson(const QString& file);
[[nodiscard]] QByteArray readFile(const QString& file);

}  // namespace pwb::tests
