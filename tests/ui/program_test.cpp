// SPDX-License-Identifier: GPL-3.0-or-later
// The program itself: exporting without a display, its arguments and its exit codes.
#include <QProcess>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>
#include <csignal>

#include "tests/support/places.h"
#include "tests/ui/ui_test.h"
#include "tests/ui/window_place.h"
#include "ui/models/format.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

QString programPath() {
    return QString::fromStdString((programs() / "precision-workbench").string());
}

struct Outcome {
    int code = -1;
    QString out, err;
};

}  // namespace

class ProgramTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void exportsWithoutADisplay_data();
    void exportsWithoutADisplay();
    void exportsInChinese();
    void theDefaultFileIsInTheRun();
    void badArgumentsHaveTheirExitCodes_data();
    void badArgumentsHaveTheirExitCodes();
    void aFileThatCannotBeWritten();
    void modelAndDataRunToTheEnd();

private:
    /// The environment of a machine without a display and with settings of its own.
    [[nodiscard]] QProcessEnvironment bare() const;
    [[nodiscard]] Outcome call(const QStringList& arguments) const;

    Place m_place;
    QString m_run;
    ui::Document m_document;
};

void ProgramTest::initTestCase() {
    m_run = m_place.file("run");
    run::RunPlan plan = glyphPlan();
    plan.batches = {1};
    plan.runFolder = m_run.toStdString();
    const auto document = run::execute(plan, false, {}, {});
    QVERIFY2(document, document ? "" : qPrintable(ui::coreText(document.error())));
    m_document = *document;
}

QProcessEnvironment ProgramTest::bare() const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(name));
    environment.insert("XDG_CONFIG_HOME", m_place.file("config"));
    environment.insert("XDG_CACHE_HOME", m_place.file("cache"));
    return environment;
}

