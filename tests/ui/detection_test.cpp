// SPDX-License-Identifier: GPL-3.0-or-later
// The Changes page of a detector: what is listed is what core counted, and what is drawn is what is listed.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include "tests/support/documents/detection_document.h"
#include "tests/support/documents/sample_document.h"
#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/models/detection_scene.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/models/object_changes.h"
#include "ui/models/samples.h"
#include "ui/pages/changes_page.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/changes_list.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/detection_panes.h"
#include "ui/widgets/detection_view.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/save_chart.h"

using namespace pwb;
using tests::kPatience;
using namespace pwb::ui;
using compare::ObjectFate;
using tests::child;

namespace {

const base::EngineId kFp32 = base::Precision::Fp32, kInt8 = base::Precision::Int8;
const base::EngineId kPlainInt8(base::Precision::Int8, base::Variant::Plain);
const std::vector<base::EngineId> kCandidates = {base::Precision::Fp16, kInt8, kPlainInt8};

std::unique_ptr<ChangesPage> changesPage(const Document& document, QSize size = {1104, 720}) {
    auto page = std::make_unique<ChangesPage>();
    page->resize(size);
    page->setDocument(document);
    page->show();
    if (!QTest::qWaitForWindowExposed(page.get())) return nullptr;
    return page;
}

DetectionPanes& panesOf(const QWidget& page) {
    return child<DetectionPanes>(page, QStringLiteral("detectionPanes"));
}

DetectionView& paneOf(const QWidget& page, const QString& engine) {
    return child<DetectionView>(page, QStringLiteral("detections-") + engine);
}

QAbstractItemModel& listOf(const QWidget& page) {
    return *child<ObjectTable>(page, QStringLiteral("objectTable")).model();
}

bool waitForPicture(const QWidget& page) {
    return QTest::qWaitFor([&] { return !panesOf(page).pictureSize().isEmpty(); }, kPatience);
}

ObjectFilter everything(const base::EngineId& candidate) {
    ObjectFilter filter;
    filter.candidate = candidate;
    filter.fates.fill(true);
    return filter;
}

int pixelsLike(const QImage& image, const QColor& color) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor at = image.pixelColor(x, y);
            count += std::abs(at.red() - color.red()) + std::abs(at.green() - color.green()) +
                         std::abs(at.blue() - color.blue()) <
                     30;
        }
    return count;
}

}  // namespace

class DetectionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theDocumentHasWhatItPromises();
    void listsWhatCoreCounted();
    void sortsByEveryColumn();
    void copiesAndSavesEveryRow();
    void filtersAreReadFromWords();
    void scenesHoldEveryBox();
    void theTableSaysWhatIsDrawn();
    void thePageListsAndFilters();
    void lostSmallObjectsTakeOneClick();
    void thePictureShowsTheChosenObject();
    void panesAreLinked();
    void whatIsMissingIsRinged();
    void stalePicturesAreDropped();
    void worksFromTheKeyboard();
    void anUnreadablePictureIsTold();
    void withoutAnnotationsNothingIsCalledRight();
    void aClassifierKeepsItsPage();
    void manyChangesAreListed();
    void speaksChinese();

private:
    std::shared_ptr<result::RunResult> m_document, m_unlabelled;
};

void DetectionTest::initTestCase() {
    prepareApplication();
    applyLanguage("en");
    applyTheme(ThemeChoice::Light);
    m_document = tests::detectionDocument();
    QVERIFY(m_document);
    m_unlabelled = tests::unlabelledDetectionDocument();
    QVERIFY(m_unlabelled);
}

void DetectionTest::theDocumentHasWhatItPromises() {
    QCOMPARE(m_document->engines.size(), std::size_t{4});
    const auto quality = [&](const base::EngineId& id) { return *m_document->engine(id)->quality(); };
    QVERIFY(quality(kFp32) > 0.5);
    QVERIFY(quality(kFp32) > quality(kInt8));
    QVERIFY(quality(kInt8) > quality(kPlainInt8));
    for (const base::EngineId& candidate : kCandidates) {
        const auto* objects = objectsOf(m_document.get(), candidate);
        QVERIFY(objects);
        QCOMPARE(objects->threshold, m_document->data.threshold);
    }
    const auto& plain = *objectsOf(m_document.get(), kPlainInt8);
    QVERIFY(plain.bySize[0].lost > 20);
    QVERIFY(plain.all.lost > 0 && plain.all.added > 0 && plain.all.moved > 0 && plain.all.relabelled > 0);
}

