// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages show of a detector's run is what its document holds.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <numeric>

#include "core/compare/objects.h"
#include "core/report/writers.h"
#include "tests/support/documents/detection_document.h"
#include "tests/support/documents/sample_document.h"
#include "tests/ui/ui_test.h"
#include "ui/charts/object_fate_bars.h"
#include "ui/charts/precision_recall_chart.h"
#include "ui/charts/size_bars.h"
#include "ui/charts/trade_off_chart.h"
#include "ui/jobs/run_summary.h"
#include "ui/models/class_table.h"
#include "ui/models/comparison_rows.h"
#include "ui/models/decision_tables.h"
#include "ui/models/detection_tables.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/models/plain_loss.h"
#include "ui/models/run_difference.h"
#include "ui/pages/accuracy_page.h"
#include "ui/pages/confidence_page.h"
#include "ui/pages/decision_page.h"
#include "ui/pages/memory_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/performance_page.h"
#include "ui/pages/report_page.h"
#include "ui/pages/report_pdf.h"
#include "ui/theme/theme.h"
#include "ui/widgets/comparison_table.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/segmented.h"

using namespace pwb;
using namespace pwb::ui;

namespace {

using Row = ComparisonModel::Row;
using State = MeasureCell::State;

constexpr int kPlain = 3;  ///< the reference's column

template <class PageType>
std::unique_ptr<PageType> shownPage(const Document& document) {
    auto page = std::make_unique<PageType>();
    page->resize(1104, 692);
    page->setDocument(document);
    page->show();
    if (!QTest::qWaitForWindowActive(page.get())) qWarning("the page did not become active");
    return page;
}

QString percent(double fraction, int decimals) {
    return formatNumber(fraction * 100, decimals);
}

const Row* rowNamed(const QVector<Row>& rows, const QString& label) {
    for (const Row& row : rows)
        if (row.label == label) return &row;
    return nullptr;
}

int columnOf(const CellTable& table, const QString& group, const result::EngineKind& kind) {
    for (int c = 0; c < table.columns.size(); ++c)
        if (table.columns[c].group == group && table.columns[c].mark == kind) return c;
    return -1;
}

/// All texts that a page shows: labels, headings and cells.
QStringList textsOf(const QWidget& page) {
    QStringList texts;
    for (const auto* one : page.findChildren<QLabel*>()) texts << one->text() << one->toolTip();
    for (const auto* one : page.findChildren<QWidget*>())
        texts << one->accessibleName() << one->accessibleDescription();
    for (const auto* view : page.findChildren<QTableView*>()) {
        const auto* model = view->model();
        for (int c = 0; c < model->columnCount(); ++c) {
            texts << model->headerData(c, Qt::Horizontal, Qt::DisplayRole).toString()
                  << model->headerData(c, Qt::Horizontal, Qt::AccessibleTextRole).toString();
            for (int r = 0; r < model->rowCount(); ++r)
                texts << model->index(r, c).data().toString()
                      << model->index(r, c).data(Qt::ToolTipRole).toString();
        }
    }
    texts.removeAll(QString());
    return texts;
}

}  // namespace

class DetectionPagesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        prepareApplication();
        applyTheme(ThemeChoice::Light);
        m_document = tests::detectionDocument();
        QVERIFY(m_document);
        QCOMPARE(m_document->engines.size(), std::size_t{4});
    }
    void comparisonHoldsTheDocumentsFigures();
    void theReferenceHasFiguresOfAccuracyAlone();
    void overviewShowsLostAndNewObjects();
    void tradeOffIsOverMeanPrecision();
    void barsBySizeAreTheDocuments();
    void barsStartAtZero();
    void curvesAreTheDocuments();
    void classesAreTheDocuments();
    void worstLossComesFirst();
    void plainLossIsInWordsAndFigures();
    void classFilterReachesEveryPart();
    void confusionHasTheBackground();
    void foundAndMissedAreTheDocuments();
    void confidencePageHoldsTheDocumentsFigures();
    void speedPagesLeaveTheReferenceOut();
    void decisionFollowsTheSmallestObject();
    void twoRunsAreCompared();
    void historyKnowsADetectorsRun();
    void noPageSpeaksOfTopOne();
    void pagesOutliveMissingParts();
    void reportIsPrinted();

