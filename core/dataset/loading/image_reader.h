// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <filesystem>
#include <mutex>

#include "core/base/error.h"
#include "core/dataset/preprocess.h"
#include "core/dataset/preprocessing/pixel_table.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {

/// Reads many images with one preprocessing. Safe to use from several threads; frames of videos are read one
/// at a time, from a file that stays open.
class ImageReader {
public:
    /// `passes` through videos with a reader of its own; else frames come from readSharedFrame().
    explicit ImageReader(const Preprocess& preprocess, bool passes = false)
        : m_preprocess(preprocess), m_table(preprocess), m_passes(passes) {}

    /// Fills channels·height·width floats. Errors as loadImage().
    [[nodiscard]] base::Result<LoadTimes> read(const std::filesystem::path& path, float* out) const;

private:
    [[nodiscard]] base::Result<cv::Mat> decode(const std::filesystem::path& path) const;

    mutable std::mutex m_mutex;
    mutable VideoReader m_video;
    Preprocess m_preprocess;
    PixelTable m_table;
    bool m_passes;
};

}  // namespace pwb::dataset
