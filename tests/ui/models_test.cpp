// SPDX-License-Identifier: GPL-3.0-or-later
// Every model of ui/models under Qt's model tester, through all the states of a real run.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QSortFilterProxyModel>

#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/models/changes_model.h"
#include "ui/models/class_table.h"
#include "ui/models/comparison_model.h"
#include "ui/models/decision_tables.h"
#include "ui/models/format.h"
#include "ui/models/memory_table.h"
#include "ui/models/performance_tables.h"
#include "ui/models/run_difference.h"
#include "ui/widgets/data_table.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

constexpr auto kReport = QAbstractItemModelTester::FailureReportingMode::QtTest;

/// All tables a document gives.
QVector<ui::CellTable> tablesOf(const result::RunResult& document) {
    QVector<ui::CellTable> tables = {ui::perClassTable(document),          ui::confusionPairsTable(document),
                                     ui::percentilesTable(document, 1),    ui::throughputTable(document),
                                     ui::camerasTable(document, 0, 30, 4), ui::memoryTable(document),
                                     ui::runDifference(document, document)};
    if (document.decision)
        tables << ui::feasibilityTable(*document.decision) << ui::recommendationsTable(*document.decision)
               << ui::tippingTable(*document.decision) << ui::pathTable(*document.decision);
    return tables;
}

}  // namespace

class ModelsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void comparisonModelIsSound();
    void cellTableModelIsSound();
    void changesModelIsSound();
    void everyRoleOfEveryCellAnswers();
    void copyingTablesGivesTextWithUnits();
    void copyingTheComparisonGivesTextWithUnits();

private:
    Place m_place;
    /// Every picture the run gave, the finished one last.
    std::vector<std::shared_ptr<const result::RunResult>> m_states;
    [[nodiscard]] const result::RunResult& finished() const { return *m_states.back(); }
};

void ModelsTest::initTestCase() {
    run::RunPlan plan = glyphPlan(108);
    plan.batches = {1};
    plan.requirements.accuracyFloorPercent = 95;
    plan.runFolder = m_place.file("run").toStdString();
    run::Observer observer;
    observer.snapshot = [this](auto document) { m_states.push_back(std::move(document)); };
    const auto document = run::execute(plan, false, observer, {});
    QVERIFY2(document, document ? "" : qPrintable(ui::coreText(document.error())));
    m_states.push_back(*document);
    qInfo("%zu pictures of the run", m_states.size());
    QVERIFY(m_states.size() > 8);
    QVERIFY(finished().finished);
}

void ModelsTest::comparisonModelIsSound() {
    ui::ComparisonModel model;
    QAbstractItemModelTester tester(&model, kReport);
    model.setDocument(nullptr);
    for (const auto& state : m_states) {
        model.setDocument(state);
        model.setNotes({QString::fromStdString(state->name), {}, {}});
    }
    QVERIFY(!model.hasPartial());
    QVERIFY(shows(model.index(1, 1).data().toString(), finished().engines[0].accuracy->top1 * 100));
    model.setDocument(nullptr);
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("–"));
}

