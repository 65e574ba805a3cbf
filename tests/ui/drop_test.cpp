// SPDX-License-Identifier: GPL-3.0-or-later
// What may be dropped on the window, and what it says about the rest.
#include <QAbstractButton>
#include <QDir>
#include <QImage>
#include <QLabel>
#include <QLineEdit>

#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/banner.h"

using namespace pwb;
using namespace pwb::tests;

class DropTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QSettings().remove("options");
        m_window = shownWindow();
    }
    void cleanup() { m_window.reset(); }
    void aWrongFileIsRefusedWithWhatFits_data();
    void aWrongFileIsRefusedWithWhatFits();
    void aTruncatedModelIsToldOnSetup();
    void aFolderWithoutImagesIsToldOnSetup();
    void aFolderThatLostItsRunIsTold();
    void aDropOnAFieldIsADropOnTheWindow();
    void modelAndDataInOneDrop();

private:
    [[nodiscard]] ui::Banner& windowBanner() const { return child<ui::Banner>(*m_window, "windowBanner"); }
    [[nodiscard]] ui::Banner& setupBanner() const {
        return child<ui::Banner>(page(*m_window, "setup"), "banner");
    }
    [[nodiscard]] QString plan() const {
        return QString::fromStdString(run::toJson(m_window->setup()->plan()));
    }

    Place m_place;
    std::unique_ptr<ui::MainWindow> m_window;
};

void DropTest::aWrongFileIsRefusedWithWhatFits_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("text") << "notes.txt";
    QTest::newRow("image") << "photo.png";
    QTest::newRow("no suffix") << "README";
}

void DropTest::aWrongFileIsRefusedWithWhatFits() {
    QFETCH(QString, name);
    const QString file = m_place.file(name);
    if (name.endsWith(".png")) {
        QImage picture(8, 8, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QVERIFY(picture.save(file));
    } else {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write("nothing to see") > 0);
    }
    m_window->showPage("memory");
    const QString before = plan();
    QVERIFY(!windowBanner().isVisible());
    QVERIFY(drop(*m_window, {file}));
    QVERIFY(windowBanner().isVisible());
    const QString text = windowBanner().text();
    for (const char* word : {"ONNX model", "folder of images per class", "CSV", "earlier run"})
        QVERIFY2(text.contains(word), qPrintable(text));
    QVERIFY(text.contains(name));
    QCOMPARE(plan(), before);
    QCOMPARE(m_window->currentPage(), QStringLiteral("memory"));
    QVERIFY(!m_window->document());
    // A right one afterwards takes the banner away.
    QVERIFY(drop(*m_window, {sample("val")}));
    QVERIFY(!windowBanner().isVisible());
}

void DropTest::aTruncatedModelIsToldOnSetup() {
    const QByteArray whole = readFile(sample("mobilenetv2.onnx"));
    const QString file = m_place.file("cut.onnx");
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(whole.left(whole.size() / 2)) > 0);
    out.close();
    m_window->showPage("memory");
    QVERIFY(drop(*m_window, {file}));
    QCOMPARE(m_window->currentPage(), QStringLiteral("setup"));
    QVERIFY(QTest::qWaitFor([&] { return setupBanner().isVisible(); }, kPatience));
    const auto& read = m_window->setup()->facts()->model;
    QVERIFY(read && !*read);
    const base::Error& error = read->error();
    const QString text = setupBanner().text(), cause = ui::coreText(error.message),
                  remedy = ui::coreRemedy(error);
    QVERIFY(!cause.isEmpty() && !remedy.isEmpty());
    QVERIFY2(text.contains("cut.onnx") && text.contains(cause) && text.contains(remedy), qPrintable(text));
    QVERIFY(!m_window->setup()->ready());
    QVERIFY(!child<QAbstractButton>(*m_window, "runButton").isEnabled());
    // F5 says why it does not run.
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QVERIFY(!m_window->controller()->running());
    QVERIFY(windowBanner().isVisible());
    // The whole model mends it.
    QVERIFY(drop(*m_window, {sample("mobilenetv2.onnx"), sample("val")}));
    QVERIFY(waitUntilRead(*m_window));
    QVERIFY(!setupBanner().isVisible());
}

void DropTest::aFolderWithoutImagesIsToldOnSetup() {
    const QString folder = m_place.file("empty");
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(drop(*m_window, {sample("mobilenetv2.onnx"), folder}));
    QVERIFY(QTest::qWaitFor([&] { return setupBanner().isVisible(); }, kPatience));
    const auto& read = m_window->setup()->facts()->data;
    QVERIFY(read && !*read);
    QVERIFY2(setupBanner().text().contains(ui::coreRemedy(read->error())), qPrintable(setupBanner().text()));
    QVERIFY(!m_window->setup()->ready());
}

void DropTest::aFolderThatLostItsRunIsTold() {
    const QString folder = m_place.file("broken-run");
    QVERIFY(QDir().mkpath(folder));
    QFile out(folder + "/run.sqlite");
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write("not a data base at all") > 0);
    out.close();
    QSignalSpy opened(m_window.get(), &ui::MainWindow::runOpened);
    QVERIFY(drop(*m_window, {folder}));
    QVERIFY(opened.wait(kPatience));
    QVERIFY(!opened.first().first().toBool());
    QVERIFY(windowBanner().isVisible());
    QVERIFY2(windowBanner().text().contains("broken-run"), qPrintable(windowBanner().text()));
    QVERIFY(!ui::Settings().recentRuns().contains(folder));
}

void DropTest::aDropOnAFieldIsADropOnTheWindow() {
    const ui::Page& setup = page(*m_window, "setup");
    const auto fields = setup.findChildren<QLineEdit*>();
    int tried = 0;
    for (QLineEdit* field : fields) {
        if (!field->isVisible()) continue;
        m_window->setup()->setPlan({});
        const QString before = field->text();
        const QPoint at = field->mapTo(m_window.get(), field->rect().center());
        QVERIFY(drop(*m_window, {sample("val")}, at));
        QVERIFY2(QString::fromStdString(m_window->setup()->plan().data.string()) == sample("val"),
                 qPrintable("dropped on " + field->objectName()));
        QVERIFY2(!field->text().contains("glyphs"), qPrintable(field->objectName() + ": " + field->text()));
        ++tried;
    }
    QVERIFY(tried > 5);
}

void DropTest::modelAndDataInOneDrop() {
    QVERIFY(drop(*m_window, {sample("val"), sample("mobilenetv2.onnx")}));
    QVERIFY(waitUntilRead(*m_window));
    QVERIFY(!windowBanner().isVisible());
    QVERIFY(!setupBanner().isVisible());
}

PWB_UI_TEST(DropTest);
#include "drop_test.moc"
