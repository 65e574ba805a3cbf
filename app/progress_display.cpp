// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/progress_display.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/format.h"

namespace pwb::app {
namespace {

constexpr int kBar = 20;

const char* stageText(run::Stage stage) {
    switch (stage) {
        case run::Stage::Waiting:
            return "waiting";
        case run::Stage::Reading:
            return "reading";
        case run::Stage::Preparing:
            return "preparing";
        case run::Stage::Calibrating:
            return "calibrating";
        case run::Stage::Quantizing:
            return "quantising";
        case run::Stage::Verifying:
            return "verifying";
        case run::Stage::Searching:
            return "searching";
        case run::Stage::Evaluating:
            return "evaluating";
        case run::Stage::Measuring:
            return "measuring";
        case run::Stage::Profiling:
            return "profiling";
        case run::Stage::Done:
            return "done";
        case run::Stage::Failed:
            return "failed";
        case run::Stage::Cancelled:
            break;
    }
    return "cancelled";
}

bool isOver(run::Stage stage) {
    return stage == run::Stage::Done || stage == run::Stage::Failed || stage == run::Stage::Cancelled;
}

int terminalWidth() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

}  // namespace

ProgressDisplay::ProgressDisplay(bool quiet)
    : m_mode(quiet                     ? Mode::Quiet
             : ::isatty(STDERR_FILENO) ? Mode::Terminal
                                       : Mode::Plain) {}

run::Observer ProgressDisplay::observer() {
    if (m_mode == Mode::Quiet) return {};
    return {[this](const run::EngineProgress& progress) { update(progress); }, {}};
}

void ProgressDisplay::update(const run::EngineProgress& progress) {
    const auto now = Clock::now();
    const auto [found, isNew] = m_lanes.try_emplace(progress.engine.key());
    Lane& lane = found->second;
    if (isNew) m_order.push_back(progress.engine.key());
    const bool newStage = isNew || lane.progress.stage != progress.stage;
    if (newStage) {
        lane.stageBegan = now;
        lane.doneAtBegin = progress.done;
        lane.tenth = 0;
    }
    lane.progress = progress;
    if (m_mode == Mode::Plain) return sayPlainly(lane, newStage);
    if (!newStage && now - m_drawn < std::chrono::milliseconds(100)) return;
    m_drawn = now;
    draw();
}

void ProgressDisplay::sayPlainly(Lane& lane, bool newStage) {
    const run::EngineProgress& progress = lane.progress;
    const int tenth = progress.total > 0 ? static_cast<int>(10 * progress.done / progress.total) : 0;
    const bool nextTenth = !isOver(progress.stage) && tenth > lane.tenth;
    lane.tenth = std::max(lane.tenth, tenth);
    if (newStage)
        std::fprintf(stderr, "%s: %s\n", progress.engine.key().c_str(), stageText(progress.stage));
    else if (nextTenth)
        std::fprintf(stderr, "%s: %s %d %%\n", progress.engine.key().c_str(), stageText(progress.stage),
                     10 * tenth);
}

std::string ProgressDisplay::line(const std::string& engine, const Lane& lane) const {
    const run::EngineProgress& progress = lane.progress;
    const double share = std::clamp(
        isOver(progress.stage) && progress.stage == run::Stage::Done ? 1.0 : progress.overall, 0.0, 1.0);
    const int filled = static_cast<int>(std::lround(share * kBar));
    std::string text = padded(engine, 10) + padded(stageText(progress.stage), 12) + "[" +
                       std::string(static_cast<std::size_t>(filled), '#') +
                       std::string(static_cast<std::size_t>(kBar - filled), '.') + "] " +
                       base::fixedText(100 * share, 0) + " %";
    if (isOver(progress.stage)) return text;
    if (progress.total > 0)
        text += "  " + base::fixedText(progress.done, 0) + "/" + base::fixedText(progress.total, 0);
    const double seconds = std::chrono::duration<double>(Clock::now() - lane.stageBegan).count();
    const double done = progress.done - lane.doneAtBegin;
    if (seconds > 0.5 && done > 0)
        text += "  " + base::fixedText(done / seconds, done / seconds < 10 ? 1 : 0) + "/s";
    if (progress.secondsLeft >= 1) text += "  " + base::durationText(progress.secondsLeft) + " left";
    return text;
}

void ProgressDisplay::draw() {
    const auto width = static_cast<std::size_t>(std::max(terminalWidth() - 1, 20));
    std::string text = m_linesDrawn > 0 ? "\x1b[" + std::to_string(m_linesDrawn) + "A" : "";
    for (const std::string& engine : m_order)
        text += "\r\x1b[2K" + line(engine, m_lanes[engine]).substr(0, width) + "\n";
    m_linesDrawn = static_cast<int>(m_order.size());
    std::fputs(text.c_str(), stderr);
}

void ProgressDisplay::finish() {
    if (m_mode == Mode::Terminal && !m_order.empty()) draw();
}

}  // namespace pwb::app
