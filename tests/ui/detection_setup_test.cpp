// SPDX-License-Identifier: GPL-3.0-or-later
// Setup with a detector: what is told of annotated data and videos, and what the fields do to the plan.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

#include "tests/support/places.h"
#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/models/data_facts.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/file_tile.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

QString pitch(const QString& name) {
    return QString::fromStdString((samples() / "pitch" / name.toStdString()).string());
}

QString video() {
    return QString::fromStdString((testData() / "videos/variable_rate.mp4").string());
}

/// All that a widget says.
QString shownText(const QWidget& widget) {
    QStringList texts;
    for (const auto* label : widget.findChildren<QLabel*>()) texts << label->text() << label->toolTip();
    for (const auto* part : widget.findChildren<QWidget*>()) texts << part->accessibleName();
    return texts.join('\n');
}

}  // namespace

class DetectionSetupTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QSettings().remove("options");
        m_window = shownWindow({1280, 800});
    }
    void cleanup() { m_window.reset(); }
    void tellsOfModelAndAnnotations();
    void fieldsChangeThePlan();
    void thePlanIsRemembered();
    void aVideoIsTakenByRate();
    void annotationsOfAFileAlone();
    void aClassifierDoesNotTakeObjects();

private:
    [[nodiscard]] const run::RunPlan& plan() const { return m_window->setup()->plan(); }
    void type(const QString& field, const QString& text) const {
        auto& edit = child<QLineEdit>(*m_window, field);
        edit.setFocus();
        edit.selectAll();
        QTest::keyClick(&edit, Qt::Key_Delete);
        QTest::keyClicks(&edit, text);
        QTest::keyClick(&edit, Qt::Key_Return);
    }

    Place m_place;
    std::unique_ptr<ui::MainWindow> m_window;
};

void DetectionSetupTest::tellsOfModelAndAnnotations() {
    QVERIFY(drop(*m_window, {pitch("detector.onnx"), pitch("val")}));
    QVERIFY(waitUntilRead(*m_window));
    const ui::SetupFacts& facts = *m_window->setup()->facts();
    QCOMPARE(facts.task, model::Task::Detection);
    QVERIFY(facts.decoder && *facts.decoder && **facts.decoder);
    QCOMPARE((**facts.decoder)->kind(), evaluate::DetectorKind::YoloV8);
    const dataset::Manifest& data = **facts.data;
    QCOMPARE(data.kind, dataset::SourceKind::Coco);
    QCOMPARE(ui::dataText(data), QStringLiteral("COCO annotations, 320 images, 1,980 objects of 3 classes"));
    // 316 balls, 1320 players, 344 cones; 139 of all are below 8 px.
    auto perClass = ui::objectsPerClass(data);
    std::sort(perClass.begin(), perClass.end());
    QCOMPARE(perClass, (std::vector<int>{316, 344, 1320}));
    const auto sizes = ui::objectsPerBucket(data);
    QCOMPARE(sizes[0], 139);
    QCOMPARE(sizes[0] + sizes[1] + sizes[2] + sizes[3], 1980);
    QCOMPARE(child<QComboBox>(*m_window, "detectorKind").itemText(0),
             QStringLiteral("recognised: YOLOv8, 11"));
    QVERIFY(child<QWidget>(*m_window, "detectorOptions").isVisible());
    const auto& words = child<ui::ElidedLabel>(*m_window, "objectSizes");
    QVERIFY(words.isVisible());
    QVERIFY2(shownText(child<QWidget>(*m_window, "dataCard")).contains("< 8 px: 139"),
             qPrintable(shownText(child<QWidget>(*m_window, "dataCard"))));
    QCOMPARE(facts.previews.size(), std::size_t{9});
    int boxes = 0;
    for (const ui::Preview& preview : facts.previews) {
        QVERIFY(preview.annotated);
        boxes += static_cast<int>(preview.boxes.size());
        for (const dataset::Box& box : preview.boxes)
            QVERIFY(QRectF(preview.image.rect())
                        .adjusted(-1, -1, 1, 1)
                        .contains(QRectF(box.x, box.y, box.width, box.height)));
    }
    QVERIFY(boxes > 9);
    QVERIFY(m_window->setup()->ready());
    QVERIFY(!child<QWidget>(*m_window, "videoRate").isVisible());
    child<QAction>(*m_window, "actionLanguage-zh_CN").trigger();
    QTest::qWait(100);
    m_window->showPage("setup");
    QVERIFY(waitUntilRead(*m_window));
    m_window->setLanguage("en");
}

