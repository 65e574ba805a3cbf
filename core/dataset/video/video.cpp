// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/video/video.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <list>
#include <mutex>

#include "core/base/try.h"
#include "core/dataset/preprocessing/quiet_opencv.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 6> kVideoExtensions = {".mp4", ".m4v", ".mov",
                                                              ".avi", ".mkv", ".webm"};
/// Decoding so many frames takes about as long as seeking.
constexpr std::int64_t kFarAhead = 300;

}  // namespace

bool isVideoName(const fs::path& path) {
    const std::string extension = lowered(path.extension().string());
    return std::find(kVideoExtensions.begin(), kVideoExtensions.end(), extension) != kVideoExtensions.end();
}

std::optional<VideoFrame> videoFrameOf(const fs::path& path) {
    const std::string text = path.string();
    const std::size_t at = text.rfind('#');
    if (at == std::string::npos || !isVideoName(text.substr(0, at))) return std::nullopt;
    const auto number = parseIndex(std::string_view(text).substr(at + 1));
    if (!number) return std::nullopt;
    return VideoFrame{text.substr(0, at), static_cast<std::int64_t>(*number)};
}

fs::path videoFramePath(const fs::path& file, std::int64_t number) {
    return file.string() + "#" + std::to_string(number);
}

fs::path sampleFile(const fs::path& path) {
    const auto frame = videoFrameOf(path);
    return frame ? frame->file : path;
}

bool VideoReader::open() {
    quietOpenCv();
    m_at = -1;
    try {
        return m_capture.open(m_file.string(), cv::CAP_FFMPEG);
    } catch (const std::exception&) {  // a damaged header
        return false;
    }
}

bool VideoReader::next() {
    if (!m_capture.isOpened() || !m_capture.grab()) return false;
    ++m_at;
    return true;
}

/// Where a seek ends is only near the frame that was asked for, unless frames follow evenly; the time of the
/// frame that comes tells which it is. Frames that a decoder gives out at the end have the time 0.
bool VideoReader::seek(const VideoFacts& facts, std::int64_t number) {
    if (number > kFarAhead / 4) {
        const double place = facts.timeOf(number) * facts.rate / 1000;
        for (double before = 8; before < place && before < 4096; before *= 8) {
            if (!m_capture.set(cv::CAP_PROP_POS_FRAMES, std::floor(place - before)) || !m_capture.grab())
                break;
            const auto at = facts.frameAt(m_capture.get(cv::CAP_PROP_POS_MSEC));
            if (!at || *at == 0 || *at > number) continue;
            m_at = *at;
            return true;
        }
    }
    return open();
}

bool VideoReader::advance(const VideoFacts& facts, std::int64_t number) {
    const bool near = m_capture.isOpened() && m_at <= number && number - m_at <= kFarAhead;
    if (!near && !seek(facts, number)) return false;
    while (m_at < number)
        if (!next()) return false;
    return true;
}

base::Result<cv::Mat> VideoReader::read(const VideoFrame& frame) {
    PWB_TRY(const auto facts, videoFacts(frame.file));
    if (m_file != frame.file) {
        m_capture.release();
        m_file = frame.file;
        if (!open()) return base::badInput(frame.file.string(), "dataset.video_unreadable");
    }
    try {
        cv::Mat picture;
        if (frame.number < (facts)->frames && advance(*facts, frame.number) && m_capture.retrieve(picture) &&
            !picture.empty())
            return picture.clone();    // the decoder uses its own again
    } catch (const std::exception&) {  // told below
    }
    m_capture.release();
    m_at = -1;
    return base::badInput(frame.file.string(), "dataset.video_frame",
                          {{"frame", std::to_string(frame.number)}});
}

base::Result<cv::Mat> readSharedFrame(const VideoFrame& frame) {
    constexpr std::size_t kMostOpen = 4;
    static std::mutex mutex;
    static std::list<VideoReader> readers;  // the one that was used last first
    const std::lock_guard lock(mutex);
    // A reader that comes by this frame soon, else the one of this file that goes back to it.
    auto best = readers.end();
    for (auto it = readers.begin(); it != readers.end(); ++it) {
        if (it->file() != frame.file) continue;
        const bool ahead = it->position() <= frame.number;
        const bool bestAhead = best != readers.end() && best->position() <= frame.number;
        if (best == readers.end() || (ahead && (!bestAhead || it->position() > best->position()))) best = it;
    }
    if (best == readers.end() && readers.size() < kMostOpen)
        readers.emplace_front();
    else
        readers.splice(readers.begin(), readers, best == readers.end() ? std::prev(readers.end()) : best);
    return readers.front().read(frame);
}

}  // namespace pwb::dataset
