// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of the Decision page against decide::decide() with the same requirements.
#include "core/decide/decision.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>

#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/models/decision_tables.h"
#include "ui/models/format.h"
#include "ui/pages/decision_page.h"
#include "ui/pages/setup_page.h"

using namespace pwb;
using namespace pwb::tests;

class DecisionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aControlMovesTheVerdict_data();
    void aControlMovesTheVerdict();
    void slidersFollowFieldsAndBack();
    void resetGoesBackToTheRun();
    void nothingAgreesWhereFp32IsInDoubt();
    void cleanupTestCase() { m_window.reset(); }

private:
    void moveTo(const QString& control, const QString& value);
    /// Everything the page shows is what decide() says for `asked`.
    void compareWithDecide(const decide::Requirements& asked);

    Place m_place;
    std::unique_ptr<ui::MainWindow> m_window;
    ui::DecisionPage* m_page = nullptr;
};

void DecisionTest::initTestCase() {
    run::RunPlan plan = glyphPlan();
    plan.batches = {1};
    plan.runFolder = m_place.file("run").toStdString();
    const auto document = run::execute(plan, false, {}, {});
    QVERIFY2(document, document ? "" : qPrintable(ui::coreText(document.error())));
    m_window = shownWindow();
    QVERIFY(open(*m_window, m_place.file("run")));
    m_window->showPage("decision");
    m_page = static_cast<ui::DecisionPage*>(&page(*m_window, "decision"));
}

void DecisionTest::moveTo(const QString& control, const QString& value) {
    if (auto* box = m_page->findChild<QComboBox*>(control)) {
        box->setCurrentIndex(box->findData(value));
        emit box->activated(box->currentIndex());
        return;
    }
    auto& field = child<QLineEdit>(*m_page, control);
    field.setFocus();
    field.selectAll();
    if (value.isEmpty())
        QTest::keyClick(&field, Qt::Key_Delete);
    else
        QTest::keyClicks(&field, value);
}

void DecisionTest::compareWithDecide(const decide::Requirements& asked) {
    const decide::Decision decision = decide::decide(m_window->document()->evidence(asked), asked);
    const auto& sentence = child<QLabel>(*m_page, "decisionSentence");
    const QString wanted = ui::coreText(decision.headline).toHtmlEscaped() + ".</b> " +
                           ui::coreText(decision.sentence).toHtmlEscaped();
    // The next run of Setup asks for the same; it hears of it last.
    QVERIFY(QTest::qWaitFor([&] { return m_window->setup()->plan().requirements == asked; }, kPatience));
    QVERIFY(m_page->requirements() == asked);
    QVERIFY2(sentence.text().contains(wanted), qPrintable(sentence.text() + "\n" + wanted));
    const auto rows = cells(child<QTableView>(*m_page, "feasibilityTable"));
    QCOMPARE(static_cast<std::size_t>(rows.size()), decision.feasibility.size() + 1);
    for (std::size_t r = 0; r < decision.feasibility.size(); ++r)
        for (std::size_t e = 0; e < 3; ++e) {
            const auto& cell = decision.feasibility[r].cells[e];
            const double factor = decision.feasibility[r].unit == "fraction" ? 100 : 1;
            const bool bytes = decision.feasibility[r].unit == "bytes";  // in a unit of its own
            if (decision.feasibility[r].needed && cell.value && !bytes)
                QVERIFY(shows(rows[static_cast<int>(r)][static_cast<int>(e) + 2], *cell.value * factor));
        }
    QCOMPARE(static_cast<std::size_t>(cells(child<QTableView>(*m_page, "tippingTable")).size()),
             decision.tippingPoints.size());
}

void DecisionTest::aControlMovesTheVerdict_data() {
    using decide::Requirements;
    QTest::addColumn<QStringList>("moves");
    QTest::newRow("one camera") << QStringList{"cameras=1", "fps=30"};
    QTest::newRow("too many cameras") << QStringList{"cameras=100000", "fps=1000"};
    QTest::newRow("high floor") << QStringList{"floor=100"};
    QTest::newRow("low floor") << QStringList{"floor=50"};
    QTest::newRow("impossible latency") << QStringList{"latency=0.001"};
    QTest::newRow("tiny memory") << QStringList{"memory=0.001"};
    QTest::newRow("another platform")
        << QStringList{"platform=" + QString::fromStdString(decide::platforms().front().id)};
}

