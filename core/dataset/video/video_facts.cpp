// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <opencv2/videoio.hpp>

#include "core/dataset/preprocessing/quiet_opencv.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

double timeNow(const cv::VideoCapture& capture) {
    return capture.get(cv::CAP_PROP_POS_MSEC);
}

/// Do up to `count` frames from here follow each other in steps of `step` ms? The first is at `first`.
/// Times are whole milliseconds in some containers.
bool evenFrames(cv::VideoCapture& capture, double first, double step, int count) {
    constexpr double kRounding = 1.01;
    for (int i = 0; i < count; ++i) {
        if (!capture.grab()) return false;
        if (std::fabs(timeNow(capture) - first - i * step) > kRounding) return false;
    }
    return true;
}

/// Are the frames as many as stated, and evenly spaced, as far as a look here and there tells?
bool looksEven(cv::VideoCapture& capture, const VideoFacts& facts) {
    constexpr std::int64_t kShort = 200;  // not worth guessing
    constexpr int kLook = 12;
    if (facts.rate <= 0 || facts.stated <= kShort) return false;
    const double step = 1000 / facts.rate;
    if (!evenFrames(capture, 0, step, 2 * kLook)) return false;
    for (const double share : {0.25, 0.5, 0.75}) {
        const std::int64_t frame = std::llround(static_cast<double>(facts.stated) * share);
        if (!capture.set(cv::CAP_PROP_POS_FRAMES, static_cast<double>(frame)) ||
            !evenFrames(capture, static_cast<double>(frame) * step, step, kLook))
            return false;
    }
    const std::int64_t frame = facts.stated - kLook;
    if (!capture.set(cv::CAP_PROP_POS_FRAMES, static_cast<double>(frame)) || !capture.grab() ||
        std::fabs(timeNow(capture) - static_cast<double>(frame) * step) > 1.01)
        return false;
    int left = 0;
    while (left <= kLook && capture.grab()) ++left;
    return left == kLook - 1;
}

/// Decodes all frames for their number and times. A decoder gives out the last ones with the time 0: they go
/// on as before.
void countFrames(cv::VideoCapture& capture, VideoFacts& facts) {
    double step = facts.rate > 0 ? 1000 / facts.rate : 0;
    while (capture.grab()) {
        const double time = timeNow(capture);
        const double before = facts.times.empty() ? -step : facts.times.back();
        if (time > before && !facts.times.empty()) step = time - before;
        facts.times.push_back(facts.times.empty() ? 0 : time > before ? time : before + step);
    }
    facts.frames = static_cast<std::int64_t>(facts.times.size());
    if (facts.rate <= 0 && facts.frames > 1 && facts.times.back() > 0)
        facts.rate = 1000 * static_cast<double>(facts.frames - 1) / facts.times.back();
}

base::Result<std::shared_ptr<const VideoFacts>> look(const fs::path& file) {
    quietOpenCv();
    const auto unreadable = [&] { return base::badInput(file.string(), "dataset.video_unreadable"); };
    try {
        cv::VideoCapture capture(file.string(), cv::CAP_FFMPEG);
        if (!capture.isOpened()) return unreadable();
        VideoFacts facts;
        facts.width = static_cast<int>(capture.get(cv::CAP_PROP_FRAME_WIDTH));
        facts.height = static_cast<int>(capture.get(cv::CAP_PROP_FRAME_HEIGHT));
        facts.rate = capture.get(cv::CAP_PROP_FPS);
        facts.stated = static_cast<std::int64_t>(capture.get(cv::CAP_PROP_FRAME_COUNT));
        if (looksEven(capture, facts)) {
            facts.frames = facts.stated;
        } else {
            if (!capture.open(file.string(), cv::CAP_FFMPEG)) return unreadable();
            countFrames(capture, facts);
        }
        if (facts.frames == 0 || facts.width <= 0 || facts.height <= 0) return unreadable();
        return std::make_shared<const VideoFacts>(std::move(facts));
    } catch (const std::exception&) {  // a damaged file
        return unreadable();
    }
}

struct Known {
    fs::file_time_type written;
    std::uintmax_t bytes = 0;
    base::Result<std::shared_ptr<const VideoFacts>> facts;
};

}  // namespace

double VideoFacts::timeOf(std::int64_t frame) const {
    if (times.empty()) return rate > 0 ? 1000 * static_cast<double>(frame) / rate : 0;
    return times[static_cast<std::size_t>(std::clamp<std::int64_t>(frame, 0, frames - 1))];
}

std::optional<std::int64_t> VideoFacts::frameAt(double ms) const {
    std::int64_t frame = 0;
    if (times.empty()) {
        frame = std::llround(ms * rate / 1000);
    } else {
        const auto after = std::lower_bound(times.begin(), times.end(), ms - 1);
        frame = after - times.begin();
    }
    if (frame < 0 || frame >= frames || std::fabs(timeOf(frame) - ms) > 1.01) return std::nullopt;
    return frame;
}

base::Result<std::shared_ptr<const VideoFacts>> videoFacts(const fs::path& file) {
    static std::mutex mutex;
    static std::map<fs::path, Known> known;
    std::error_code code;
    const auto written = fs::last_write_time(file, code);
    const std::uintmax_t bytes = code ? 0 : fs::file_size(file, code);
    if (code) return base::badInput(file.string(), "base.read_failed", {{"reason", code.message()}});
    const std::lock_guard lock(mutex);
    const auto at = known.find(file);
    if (at != known.end() && at->second.written == written && at->second.bytes == bytes)
        return at->second.facts;
    auto facts = look(file);
    known.insert_or_assign(file, Known{written, bytes, facts});
    return facts;
}

}  // namespace pwb::dataset
