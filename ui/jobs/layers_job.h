// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QObject>
#include <QTimer>
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "core/run/pipeline.h"

namespace pwb::ui {

using Document = std::shared_ptr<const result::RunResult>;

/// Measures the layers of a finished run, or rebuilds its INT8 engine with other layers left float, on a
/// thread of its own; the window hears of it on the GUI thread, at most ten times a second.
class LayersJob : public QObject {
    Q_OBJECT

public:
    explicit LayersJob(QObject* parent = nullptr);
    ~LayersJob() override;

    /// Refused (false) while either is in progress.
    bool measure(const std::filesystem::path& runFolder, bool withSensitivity);
    bool rebuild(const std::filesystem::path& runFolder, const std::vector<std::string>& keepFloat);
    /// Asks it to stop and returns at once; cancelled() follows.
    void cancel();
    [[nodiscard]] bool running() const { return m_running; }
    /// "Rebuilding INT8: calibrating, 40 %".
    [[nodiscard]] QString text() const;
    [[nodiscard]] double fraction() const;  ///< 0–1

signals:
    void progressChanged();
    void finished(const pwb::ui::Document& document);
    void cancelled();
    void failed(const pwb::base::Error& error);

private:
    struct Mailbox;
    using Work = std::function<base::Result<Document>(const run::Observer&, std::stop_token)>;
    bool start(const QString& title, Work work);
    void collect();
    void end(base::Result<Document> result);

    std::shared_ptr<Mailbox> m_mailbox;
    QTimer m_timer;
    QString m_title;
    QMap<base::EngineId, run::EngineProgress> m_progress;
    base::EngineId m_last;  ///< the engine that was told of last
    bool m_running = false, m_stopping = false;
    std::jthread m_thread;
};

}  // namespace pwb::ui
