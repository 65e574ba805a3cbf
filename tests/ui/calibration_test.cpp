// SPDX-License-Identifier: GPL-3.0-or-later
// The card of INT8 and calibration: every field reaches the plan, the checks appear, the set can be saved;
// and Setup with tensors instead of images.
#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>

#include "core/dataset/manifest.h"
#include "tests/support/places.h"
#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/file_tile.h"

using namespace pwb;
using namespace pwb::tests;

class CalibrationTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QSettings().remove("options");
        m_window = shownWindow({1280, 800});
    }
    void cleanup() { m_window.reset(); }
    void theOptionsUnfoldAndReachThePlan();
    void theChecksOfTheSampleArePositive();
    void aLeakIsShown();
    void theDrawnSetIsSavedAndReadBack();
    void tensorsTakeThePlaceOfImages();

private:
    [[nodiscard]] ui::SetupPage& setup() const { return *m_window->setup(); }
    [[nodiscard]] QWidget& card() const { return child<QWidget>(setup(), "calibrationCard"); }
    /// All that the card says.
    [[nodiscard]] QString words() const {
        QStringList texts;
        for (const QLabel* label : card().findChildren<QLabel*>())
            if (label->isVisible()) texts << label->text();
        return texts.join('\n');
    }
    [[nodiscard]] bool waitUntilChecked() const {
        return QTest::qWaitFor(
            [this] { return setup().ready() && setup().facts()->checked && setup().facts()->check; },
            kPatience);
    }
    void type(const char* name, const QString& text) const {
        auto& field = child<QLineEdit>(card(), name);
        field.setFocus();
        field.selectAll();
        QTest::keyClicks(&field, text);
        QTest::keyClick(&field, Qt::Key_Return);
    }

    Place m_place;
    std::unique_ptr<ui::MainWindow> m_window;
};

void CalibrationTest::theOptionsUnfoldAndReachThePlan() {
    auto& options = child<QWidget>(card(), "int8Options");
    QVERIFY(!options.isVisible());
    QTest::mouseClick(&child<QAbstractButton>(card(), "moreOptions"), Qt::LeftButton);
    QVERIFY(options.isVisible());

    type("maxDrop", "0.3");
    QCOMPARE(setup().plan().maxDrop, std::optional(0.3));
    type("calibrationBatch", "4");
    QCOMPARE(setup().plan().calibrationBatch, 4);
    type("seed", "7");
    QCOMPARE(setup().plan().seed, std::uint64_t{7});
    auto& provider = child<QComboBox>(card(), "provider");
    provider.setFocus();
    QTest::keyClick(&provider, Qt::Key_Down);
    QCOMPARE(setup().plan().provider, std::string("openvino"));
    for (const char* box : {"dynamicInt8", "fp16Io"})
        QTest::mouseClick(&child<QAbstractButton>(card(), box), Qt::LeftButton, {}, QPoint(8, 8));
    QVERIFY(setup().plan().dynamicInt8);
    QVERIFY(setup().plan().fp16Io);

    // A model dropped on the tile is the QAT model, not the model of the run.
    auto* tile = child<QLabel>(card(), "qatPath").parentWidget();
    const QPoint middle = tile->mapTo(m_window.get(), tile->rect().center());
    QVERIFY(drop(*m_window, {sample("mobilenetv2-qat.onnx")}, middle));
    QCOMPARE(setup().plan().qat.filename().string(), std::string("mobilenetv2-qat.onnx"));
    QVERIFY(setup().plan().model.empty());

    QTest::mouseClick(&child<QAbstractButton>(card(), "moreOptions"), Qt::LeftButton);
    QVERIFY(!options.isVisible());
    const QString summary =
        child<QLabel>(card(), "int8Summary").toolTip() + child<QLabel>(card(), "int8Summary").text();
    QVERIFY2(summary.contains("0.3"), qPrintable(summary));

    // What is shown is what another window would start with.
    const run::RunPlan plan = setup().plan();
    run::RunPlan other;
    setup().setPlan(other);
    QVERIFY(child<QLineEdit>(card(), "maxDrop").text().isEmpty());
    setup().setPlan(run::planFromJson(run::toJson(plan)).value());
    QCOMPARE(child<QLineEdit>(card(), "maxDrop").text(), QStringLiteral("0.3"));
    QCOMPARE(provider.currentData().toString(), QStringLiteral("openvino"));
    QTest::mouseClick(&child<QAbstractButton>(card(), "moreOptions"), Qt::LeftButton);
    QTest::mouseClick(&child<QAbstractButton>(card(), "removeQat"), Qt::LeftButton);
    QVERIFY(setup().plan().qat.empty());
}