void DetectionTest::listsWhatCoreCounted() {
    for (const auto& document : {m_document, m_unlabelled})
        for (const base::EngineId& candidate : kCandidates) {
            const auto& objects = *objectsOf(document.get(), candidate);
            ObjectChangesModel model;
            const QAbstractItemModelTester tester(&model,
                                                  QAbstractItemModelTester::FailureReportingMode::QtTest);
            model.setDocument(document, everything(candidate));
            QCOMPARE(model.rowCount(), static_cast<int>(objects.changes.size()));
            for (std::size_t f = 0; f < kListedFates.size(); ++f) {
                ObjectFilter filter = everything(candidate);
                filter.fates.fill(false);
                filter.fates[f] = true;
                model.setDocument(document, filter);
                QCOMPARE(model.rowCount(), static_cast<int>(countOf(objects.all, kListedFates[f])));
                for (std::size_t b = 0; b < evaluate::kPixelBuckets; ++b) {
                    filter.buckets.fill(false);
                    filter.buckets[b] = true;
                    model.setDocument(document, filter);
                    QCOMPARE(model.rowCount(), static_cast<int>(countOf(objects.bySize[b], kListedFates[f])));
                }
            }
            ObjectFilter right = everything(candidate);
            right.fates = {true, false, false, false};
            right.onlyAnnotated = true;
            model.setDocument(document, right);
            QCOMPARE(model.rowCount(), static_cast<int>(objects.all.lostRight));
            right.fates = {false, false, true, false};
            model.setDocument(document, right);
            QCOMPARE(model.rowCount(), static_cast<int>(objects.all.addedRight));
        }
}

void DetectionTest::sortsByEveryColumn() {
    ObjectChangesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setDocument(m_document, everything(kPlainInt8));
    const int rows = model.rowCount();
    QVERIFY(rows > 50);
    // As at first: what is lost and annotated, the surest before all.
    QCOMPARE(model.change(0).fate, ObjectFate::Lost);
    QCOMPARE(model.index(0, ObjectChangesModel::Annotated).data().toString(), QStringLiteral("yes"));
    double last = 2;
    for (int row = 0; row < rows && model.change(row).fate == ObjectFate::Lost &&
                      model.index(row, ObjectChangesModel::Annotated).data() == QStringLiteral("yes");
         ++row) {
        const double confidence = model.index(row, ObjectChangesModel::Before).data().toDouble();
        QVERIFY(confidence <= last);
        last = confidence;
    }
    const QPersistentModelIndex chosen = model.index(7, 0);
    const int change = model.changeAt(7);
    for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        model.sort(ObjectChangesModel::Side, order);
        QCOMPARE(model.changeAt(chosen.row()), change);
        for (int row = 1; row < rows; ++row) {
            const float before = model.change(row - 1).side, after = model.change(row).side;
            QVERIFY(order == Qt::AscendingOrder ? before <= after : before >= after);
        }
        // What has no figure stands last both ways.
        model.sort(ObjectChangesModel::After, order);
        QCOMPARE(model.change(rows - 1).fate, ObjectFate::Lost);
        QVERIFY(model.change(0).fate != ObjectFate::Lost);
    }
    model.sort(-1, Qt::AscendingOrder);
    QCOMPARE(chosen.row(), 7);
}

void DetectionTest::copiesAndSavesEveryRow() {
    ObjectChangesModel model;
    model.setDocument(m_document, everything(kInt8));
    const QStringList copied = model.tsv().split('\n', Qt::SkipEmptyParts);
    QCOMPARE(copied.size(), model.rowCount() + 1);
    QCOMPARE(copied[0],
             QStringLiteral("Image\tWhat happened\tClass\t√area, px\tConfidence, FP32\tConfidence, "
                            "INT8\tIoU\tAnnotated"));
    QCOMPARE(model.tsv({2}).split('\n', Qt::SkipEmptyParts).value(1), copied[3]);
    const QStringList saved = model.csv().split('\n', Qt::SkipEmptyParts);
    QCOMPARE(saved.size(), model.rowCount() + 1);
    QCOMPARE(saved[0],
             QStringLiteral("sample,change,side_px,fp32,fp32_confidence,int8,int8_confidence,iou,annotated"));
    const auto* detection = detectionOf(m_document->engine(base::Precision::Fp32),
                                        static_cast<int>(model.change(0).sample), model.change(0).baseline);
    QVERIFY(detection);
    const QStringList cells = saved[1].split(',');
    QCOMPARE(cells[0], sampleName(*m_document, static_cast<int>(model.change(0).sample)));
    QCOMPARE(cells[1], QStringLiteral("lost"));
    QCOMPARE(cells[3], QString::number(detection->label));
    QCOMPARE(cells[4].toFloat(), QString::number(static_cast<double>(detection->confidence)).toFloat());
    QCOMPARE(cells[5] + cells[6] + cells[7], QString());
}

