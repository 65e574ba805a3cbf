// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "core/run/progress.h"

namespace pwb::run {

/// The one place where the state of a run in progress lives. Stages change the document through update(),
/// and tell() how far they are; the observer gets immutable copies, one call at a time.
class Board {
public:
    Board(Observer observer, result::RunResult start);

    /// Changes the document and shows the result to the observer.
    void update(const std::function<void(result::RunResult&)>& change);
    /// Reads under the lock.
    [[nodiscard]] result::RunResult copy() const;
    /// How far an engine is in a stage.
    void tell(const base::EngineId& engine, Stage stage, double done, double total);
    /// Whether timing follows the evaluation, for the shares of the work.
    void expectMeasuring(bool expected) { m_measuring = expected; }

private:
    [[nodiscard]] double overall(Stage stage, double share) const;
    [[nodiscard]] double secondsLeft() const;

    Observer m_observer;
    mutable std::mutex m_mutex;
    result::RunResult m_document;
    std::map<base::EngineId, double> m_overall;
    std::chrono::steady_clock::time_point m_started = std::chrono::steady_clock::now();
    double m_secondsBefore;  ///< of an earlier process, when resumed
    bool m_measuring = true;
};

}  // namespace pwb::run
