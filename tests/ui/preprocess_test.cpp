// SPDX-License-Identifier: GPL-3.0-or-later
// Setup's fields of preprocessing, and finding it by trying.
#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>

#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/data_table.h"

using namespace pwb;
using namespace pwb::tests;

class PreprocessTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_window.reset(); }
    void everyFieldReachesThePlan();
    void oneClickTakesWhatTryingFound();
    void aCancelledSearchChangesNothing();

private:
    [[nodiscard]] ui::SetupPage& setup() const { return *m_window->setup(); }
    [[nodiscard]] const dataset::PreprocessOptions& given() const { return setup().plan().preprocess; }
    void type(const char* name, const QString& text) const {
        auto& field = child<QLineEdit>(setup(), name);
        field.setFocus();
        field.selectAll();
        QTest::keyClicks(&field, text);
        QTest::keyClick(&field, Qt::Key_Return);
    }
    [[nodiscard]] QDialog* search() const {
        QTest::mouseClick(&child<QAbstractButton>(setup(), "findPreprocessing"), Qt::LeftButton);
        return setup().findChild<QDialog*>("preprocessDialog");
    }

    Place m_place;
    std::unique_ptr<ui::MainWindow> m_window;
};

/// The model without the file that lies beside it.
void PreprocessTest::init() {
    const QString model = m_place.file("model.onnx");
    if (!QFile::exists(model)) QVERIFY(QFile::copy(sample("mobilenetv2.onnx"), model));
    m_window = shownWindow({1280, 800});
    setup().setModel(model);
    setup().setData(sample("val"));
    QVERIFY(waitUntilRead(*m_window));
}

void PreprocessTest::everyFieldReachesThePlan() {
    auto& mode = child<QComboBox>(setup(), "resize");
    const auto choose = [](QComboBox& box, const char* id) {
        box.setCurrentIndex(box.findData(id));
        emit box.activated(box.currentIndex());
    };
    QVERIFY(!child<QLineEdit>(setup(), "resizeTo").isEnabled());  // pictures are stretched
    choose(mode, "center-crop");
    QTRY_VERIFY_WITH_TIMEOUT(child<QLineEdit>(setup(), "resizeTo").isEnabled(), kPatience);
    type("resizeTo", "73");
    QCOMPARE(given().resizeTo, std::optional(dataset::ResizeTo{73, 0}));
    QCOMPARE(given().resize, std::optional(dataset::ResizeMode::CenterCrop));
    choose(child<QComboBox>(setup(), "interpolation"), "bicubic");
    choose(child<QComboBox>(setup(), "resizeWith"), "pillow");
    QCOMPARE(given().filter, std::optional(dataset::ResampleFilter::Bicubic));
    QCOMPARE(given().resizer, std::optional(dataset::Resizer::Pillow));
    QTRY_COMPARE_WITH_TIMEOUT((*setup().facts()->preprocess)->resizeTo, (dataset::ResizeTo{73, 0}),
                              kPatience);
    choose(mode, "stretch");
    QVERIFY(!given().resizeTo);
    QTRY_VERIFY_WITH_TIMEOUT(!child<QLineEdit>(setup(), "resizeTo").isEnabled(), kPatience);
}

void PreprocessTest::oneClickTakesWhatTryingFound() {
    QDialog* dialog = search();
    QVERIFY(dialog);
    auto& take = child<QAbstractButton>(*dialog, "takePreprocess");
    QTRY_VERIFY_WITH_TIMEOUT(take.isEnabled(), kPatience);
    const auto& table = child<ui::DataTable>(*dialog, "preprocessTrials").table();
    QVERIFY(table.rows.size() > 20);
    QVERIFY2(table.rows[0][2].text.contains("0.485"), qPrintable(table.rows[0][2].text));
    QVERIFY(table.rows[0][3].sort.toDouble() > 0.7);
    const auto current = std::find_if(table.rows.begin(), table.rows.end(),
                                      [](const auto& row) { return row[1].text.contains("as now"); });
    QVERIFY(current != table.rows.end());
    QVERIFY((*current)[3].sort.toDouble() < table.rows[0][3].sort.toDouble());
    QVERIFY(child<QLabel>(*dialog, "preprocessText").text().contains("a significant difference"));
    if (const QString shot = qEnvironmentVariable("PWB_SHOT"); !shot.isEmpty()) dialog->grab().save(shot);
    QTest::mouseClick(&take, Qt::LeftButton);
    QCOMPARE(given().mean, std::optional(std::array<double, 3>{0.485, 0.456, 0.406}));
    QVERIFY(waitUntilRead(*m_window));
    QTRY_COMPARE(child<QLineEdit>(setup(), "mean").text(), QString("0.485, 0.456, 0.406"));
}

void PreprocessTest::aCancelledSearchChangesNothing() {
    const std::string before = run::toJson(setup().plan());
    QDialog* dialog = search();
    QVERIFY(dialog);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!setup().findChild<QDialog*>("preprocessDialog"), kPatience);
    QCOMPARE(run::toJson(setup().plan()), before);
}

PWB_UI_TEST(PreprocessTest);
#include "preprocess_test.moc"