private:
    [[nodiscard]] const evaluate::DetectionMetrics& metrics(int engine) const {
        return *m_document->engines[static_cast<std::size_t>(engine)].detection;
    }
    [[nodiscard]] result::EngineKind kind(int engine) const {
        return result::kindOf(*m_document, m_document->engines[static_cast<std::size_t>(engine)]);
    }
    std::shared_ptr<result::RunResult> m_document;
};

void DetectionPagesTest::comparisonHoldsTheDocumentsFigures() {
    const auto rows = comparisonRows(m_document.get());
    const QString at = QStringLiteral("At confidence %1").arg(formatNumber(m_document->data.threshold, 2));
    QVERIFY(rowNamed(rows, at) && rowNamed(rows, at)->group);
    const auto number = [&](const char* label, int engine) {
        const Row* row = rowNamed(rows, QString::fromUtf8(label));
        return row ? row->cells[engine].number : QStringLiteral("no row");
    };
    for (int e = 0; e < 4; ++e) {
        const auto& m = metrics(e);
        QCOMPARE(number("mAP50-95", e), percent(m.map50_95, 2));
        QCOMPARE(number("mAP50", e), percent(m.map50, 2));
        QCOMPARE(number("Recall, < 8 px", e), percent(*m.bySize[0].recall, 2));
        QCOMPARE(number("Recall, 8–15 px", e), percent(*m.bySize[1].recall, 2));
        QCOMPARE(number("False detections", e), percent(*m.falseRate, 2));
        QCOMPARE(number("Missed objects", e), percent(*m.missedRate, 2));
        const MeasureCell& cell = rowNamed(rows, "mAP50-95")->cells[e];
        QCOMPARE(cell.unit, "%  ± " + formatNumber(((*m.interval)[1] - (*m.interval)[0]) * 50, 1));
        if (e == 0) {
            QCOMPARE(number("Lost against FP32", 0), QStringLiteral("baseline"));
            continue;
        }
        const auto* comparison = m_document->comparison(m_document->engines[e].id);
        QCOMPARE(number("mAP50-95 against FP32", e),
                 formatSigned(comparison->accuracy->accuracyDelta * 100, 2));
        QVERIFY(number("95 % interval, points", e)
                    .startsWith(formatSigned(comparison->accuracy->interval[0] * 100, 2)));
        QVERIFY(number("significance", e).contains("not distinguishable") !=
                comparison->accuracy->distinguishable);
        QCOMPARE(number("Lost against FP32", e), formatCount(comparison->objects->all.lost));
        QCOMPARE(number("New against FP32", e), formatCount(comparison->objects->all.added));
    }
    QVERIFY(metrics(0).map50_95 > metrics(kPlain).map50_95);  // the document tells its engines apart
}

void DetectionPagesTest::theReferenceHasFiguresOfAccuracyAlone() {
    const auto kinds = result::shownKinds(m_document.get());
    QCOMPARE(kinds.back().name(), std::string("INT8 (plain)"));
    QCOMPARE(kinds[2].name(), std::string("INT8"));
    bool speed = false;
    int groups = 0;
    for (const Row& row : comparisonRows(m_document.get())) {
        if (row.group) {
            ++groups;
            speed = groups > 2;
            continue;
        }
        const MeasureCell& cell = row.cells[kPlain];
        QVERIFY2(!cell.best, qPrintable(row.label));
        if (speed)
            QVERIFY2(cell.state == State::NotApplicable && !cell.hint.isEmpty(), qPrintable(row.label));
        if (!speed) QVERIFY2(cell.state != State::NotApplicable, qPrintable(row.label));
    }
    QCOMPARE(groups, 4);
    auto page = shownPage<OverviewPage>(m_document);
    const auto& table = *page->findChild<ComparisonTable*>("comparisonTable");
    QVERIFY(table.model()->headerData(4, Qt::Horizontal, Qt::ToolTipRole).toString().contains("reference"));
}