Outcome ProgramTest::call(const QStringList& arguments) const {
    QProcess program;
    program.setProcessEnvironment(bare());
    program.start(programPath(), arguments);
    if (!program.waitForFinished(kPatience)) {
        program.kill();
        program.waitForFinished(kPatience);
        return {-1, {}, "did not end"};
    }
    const int code = program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -2;
    return {code, QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

void ProgramTest::exportsWithoutADisplay_data() {
    QTest::addColumn<QString>("format");
    for (const char* format : {"pdf", "json", "html", "md", "csv"}) QTest::newRow(format) << format;
}

void ProgramTest::exportsWithoutADisplay() {
    QFETCH(QString, format);
    const QString file = m_place.file("out." + format);
    const Outcome outcome = call({"--export", format, m_run, "--out", file});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QCOMPARE(outcome.out.trimmed(), file);
    const QByteArray bytes = readFile(file);
    QVERIFY(bytes.size() > 500);
    const QString top1 =
        QString::number(m_document->engine(base::Precision::Int8)->accuracy->top1 * 100, 'f', 2);
    if (format == "json") {
        const QJsonValue report = readJson(file);
        QCOMPARE(report["engines"][2]["accuracy"]["top1"].toDouble(),
                 m_document->engine(base::Precision::Int8)->accuracy->top1);
    } else if (format == "csv") {
        QCOMPARE(bytes.count('\n'), 73);
        QVERIFY(bytes.startsWith("sample,label,fp32,fp32_confidence,fp16,"));
    } else if (format == "pdf") {
        QVERIFY(bytes.startsWith("%PDF-"));
        if (QStandardPaths::findExecutable("pdfinfo").isEmpty()) QSKIP("pdfinfo is not installed");
        QProcess reader;
        reader.start("pdfinfo", {file});
        QVERIFY(reader.waitForFinished(kPatience));
        static const QRegularExpression pages("Pages:\\s+(\\d+)");
        const auto match = pages.match(QString::fromUtf8(reader.readAllStandardOutput()));
        QVERIFY(match.hasMatch());
        QVERIFY(match.captured(1).toInt() > 1);
    } else {
        QVERIFY(QString::fromUtf8(bytes).contains(top1));
    }
}

void ProgramTest::exportsInChinese() {
    const QString file = m_place.file("zh.html");
    const Outcome outcome = call({"--export", "html", m_run, "--out", file, "--lang", "zh_CN"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QString text = QString::fromUtf8(readFile(file));
    QVERIFY(std::any_of(text.begin(), text.end(), [](QChar c) { return c.script() == QChar::Script_Han; }));
}

void ProgramTest::theDefaultFileIsInTheRun() {
    const Outcome outcome = call({"--export", "pdf", m_run});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY(readFile(m_run + "/report.pdf").startsWith("%PDF-"));
}

void ProgramTest::badArgumentsHaveTheirExitCodes_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown option") << QStringList{"--no-such"} << 2 << "--no-such";
    QTest::newRow("unknown format") << QStringList{"--export", "docx", m_run} << 2 << "pdf, html, json";
    QTest::newRow("no run") << QStringList{"--export", "pdf"} << 2 << "RUN_DIR";
    QTest::newRow("no value") << QStringList{"--model"} << 2 << "--model";
    QTest::newRow("out alone") << QStringList{"--out", "x"} << 2 << "--export";
    QTest::newRow("two runs") << QStringList{m_run, m_run} << 2 << "one run folder";
    QTest::newRow("unknown theme") << QStringList{"--theme", "pink"} << 2 << "light and dark";
    QTest::newRow("unknown language") << QStringList{"--lang", "xx"} << 2 << "zh_CN";
    QTest::newRow("not a run") << QStringList{"--export", "pdf", sample("val")} << 3 << "val";
    QTest::newRow("no such run") << QStringList{"--export", "pdf", "/no/such/run"} << 3 << "/no/such/run";
    QTest::newRow("help") << QStringList{"--help"} << 0 << "";
    QTest::newRow("version") << QStringList{"--version"} << 0 << "";
}

void ProgramTest::badArgumentsHaveTheirExitCodes() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, named);
    const Outcome outcome = call(arguments);
    QVERIFY2(outcome.code == code, qPrintable(QString::number(outcome.code) + outcome.err));
    QVERIFY2(outcome.err.contains(named), qPrintable(outcome.err));
    if (code == 0) QVERIFY(outcome.out.contains("precision-workbench"));
    if (code != 0) QVERIFY(outcome.out.isEmpty());
}

void ProgramTest::aFileThatCannotBeWritten() {
    const Outcome outcome = call({"--export", "json", m_run, "--out", "/no/such/folder/report.json"});
    QCOMPARE(outcome.code, 4);
    QVERIFY2(outcome.err.contains("/no/such/folder"), qPrintable(outcome.err));
}

void ProgramTest::modelAndDataRunToTheEnd() {
    {
        QSettings kept(m_place.file("config") + "/precision-workbench/precision-workbench.conf",
                       QSettings::NativeFormat);
        kept.setValue("runsFolder", m_place.runs());
        kept.setValue("options", QString::fromStdString(run::toJson(glyphPlan(72, false))));
    }
    QProcessEnvironment environment = bare();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(programPath(), {"--model", sample("mobilenetv2.onnx"), "--data", sample("val"), "--run"});
    QVERIFY(program.waitForStarted());
    const QString report = m_place.runs() + "/mobilenetv2-1/report.json";
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(report) || program.state() != QProcess::Running; },
                            kPatience));
    QCOMPARE(program.state(), QProcess::Running);  // the window stays
    const QJsonValue written = readJson(report);
    QVERIFY(written["run"]["finished"].toBool());
    QCOMPARE(written["engines"][0]["accuracy"]["top1"].toDouble(),
             m_document->engine(base::Precision::Fp32)->accuracy->top1);
    program.terminate();
    QVERIFY(program.waitForFinished(kPatience));
}

PWB_UI_TEST(ProgramTest);
#include "program_test.moc"