void DetectionSetupTest::fieldsChangeThePlan() {
    QVERIFY(drop(*m_window, {pitch("detector.onnx"), pitch("val")}));
    QVERIFY(waitUntilRead(*m_window));
    QVERIFY(!plan().detector.kind && !plan().threshold && !plan().detector.nmsIou);
    QVERIFY(!plan().detector.agnosticNms);
    type("detectorThreshold", "0.4");
    QCOMPARE(plan().threshold, std::optional(0.4));
    type("detectorConfidence", "0.01");
    QCOMPARE(plan().detector.confidence, 0.01);
    type("detectorNmsIou", "0.55");
    QCOMPARE(plan().detector.nmsIou, std::optional(0.55));
    QTest::mouseClick(&child<QCheckBox>(*m_window, "detectorAgnostic"), Qt::LeftButton, {}, {8, 8});
    QCOMPARE(plan().detector.agnosticNms, std::optional(true));
    auto& kind = child<QComboBox>(*m_window, "detectorKind");
    kind.setCurrentIndex(kind.findData("yolov5"));
    emit kind.activated(kind.currentIndex());
    QCOMPARE(plan().detector.kind, std::optional(evaluate::DetectorKind::YoloV5));
    // Outputs that are no YOLOv5's: told before the run, and mended by going back.
    QVERIFY(QTest::qWaitFor(
        [&] { return !m_window->setup()->ready() && m_window->setup()->facts()->complete; }, kPatience));
    kind.setCurrentIndex(0);
    emit kind.activated(0);
    QVERIFY(waitUntilRead(*m_window));
    QVERIFY(!plan().detector.kind);
    QTest::mouseClick(&child<QAbstractButton>(*m_window, "moreOptions"), Qt::LeftButton);
    auto& plain = child<QCheckBox>(*m_window, "plainInt8");
    QVERIFY(plain.isVisible() && plain.isChecked());
    plain.click();
    QVERIFY(!plan().plainInt8);
    // An emptied field is as by default again; another model brings its own.
    type("detectorThreshold", {});
    QVERIFY(!plan().threshold);
    m_window->setup()->setModel(sample("mobilenetv2.onnx"));
    QVERIFY(!plan().detector.nmsIou);
    QVERIFY(QTest::qWaitFor([&] { return !child<QWidget>(*m_window, "detectorOptions").isVisible(); },
                            kPatience));
}

void DetectionSetupTest::thePlanIsRemembered() {
    run::RunPlan wanted;
    wanted.model = pitch("detector.onnx").toStdString();
    wanted.data = pitch("val").toStdString();
    wanted.detector.kind = evaluate::DetectorKind::YoloV8;
    wanted.detector.nmsIou = 0.6;
    wanted.threshold = 0.33;
    wanted.videoRate = 2.5;
    wanted.plainInt8 = false;
    ui::Settings().setOptions(QString::fromStdString(run::toJson(wanted)));
    m_window = shownWindow({1280, 800});
    QCOMPARE(QString::fromStdString(run::toJson(plan())), QString::fromStdString(run::toJson(wanted)));
    QCOMPARE(child<QLineEdit>(*m_window, "detectorNmsIou").text(), QStringLiteral("0.6"));
    QCOMPARE(child<QLineEdit>(*m_window, "detectorThreshold").text(), QStringLiteral("0.33"));
    QCOMPARE(child<QComboBox>(*m_window, "detectorKind").currentData().toString(), QStringLiteral("yolov8"));
    QVERIFY(!child<QCheckBox>(*m_window, "plainInt8").isChecked());
    QVERIFY(waitUntilRead(*m_window));
    QCOMPARE(QString::fromStdString(run::toJson(plan())), QString::fromStdString(run::toJson(wanted)));
}

void DetectionSetupTest::aVideoIsTakenByRate() {
    QVERIFY(drop(*m_window, {pitch("detector.onnx"), video()}));
    const auto read = [&] {
        const auto& facts = *m_window->setup()->facts();
        return facts.complete && facts.data && *facts.data;
    };
    QVERIFY(QTest::qWaitFor(read, kPatience));
    const auto& facts = m_window->setup()->facts();
    QCOMPARE((*facts->data)->kind, dataset::SourceKind::Video);
    QVERIFY(child<QLineEdit>(*m_window, "videoRate").isVisible());
    const auto frames = (*facts->data)->samples.size();
    QVERIFY(frames > 0);
    QVERIFY(shownText(child<QWidget>(*m_window, "dataCard")).contains("frames"));
    QVERIFY(!facts->previews.empty());
    type("videoRate", "8");
    QCOMPARE(plan().videoRate, 8.0);
    QVERIFY(QTest::qWaitFor(
        [&] { return read() && (*m_window->setup()->facts()->data)->samples.size() > frames; }, kPatience));
    QVERIFY2(m_window->setup()->ready(), qPrintable(m_window->setup()->whyNotReady()));
}

void DetectionSetupTest::annotationsOfAFileAlone() {
    QVERIFY(drop(*m_window, {pitch("detector.onnx"), pitch("val/annotations.json")}));
    QVERIFY(QTest::qWaitFor(
        [&] {
            const auto& facts = *m_window->setup()->facts();
            return facts.complete && facts.data && *facts.data && (*facts.data)->objectCount() == 1980;
        },
        kPatience));
    QVERIFY2(m_window->setup()->ready(), qPrintable(m_window->setup()->whyNotReady()));
}

void DetectionSetupTest::aClassifierDoesNotTakeObjects() {
    QVERIFY(drop(*m_window, {sample("mobilenetv2.onnx"), pitch("val")}));
    QVERIFY(QTest::qWaitFor([&] { return m_window->setup()->facts()->complete; }, kPatience));
    QVERIFY(!m_window->setup()->ready());
    QVERIFY(!m_window->setup()->whyNotReady().isEmpty());
}

PWB_UI_TEST(DetectionSetupTest);
#include "detection_setup_test.moc"
