// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/board.h"

#include <algorithm>

namespace pwb::run {

Board::Board(Observer observer, result::RunResult start)
    : m_observer(std::move(observer)), m_document(std::move(start)), m_secondsBefore(m_document.seconds) {
    // References go along with the others and are never measured: they would hold the whole up.
    for (const result::EngineResult& engine : m_document.engines)
        if (!engine.isReference()) m_overall[engine.id] = 0;
}

void Board::update(const std::function<void(result::RunResult&)>& change) {
    const std::scoped_lock lock(m_mutex);
    change(m_document);
    m_document.seconds =
        m_secondsBefore + std::chrono::duration<double>(std::chrono::steady_clock::now() - m_started).count();
    if (m_observer.snapshot) m_observer.snapshot(std::make_shared<const result::RunResult>(m_document));
}

result::RunResult Board::copy() const {
    const std::scoped_lock lock(m_mutex);
    return m_document;
}

double Board::overall(Stage stage, double share) const {
    // Shares of the whole that the sample runs showed; they only steer the bar and the time left.
    const double built = m_measuring ? 0.10 : 0.50;
    const double evaluated = m_measuring ? 0.20 : 1.0;
    switch (stage) {
        case Stage::Waiting:
        case Stage::Reading:
            return 0;
        case Stage::Preparing:
            return built * 0.1 * share;
        case Stage::Calibrating:
            return built * (0.1 + 0.6 * share);
        case Stage::Quantizing:
            return built * (0.7 + 0.2 * share);
        case Stage::Verifying:
            return built * (0.9 + 0.1 * share);
        case Stage::Searching:
            return built;
        case Stage::Evaluating:
            return built + (evaluated - built) * share;
        case Stage::Measuring:
            return evaluated + (1 - evaluated) * share;
        case Stage::Profiling:
        case Stage::Done:
        case Stage::Failed:
        case Stage::Cancelled:
            return 1;
    }
    return 0;
}

double Board::secondsLeft() const {
    double sum = 0;
    for (const auto& [engine, share] : m_overall) sum += share;
    const double share = m_overall.empty() ? 0 : sum / static_cast<double>(m_overall.size());
    constexpr double kTooEarly = 0.03;
    if (share < kTooEarly) return -1;
    const double elapsed =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - m_started).count();
    return elapsed * (1 - share) / share;
}

void Board::tell(const base::EngineId& engine, Stage stage, double done, double total) {
    const std::scoped_lock lock(m_mutex);
    EngineProgress progress{engine, stage, done, total, 0, -1};
    progress.overall = overall(stage, total > 0 ? std::clamp(done / total, 0.0, 1.0) : 0);
    if (const auto at = m_overall.find(engine); at != m_overall.end()) at->second = progress.overall;
    progress.secondsLeft = secondsLeft();
    if (m_observer.progress) m_observer.progress(progress);
}

}  // namespace pwb::run
