// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <atomic>
#include <memory>
#include <thread>

#include "core/run/preprocess_search.h"

namespace pwb::ui {

/// Ranks ways of preprocessing on a thread of its own; the window hears of it on the GUI thread.
class PreprocessJob : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    ~PreprocessJob() override;

    /// Nothing happens while one is in progress.
    void start(const run::RunPlan& plan, int samples);
    /// Asks it to stop and returns at once; failed() with cancelled() follows.
    void cancel();
    [[nodiscard]] bool running() const { return m_running; }

signals:
    void progressed(double fraction, double secondsLeft);  ///< −1: not known yet
    void finished(const pwb::run::PreprocessRanking& ranking);
    void failed(const pwb::base::Error& error);

private:
    void tell(double done, double total);

    QElapsedTimer m_clock;
    bool m_running = false;
    std::jthread m_thread;
};

}  // namespace pwb::ui