void DetectionTest::filtersAreReadFromWords() {
    ObjectFilter wanted;
    wanted.candidate = kPlainInt8;
    wanted.label = 2;
    wanted.fates = {true, false, true, false};
    wanted.buckets = {true, true, false, false};
    wanted.onlyAnnotated = true;
    QVERIFY(objectFilterFrom("engine=int8-plain class=2 fate=lost,new size=<8,8-15 annotated x=y") == wanted);
    QVERIFY(objectFilterFrom("") == ObjectFilter());
    QCOMPARE(objectFilterFrom("true=1 engine=fp32").label, std::optional(1));
    QVERIFY(objectFilterFrom("true=1 engine=fp32").candidate == kInt8);
    QCOMPARE(objectFilterFrom("true=1 answer=2").label, std::optional(1));
    QCOMPARE(objectFilterFrom("answer=2 engine=fp16").label, std::optional(2));
}

void DetectionTest::scenesHoldEveryBox() {
    const double threshold = shownThreshold(*m_document);
    for (const base::EngineId& id : {kFp32, kCandidates[0], kInt8, kPlainInt8}) {
        const auto* engine = m_document->engine(id);
        const auto* objects = objectsOf(m_document.get(), id);
        std::int64_t boxes = 0, detections = 0, lost = 0, added = 0, moved = 0, relabelled = 0;
        for (int i = 0; i < static_cast<int>(m_document->manifest->samples.size()); ++i) {
            const DetectionScene scene = detectionScene(*m_document, id, i);
            QVERIFY(scene.answered);
            for (const SceneBox& box : scene.boxes) {
                boxes += box.fate != ObjectFate::Lost;
                lost += box.fate == ObjectFate::Lost;
                added += box.fate == ObjectFate::New;
                moved += box.fate == ObjectFate::Moved;
                relabelled += box.fate == ObjectFate::Relabelled;
                QVERIFY(static_cast<double>(box.confidence) >= threshold);
            }
            for (const auto& detection : *(*engine->detections)[static_cast<std::size_t>(i)])
                detections += static_cast<double>(detection.confidence) >= threshold;
        }
        QCOMPARE(boxes, detections);
        QCOMPARE(lost, objects ? objects->all.lost : 0);
        QCOMPARE(added, objects ? objects->all.added : 0);
        QCOMPARE(moved, objects ? objects->all.moved : 0);
        QCOMPARE(relabelled, objects ? objects->all.relabelled : 0);
    }
    QVERIFY(!detectionScene(*m_document, {base::Precision::Int8, base::Variant::Qat}, 0).answered);
}

void DetectionTest::theTableSaysWhatIsDrawn() {
    const int sample = static_cast<int>(objectsOf(m_document.get(), kPlainInt8)->changes.front().sample);
    QVector<DetectionScene> scenes;
    int boxes = 0;
    for (const auto& kind : sceneKinds(*m_document)) {
        scenes << detectionScene(*m_document, kind.engine, sample);
        boxes += static_cast<int>(scenes.last().boxes.size());
    }
    QCOMPARE(scenes.size(), 4);
    const auto annotated = annotatedObjects(*m_document, sample);
    const CellTable table = sceneTable(scenes, annotated);
    QCOMPARE(table.rows.size(), boxes + static_cast<int>(annotated.size()));
    QVERIFY(annotated.size() > 0);
    for (const auto& row : table.rows) QCOMPARE(row.size(), table.columns.size());
    QCOMPARE(table.rows[0][0].text, QStringLiteral("FP32"));
    QCOMPARE(table.rows[0][5].sort.toDouble(), scenes[0].boxes[0].box.x);
    QCOMPARE(table.rows.last()[0].text, QStringLiteral("annotated"));
}