void CalibrationTest::theChecksOfTheSampleArePositive() {
    run::RunPlan plan = glyphPlan();
    plan.calibration = sample("calib").toStdString();
    setup().setPlan(plan);
    QVERIFY(waitUntilChecked());
    const auto check = setup().facts()->check;
    QVERIFY(check);
    QVERIFY(check->duplicates.empty() && check->leaks.empty());
    QVERIFY(QTest::qWaitFor([this] { return words().contains("Values"); }, kPatience));
    const QString text = words();
    for (const char* word : {"Classes covered", "36 of 36", "Duplicates", "In the validation data", "Values"})
        QVERIFY2(text.contains(word), qPrintable(text));
}

void CalibrationTest::aLeakIsShown() {
    // The validation images once more, elsewhere.
    const QString copy = m_place.file("copy");
    std::filesystem::copy(sample("val").toStdString(), copy.toStdString(),
                          std::filesystem::copy_options::recursive);
    run::RunPlan plan = glyphPlan();
    plan.calibration = copy.toStdString();
    setup().setPlan(plan);
    QVERIFY(waitUntilChecked());
    QVERIFY(setup().facts()->check);
    QCOMPARE(static_cast<int>(setup().facts()->check->leaks.size()), setup().facts()->check->samples);
    QVERIFY2(QTest::qWaitFor([this] { return words().contains("the same"); }, kPatience),
             qPrintable(words()));
}

void CalibrationTest::theDrawnSetIsSavedAndReadBack() {
    run::RunPlan plan = glyphPlan();
    plan.calibration = sample("calib").toStdString();
    setup().setPlan(plan);
    QVERIFY(waitUntilRead(*m_window));
    const auto facts = setup().facts();
    const QString file = m_place.file("drawn.csv");
    setup().saveCalibration(file);
    const auto read = dataset::readManifest(file.toStdString(), {});
    QVERIFY(read);
    const auto& drawn = (*facts->calibration)->indices;
    QCOMPARE(read->samples.size(), drawn.size());
    QCOMPARE(read->samples.front().path, (*facts->calibrationData)->samples[drawn.front()].path);
    QCOMPARE(read->samples.back().label, (*facts->calibrationData)->samples[drawn.back()].label);
}

void CalibrationTest::tensorsTakeThePlaceOfImages() {
    const QString skeletons = QString::fromStdString((samples() / "skeletons/").string());
    QVERIFY(drop(*m_window, {skeletons + "stgcn.onnx", skeletons + "val.npz"}));
    setup().setCalibration(skeletons + "calib.npz");
    QVERIFY(waitUntilChecked());
    QVERIFY2(setup().ready(), qPrintable(setup().whyNotReady()));
    const auto& tensor = child<QLabel>(setup(), "tensorText");
    QVERIFY(tensor.isVisible());
    QVERIFY(tensor.text().contains("[3, 64, 17] float32"));
    QVERIFY(!child<QLineEdit>(setup(), "mean").isVisible());
    QCOMPARE(static_cast<int>(setup().facts()->previews.size()), 9);
    QCOMPARE((*setup().facts()->calibration)->classesCovered, 12);
    QVERIFY(setup().facts()->check && setup().facts()->check->leaks.empty());
    // Images do not go with a calibration set of other tensors: told; without it the fields are back.
    QVERIFY(drop(*m_window, {sample("mobilenetv2.onnx"), sample("val")}));
    const auto refused = [&] {
        const auto& facts = *setup().facts();
        return facts.complete && facts.calibrationData && !*facts.calibrationData;
    };
    QVERIFY(QTest::qWaitFor(refused, kPatience));
    QVERIFY(!setup().ready());
    setup().setCalibration({});
    QVERIFY(waitUntilRead(*m_window));
    QVERIFY(child<QLineEdit>(setup(), "mean").isVisible());
}

PWB_UI_TEST(CalibrationTest);
#include "calibration_test.moc"
