// SPDX-License-Identifier: GPL-3.0-or-later
// The Layers page: its table, filters, details, pins with undo, copying and saving.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "tests/support/documents/sample_document.h"
#include "tests/ui/ui_test.h"
#include "ui/charts/layer_scatter.h"
#include "ui/charts/layer_times.h"
#include "ui/charts/search_steps.h"
#include "ui/charts/value_histogram.h"
#include "ui/jobs/layers_job.h"
#include "ui/models/format.h"
#include "ui/models/layer_table.h"
#include "ui/pages/layers_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"

using namespace pwb;
using namespace pwb::ui;

class LayersTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void tableShowsTheFigures();
    void namesKeepWhatTellsThemApart();
    void modelIsSound();
    void filtersNarrowTheList();
    void summaryDividesTheTime();
    void csvHasEveryFigure();
    void chartsHoldTheSameNumbers();
    void choosingALayerShowsIt();
    void pinsCanBeTakenBack();
    void emptyPageSaysHow();

private:
    [[nodiscard]] DataTable& table() const { return *m_page->findChild<DataTable*>("layersTable"); }
    template <class T>
    [[nodiscard]] T& part(const char* name) const {
        return *m_page->findChild<T*>(name);
    }
    void select(int row) { table().setCurrentIndex(table().model()->index(row, 0)); }

    std::shared_ptr<result::RunResult> m_document;
    std::unique_ptr<LayersJob> m_job;
    std::unique_ptr<LayersPage> m_page;
};

void LayersTest::initTestCase() {
    prepareApplication();
    applyTheme(ThemeChoice::Light);
    m_document = tests::layerDocument();
    QVERIFY(m_document);
}