void DetectionTest::thePageListsAndFilters() {
    const auto page = changesPage(m_document);
    QVERIFY(page);
    const auto& int8 = *objectsOf(m_document.get(), kInt8);
    QCOMPARE(listOf(*page).rowCount(),
             static_cast<int>(int8.all.lost + int8.all.added + int8.all.relabelled));
    QCOMPARE(page->railCount(), QString::number(listOf(*page).rowCount()));
    QVERIFY(!page->findChild<ChangesList*>("changesList")->isVisible());
    const auto& plain = *objectsOf(m_document.get(), kPlainInt8);
    page->applyFilter("engine=int8-plain");
    QCOMPARE(engineKey(child<CandidateChoice>(*page, "objectCandidate").current().engine),
             QStringLiteral("int8-plain"));
    // The counts beside the choices and in the head of the list.
    QStringList texts;
    for (const auto* label : page->findChildren<QLabel*>()) texts << label->text();
    QVERIFY(
        texts.contains(QStringLiteral("INT8 (plain): %1 lost, %2 of them annotated, %3 below 15 px; %4 new")
                           .arg(plain.all.lost)
                           .arg(plain.all.lostRight)
                           .arg(plain.bySize[0].lost + plain.bySize[1].lost)
                           .arg(plain.all.added)));
    QTest::mouseClick(&child<QCheckBox>(*page, "fate-3"), Qt::LeftButton, {}, {8, 8});
    QCOMPARE(listOf(*page).rowCount(), static_cast<int>(plain.changes.size()));
    auto& classes = child<QComboBox>(*page, "objectClass");
    QCOMPARE(classes.count(), 4);
    int ofAllClasses = 0;
    for (int c = 1; c < 4; ++c) {
        classes.setCurrentIndex(c);
        emit classes.activated(c);
        ofAllClasses += listOf(*page).rowCount();
        for (int row = 0; row < listOf(*page).rowCount(); ++row)
            QVERIFY(listOf(*page)
                        .index(row, ObjectChangesModel::Class)
                        .data()
                        .toString()
                        .contains(classes.itemText(c)));
    }
    // A relabelled object is of two classes.
    QCOMPARE(ofAllClasses, static_cast<int>(plain.changes.size()) + static_cast<int>(plain.all.relabelled));
    QTest::keyClick(&child<ObjectTable>(*page, "objectTable"), Qt::Key_Escape);
    QCOMPARE(listOf(*page).rowCount(),
             static_cast<int>(plain.all.lost + plain.all.added + plain.all.relabelled));
    QTest::mouseClick(&child<QPushButton>(*page, "objectTableCopy"), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text().count('\n'), listOf(*page).rowCount() + 1);
}

void DetectionTest::lostSmallObjectsTakeOneClick() {
    const auto page = changesPage(m_document);
    QVERIFY(page);
    page->applyFilter("engine=int8-plain fate=moved class=1");
    QTest::mouseClick(&child<QPushButton>(*page, "lostSmall"), Qt::LeftButton);
    const auto& plain = *objectsOf(m_document.get(), kPlainInt8);
    QCOMPARE(listOf(*page).rowCount(), static_cast<int>(plain.bySize[0].lost + plain.bySize[1].lost));
    for (int row = 0; row < listOf(*page).rowCount(); ++row) {
        QVERIFY(listOf(*page).index(row, ObjectChangesModel::Fate).data().toString().contains("lost"));
        QVERIFY(listOf(*page).index(row, ObjectChangesModel::Side).data().toDouble() <= 15);
    }
    auto& annotated = child<QCheckBox>(*page, "onlyAnnotated");
    QTest::mouseClick(&annotated, Qt::LeftButton, {}, {8, annotated.height() / 2});
    QVERIFY(annotated.isChecked());
    QCOMPARE(listOf(*page).rowCount(),
             static_cast<int>(plain.bySize[0].lostRight + plain.bySize[1].lostRight));
    QVERIFY(waitForPicture(*page));
}

