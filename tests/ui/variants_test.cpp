// SPDX-License-Identifier: GPL-3.0-or-later
// A run with variants of INT8: every table, chart and report shows every engine under its own name.
#include <QAbstractItemModelTester>
#include <QSet>
#include <QTest>

#include "core/report/writers.h"
#include "tests/support/documents/sample_document.h"
#include "tests/ui/ui_test.h"
#include "ui/header_bar.h"
#include "ui/models/changes_model.h"
#include "ui/models/class_table.h"
#include "ui/models/comparison_model.h"
#include "ui/models/decision_tables.h"
#include "ui/models/format.h"
#include "ui/models/memory_table.h"
#include "ui/models/performance_tables.h"
#include "ui/models/run_difference.h"
#include "ui/pages/accuracy_page.h"
#include "ui/pages/changes_page.h"
#include "ui/pages/confidence_page.h"
#include "ui/pages/decision_page.h"
#include "ui/pages/memory_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/performance_page.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/progress_lane.h"

using namespace pwb;
using namespace pwb::ui;

namespace {

const QStringList kNames = {"FP32", "FP16", "INT8 (PTQ)", "INT8 (QAT)", "INT8 (dynamic)", "INT8 (TensorRT)"};
const QStringList kIds = {"fp32", "fp16", "int8", "int8-qat", "int8-dynamic", "int8-tensorrt"};

template <class PageType>
std::unique_ptr<PageType> shown(const Document& document) {
    auto page = std::make_unique<PageType>();
    page->resize(1104, 720);
    page->setDocument(document);
    page->show();
    if (!QTest::qWaitForWindowExposed(page.get())) return nullptr;
    return page;
}

QStringList firstColumn(const CellTable& table) {
    QStringList names;
    for (const auto& row : table.rows) names << row[0].text;
    return names;
}

QStringList marksOf(const CellTable& table) {
    QStringList names;
    for (const auto& column : table.columns)
        if (column.mark) names << engineName(*column.mark);
    return names;
}

/// The table behind a chart of the page.
const CellTable& tableOf(const QWidget& page, const QString& name) {
    static const CellTable none;
    const auto* table = page.findChild<DataTable*>(name);
    return table ? table->table() : none;
}

}  // namespace

class VariantsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void marksAndColoursDiffer();
    void tablesHaveEveryEngine();
    void comparisonHasAColumnPerEngine();
    void overviewShowsEveryEngine();
    void accuracyShowsEveryMatrix();
    void confidenceShowsEveryEngine();
    void changesOfEveryCandidateAreListed();
    void performanceShowsEveryEngine();
    void memoryShowsEveryEngine();
    void decisionJudgesEveryEngine();
    void lanesStandForEveryEngine();
    void reportsNameEveryEngine();
    void threeEnginesKeepTheirNames();

private:
    std::shared_ptr<result::RunResult> m_document;
};

void VariantsTest::initTestCase() {
    prepareApplication();
    applyTheme(ThemeChoice::Light);
    m_document = tests::variantDocument();
    QVERIFY(m_document);
    QCOMPARE(m_document->engines.size(), std::size_t{6});
}

void VariantsTest::marksAndColoursDiffer() {
    for (const bool dark : {false, true}) {
        applyTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
        QSet<QRgb> colours;
        QVector<QImage> marks;
        QSet<QString> pens;
        for (const auto& kind : result::shownKinds(m_document.get())) {
            colours.insert(Theme::current().of(kind).rgb());
            // The shape alone: all in one colour.
            QImage shape(33, 33, QImage::Format_RGB32);
            shape.fill(Qt::white);
            QPainter painter(&shape);
            drawMark(painter, kind, {16.5, 16.5}, 24, QColor(Qt::black));
            painter.end();
            QVERIFY(!marks.contains(shape));
            marks << shape;
            const QPen pen = enginePen(kind);
            pens.insert(QString::number(static_cast<int>(pen.style())));
        }
        QCOMPARE(colours.size(), 6);
        QCOMPARE(pens.size(), 6);
    }
    applyTheme(ThemeChoice::Light);
}

