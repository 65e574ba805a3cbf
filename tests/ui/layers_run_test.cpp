// SPDX-License-Identifier: GPL-3.0-or-later
// The Layers page at work: measuring, pinning and rebuilding, stopping; a real run, model and runtime.
#include <QLabel>
#include <QPushButton>
#include <QTableView>

#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/jobs/layers_job.h"
#include "ui/models/format.h"
#include "ui/models/layer_table.h"
#include "ui/widgets/data_table.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

/// Waits for the job to end; "finished", "cancelled", the error, or "timeout".
QString waitForJob(ui::MainWindow& window, const std::function<void()>& start) {
    QString end = QStringLiteral("timeout");
    const QObject context;
    auto* job = window.layersJob();
    QObject::connect(job, &ui::LayersJob::finished, &context, [&] { end = QStringLiteral("finished"); });
    QObject::connect(job, &ui::LayersJob::cancelled, &context, [&] { end = QStringLiteral("cancelled"); });
    QObject::connect(job, &ui::LayersJob::failed, &context,
                     [&](const base::Error& error) { end = ui::coreText(error); });
    start();
    if (!job->running()) return QStringLiteral("not started");
    (void)QTest::qWaitFor([&] { return !job->running(); }, kPatience);
    return end;
}

}  // namespace

class LayersRunTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void measuringShowsWhatRan();
    void stoppingKeepsTheRunAsItWas();
    void rebuildingLeavesPinnedLayersFloat();

private:
    [[nodiscard]] ui::DataTable& table() { return child<ui::DataTable>(*m_window, "layersTable"); }
    void press(const char* button) {
        QTest::mouseClick(&child<QPushButton>(*m_window, button), Qt::LeftButton);
    }

    Place m_place;
    std::unique_ptr<ui::MainWindow> m_window;
};

void LayersRunTest::initTestCase() {
    run::RunPlan plan = glyphPlan(72);
    plan.batches = {1};
    plan.runFolder = m_place.file("run").toStdString();
    const auto document = run::execute(plan, false, {}, {});
    QVERIFY2(document, document ? "" : qPrintable(ui::coreText(document.error())));
}

void LayersRunTest::init() {
    m_window = shownWindow();
    QVERIFY(open(*m_window, m_place.file("run")));
    m_window->showPage("layers");
}

void LayersRunTest::cleanup() {
    m_window.reset();
}

void LayersRunTest::measuringShowsWhatRan() {
    QVERIFY(!table().isVisible());
    QCOMPARE(waitForJob(*m_window, [&] { press("measureLayers"); }), QStringLiteral("finished"));
    QVERIFY(table().isVisible());
    const auto& layers = m_window->document()->layers->layers;
    QVERIFY(layers.size() > 40);
    QCOMPARE(table().table().rows.size(), static_cast<int>(layers.size()));
    int engines = 0, int8 = 0;
    const auto& columns = table().table().columns;
    for (int c = 0; c < columns.size(); ++c) {
        if (!columns[c].mark) continue;
        ++engines;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const ui::Cell& cell = table().table().rows[static_cast<int>(i)][c];
            const auto* ran = ui::executionOf(layers[i], columns[c].mark->engine);
            if (!ran || ran->precision.empty()) continue;
            QCOMPARE(cell.text, QString::fromStdString(ran->precision).toUpper());
            if (ran->milliseconds) QVERIFY(shows(cell.aside, *ran->milliseconds));
            if (columns[c].mark->key() == "int8" && ran->precision == "int8") ++int8;
        }
    }
    QCOMPARE(engines, 3);
    QVERIFY(int8 > 20);
    QCOMPARE(ui::layerSummary(*m_window->document()->layers).int8, int8);
}

void LayersRunTest::stoppingKeepsTheRunAsItWas() {
    const auto before = m_window->document();
    QVERIFY(before->layers);
    QCOMPARE(waitForJob(*m_window,
                        [&] {
                            press("measureSensitivity");
                            QVERIFY(m_window->layersJob()->running());
                            QVERIFY(!child<QPushButton>(*m_window, "runButton").isEnabled());
                            QTest::qWait(500);
                            press("cancelLayers");
                        }),
             QStringLiteral("cancelled"));
    QCOMPARE(m_window->document(), before);
    QVERIFY(!child<QPushButton>(*m_window, "cancelLayers").isVisible());
}

void LayersRunTest::rebuildingLeavesPinnedLayersFloat() {
    const auto layers = m_window->document()->layers->layers;
    int chosen = -1;
    for (std::size_t i = 0; i < layers.size() && chosen < 0; ++i)
        if (const auto* ran = ui::executionOf(layers[i], base::Precision::Int8);
            layers[i].candidate && layers[i].op == "Conv" && ran && ran->precision == "int8")
            chosen = static_cast<int>(i);
    QVERIFY(chosen >= 0);
    table().setFocus();
    table().setCurrentIndex(table().model()->index(chosen, 0));
    QTest::keyClick(&table(), Qt::Key_Space);
    QCOMPARE(waitForJob(*m_window, [&] { press("rebuildInt8"); }), QStringLiteral("finished"));
    const auto& after = m_window->document()->layers->layers;
    const auto* ran = ui::executionOf(after[static_cast<std::size_t>(chosen)], base::Precision::Int8);
    QVERIFY(ran);
    QVERIFY2(ran->precision != "int8", ran->precision.c_str());
    QCOMPARE(QString::fromStdString(after[static_cast<std::size_t>(chosen)].floatReason.code),
             QStringLiteral("quantize.kept_pinned"));
    QVERIFY(child<QLabel>(*m_window, "pinText").text().contains("as built"));
    QVERIFY(!child<QPushButton>(*m_window, "rebuildInt8").isEnabled());
    QVERIFY(m_window->document()->engine(base::Precision::Int8)->accuracy->samples == 72);
}

PWB_UI_TEST(LayersRunTest);
#include "layers_run_test.moc"