void DetectionTest::thePictureShowsTheChosenObject() {
    const auto page = changesPage(m_document);
    QVERIFY(page);
    page->applyFilter("engine=int8-plain fate=lost size=<8");
    QVERIFY(waitForPicture(*page));
    QCOMPARE(panesOf(*page).pictureSize(), QSize(320, 320));
    QCOMPARE(panesOf(*page).scenes().size(), 4);
    const auto& model = static_cast<const ObjectChangesModel&>(listOf(*page));
    const auto& change = model.change(0);
    QCOMPARE(panesOf(*page).sample(), static_cast<int>(change.sample));
    const auto box = detectionOf(m_document->engine(base::Precision::Fp32), static_cast<int>(change.sample),
                                 change.baseline)
                         ->box();
    QVERIFY(box.width < 10);
    for (const base::EngineId& id : {kFp32, kCandidates[0], kInt8, kPlainInt8}) {
        const DetectionView& pane = paneOf(*page, engineKey(id));
        const QRectF there = pane.onScreen(box);
        QVERIFY(pane.room().contains(there));
        QVERIFY2(there.width() >= 16, qPrintable(QString::number(there.width())));
    }
    auto& views = panesOf(*page);
    QTest::mouseClick(&child<QPushButton>(*page, "fitPicture"), Qt::LeftButton);
    QCOMPARE(views.link()->zoom(), 1.0);
    QTest::mouseClick(&child<QPushButton>(*page, "frameObject"), Qt::LeftButton);
    QVERIFY(views.link()->zoom() > 4);
    QTemporaryDir folder;
    QVERIFY(saveChart(views, folder.filePath("panes.png")));
    QCOMPARE(QImage(folder.filePath("panes.png")).size(), views.size() * 2);
    QTest::mouseClick(&child<QPushButton>(*page, "picturesAsTable"), Qt::LeftButton);
    const auto& table = child<DataTable>(*page, "detectionPanesTable");
    QVERIFY(table.isVisible());
    QCOMPARE(table.table().rows.size(), sceneTable(views.scenes(), views.objects()).rows.size());
}

void DetectionTest::panesAreLinked() {
    const auto page = changesPage(m_document);
    QVERIFY(page);
    QVERIFY(waitForPicture(*page));
    DetectionView &first = paneOf(*page, "fp32"), &last = paneOf(*page, "int8-plain");
    panesOf(*page).fit();
    const QPointF at = first.room().center() + QPointF(20, -15);
    const QPointF before = first.inPicture(at);
    QWheelEvent turn(at, first.mapToGlobal(at), {}, {0, 480}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                     false);
    QApplication::sendEvent(&first, &turn);
    QVERIFY(panesOf(*page).link()->zoom() > 2);
    // What is under the cursor stays there, and the other panes follow.
    const QPointF after = first.inPicture(at);
    QVERIFY(QLineF(before, after).length() < 1);
    const dataset::Box probe{before.x(), before.y(), 4, 4};
    QCOMPARE(last.onScreen(probe).size().toSize(), first.onScreen(probe).size().toSize());
    QVERIFY(QLineF(last.onScreen(probe).center() - last.room().center(),
                   first.onScreen(probe).center() - first.room().center())
                .length() < 3);
    const QPoint middle = first.room().center().toPoint();
    QTest::mousePress(&first, Qt::LeftButton, {}, middle);
    QMouseEvent drag(QEvent::MouseMove, middle + QPoint(-30, 0), first.mapToGlobal(middle + QPoint(-30, 0)),
                     Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&first, &drag);
    QTest::mouseRelease(&first, Qt::LeftButton, {}, middle + QPoint(-30, 0));
    QVERIFY(first.inPicture(at).x() > before.x() + 3);
    QVERIFY(std::abs(last.inPicture(last.room().center()).x() - first.inPicture(first.room().center()).x()) <
            1);
    QTest::mouseDClick(&first, Qt::LeftButton, {}, middle);
    QCOMPARE(panesOf(*page).link()->zoom(), 1.0);
}

void DetectionTest::whatIsMissingIsRinged() {
    const auto page = changesPage(m_document);
    QVERIFY(page);
    page->applyFilter("engine=int8-plain fate=lost size=<8");
    QVERIFY(waitForPicture(*page));
    const QColor bad = Theme::light().bad;
    const int with = pixelsLike(paneOf(*page, "int8-plain").grab().toImage(), bad);
    const int without = pixelsLike(paneOf(*page, "fp32").grab().toImage(), bad);
    QVERIFY2(with > without + 40, qPrintable(QString("%1 and %2").arg(with).arg(without)));
    // Not by colour alone: the box tells of itself.
    DetectionView& pane = paneOf(*page, "int8-plain");
    const auto& model = static_cast<const ObjectChangesModel&>(listOf(*page));
    const auto& change = model.change(0);
    const auto box = detectionOf(m_document->engine(base::Precision::Fp32), static_cast<int>(change.sample),
                                 change.baseline)
                         ->box();
    const int hit = pane.boxAt(pane.onScreen(box).center());
    QVERIFY(hit >= 0);
    QVERIFY2(pane.scene().boxes[hit].words.contains("Lost"), qPrintable(pane.scene().boxes[hit].words));
    QVERIFY(pane.accessibleName().contains("lost"));
    QVERIFY(pane.accessibleDescription().contains("Lost"));
    // Annotations can be hidden.
    const QImage before = pane.grab().toImage();
    QTest::keyClick(&pane, Qt::Key_A);
    QVERIFY(!child<QCheckBox>(*page, "annotationsShown").isChecked());
    QVERIFY(pane.grab().toImage() != before);
    QTest::keyClick(&pane, Qt::Key_A);
    QCOMPARE(pane.grab().toImage(), before);
}

