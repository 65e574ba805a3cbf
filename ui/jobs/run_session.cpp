// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/run_session.h"

#include <QFileInfo>

#include "core/run/open_run.h"
#include "ui/jobs/background.h"
#include "ui/models/settings.h"

namespace pwb::ui {
namespace {

struct OpenedRun {
    base::Result<Document> document;
    std::optional<run::RunPlan> unfinished;  ///< the plan of a run that can be gone on with
};

OpenedRun readRun(const std::filesystem::path& folder) {
    OpenedRun opened{run::openRun(folder), {}};
    if (!opened.document || (*opened.document)->finished) return opened;
    if (auto plan = run::planOf(folder)) opened.unfinished = std::move(*plan);
    return opened;
}

}  // namespace

RunSession::RunSession(QObject* parent) : QObject(parent) {
    connectRun();
    connectLayersJob();
}

void RunSession::connectRun() {
    connect(&m_run, &RunController::started, this, [this] {
        m_resume.reset();
        setDocument({});
        emit started();
    });
    connect(&m_run, &RunController::progressChanged, this, &RunSession::stateChanged);
    connect(&m_run, &RunController::documentChanged, this, &RunSession::setDocument);
    connect(&m_run, &RunController::finished, this, [this](const Document& document) {
        Settings().addRun(QString::fromStdString(document->runFolder.string()));
        setDocument(document);
        emit runsChanged();
    });
    connect(&m_run, &RunController::cancelled, this, [this] {
        m_resume = m_run.plan();
        Settings().addRun(m_folder);
        setDocument(m_document);
        emit stopped();
        emit runsChanged();
    });
    connect(&m_run, &RunController::failed, this, [this](const base::Error& error) {
        emit failed(error);
        setDocument(m_document);
    });
}

void RunSession::connectLayersJob() {
    connect(&m_layersJob, &LayersJob::progressChanged, this, &RunSession::stateChanged);
    connect(&m_layersJob, &LayersJob::finished, this, [this](const Document& document) {
        emit runsChanged();
        // Another run may have been opened meanwhile.
        if (m_document && m_document->runFolder == document->runFolder) setDocument(document);
    });
}

void RunSession::setDocument(const Document& document) {
    m_document = document;
    if (document) m_folder = QString::fromStdString(document->runFolder.string());
    emit documentChanged(document);
}

RunState RunSession::state() const {
    RunState state;
    state.running = m_run.running();
    state.stopping = m_run.stopping();
    state.secondsSoFar = m_run.secondsSoFar();
    if (state.running || m_resume) state.progress = m_run.progress();
    return state;
}

void RunSession::start(run::RunPlan plan) {
    const std::filesystem::path parent = Settings().runsFolder().toStdString();
    std::error_code error;
    std::filesystem::create_directories(parent, error);
    plan.runFolder = run::RunPlan::freshFolder(parent, plan.model);
    m_folder = QString::fromStdString(plan.runFolder.string());
    m_run.start(plan, false);
}

void RunSession::resume() {
    m_run.start(run::RunPlan(*m_resume), true);
}

void RunSession::cancel() {
    m_run.cancel();
}

void RunSession::stopAll() {
    if (m_run.running()) {
        Settings().addRun(m_folder);
        m_run.cancel();
    }
    m_layersJob.cancel();
}

void RunSession::open(const QString& folder) {
    m_opening = true;
    const QString path = QFileInfo(folder).absoluteFilePath();
    inBackground(
        this, [path] { return readRun(path.toStdString()); },
        [this, path](OpenedRun read) {
            m_opening = false;
            if (!read.document) return emit openFailed(read.document.error());
            m_resume = std::move(read.unfinished);
            m_run.forget();
            Settings().addRun(path);
            setDocument(*read.document);
            emit opened();
        });
}

}  // namespace pwb::ui
