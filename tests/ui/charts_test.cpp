// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/documents/sample_document.h"
#include "tests/ui/ui_test.h"
#include "ui/charts/changed_answers_bars.h"
#include "ui/charts/decision_tree_view.h"
#include "ui/charts/trade_off_chart.h"
#include "ui/models/cell_table.h"
#include "ui/models/changes_model.h"
#include "ui/models/class_table.h"
#include "ui/models/decision_tables.h"
#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/models/samples.h"
#include "ui/pages/accuracy_page.h"
#include "ui/pages/changes_page.h"
#include "ui/pages/confidence_page.h"
#include "ui/pages/decision_page.h"
#include "ui/pages/memory_page.h"
#include "ui/pages/performance_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/save_chart.h"

using namespace pwb;
using namespace pwb::ui;

namespace {

template <class PageType>
std::unique_ptr<PageType> shown(const Document& document) {
    auto page = std::make_unique<PageType>();
    page->resize(1104, 720);
    page->setDocument(document);
    page->show();
    if (!QTest::qWaitForWindowActive(page.get())) qWarning("the page did not become active");
    return page;
}

/// What is not known is told in words or left out, and never computed with.
void noNonsense(const QWidget& page) {
    QStringList texts;
    for (const auto* label : page.findChildren<QLabel*>()) texts << label->text();
    for (const auto* view : page.findChildren<QTableView*>())
        for (int row = 0; row < view->model()->rowCount(); ++row)
            for (int column = 0; column < view->model()->columnCount(); ++column)
                texts << view->model()->index(row, column).data().toString();
    static const QRegularExpression nonsense(QStringLiteral("\\b(nan|inf)\\b"));
    for (const QString& text : texts) QVERIFY2(!nonsense.match(text).hasMatch(), qPrintable(text));
}

}  // namespace

class ChartsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        prepareApplication();
        applyTheme(ThemeChoice::Light);
        m_document = tests::sampleDocument();
        QVERIFY(m_document);
    }
    void perClassTableHoldsTheDocumentsFigures();
    void clickOnACellListsItsImages();
    void matricesZoomTogether();
    void copyGivesTabSeparatedTextWithUnits();
    void percentilesAreTheDocuments();
    void matricesAsTableHoldEveryConfusion();
    void changesListsWhatTheComparisonCounts();
    void changesFollowsAFilter();
    void decisionFollowsItsControls();
    void overviewChartsShowTheDocument();
    void chartsAreSaved();
    void pagesOutliveMissingParts();
    void aThousandClassesAreShown();

private:
    std::shared_ptr<result::RunResult> m_document;
};

void ChartsTest::perClassTableHoldsTheDocumentsFigures() {
    const CellTable table = perClassTable(*m_document);
    QCOMPARE(table.rows.size(), 36);
    CellTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable(table);
    const auto& metrics = *m_document->engine(base::Precision::Int8)->accuracy;
    for (int c = 0; c < 36; ++c) {
        QCOMPARE(table.rows[c][0].text, QString::fromStdString(m_document->data.classes[c]));
        QCOMPARE(table.rows[c][4].text, formatNumber(metrics.perClass[c].recall * 100, 1));
        QCOMPARE(table.rows[c][7].text, formatNumber(metrics.perClass[c].f1, 3));
    }
}

void ChartsTest::clickOnACellListsItsImages() {
    auto page = shown<AccuracyPage>(m_document);
    auto* view = page->findChild<ConfusionView*>("confusion-int8");
    const auto& metrics = *m_document->engine(base::Precision::Int8)->accuracy;
    QPoint cell(-1, -1);
    for (int i = 0; i < 36 * 36 && cell.x() < 0; ++i)
        if (i % 36 != i / 36 && metrics.confusion[i] > 1) cell = {i % 36, i / 36};
    QVERIFY(cell.x() >= 0);
    QTest::mouseMove(view, view->cellRect(cell).center().toPoint());
    QTest::mouseClick(view, Qt::LeftButton, {}, view->cellRect(cell).center().toPoint());
    const std::int64_t count = metrics.confusion[static_cast<std::size_t>(cell.y() * 36 + cell.x())];
    QCOMPARE(view->countAt(cell), count);
    QVERIFY(view->accessibleDescription().contains(formatCount(count)));
    auto* list = page->findChild<QAbstractItemView*>("cellSamples");
    QCOMPARE(list->model()->rowCount(), static_cast<int>(count));
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const int sample = list->model()->index(row, 0).data(Qt::UserRole).toInt();
        QCOMPARE(m_document->manifest->samples[sample].label, cell.y());
        QCOMPARE((*m_document->engine(base::Precision::Int8)->predictions)[sample].classes[0], cell.x());
    }
    QSignalSpy asked(page.get(), &Page::pageRequested);
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0][1].toString(),
             QStringLiteral("true=%1 answer=%2 engine=int8").arg(cell.y()).arg(cell.x()));
    QTest::keyClick(page.get(), Qt::Key_Escape);
    QCOMPARE(list->model()->rowCount(), 0);
}