void VariantsTest::tablesHaveEveryEngine() {
    CellTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const CellTable& table : {percentilesTable(*m_document, 1), throughputTable(*m_document),
                                   camerasTable(*m_document, 0, 30, 4), memoryTable(*m_document)}) {
        QCOMPARE(firstColumn(table), kNames);
        model.setTable(table);
    }
    model.setTable(perClassTable(*m_document));
    QCOMPARE(marksOf(model.table()), kNames + kNames);
    const int delta = perClassDeltaColumn(m_document.get());
    QCOMPARE(model.table().columns[delta].title, QStringLiteral("INT8 (PTQ) − FP32, F1"));
    const auto recall = m_document->engines[3].accuracy->perClass[4].recall;
    QCOMPARE(model.cell(4, 2 + 3).text, formatNumber(recall * 100, 1));
    model.setTable(confusionPairsTable(*m_document));
    QCOMPARE(marksOf(model.table()), kNames);
    QSet<QString> compared;
    for (const auto& row : runDifference(*tests::sampleDocument(), *m_document).rows)
        compared.insert(row[1].text);
    QCOMPARE(compared, QSet<QString>(kNames.begin(), kNames.end()));
}

void VariantsTest::comparisonHasAColumnPerEngine() {
    ComparisonModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setDocument(tests::sampleDocument());
    QCOMPARE(model.columnCount(), 4);
    model.setDocument(m_document);
    QCOMPARE(model.columnCount(), 7);
    for (int i = 0; i < 6; ++i) {
        QCOMPARE(model.headerData(i + 1, Qt::Horizontal, Qt::DisplayRole).toString(), kNames[i]);
        const double top1 = m_document->engines[static_cast<std::size_t>(i)].accuracy->top1;
        QVERIFY(model.index(1, i + 1).data().toString().startsWith(formatNumber(top1 * 100, 2)));
    }
    QVERIFY(model.tsv().startsWith("Measure\t" + kNames.join('\t') + '\n'));
    model.setDocument(nullptr);
    QCOMPARE(model.columnCount(), 4);
}

void VariantsTest::overviewShowsEveryEngine() {
    const auto page = shown<OverviewPage>(m_document);
    QVERIFY(page);
    QCOMPARE(firstColumn(tableOf(*page, "tradeOffTable")), kNames);
    QCOMPARE(firstColumn(tableOf(*page, "changedTable")), kNames.mid(1));
}

void VariantsTest::accuracyShowsEveryMatrix() {
    const auto page = shown<AccuracyPage>(m_document);
    QVERIFY(page);
    QCOMPARE(page->findChildren<ConfusionView*>().size(), 6);
    for (int i = 0; i < 6; ++i) {
        const auto* view = page->findChild<ConfusionView*>("confusion-" + kIds[i]);
        QVERIFY2(view, qPrintable(kIds[i]));
        const auto& accuracy = *m_document->engines[static_cast<std::size_t>(i)].accuracy;
        QCOMPARE(view->countAt({0, 0}), accuracy.confusion[0]);
        QVERIFY2(view->width() >= 240, qPrintable(QString::number(view->width())));
        QVERIFY(view->accessibleName().endsWith(kNames[i]));
    }
    page->setDocument(tests::sampleDocument());
    QCOMPARE(page->findChildren<ConfusionView*>().size(), 3);
}

void VariantsTest::confidenceShowsEveryEngine() {
    const auto page = shown<ConfidencePage>(m_document);
    QVERIFY(page);
    QCOMPARE(firstColumn(tableOf(*page, "calibrationTable")), kNames);
    for (const QString& name : kNames)
        QCOMPARE(tableOf(*page, "confidenceHistogram" + name + "Table").rows.size(),
                 static_cast<int>(m_document->engines[0].accuracy->histogram.correct.size()));
    QCOMPARE(tableOf(*page, "reliabilityChartTable").columns.size(), 2 + 3 * 6);
}

void VariantsTest::changesOfEveryCandidateAreListed() {
    const auto page = shown<ChangesPage>(m_document);
    QVERIFY(page);
    ChangesModel model;
    for (int i = 1; i < 6; ++i) {
        model.setDocument(m_document, changesFilterFrom("engine=" + kIds[i]));
        QCOMPARE(std::int64_t{model.rowCount()},
                 m_document->comparison(engineIdOf(kIds[i]))->accuracy->changedSamples);
        page->applyFilter("engine=" + kIds[i]);
        QCOMPARE(engineKey(page->findChild<CandidateChoice*>("candidateChoice")->current().engine), kIds[i]);
    }
    QCOMPARE(tableOf(*page, "answersTable").columns.size(), 1 + 2 * 6);
    page->setDocument(tests::sampleDocument());
    QCOMPARE(engineKey(page->findChild<CandidateChoice*>("candidateChoice")->current().engine),
             QStringLiteral("int8"));
}

