// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/picture.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <mutex>
#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/dataset/image_bytes.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

constexpr int kLetterboxGrey = 114;

int silent(int /*status*/, const char* /*function*/, const char* /*text*/, const char* /*file*/, int /*line*/,
           void* /*data*/) {
    return 0;
}

/// The loader has threads of its own, and stderr is for this program's own words.
void setUpOpenCv() {
    static std::once_flag once;
    std::call_once(once, [] {
        cv::setNumThreads(1);
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        cv::redirectError(&silent);
    });
}

base::Result<std::string> readBytes(const fs::path& path) {
    std::error_code code;
    if (fs::is_directory(path, code)) return base::badInput(path.string(), "base.is_folder");
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    const auto size = static_cast<std::streamoff>(in.tellg());
    std::string bytes(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
    in.seekg(0);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in) return base::badInput(path.string(), "base.read_failed", {{"reason", std::strerror(errno)}});
    return bytes;
}

int rounded(double value) {
    return static_cast<int>(std::nearbyint(value));
}

cv::Mat resized(const cv::Mat& picture, int width, int height) {
    if (picture.cols == width && picture.rows == height) return picture;
    cv::Mat out;
    cv::resize(picture, out, cv::Size(width, height), 0, 0, cv::INTER_LINEAR);
    return out;
}

cv::Mat centerCrop(const cv::Mat& picture, int width, int height) {
    const double scale =
        std::max(static_cast<double>(width) / picture.cols, static_cast<double>(height) / picture.rows);
    const cv::Mat covering = resized(picture, std::max(width, rounded(picture.cols * scale)),
                                     std::max(height, rounded(picture.rows * scale)));
    return covering(cv::Rect(rounded((covering.cols - width) / 2.0), rounded((covering.rows - height) / 2.0),
                             width, height));
}

/// The offsets' −0.1 is Ultralytics' LetterBox: an odd rest puts the smaller half first.
cv::Mat letterbox(const cv::Mat& picture, int width, int height) {
    const double scale =
        std::min(static_cast<double>(width) / picture.cols, static_cast<double>(height) / picture.rows);
    const cv::Mat inner = resized(picture, std::clamp(rounded(picture.cols * scale), 1, width),
                                  std::clamp(rounded(picture.rows * scale), 1, height));
    const int left = rounded((width - inner.cols) / 2.0 - 0.1),
              top = rounded((height - inner.rows) / 2.0 - 0.1);
    cv::Mat out(height, width, picture.type(), cv::Scalar::all(kLetterboxGrey));
    inner.copyTo(out(cv::Rect(left, top, inner.cols, inner.rows)));
    return out;
}

}  // namespace

base::Result<cv::Mat> decodePicture(const fs::path& path) {
    setUpOpenCv();
    auto bytes = readBytes(path);
    if (!bytes) return tl::make_unexpected(bytes.error());
    const FileState state = checkImageBytes(*bytes);
    if (state == FileState::Truncated) return base::badInput(path.string(), "dataset.truncated_image");
    if (state == FileState::Damaged || bytes->empty())
        return base::badInput(path.string(), "dataset.unreadable_image");
    try {
        const cv::Mat encoded(1, static_cast<int>(bytes->size()), CV_8UC1, bytes->data());
        cv::Mat picture = cv::imdecode(encoded, cv::IMREAD_COLOR);
        if (!picture.empty()) return picture;
    } catch (const std::exception&) {  // told below: the file is what the reader can act on
    }
    return base::badInput(path.string(), "dataset.unreadable_image");
}

cv::Mat fitPicture(const cv::Mat& picture, const Preprocess& preprocess) {
    cv::Mat source = picture;
    if (preprocess.channels == 1) cv::cvtColor(picture, source, cv::COLOR_BGR2GRAY);
    switch (preprocess.resize) {
        case ResizeMode::CenterCrop:
            return centerCrop(source, preprocess.width, preprocess.height);
        case ResizeMode::Letterbox:
            return letterbox(source, preprocess.width, preprocess.height);
        case ResizeMode::Stretch:
            break;
    }
    return resized(source, preprocess.width, preprocess.height);
}

cv::Mat shrinkPicture(const cv::Mat& picture, int edge) {
    const double scale = static_cast<double>(edge) / std::max(picture.cols, picture.rows);
    if (scale >= 1) return picture;
    cv::Mat out;
    const cv::Size size(std::max(1, rounded(picture.cols * scale)),
                        std::max(1, rounded(picture.rows * scale)));
    cv::resize(picture, out, size, 0, 0, cv::INTER_AREA);
    return out;
}

cv::Mat toRgb(const cv::Mat& picture) {
    cv::Mat out;
    cv::cvtColor(picture, out, picture.channels() == 1 ? cv::COLOR_GRAY2RGB : cv::COLOR_BGR2RGB);
    return out;
}

}  // namespace pwb::dataset