void DetectionPagesTest::overviewShowsLostAndNewObjects() {
    ObjectFateBars bars;
    bars.setDocument(m_document);
    const CellTable table = bars.table();
    QCOMPARE(table.rows.size(), 3);
    for (int e = 1; e < 4; ++e) {
        const auto& all = m_document->comparisons[static_cast<std::size_t>(e - 1)].objects->all;
        const auto& row = table.rows[e - 1];
        QCOMPARE(row[1].text, formatCount(all.kept));
        QCOMPARE(row[4].text, formatCount(all.lost));
        QCOMPARE(row[7].text, formatCount(all.lostRight));
        QCOMPARE(row[8].text, formatCount(all.added));
        QCOMPARE(row[9].text, formatCount(all.addedRight));
    }
    auto page = shownPage<OverviewPage>(m_document);
    QVERIFY(page->findChild<ObjectFateBars*>()->isVisible());
    const auto headline = page->findChild<QLabel*>("verdictHeadline");
    QCOMPARE(headline->text(), coreText(m_document->decision->headline));
}

void DetectionPagesTest::tradeOffIsOverMeanPrecision() {
    TradeOffChart chart;
    chart.setDocument(m_document);
    const CellTable table = chart.table();
    QCOMPARE(table.rows.size(), 3);  // the reference is not timed
    QCOMPARE(table.columns[4].title, QStringLiteral("mAP50-95"));
    for (int e = 0; e < 3; ++e) {
        QCOMPARE(table.rows[e][4].sort.toDouble(), metrics(e).map50_95 * 100);
        QCOMPARE(table.rows[e][5].sort.toDouble(), (*metrics(e).interval)[0] * 100);
    }
}

void DetectionPagesTest::barsBySizeAreTheDocuments() {
    SizeBars chart;
    for (const int c : {-1, 0, 1})
        for (const auto measure :
             {SizeBars::Measure::Ap50, SizeBars::Measure::Ap50To95, SizeBars::Measure::Recall}) {
            chart.setDocument(m_document, measure, c);
            const CellTable table = chart.table();
            QCOMPARE(table.rows.size(), 7);
            for (int e = 0; e < 4; ++e)
                for (int range = 0; range < 7; ++range) {
                    const auto& sizes = c < 0 ? metrics(e).bySize : metrics(e).perClass[c].bySize;
                    const auto& size = sizes[static_cast<std::size_t>(range)];
                    const auto value = measure == SizeBars::Measure::Ap50       ? size.ap50
                                       : measure == SizeBars::Measure::Ap50To95 ? size.ap50_95
                                                                                : size.recall;
                    QCOMPARE(table.rows[range][1].text, formatCount(size.objects));
                    QCOMPARE(table.rows[range][2 + e].text, value ? percent(*value, 1) : QStringLiteral("–"));
                }
        }
}

void DetectionPagesTest::barsStartAtZero() {
    SizeBars chart;
    chart.resize(600, 320);
    chart.setDocument(m_document, SizeBars::Measure::Recall, -1);
    const QRectF fp32 = chart.barRect(0, 0), plain = chart.barRect(kPlain, 0);
    QCOMPARE(fp32.bottom(), plain.bottom());
    const double ratio = *metrics(kPlain).bySize[0].recall / *metrics(0).bySize[0].recall;
    QVERIFY(std::abs(plain.height() / fp32.height() - ratio) < 1e-9);
    const QString text = chart.textAt(plain.center());
    QVERIFY2(text.contains("INT8 (plain)") && text.contains("< 8 px") &&
                 text.contains(percent(*metrics(kPlain).bySize[0].recall, 2)),
             qPrintable(text));
}

