// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocessing/quiet_opencv.h"

#include <cstdlib>
#include <mutex>
#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>

namespace pwb::dataset {
namespace {

int silent(int /*status*/, const char* /*function*/, const char* /*text*/, const char* /*file*/, int /*line*/,
           void* /*data*/) {
    return 0;
}

}  // namespace

// The loader has threads of its own, and stderr is for this program's own words.
void quietOpenCv() {
    static std::once_flag once;
    std::call_once(once, [] {
        cv::setNumThreads(1);
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        cv::redirectError(&silent);
        ::setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);  // AV_LOG_QUIET
    });
}

}  // namespace pwb::dataset
