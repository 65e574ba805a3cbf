// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "core/run/pipeline.h"

namespace pwb::app {

/// Progress on stderr. On a terminal one line per engine, redrawn in place at most ten times a second;
/// otherwise a plain line when a stage begins and at every tenth of it; nothing when quiet.
class ProgressDisplay {
public:
    explicit ProgressDisplay(bool quiet);

    /// To be handed to the pipeline; must not outlive this object.
    [[nodiscard]] run::Observer observer();
    /// Draws the last state and leaves the cursor below it.
    void finish();

private:
    using Clock = std::chrono::steady_clock;
    struct Lane {
        run::EngineProgress progress;
        Clock::time_point stageBegan;
        double doneAtBegin = 0;
        int tenth = 0;
    };

    void update(const run::EngineProgress& progress);
    void draw();
    void sayPlainly(Lane& lane, bool newStage);
    [[nodiscard]] std::string line(const std::string& engine, const Lane& lane) const;

    enum class Mode { Quiet, Plain, Terminal } m_mode;
    std::vector<std::string> m_order;
    std::map<std::string, Lane> m_lanes;
    Clock::time_point m_drawn{};
    int m_linesDrawn = 0;
};

}  // namespace pwb::app