void DetectionPagesTest::curvesAreTheDocuments() {
    PrecisionRecallChart chart;
    chart.resize(600, 320);
    chart.setDocument(m_document, -1);
    QCOMPARE(chart.panels(), 3);
    const CellTable table = chart.table();
    QCOMPARE(table.rows.size(), 101);
    QCOMPARE(table.columns.size(), 1 + 3 * 4);
    for (int c = 0; c < 3; ++c)
        for (int e = 0; e < 4; ++e) {
            const QString name =
                QString::fromStdString(m_document->data.classes[static_cast<std::size_t>(c)]);
            const int column = columnOf(table, name, kind(e));
            QVERIFY(column > 0);
            for (const int point : {0, 50, 77, 100})
                QCOMPARE(table.rows[point][column].sort.toDouble(),
                         static_cast<double>(metrics(e).perClass[c].curve[point]));
        }
    chart.setDocument(m_document, 1);
    QCOMPARE(chart.panels(), 1);
    QVERIFY(chart.textAt({300, 160}).contains("INT8 (plain)"));
}

void DetectionPagesTest::classesAreTheDocuments() {
    const CellTable table = detectionClassTable(*m_document);
    CellTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable(table);
    QCOMPARE(table.rows.size(), 3);
    for (int e = 0; e < 4; ++e) {
        std::int64_t lost = 0;
        for (int c = 0; c < 3; ++c) {
            const auto& one = metrics(e).perClass[static_cast<std::size_t>(c)];
            const auto& row = table.rows[c];
            QCOMPARE(row[0].text, QString::fromStdString(m_document->data.classes[c]));
            QCOMPARE(row[1].text, formatCount(one.objects));
            QCOMPARE(row[columnOf(table, "AP50-95, %", kind(e))].text, percent(*one.ap50_95, 1));
            QCOMPARE(row[columnOf(table, "AP50, %", kind(e))].text, percent(*one.ap50, 1));
            QCOMPARE(row[columnOf(table, "Precision, %", kind(e))].text, percent(*one.precision, 1));
            QCOMPARE(row[columnOf(table, "Recall, %", kind(e))].text, percent(*one.recall, 1));
            if (e > 0) lost += row[columnOf(table, "Lost objects", kind(e))].sort.toLongLong();
        }
        if (e > 0) QCOMPARE(lost, m_document->comparisons[static_cast<std::size_t>(e - 1)].objects->all.lost);
    }
}

void DetectionPagesTest::worstLossComesFirst() {
    auto page = shownPage<AccuracyPage>(m_document);
    auto* table = page->findChild<DataTable*>("perClassTable");
    double before = -1e9;
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        const double delta =
            table->model()->index(row, kDetectionDeltaColumn).data(CellTableModel::SortRole).toDouble();
        QVERIFY(delta >= before);
        before = delta;
    }
    double worst = 1e9;
    for (std::size_t c = 0; c < 3; ++c)
        worst = std::min(worst, *metrics(2).perClass[c].ap50_95 - *metrics(0).perClass[c].ap50_95);
    QCOMPARE(table->model()->index(0, kDetectionDeltaColumn).data(CellTableModel::SortRole).toDouble(),
             worst);
}

void DetectionPagesTest::plainLossIsInWordsAndFigures() {
    const auto loss = plainLoss(*m_document, -1);
    QVERIFY(loss);
    const int c = loss->classIndex;
    QCOMPARE(m_document->data.classes[static_cast<std::size_t>(c)], std::string("ball"));
    const int engines[] = {0, 2, kPlain};
    for (int row = 0; row < 3; ++row)
        for (int range = 0; range < 4; ++range) {
            const auto& size = metrics(engines[row]).perClass[c].bySize[range];
            QCOMPARE(loss->table.rows[row][1 + range].text, size.ap50 ? percent(*size.ap50, 1) : "–");
            QCOMPARE(loss->table.rows[row][5 + range].text, size.recall ? percent(*size.recall, 1) : "–");
        }
    const QString words = loss->sentences.value(0);
    const auto size = [&](int e, int range) { return metrics(e).perClass[c].bySize[range]; };
    for (const int e : engines)
        QVERIFY2(words.contains(percent(*size(e, 0).ap50, 1) + " %"), qPrintable(words));
    QVERIFY2(words.contains(formatCount(size(0, 0).objects)), qPrintable(words));
    QVERIFY2(words.contains(percent(*size(0, 0).ap50 - *size(kPlain, 0).ap50, 1) + " points"),
             qPrintable(words));
    const QString more = loss->sentences.value(1);
    for (const int e : engines)
        QVERIFY2(more.contains(percent(*size(e, 1).recall, 1) + " %"), qPrintable(more));
    QVERIFY2(more.contains(percent(*size(0, 1).ap50 - *size(kPlain, 1).ap50, 1) + " points"),
             qPrintable(more));
    auto without = std::make_shared<result::RunResult>(*m_document);
    without->engines.pop_back();
    QVERIFY(!plainLoss(*without, -1));
}