void DecisionTest::aControlMovesTheVerdict() {
    QFETCH(QStringList, moves);
    child<QPushButton>(*m_page, "resetRequirements").click();
    decide::Requirements asked = m_window->document()->requirements;
    const QString before = child<QLabel>(*m_page, "decisionSentence").text();
    for (const QString& move : moves) {
        const QString control = move.section('=', 0, 0), value = move.section('=', 1);
        moveTo(control, value);
        if (control == "cameras") asked.streams = value.toInt();
        if (control == "fps") asked.fps = value.toDouble();
        if (control == "floor") asked.accuracyFloorPercent = value.toDouble();
        if (control == "latency") asked.latencyMs = value.toDouble();
        if (control == "memory") asked.memoryGb = value.toDouble();
        if (control == "platform") asked.platform = value.toStdString();
    }
    compareWithDecide(asked);
    const auto now = decide::decide(m_window->document()->evidence(asked), asked);
    if (QString(QTest::currentDataTag()).startsWith("too many")) {
        QCOMPARE(now.verdict == decide::Verdict::Closest, true);
        QVERIFY(child<QLabel>(*m_page, "decisionSentence").text() != before);
    }
    for (const QString& move : moves)
        if (!move.startsWith("platform")) moveTo(move.section('=', 0, 0), {});
}

void DecisionTest::slidersFollowFieldsAndBack() {
    child<QPushButton>(*m_page, "resetRequirements").click();
    auto& slider = child<QSlider>(*m_page, "camerasSlider");
    auto& field = child<QLineEdit>(*m_page, "cameras");
    QCOMPARE(slider.value(), 0);
    QVERIFY(field.text().isEmpty());
    slider.setFocus();
    for (int i = 0; i < 3; ++i) QTest::keyClick(&slider, Qt::Key_Right);
    QCOMPARE(field.text(), QStringLiteral("3"));
    moveTo("fps", "25");
    decide::Requirements asked = m_window->document()->requirements;
    asked.streams = 3;
    asked.fps = 25;
    compareWithDecide(asked);
    moveTo("cameras", "17");
    QCOMPARE(slider.value(), 17);
    asked.streams = 17;
    compareWithDecide(asked);
    QTest::keyClick(&slider, Qt::Key_Home);  // the leftmost place asks for nothing
    QVERIFY(field.text().isEmpty());
    asked.streams.reset();
    compareWithDecide(asked);
    // Moving through all places keeps up: the last answer is shown.
    for (int place = 1; place <= slider.maximum(); ++place) slider.setValue(place);
    asked.streams = slider.maximum();
    compareWithDecide(asked);
    for (QCheckBox* box : m_page->findChildren<QCheckBox*>()) {
        box->click();
        if (box->text() == "Safety-critical")
            asked.safetyCritical = true;
        else
            asked.qatPossible = true;
    }
    compareWithDecide(asked);
}

void DecisionTest::resetGoesBackToTheRun() {
    child<QPushButton>(*m_page, "resetRequirements").click();
    compareWithDecide(m_window->document()->requirements);
    QVERIFY(m_window->document()->decision);
    QVERIFY(child<QLabel>(*m_page, "decisionSentence")
                .text()
                .contains(ui::coreText(m_window->document()->decision->headline)));
}

void DecisionTest::nothingAgreesWhereFp32IsInDoubt() {
    ui::DecisionPage own;
    own.show();  // a hidden page shows nothing
    own.setDocument(m_window->document());
    QVERIFY(!child<QWidget>(own, "agreement").isHidden());
    const auto wrong = std::make_shared<result::RunResult>(*m_window->document());
    wrong->engine(base::Precision::Fp32)->accuracy->correct = 0;
    wrong->decision = decide::decide(wrong->evidence(wrong->requirements), wrong->requirements);
    QCOMPARE(wrong->decision->verdict, decide::Verdict::Implausible);
    own.setDocument(wrong);
    QVERIFY(child<QWidget>(own, "agreement").isHidden());
    QVERIFY(child<QLabel>(own, "decisionSentence").text().contains("No advice"));
}

PWB_UI_TEST(DecisionTest);
#include "decision_test.moc"