void ChartsTest::matricesZoomTogether() {
    auto page = shown<AccuracyPage>(m_document);
    auto* first = page->findChild<ConfusionView*>("confusion-fp32");
    auto* last = page->findChild<ConfusionView*>("confusion-int8");
    const double before = first->cellRect({3, 3}).width();
    QTest::keyClick(last, Qt::Key_Plus);
    QTest::keyClick(last, Qt::Key_Plus);
    QCOMPARE(first->cellRect({3, 3}).width(), before * 2.25);
    QCOMPARE(first->cellRect({3, 3}), last->cellRect({3, 3}));
}

void ChartsTest::copyGivesTabSeparatedTextWithUnits() {
    DataTable table("copied");
    table.setTable(percentilesTable(*m_document, 1));
    table.copy();
    const QStringList lines = QApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0].split('\t')[3], QStringLiteral("p50, ms"));
    QCOMPARE(lines[1].split('\t')[0], QStringLiteral("FP32"));
}

void ChartsTest::percentilesAreTheDocuments() {
    const CellTable table = percentilesTable(*m_document, 8);
    for (int e = 0; e < 3; ++e) {
        const auto& stats = m_document->engines[e].measurement->latency[1];
        QCOMPARE(table.rows[e][3].sort.toDouble(), stats.p50);
        QCOMPARE(table.rows[e][5].sort.toDouble(), stats.p99);
    }
}

void ChartsTest::matricesAsTableHoldEveryConfusion() {
    const CellTable table = confusionPairsTable(*m_document);
    for (int e = 0; e < 3; ++e) {
        qlonglong sum = 0;
        for (const auto& row : table.rows) sum += row[2 + e].sort.toLongLong();
        const auto& metrics = *m_document->engines[e].accuracy;
        QCOMPARE(sum, metrics.samples - metrics.correct);
    }
}

void ChartsTest::changesListsWhatTheComparisonCounts() {
    ChangesModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setDocument(m_document, {});
    const auto& accuracy = *m_document->comparison(base::Precision::Int8)->accuracy;
    QCOMPARE(model.rowCount(), static_cast<int>(accuracy.changedSamples));
    QCOMPARE(model.count(ChangeKind::RightToWrong), static_cast<int>(accuracy.rightToWrong));
    QCOMPARE(model.count(ChangeKind::WrongToRight), static_cast<int>(accuracy.wrongToRight));
    QCOMPARE(model.count(ChangeKind::WrongToWrong), static_cast<int>(accuracy.wrongToWrong));
    QCOMPARE(model.csv().count('\n'), model.rowCount() + 1);
    auto page = shown<ChangesPage>(m_document);
    QCOMPARE(page->railCount(), formatCount(accuracy.changedSamples));
    auto* list = page->findChild<QAbstractItemView*>("changesList");
    QCOMPARE(list->currentIndex().row(), 0);
    QTest::keyClick(list, Qt::Key_J);
    QCOMPARE(list->currentIndex().row(), 1);
    QTest::keyClick(list, Qt::Key_K);
    QCOMPARE(list->currentIndex().row(), 0);
}

void ChartsTest::changesFollowsAFilter() {
    auto page = shown<ChangesPage>(m_document);
    page->applyFilter("true=3 engine=int8");
    auto* list = page->findChild<QAbstractItemView*>("changesList");
    QVERIFY(list->model()->rowCount() > 0);
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const int sample = list->model()->index(row, 0).data(ChangesModel::SampleRole).toInt();
        QCOMPARE(m_document->manifest->samples[sample].label, 3);
    }
    page->applyFilter("engine=fp16");
    QCOMPARE(list->model()->rowCount(),
             static_cast<int>(m_document->comparison(base::Precision::Fp16)->accuracy->changedSamples));
}