void VariantsTest::performanceShowsEveryEngine() {
    const auto page = shown<PerformancePage>(m_document);
    QVERIFY(page);
    QCOMPARE(marksOf(tableOf(*page, "throughputChartTable")), kNames);
    QCOMPARE(firstColumn(tableOf(*page, "endToEndBarsTable")), kNames);
    QSet<QString> boxes;
    for (const auto& row : tableOf(*page, "latencyBoxesTable").rows) boxes.insert(row[1].text);
    QCOMPARE(boxes, QSet<QString>(kNames.begin(), kNames.end()));
}

void VariantsTest::memoryShowsEveryEngine() {
    const auto page = shown<MemoryPage>(m_document);
    QVERIFY(page);
    QCOMPARE(firstColumn(tableOf(*page, "peakBarsTable")), kNames);
    QCOMPARE(firstColumn(tableOf(*page, "fileBarsTable")), kNames);
    QCOMPARE(marksOf(tableOf(*page, "peakByBatchTable")), kNames);
}

void VariantsTest::decisionJudgesEveryEngine() {
    QCOMPARE(marksOf(feasibilityTable(*m_document->decision)), kNames);
    const auto page = shown<DecisionPage>(m_document);
    QVERIFY(page);
}

void VariantsTest::lanesStandForEveryEngine() {
    HeaderBar header;
    header.resize(1280, 55);
    header.setSubject("Glyph reader", "mobilenetv2.onnx");
    header.setRunState({}, m_document, true, false);
    header.show();
    QVERIFY(QTest::qWaitForWindowExposed(&header));
    QVERIFY2(header.minimumSizeHint().width() <= 1280,
             qPrintable(QString::number(header.minimumSizeHint().width())));
    for (int i = 0; i < 6; ++i) {
        const auto* lane = header.findChild<ProgressLane*>("lane-" + kIds[i]);
        QVERIFY2(lane, qPrintable(kIds[i]));
        QCOMPARE(lane->state(), ProgressLane::State::Done);
        QVERIFY(lane->accessibleName().startsWith(kNames[i]));
    }
    // An engine that the document does not hold yet has its lane as soon as it is in progress.
    RunState state;
    state.running = true;
    const base::EngineId qat(base::Precision::Int8, base::Variant::Qat);
    state.progress[qat] = {qat, run::Stage::Evaluating, 1, 2, 0.5, -1};
    header.setRunState(state, {}, false, false);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(header.findChildren<ProgressLane*>().size(), 4);
    QCOMPARE(header.findChild<ProgressLane*>("lane-int8-qat")->state(), ProgressLane::State::Working);
}

void VariantsTest::reportsNameEveryEngine() {
    const auto html = QString::fromStdString(report::writeHtml(*m_document, base::Words::of("en")));
    const auto markdown = QString::fromStdString(report::writeMarkdown(*m_document, base::Words::of("en")));
    const auto csv = QString::fromStdString(report::writePredictionsCsv(*m_document));
    QVERIFY(markdown.contains("| " + kNames.join(" | ") + " |"));
    QStringList heads = {"sample", "label"};
    for (const QString& id : kIds) heads << id << id + "_confidence";
    QCOMPARE(csv.section("\r\n", 0, 0), heads.join(','));
    for (int i = 0; i < 6; ++i) {
        QVERIFY2(html.contains(kNames[i]), qPrintable(kNames[i]));
        for (const QString look :
             {"class=\"m %1\"", "class=\"fill %1\"", "class=\"mark %1\"", "class=\"series %1\""})
            QVERIFY2(html.contains(look.arg(kIds[i])), qPrintable(look.arg(kIds[i])));
        for (const QString rule :
             {".m.%1{", ".fill.%1{", ".mark.%1{", ".series.%1{", ".whisker.%1{", "text.%1{"})
            QVERIFY2(html.contains(rule.arg(kIds[i])), qPrintable(rule.arg(kIds[i])));
    }
}

void VariantsTest::threeEnginesKeepTheirNames() {
    const auto document = tests::sampleDocument();
    QCOMPARE(firstColumn(memoryTable(*document)), QStringList({"FP32", "FP16", "INT8"}));
    QVERIFY(!QString::fromStdString(report::writeHtml(*document, base::Words::of("en"))).contains("PTQ)"));
}

PWB_UI_TEST(VariantsTest);
#include "variants_test.moc"
