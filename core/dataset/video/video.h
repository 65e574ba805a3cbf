// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset: videos as pictures. Decoded by OpenCV's videoio through FFmpeg.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <opencv2/videoio.hpp>
#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/full_picture.h"

namespace pwb::dataset {

/// mp4, m4v, mov, avi, mkv and webm, by extension.
[[nodiscard]] bool isVideoName(const std::filesystem::path& path);

/// "/data/clip.mp4#120" is the frame that is decoded after 120 others.
struct VideoFrame {
    std::filesystem::path file;
    std::int64_t number = 0;
};
/// Nothing for a path of another kind.
[[nodiscard]] std::optional<VideoFrame> videoFrameOf(const std::filesystem::path& path);
[[nodiscard]] std::filesystem::path videoFramePath(const std::filesystem::path& file, std::int64_t number);

struct VideoFacts {
    int width = 0, height = 0;       ///< pixels, turned as the file says
    double rate = 0;                 ///< frames per second, as the file says
    std::int64_t frames = 0;         ///< that can be decoded
    std::int64_t stated = 0;         ///< that the file says it has
    std::vector<double> times = {};  ///< ms from the first frame; empty where frames follow evenly

    [[nodiscard]] double timeOf(std::int64_t frame) const;  ///< ms
    /// The frame at `ms`, give or take 1 ms.
    [[nodiscard]] std::optional<std::int64_t> frameAt(double ms) const;
};

/// Frames are taken as evenly spaced where the file's rate agrees with the times of its first frames, of some
/// at each quarter, and of its last ones; else, and where the file ends early, the whole is decoded once for
/// their times. What was found of a file is kept until it changes. Safe to call from several threads.
/// Errors (BadInput): base.read_failed, dataset.video_unreadable.
[[nodiscard]] base::Result<std::shared_ptr<const VideoFacts>> videoFacts(const std::filesystem::path& file);

/// Reads frames and keeps the file open; rising numbers are read in one pass, others are sought and found
/// again by their times. Not safe to use from several threads at once.
class VideoReader {
public:
    /// 8-bit BGR. Errors (BadInput): those of videoFacts(), dataset.video_frame {frame}.
    [[nodiscard]] base::Result<cv::Mat> read(const VideoFrame& frame);
    /// The frame that was read last, −1 before.
    [[nodiscard]] std::int64_t position() const { return m_at; }
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }

private:
    bool open();
    bool next();
    bool seek(const VideoFacts& facts, std::int64_t number);
    bool advance(const VideoFacts& facts, std::int64_t number);

    std::filesystem::path m_file;
    cv::VideoCapture m_capture;
    std::int64_t m_at = -1;
};

/// Reads a frame with one of a few readers that stay open, for callers that ask for pictures one by one. Safe
/// to call from several threads. Errors: those of VideoReader::read().
[[nodiscard]] base::Result<cv::Mat> readSharedFrame(const VideoFrame& frame);

}  // namespace pwb::dataset