void DetectionPagesTest::classFilterReachesEveryPart() {
    auto page = shownPage<AccuracyPage>(m_document);
    auto* filter = page->findChild<QComboBox*>("classFilter");
    QVERIFY(filter->isVisible());
    QTRY_VERIFY(page->findChild<SizeBars*>()->visibleRegion().boundingRect().height() > 150);
    QTRY_VERIFY(page->findChild<DataTable*>("foundTable")->visibleRegion().boundingRect().height() > 80);
    QCOMPARE(filter->count(), 4);
    for (int c = 0; c < 3; ++c) {
        filter->setCurrentIndex(c + 1);
        emit filter->activated(c + 1);
        const CellTable sizes = page->findChild<SizeBars*>()->table();
        const auto& ap50 = metrics(2).perClass[static_cast<std::size_t>(c)].bySize[0].ap50;
        QCOMPARE(sizes.rows[0][4].text, ap50 ? percent(*ap50, 1) : "–");
        QCOMPARE(page->findChild<PrecisionRecallChart*>()->panels(), 1);
        QCOMPARE(toTsv(page->findChild<DataTable*>("plainLossTable")->table()),
                 toTsv(plainLoss(*m_document, c)->table));
    }
}

void DetectionPagesTest::confusionHasTheBackground() {
    auto page = shownPage<AccuracyPage>(m_document);
    auto* choice = page->findChild<Segmented*>("accuracyView");
    QVERIFY(choice->isVisible());
    choice->setCurrent(1);
    emit choice->chosen(1);
    for (int e = 0; e < 4; ++e) {
        const QString id = QString::fromStdString(m_document->engines[static_cast<std::size_t>(e)].id.key());
        auto* view = page->findChild<ConfusionView*>("confusion-" + id);
        QVERIFY(view->isVisible());
        for (int truth = 0; truth < 4; ++truth)
            for (int answer = 0; answer < 4; ++answer)
                QCOMPARE(view->countAt({answer, truth}),
                         metrics(e).confusion[static_cast<std::size_t>(truth * 4 + answer)]);
    }
    auto* view = page->findChild<ConfusionView*>("confusion-int8");
    const auto cell = [&](int truth, int answer) {
        return formatCount(metrics(2).confusion[static_cast<std::size_t>(truth * 4 + answer)]);
    };
    QVERIFY2(view->describe({3, 0}).startsWith("ball missed: " + cell(0, 3)),
             qPrintable(view->describe({3, 0})));
    QVERIFY2(view->describe({0, 3}).startsWith("false detections of ball: " + cell(3, 0)),
             qPrintable(view->describe({0, 3})));
    const CellTable pairs = confusionPairsTable(*m_document);
    for (int e = 0; e < 4; ++e) {
        qlonglong sum = 0, expected = 0;
        for (const auto& row : pairs.rows) sum += row[2 + e].sort.toLongLong();
        for (int i = 0; i < 16; ++i)
            if (i / 4 != i % 4) expected += metrics(e).confusion[static_cast<std::size_t>(i)];
        QCOMPARE(sum, expected);
    }
}

void DetectionPagesTest::foundAndMissedAreTheDocuments() {
    const CellTable table = foundTable(*m_document);
    QCOMPARE(table.rows.size(), 4);
    for (int e = 0; e < 4; ++e) {
        const auto& m = metrics(e);
        const QStringList expected = {formatCount(m.found),           formatCount(m.missed),
                                      percent(*m.missedRate, 2),      formatCount(m.detections),
                                      formatCount(m.falseDetections), percent(*m.falseRate, 2),
                                      formatNumber(*m.f1, 3)};
        for (int c = 0; c < expected.size(); ++c) QCOMPARE(table.rows[e][c + 1].text, expected[c]);
    }
}

