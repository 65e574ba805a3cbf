// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>
#include <QThreadPool>
#include <utility>

namespace pwb::ui {

/// Runs `work` on a pool thread and hands its result to `done` on the thread of `context` (the GUI thread),
/// unless `context` is gone by then.
template <class Work, class Done>
void inBackground(QObject* context, Work work, Done done) {
    QPointer<QObject> receiver(context);
    QObject* poster = QCoreApplication::instance();
    QThreadPool::globalInstance()->start(
        [receiver, poster, work = std::move(work), done = std::move(done)]() mutable {
            // The pointer is looked at on its own thread only; the application object outlives the pool.
            QMetaObject::invokeMethod(
                poster,
                [receiver, result = work(), done = std::move(done)]() mutable {
                    if (receiver) done(std::move(result));
                },
                Qt::QueuedConnection);
        });
}

}  // namespace pwb::ui