void LayersTest::init() {
    m_job = std::make_unique<LayersJob>();
    m_page = std::make_unique<LayersPage>(m_job.get());
    m_page->resize(1104, 721);
    m_page->setDocument(m_document);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void LayersTest::cleanup() {
    m_page.reset();
    m_job.reset();
}

void LayersTest::tableShowsTheFigures() {
    const CellTable& shown = table().table();
    QCOMPARE(shown.rows.size(), 24);
    QStringList heads;
    for (const CellColumn& column : shown.columns) heads << fullHeading(column);
    const auto column = [&](const QString& head) { return static_cast<int>(heads.indexOf(head)); };
    const auto cell = [&](int row, const QString& head) { return shown.rows[row][column(head)]; };
    const QString ran = "Really ran in; ms, ";
    QVERIFY2(column(ran + "INT8") > 0, qPrintable(heads.join('|')));
    QCOMPARE(cell(4, "Layer").text, QStringLiteral("features/4"));
    QCOMPARE(cell(4, ran + "FP32").text, QStringLiteral("FP32"));
    QCOMPARE(cell(4, ran + "FP32").aside, QStringLiteral("0.100"));
    // FP16 says what it really computed in.
    QCOMPARE(cell(4, ran + "FP16").text, QStringLiteral("FP32"));
    QCOMPARE(cell(4, ran + "INT8").text, QStringLiteral("INT8"));
    QCOMPARE(cell(4, ran + "INT8").aside, QStringLiteral("0.040"));
    QVERIFY(cell(4, ran + "INT8").chip == result::EngineKind(base::Precision::Int8));
    QCOMPARE(cell(21, ran + "INT8").text, QStringLiteral("FP32"));
    QCOMPARE(cell(4, "Sensitivity, alone, dB").text, QStringLiteral("56.0"));
    QCOMPARE(cell(4, "Sensitivity, float gains, dB").text, QStringLiteral("+1.0"));
    QCOMPARE(cell(4, "Sensitivity, points").text, QStringLiteral("+0.20"));
    QCOMPARE(cell(3, "Sensitivity, points").text, QStringLiteral("·"));
    QCOMPARE(cell(4, "Range").text, QStringLiteral("−4.00 … 4.00"));
    QCOMPARE(cell(23, "In INT8").text, QStringLiteral("–"));
    QVERIFY(!cell(23, "Float because").text.isEmpty());
    double sum = 0;
    for (const auto& layer : m_document->layers->layers)
        sum += *executionOf(layer, base::Precision::Int8)->milliseconds;
    QCOMPARE(cell(4, "INT8, Share, %").text, formatNumber(100 * 0.04 / (1.25 * sum), 1));
}

void LayersTest::namesKeepWhatTellsThemApart() {
    const auto shortened = [](const char* name, const char* op) {
        quantize::LayerFacts layer;
        layer.name = name;
        layer.op = op;
        return shortLayerName(layer);
    };
    QCOMPARE(shortened("/features/features.3/conv/conv.1/conv.1.0/Conv", "Conv"),
             QStringLiteral("features.3/conv.1.0"));
    QCOMPARE(shortened("/features/features.3/Add", "Add"), QStringLiteral("features.3"));
    QCOMPARE(shortened("Conv", "Conv"), QStringLiteral("Conv"));
    QCOMPARE(shortened("conv1", "Conv"), QStringLiteral("conv1"));
    QCOMPARE(shortened("", "Conv"), QString());
}

void LayersTest::modelIsSound() {
    CellTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto& report = *m_document->layers;
    LayerFilter filter;
    for (const char* text : {"", "conv", "features/1", "nothing of the kind"}) {
        filter.text = text;
        for (const bool sensitive : {false, true}) {
            filter.mostSensitive = sensitive;
            model.setTable(layerTable(*m_document, shownLayers(report, filter), {"/features/4/Conv"}));
            for (int row = 0; row < model.rowCount(); ++row)
                for (int column = 0; column < model.columnCount(); ++column)
                    QVERIFY(model.index(row, column).data(CellTableModel::SortRole).isValid());
        }
    }
    QCOMPARE(model.rowCount(), 0);
}

void LayersTest::filtersNarrowTheList() {
    part<QPushButton>("floatOnly").click();
    QCOMPARE(table().table().rows.size(), 4);
    QCOMPARE(table().table().rows[0][0].text, QStringLiteral("features/20"));
    part<QPushButton>("floatOnly").click();
    // The five groups that gain most: 14 to 23, of which the last layer is no candidate but of the group.
    part<QPushButton>("sensitiveOnly").click();
    QCOMPARE(table().table().rows.size(), 10);
    QCOMPARE(table().table().rows[0][0].text, QStringLiteral("features/14"));
    part<QPushButton>("sensitiveOnly").click();
    auto& operators = part<QComboBox>("layerOperator");
    operators.setCurrentIndex(operators.findText("Add"));
    emit operators.activated(operators.currentIndex());
    QCOMPARE(table().table().rows.size(), 4);
    auto& find = part<QLineEdit>("findLayer");
    QTest::keyClicks(&find, "features/1");
    QCOMPARE(table().table().rows.size(), 2);
    QTest::keyClick(&find, Qt::Key_Escape);
    QCOMPARE(table().table().rows.size(), 24);
    QCOMPARE(operators.currentIndex(), 0);
}

void LayersTest::summaryDividesTheTime() {
    const LayerSummary summary = layerSummary(*m_document->layers);
    QCOMPARE(summary.int8, 20);
    QCOMPARE(summary.floats, 4);
    QVERIFY(std::abs(*summary.int8Share + *summary.floatShare + *summary.elsewhereShare - 1) < 1e-9);
    QVERIFY(std::abs(*summary.elsewhereShare - 0.2) < 1e-9);
    QVERIFY(part<QLabel>("layersSummary").text().contains("20 %"));
}

void LayersTest::csvHasEveryFigure() {
    const QStringList lines =
        layerCsv(*m_document, {4, 21}, {"/features/4/Conv"}).split("\r\n", Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    const QStringList heads = lines[0].split(','), first = lines[1].split(','), second = lines[2].split(',');
    QCOMPARE(first.size(), heads.size());
    const auto at = [&](const QStringList& line, const char* head) { return line[heads.indexOf(head)]; };
    QCOMPARE(at(first, "layer"), QStringLiteral("/features/4/Conv"));
    QCOMPARE(at(first, "pinned_float"), QStringLiteral("1"));
    QCOMPARE(at(second, "pinned_float"), QStringLiteral("0"));
    QCOMPARE(at(first, "int8_ms").toDouble(), 0.04);
    QCOMPARE(at(first, "sqnr_without_db").toDouble(), 21.0);
    QCOMPARE(at(second, "int8_precision"), QStringLiteral("fp32"));
    table().setFocus();
    part<QPushButton>("layersTableCopy").click();
    QCOMPARE(QApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts).size(), 25);
}

void LayersTest::chartsHoldTheSameNumbers() {
    const CellTable times = m_page->findChild<LayerTimes*>()->table();
    QCOMPARE(times.rows[0][0].text, QStringLiteral("features/23"));
    QCOMPARE(times.rows[0][1].text, QStringLiteral("0.480"));
    const CellTable scatter = m_page->findChild<LayerScatter*>()->table();
    QCOMPARE(scatter.rows.size(), 23);
    QCOMPARE(scatter.rows[4][1].text, formatSigned(0.012 * 5 - 0.05, 3));
    QCOMPARE(scatter.rows[4][2].text, QStringLiteral("+1.00"));
    const CellTable steps = m_page->findChild<SearchSteps*>()->table();
    QCOMPARE(steps.rows.size(), 5);
    QCOMPARE(steps.rows[4][3].text, QStringLiteral("76.89"));
    QCOMPARE(steps.rows[3][6].text, QStringLiteral("taken back"));
}

void LayersTest::choosingALayerShowsIt() {
    select(6);
    const QString words = part<QLabel>("layerWords").text();
    QVERIFY2(words.contains("54.0 dB") && words.contains("+1.5 dB"), qPrintable(words));
    const CellTable values = part<ValueHistogram>("valueHistogram").table();
    QVERIFY(!values.rows.isEmpty());
    const auto clipped = std::count_if(values.rows.begin(), values.rows.end(),
                                       [](const auto& row) { return row[3].text == "clipped"; });
    QVERIFY(clipped > 0 && clipped < values.rows.size());
    m_page->findChild<LayerScatter*>()->layerChosen(9);
    QCOMPARE(table().selectedRow(), 9);
}

void LayersTest::pinsCanBeTakenBack() {
    auto& rebuild = part<QPushButton>("rebuildInt8");
    auto& text = part<QLabel>("pinText");
    const auto pinned = [&](int row) { return table().table().rows[row][kLayerPinColumn].text == "Float"; };
    QVERIFY(!rebuild.isEnabled());
    select(4);
    table().setFocus();
    QTest::keyClick(&table(), Qt::Key_Space);
    // Layers of a group go together.
    QVERIFY(pinned(4) && !pinned(6));
    QVERIFY(pinned(5));
    QVERIFY(rebuild.isEnabled());
    QVERIFY2(text.text().contains("4 layers"), qPrintable(text.text()));  // with the one of the run
    select(8);
    const QModelIndex cell = table().model()->index(8, kLayerPinColumn);
    table().scrollTo(cell);
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, table().visualRect(cell).center());
    QVERIFY(pinned(8));
    QTest::keyClick(m_page.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!pinned(8) && pinned(4));
    part<QPushButton>("undoPins").click();
    QVERIFY(!pinned(4) && !rebuild.isEnabled());
    part<QPushButton>("redoPins").click();
    QVERIFY(pinned(4) && rebuild.isEnabled());
    QCOMPARE(layersOf(*m_document->layers, {"/features/4/Conv"}),
             (std::vector<std::string>{"/features/4/Conv", "/features/5/Add"}));
    m_page->setRunning(true);
    QVERIFY(!rebuild.isEnabled());
}

void LayersTest::emptyPageSaysHow() {
    m_page->setDocument(tests::sampleDocument());
    QVERIFY(!table().isVisible());
    QVERIFY(!part<QPushButton>("measureLayers").isEnabled());  // this document has no folder
    auto stored = tests::sampleDocument();
    stored->runFolder = "/nowhere";
    m_page->setDocument(stored);
    QVERIFY(part<QPushButton>("measureLayers").isEnabled());
    m_page->setDocument(nullptr);
    QVERIFY(!part<QPushButton>("measureLayers").isEnabled());
}

PWB_UI_TEST(LayersTest);
#include "layers_test.moc"