void DetectionPagesTest::confidencePageHoldsTheDocumentsFigures() {
    auto page = shownPage<ConfidencePage>(m_document);
    const CellTable& table = page->findChild<DataTable*>("calibrationTable")->table();
    for (int e = 0; e < 4; ++e) {
        QCOMPARE(table.rows[e][1].text, formatNumber(metrics(e).ece, 4));
        QCOMPARE(table.rows[e][2].text, percent(metrics(e).map50_95, 2));
        const auto& histogram = metrics(e).histogram;
        const auto all =
            std::accumulate(histogram.correct.begin(), histogram.correct.end(), std::int64_t{0}) +
            std::accumulate(histogram.wrong.begin(), histogram.wrong.end(), std::int64_t{0});
        QCOMPARE(table.rows[e][3].text, formatCount(all));
        const auto& bins =
            page->findChild<DataTable*>("confidenceHistogram" + engineName(kind(e)) + "Table")->table();
        for (std::size_t i = 0; i < histogram.correct.size(); ++i) {
            QCOMPARE(bins.rows[static_cast<int>(i)][2].text, formatCount(histogram.correct[i]));
            QCOMPARE(bins.rows[static_cast<int>(i)][3].text, formatCount(histogram.wrong[i]));
        }
    }
    const auto* fates = page->findChild<DataTable*>("fatesTable");
    QVERIFY(fates->isVisible());
    QCOMPARE(fates->table().rows[1].last().text,
             formatSigned(m_document->comparison(base::Precision::Int8)->objects->meanConfidenceChange, 4));
}

void DetectionPagesTest::speedPagesLeaveTheReferenceOut() {
    auto performance = shownPage<PerformancePage>(m_document);
    auto memory = shownPage<MemoryPage>(m_document);
    for (const QWidget* page :
         {static_cast<QWidget*>(performance.get()), static_cast<QWidget*>(memory.get())})
        for (const QString& text : textsOf(*page)) QVERIFY2(!text.contains("plain"), qPrintable(text));
    QCOMPARE(performance->findChild<DataTable*>("percentilesTable")->table().rows.size(), 3);
    QCOMPARE(memory->findChild<DataTable*>("memoryTable")->table().rows.size(), 3);
}

void DetectionPagesTest::decisionFollowsTheSmallestObject() {
    auto page = shownPage<DecisionPage>(m_document);
    auto* object = page->findChild<QLineEdit*>("object");
    QVERIFY(object->isEnabled());
    object->setFocus();
    object->selectAll();
    QTest::keyClicks(object, "9");
    QTRY_COMPARE(page->requirements().smallestObjectPx, std::optional<double>(9));
    const auto expected = decide::decide(m_document->evidence(page->requirements()), page->requirements());
    const auto* table = page->findChild<DataTable*>("feasibilityTable");
    QTRY_COMPARE(toTsv(table->table()), toTsv(feasibilityTable(expected)));
}

void DetectionPagesTest::twoRunsAreCompared() {
    auto other = std::make_shared<result::RunResult>(*m_document);
    std::swap(other->engines[2].detection, other->engines[3].detection);
    const CellTable table = runDifference(*m_document, *other);
    const auto row = [&](const char* measure, const char* engine) {
        for (const auto& one : table.rows)
            if (one[0].text == QString::fromUtf8(measure) && one[1].text == QLatin1String(engine)) return one;
        return QVector<Cell>(5);
    };
    const auto map = row("mAP50-95", "INT8");
    QCOMPARE(map[2].text, formatPercent(metrics(2).map50_95));
    QCOMPARE(map[3].text, formatPercent(metrics(kPlain).map50_95));
    QCOMPARE(map[4].text, formatPoints(metrics(kPlain).map50_95 - metrics(2).map50_95));
    QCOMPARE(map[4].tone, Cell::Tone::Bad);
    QCOMPARE(row("Missed objects", "INT8")[4].tone, Cell::Tone::Bad);  // more of them
    QCOMPARE(row("Recall, objects under 8 px", "FP32")[2].text, formatPercent(*metrics(0).bySize[0].recall));
    for (const auto& one : table.rows) QVERIFY(!one[0].text.contains("Top-1"));
    const auto classifier = tests::sampleDocument();
    bool mean = false, top = false;
    for (const auto& one : runDifference(*m_document, *classifier).rows) {
        mean = mean || one[0].text == QLatin1String("mAP50-95");
        top = top || one[0].text == QLatin1String("Top-1 accuracy");
    }
    QVERIFY(mean && top);
}