void DetectionTest::stalePicturesAreDropped() {
    PictureLoader loader;
    QStringList answered;
    connect(&loader, &PictureLoader::loaded, this, [&](const QString& path, const auto& picture) {
        QVERIFY(!picture->levels.isEmpty());
        answered << path;
    });
    QString last;
    for (int i = 0; i < 40; ++i) loader.load(last = samplePath(*m_document, i));
    QVERIFY(QTest::qWaitFor([&] { return answered.contains(last); }, kPatience));
    QCOMPARE(answered, QStringList{last});
    // A known one comes at once.
    loader.load(last);
    QCOMPARE(answered.size(), 2);
    loader.load(samplePath(*m_document, 50));
    loader.forget();
    QTest::qWait(100);
    QCOMPARE(answered.size(), 2);
}

void DetectionTest::worksFromTheKeyboard() {
    const auto page = changesPage(m_document);
    QVERIFY(page);
    QVERIFY(waitForPicture(*page));
    auto& table = child<ObjectTable>(*page, "objectTable");
    const int sampleBefore = panesOf(*page).sample();
    table.setFocus();
    QCOMPARE(table.currentIndex().row(), 0);
    for (int i = 0; i < 3; ++i) QTest::keyClick(&table, Qt::Key_J);
    QCOMPARE(table.currentIndex().row(), 3);
    QTest::keyClick(&table, Qt::Key_K);
    QCOMPARE(table.currentIndex().row(), 2);
    const auto& model = static_cast<const ObjectChangesModel&>(listOf(*page));
    QCOMPARE(panesOf(*page).sample(), static_cast<int>(model.change(2).sample));
    QTest::keyClick(&table, Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(panesOf(*page).sample(), sampleBefore);
    auto* link = panesOf(*page).link();
    QTest::keyClick(&table, Qt::Key_0);
    QCOMPARE(link->zoom(), 1.0);
    QTest::keyClick(&table, Qt::Key_Plus);
    QCOMPARE(link->zoom(), 1.25);
    QTest::keyClick(&table, Qt::Key_Minus);
    QCOMPARE(link->zoom(), 1.0);
    QVERIFY(waitForPicture(*page));
    QTest::keyClick(&table, Qt::Key_O);
    QVERIFY(link->zoom() > 1);
    // The chosen object stays chosen when the list is sorted or filtered around it.
    const auto chosen = model.change(table.currentIndex().row());
    table.sortByColumn(ObjectChangesModel::Side, Qt::DescendingOrder);
    QCOMPARE(model.change(table.currentIndex().row()).baseline, chosen.baseline);
    page->applyFilter("engine=int8 fate=lost");
    QCOMPARE(model.change(table.currentIndex().row()).sample, chosen.sample);
}

void DetectionTest::anUnreadablePictureIsTold() {
    auto document = std::make_shared<result::RunResult>(*m_document);
    auto manifest = std::make_shared<dataset::Manifest>(*document->manifest);
    for (auto& sample : manifest->samples) sample.path = "/nowhere" / sample.path.filename();
    document->manifest = manifest;
    const auto page = changesPage(document);
    QVERIFY(page);
    QTest::qWait(200);
    QVERIFY(panesOf(*page).pictureSize().isEmpty());
    QVERIFY(!paneOf(*page, "fp32").grab().isNull());
    QCOMPARE(panesOf(*page).scenes().size(), 4);
}

void DetectionTest::withoutAnnotationsNothingIsCalledRight() {
    const auto page = changesPage(m_unlabelled);
    QVERIFY(page);
    const auto& int8 = *objectsOf(m_unlabelled.get(), kInt8);
    QCOMPARE(listOf(*page).rowCount(),
             static_cast<int>(int8.all.lost + int8.all.added + int8.all.relabelled));
    QCOMPARE(listOf(*page).columnCount(), static_cast<int>(ObjectChangesModel::Annotated));
    QVERIFY(!child<QCheckBox>(*page, "onlyAnnotated").isVisible());
    QVERIFY(!child<QCheckBox>(*page, "annotationsShown").isVisible());
    const QString summary = lossSummary(m_unlabelled.get(), kInt8);
    QVERIFY2(!summary.contains("annotated") && summary.startsWith(QString::number(int8.all.lost)),
             qPrintable(summary));
    QVERIFY(waitForPicture(*page));
    // Classes without names can be chosen, too.
    auto nameless = std::make_shared<result::RunResult>(*m_unlabelled);
    nameless->data.classes.clear();
    auto manifest = std::make_shared<dataset::Manifest>(*nameless->manifest);
    manifest->classes.clear();
    nameless->manifest = manifest;
    page->setDocument(nameless);
    auto& classes = child<QComboBox>(*page, "objectClass");
    QCOMPARE(classes.count(), 4);
    QCOMPARE(classes.itemText(2), QStringLiteral("#1"));
}

void DetectionTest::aClassifierKeepsItsPage() {
    const auto classifier = tests::sampleDocument();
    const auto page = changesPage(classifier);
    QVERIFY(page);
    QVERIFY(page->findChild<ChangesList*>("changesList")->isVisible());
    QVERIFY(!child<ObjectTable>(*page, "objectTable").isVisible());
    page->setDocument(m_document);
    QVERIFY(child<ObjectTable>(*page, "objectTable").isVisible());
    QVERIFY(listOf(*page).rowCount() > 0);
    page->setDocument(classifier);
    QVERIFY(page->findChild<ChangesList*>("changesList")->isVisible());
    page->setDocument(nullptr);
    QVERIFY(!child<ObjectTable>(*page, "objectTable").isVisible());
    // A run without INT8 shows what it has.
    auto half = std::make_shared<result::RunResult>(*m_document);
    half->engines.resize(2);
    half->comparisons.resize(1);
    page->setDocument(half);
    QCOMPARE(engineKey(child<CandidateChoice>(*page, "objectCandidate").current().engine),
             QStringLiteral("fp16"));
    QCOMPARE(child<QPushButton>(*page, "objectTableCopy").isEnabled(), listOf(*page).rowCount() > 0);
}

void DetectionTest::manyChangesAreListed() {
    const auto document = tests::largeDetectionDocument(1500, 300);
    const auto& plain = *objectsOf(document.get(), kPlainInt8);
    QVERIFY2(plain.changes.size() > 60000, qPrintable(QString::number(plain.changes.size())));
    ObjectChangesModel model;
    model.setDocument(document, everything(kPlainInt8));
    model.sort(ObjectChangesModel::Before, Qt::DescendingOrder);
    QCOMPARE(model.rowCount(), static_cast<int>(plain.changes.size()));
    const QString all = model.tsv();
    QCOMPARE(all.count('\n'), model.rowCount() + 1);
    const auto page = changesPage(document);
    QVERIFY(page);
    page->applyFilter("engine=int8-plain");
    auto& table = child<ObjectTable>(*page, "objectTable");
    table.setFocus();
    for (int i = 0; i < 20; ++i) QTest::keyClick(&table, Qt::Key_J);
    table.grab();
    panesOf(*page).grab();
    QCOMPARE(table.currentIndex().row(), 20);
}

void DetectionTest::speaksChinese() {
    applyLanguage("zh_CN");
    {
        const auto page = changesPage(m_document);
        QVERIFY(page);
        page->applyFilter("engine=int8-plain fate=lost size=<8");
        QVERIFY(waitForPicture(*page));
        for (const QString& text :
             {child<QPushButton>(*page, "lostSmall").text(), lossSummary(m_document.get(), kInt8),
              listOf(*page).index(0, ObjectChangesModel::Fate).data().toString()})
            QVERIFY2(std::any_of(text.begin(), text.end(),
                                 [](QChar c) { return c.script() == QChar::Script_Han; }),
                     qPrintable(text));
    }
    applyLanguage("en");
}

PWB_UI_TEST(DetectionTest);
#include "detection_test.moc"