void ModelsTest::cellTableModelIsSound() {
    ui::CellTableModel model;
    QSortFilterProxyModel sorted;
    sorted.setSourceModel(&model);
    sorted.setSortRole(ui::CellTableModel::SortRole);
    sorted.setDynamicSortFilter(true);
    sorted.sort(1, Qt::DescendingOrder);
    QAbstractItemModelTester tester(&model, kReport), sortedTester(&sorted, kReport);
    for (const auto& state : m_states)
        for (const ui::CellTable& table : tablesOf(*state)) {
            model.setTable(table);
            QCOMPARE(model.rowCount(), static_cast<int>(table.rows.size()));
            QCOMPARE(sorted.rowCount(), model.rowCount());
        }
    // Of the same shape twice: the data change, the rows stay.
    model.setTable(ui::perClassTable(*m_states.front()));
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setTable(ui::perClassTable(finished()));
    QCOMPARE(reset.size(), 0);
    QCOMPARE(changed.size(), 1);
    model.setTable({});
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::changesModelIsSound() {
    ui::ChangesModel model;
    QAbstractItemModelTester tester(&model, kReport);
    for (const auto& state : m_states)
        for (const char* filter : {"engine=int8", "engine=fp16", "true=3 engine=int8", "answer=99999"})
            model.setDocument(state, ui::changesFilterFrom(QString::fromLatin1(filter)));
    model.setDocument(m_states.back(), {});
    QCOMPARE(std::int64_t{model.rowCount()},
             finished().comparison(base::Precision::Int8)->accuracy->changedSamples);
    QCOMPARE(std::int64_t{model.count(ui::ChangeKind::RightToWrong)},
             finished().comparison(base::Precision::Int8)->accuracy->rightToWrong);
    QCOMPARE(std::int64_t{model.count(ui::ChangeKind::WrongToRight)},
             finished().comparison(base::Precision::Int8)->accuracy->wrongToRight);
    QCOMPARE(model.csv().count('\n'), model.rowCount() + 1);
    model.setDocument(nullptr, {});
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::everyRoleOfEveryCellAnswers() {
    ui::CellTableModel model;
    for (const ui::CellTable& table : tablesOf(finished())) {
        QVERIFY(!table.columns.isEmpty());
        model.setTable(table);
        for (int row = 0; row < model.rowCount(); ++row) {
            QCOMPARE(table.rows[row].size(), table.columns.size());
            for (int column = 0; column < model.columnCount(); ++column) {
                const QModelIndex index = model.index(row, column);
                QCOMPARE(index.data().toString(), table.rows[row][column].text);
                QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains(index.data().toString()));
                QVERIFY(index.data(ui::CellTableModel::SortRole).isValid());
            }
        }
        for (int column = 0; column < model.columnCount(); ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
}

void ModelsTest::copyingTablesGivesTextWithUnits() {
    ui::DataTable table("copied");
    table.setTable(ui::percentilesTable(finished(), 1));
    table.resize(700, 200);
    table.show();
    QVERIFY(QTest::qWaitForWindowActive(&table));
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0].split('\t').mid(0, 4), QStringList({"ms", "min, ms", "mean, ms", "p50, ms"}));
    for (int e = 0; e < 3; ++e) {
        const QStringList cell = lines[e + 1].split('\t');
        QCOMPARE(cell.size(), lines[0].split('\t').size());
        const auto& latency = finished().engines[static_cast<std::size_t>(e)].measurement->latency[0];
        QVERIFY(shows(cell[3], latency.p50));
        QVERIFY(shows(cell[5], latency.p99));
    }
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                      table.visualRect(table.model()->index(2, 1)).center());
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    const QStringList one = QApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
    QCOMPARE(one.size(), 2);
    QCOMPARE(one[0], lines[0]);
    QCOMPARE(one[1], lines[3]);
}

void ModelsTest::copyingTheComparisonGivesTextWithUnits() {
    auto window = shownWindow();
    QVERIFY(open(*window, m_place.file("run")));
    window->showPage("overview");
    auto& table = child<QTableView>(*window, "comparisonTable");
    table.setFocus();
    table.clearSelection();
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    const QString text = QApplication::clipboard()->text();
    const QStringList lines = text.split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), table.model()->rowCount() + 1);
    QVERIFY2(lines[0].endsWith("FP32\tFP16\tINT8"), qPrintable(lines[0]));
    const auto line = [&](const QString& label) {
        for (const QString& one : lines)
            if (one.startsWith(label + '\t')) return one.split('\t');
        return QStringList(4);
    };
    const auto& int8 = finished().engines[2];
    QVERIFY(shows(line("Top-1 accuracy")[3], int8.accuracy->top1 * 100));
    QVERIFY(line("Top-1 accuracy")[3].contains("%"));
    QVERIFY(shows(line("Latency p50")[3], int8.latencyAt(1)->p50));
    QVERIFY(line("Latency p50")[3].endsWith("ms"));
    QVERIFY(line("Peak memory")[3].endsWith("MiB"));
    QVERIFY(line("Throughput")[3].endsWith("FPS"));
}

PWB_UI_TEST(ModelsTest);
#include "models_test.moc"