void DetectionPagesTest::historyKnowsADetectorsRun() {
    QTemporaryDir folder;
    QFile store(folder.filePath("run.sqlite")), report(folder.filePath("report.json"));
    QVERIFY(store.open(QIODevice::WriteOnly) && report.open(QIODevice::WriteOnly));
    report.write(QByteArray::fromStdString(report::writeJson(*m_document, base::Words::of("en"))));
    report.close();
    const auto run = summariseRun(folder.path());
    QVERIFY(run && run->detection);
    QCOMPARE(run->quality.keys(),
             (QList<base::EngineId>{base::Precision::Fp32, base::Precision::Fp16, base::Precision::Int8}));
    QVERIFY(std::abs(run->quality[base::Precision::Int8] - metrics(2).map50_95) < 1e-6);
}

void DetectionPagesTest::noPageSpeaksOfTopOne() {
    const auto check = [](const QWidget& page) {
        for (const QString& text : textsOf(page))
            QVERIFY2(!text.contains("top-1", Qt::CaseInsensitive) && !text.contains("Wilson"),
                     qPrintable(text));
    };
    check(*shownPage<OverviewPage>(m_document));
    check(*shownPage<AccuracyPage>(m_document));
    check(*shownPage<ConfidencePage>(m_document));
    check(*shownPage<PerformancePage>(m_document));
    check(*shownPage<MemoryPage>(m_document));
    check(*shownPage<DecisionPage>(m_document));
}

void DetectionPagesTest::pagesOutliveMissingParts() {
    auto waiting = std::make_shared<result::RunResult>(*m_document);
    waiting->finished = false;
    waiting->decision.reset();
    waiting->comparisons.clear();
    for (auto& engine : waiting->engines) engine.measurement.reset();
    waiting->engines[0].accuracyPartial = true;
    for (std::size_t e = 1; e < 4; ++e) {
        waiting->engines[e].state = result::EngineState::Waiting;
        waiting->engines[e].detection.reset();
        waiting->engines[e].detections.reset();
        waiting->engines[e].matches.reset();
        waiting->engines[e].built.reset();
    }
    const auto unlabelled = tests::unlabelledDetectionDocument();
    QVERIFY(unlabelled);
    const Document documents[] = {Document(waiting), Document(unlabelled), Document(tests::sampleDocument()),
                                  Document()};
    for (const Document& document : documents) {
        shownPage<OverviewPage>(document);
        auto accuracy = shownPage<AccuracyPage>(document);
        for (const Document& other : documents) accuracy->setDocument(other);  // and back and forth
        shownPage<ConfidencePage>(document);
        shownPage<PerformancePage>(document);
        shownPage<MemoryPage>(document);
        shownPage<DecisionPage>(document);
    }
    const auto rows = comparisonRows(unlabelled.get());
    QVERIFY(!rowNamed(rows, "mAP50-95"));
    QCOMPARE(rowNamed(rows, "Lost against FP32")->cells[2].number,
             formatCount(unlabelled->comparison(base::Precision::Int8)->objects->all.lost));
    QCOMPARE(rowNamed(comparisonRows(waiting.get()), "mAP50-95")->cells[1].state, State::Waiting);
}

void DetectionPagesTest::reportIsPrinted() {
    const ReportPdf report(*m_document);
    QVERIFY(report.pageCount() >= 3);
    for (int i = 0; i < report.pageCount(); ++i) QVERIFY(!report.page(i, 800).isNull());
    QTemporaryDir out;
    QVERIFY(report.write(out.filePath("report.pdf")).has_value());
    QVERIFY(QFile(out.filePath("report.pdf")).size() > 20000);
}

PWB_UI_TEST(DetectionPagesTest);
#include "detection_pages_test.moc"