void ChartsTest::decisionFollowsItsControls() {
    auto page = shown<DecisionPage>(m_document);
    QSignalSpy changed(page.get(), &DecisionPage::requirementsChanged);
    auto* cameras = page->findChild<QLineEdit*>("cameras");
    cameras->setFocus();
    cameras->selectAll();
    QTest::keyClicks(cameras, "100000");
    QTRY_VERIFY(changed.count() > 0);
    QCOMPARE(page->requirements().streams, std::optional<int>(100000));
    const auto expected = decide::decide(m_document->evidence(page->requirements()), page->requirements());
    auto* table = page->findChild<DataTable*>("feasibilityTable");
    QCOMPARE(toTsv(table->table()), toTsv(feasibilityTable(expected)));
    auto* tree = page->findChild<DecisionTreeView*>("decisionTree");
    QStringList path;
    for (const auto& step : expected.path) path << QString::fromStdString(step.node);
    QCOMPARE(tree->litNodes().mid(0, path.size()), path);
    QTest::mouseClick(page->findChild<QPushButton*>("resetRequirements"), Qt::LeftButton);
    QCOMPARE(page->requirements(), m_document->requirements);
}

void ChartsTest::overviewChartsShowTheDocument() {
    TradeOffChart chart;
    chart.resize(500, 340);
    chart.setDocument(m_document);
    const CellTable table = chart.table();
    QCOMPARE(table.rows.size(), 3);
    QCOMPARE(table.rows[2][4].sort.toDouble(),
             m_document->engine(base::Precision::Int8)->accuracy->top1 * 100);
    QCOMPARE(table.rows[2][1].sort.toDouble(),
             m_document->engine(base::Precision::Int8)->measurement->latency[0].p50);
    ChangedAnswersBars bars;
    bars.resize(500, bars.sizeHint().height());
    bars.setDocument(m_document);
    QCOMPARE(bars.table().rows[1][1].sort.toLongLong(),
             m_document->comparison(base::Precision::Int8)->accuracy->rightToWrong);
}

void ChartsTest::chartsAreSaved() {
    QTemporaryDir folder;
    TradeOffChart chart;
    chart.resize(400, 300);
    chart.setDocument(m_document);
    QVERIFY(saveChart(chart, folder.filePath("a.png")));
    QCOMPARE(QImage(folder.filePath("a.png")).size(), QSize(800, 600));
    QVERIFY(saveChart(chart, folder.filePath("a.svg")));
    QFile svg(folder.filePath("a.svg"));
    QVERIFY(svg.open(QIODevice::ReadOnly));
    QVERIFY(svg.readAll().contains("INT8"));
    QVERIFY(!saveChart(chart, folder.filePath("nowhere/a.png")));
}

void ChartsTest::pagesOutliveMissingParts() {
    auto bare = std::make_shared<result::RunResult>();
    auto partial = std::make_shared<result::RunResult>(*m_document);
    partial->engines[1].measurement.reset();
    partial->engines[1].predictions.reset();
    partial->engines[1].accuracy.reset();
    partial->engines[2].accuracyPartial = true;
    partial->engines[2].measurement.reset();
    partial->endToEnd.reset();
    partial->decision.reset();
    partial->comparisons.clear();
    partial->finished = false;
    for (const Document& document : {Document(), Document(bare), Document(partial)}) {
        noNonsense(*shown<AccuracyPage>(document));
        noNonsense(*shown<PerformancePage>(document));
        noNonsense(*shown<MemoryPage>(document));
        noNonsense(*shown<ConfidencePage>(document));
        noNonsense(*shown<ChangesPage>(document));
        noNonsense(*shown<DecisionPage>(document));
    }
}

void ChartsTest::aThousandClassesAreShown() {
    const Document document = tests::largeDocument(1000, 10000);
    auto page = shown<AccuracyPage>({});
    page->setDocument(document);
    QCOMPARE(page->findChild<DataTable*>("perClassTable")->model()->rowCount(), 1000);
    const auto* view = page->findChild<ConfusionView*>("confusion-int8");
    const auto& metrics = *document->engine(base::Precision::Int8)->accuracy;
    QVERIFY(view->cellRect({999, 999}).right() <= view->width());  // all of it at once
    for (const QPoint cell : {QPoint(0, 0), QPoint(999, 999), QPoint(500, 500), QPoint(10, 1)})
        QCOMPARE(view->countAt(cell),
                 metrics.confusion[static_cast<std::size_t>(cell.y() * 1000 + cell.x())]);
}

PWB_UI_TEST(ChartsTest);
#include "charts_test.moc"
