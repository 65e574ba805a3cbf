// SPDX-License-Identifier: GPL-3.0-or-later
// What people ask of the window: run, open, drop.
#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>

#include "core/run/store/store.h"
#include "core/runtime/library.h"
#include "ui/jobs/background.h"
#include "ui/main_window.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/pages/setup/setup_cards.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/banner.h"

namespace pwb::ui {
namespace {

bool isRun(const QFileInfo& info) {
    return info.isDir() && QFileInfo::exists(info.filePath() + QStringLiteral("/run.sqlite"));
}

struct OpenedRun {
    base::Result<Document> document;
    std::optional<run::RunPlan> unfinished;  ///< the plan of a run that can be gone on with
};

OpenedRun readRun(const std::filesystem::path& folder) {
    OpenedRun opened{run::openRun(folder), {}};
    if (!opened.document || (*opened.document)->finished) return opened;
    const auto store = run::RunStore::openForReading(folder);
    const auto json = store ? store->get("plan") : base::Result<std::optional<std::string>>();
    if (!json || !*json) return opened;
    if (auto plan = run::planFromJson(**json)) {
        plan->runFolder = folder;
        opened.unfinished = std::move(*plan);
    }
    return opened;
}

QStringList localPaths(const QMimeData* mime) {
    QStringList paths;
    for (const QUrl& url : mime->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

}  // namespace

void MainWindow::startRun() {
    if (m_run.running() || m_layersJob.running()) return;
    if (resumable()) {
        m_run.start(run::RunPlan(*m_resume), true);
        return;
    }
    if (!m_setup->ready()) {
        showPage(QStringLiteral("setup"));
        m_banner->show(Banner::Kind::Info, tr("This cannot run yet: %1.").arg(m_setup->whyNotReady()));
        return;
    }
    run::RunPlan plan = m_setup->plan();
    plan.language = currentLanguage().toStdString();
    const std::filesystem::path parent = Settings().runsFolder().toStdString();
    std::error_code error;
    std::filesystem::create_directories(parent, error);
    plan.runFolder = run::RunPlan::freshFolder(parent, plan.model);
    m_runFolder = QString::fromStdString(plan.runFolder.string());
    Settings settings;
    settings.setOptions(QString::fromStdString(run::toJson(m_setup->plan())));
    settings.addModel(QString::fromStdString(plan.model.string()));
    settings.addData(QString::fromStdString(plan.data.string()));
    m_banner->hide();
    m_run.start(plan, false);
}

void MainWindow::cancelRun() {
    m_run.cancel();
}

void MainWindow::runWhenReady() {
    m_runWhenReady = true;
    if (!m_setup->ready()) return;
    m_runWhenReady = false;
    startRun();
}

void MainWindow::browseRun() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a run's folder"),
                                                             Settings().folder(QStringLiteral("run")));
    if (folder.isEmpty()) return;
    Settings().setFolder(QStringLiteral("run"), QFileInfo(folder).absolutePath());
    openRun(folder);
}

void MainWindow::openRun(const QString& folder) {
    if (m_run.running()) {
        m_banner->show(Banner::Kind::Info,
                       tr("A run is in progress. Cancel it first, then open another one."));
        return;
    }
    m_opening = true;
    showStatus(tr("opening %1 …").arg(folder));
    const QString path = QFileInfo(folder).absoluteFilePath();
    inBackground(
        this, [path] { return readRun(path.toStdString()); },
        [this, path](OpenedRun opened) {
            const base::Result<Document>& result = opened.document;
            m_opening = false;
            if (!result) {
                m_banner->show(Banner::Kind::Error, coreText(result.error()));
                showStatus();
                emit runOpened(false);
                return;
            }
            m_banner->hide();
            m_resume = opened.unfinished;
            m_run.forget();
            Settings().addRun(path);
            setDocument(*result);
            if (currentPage() == QLatin1String("setup") || currentPage() == QLatin1String("history"))
                showPage(QStringLiteral("overview"));
            emit runOpened(true);
        });
}

void MainWindow::accept(const QStringList& paths) {
    QString refused;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString suffix = info.suffix().toLower();
        if (suffix == QLatin1String("onnx")) {
            m_setup->setModel(path);
            showPage(QStringLiteral("setup"));
        } else if (isRun(info)) {
            openRun(path);
        } else if (info.isDir() || dataSuffixes().contains(suffix)) {
            m_setup->setData(path);
            showPage(QStringLiteral("setup"));
        } else if (info.fileName() == QLatin1String("run.sqlite")) {
            openRun(info.absolutePath());
        } else {
            refused = info.fileName();
        }
    }
    if (refused.isEmpty()) return m_banner->hide();
    m_banner->show(Banner::Kind::Warning,
                   tr("“%1” is not something this window can use. Drop an ONNX model, a folder of images per "
                      "class or with annotations (COCO, YOLO, CSV), a tensor file (.npz, .npy), a video, or "
                      "the folder of an earlier run.")
                       .arg(refused));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!localPaths(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    accept(localPaths(event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::showAbout() {
    const auto library = runtime::loadLibrary();
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Precision Workbench"));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Precision Workbench %1").arg(QApplication::applicationVersion()));
    box->setInformativeText(
        tr("Should this model be deployed in FP32, FP16 or INT8? Answered with evidence.\n\n"
           "ONNX Runtime: %1\nQt %2\n\nFree software under the GNU General Public License, version 3 "
           "or later.")
            .arg(library ? QString::fromStdString(library->version) : coreText(library.error().message),
                 QString::fromLatin1(qVersion())));
    box->setIconPixmap(iconPixmap(QStringLiteral("logo"), Qt::black, scaled(48), devicePixelRatioF()));
    box->open();
}

}  // namespace pwb::ui
