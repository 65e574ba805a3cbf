// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/images/picture.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/try.h"
#include "core/dataset/images/image_bytes.h"
#include "core/dataset/preprocessing/pillow_resize.h"
#include "core/dataset/preprocessing/quiet_opencv.h"
#include "core/dataset/preprocessing/tensor_resize.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

constexpr int kLetterboxGrey = 114;

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

int flagOf(ResampleFilter filter) {
    switch (filter) {
        case ResampleFilter::Nearest:
            return cv::INTER_NEAREST;
        case ResampleFilter::Bicubic:
            return cv::INTER_CUBIC;
        case ResampleFilter::Lanczos:
            return cv::INTER_LANCZOS4;
        default:  // resolvePreprocess() refuses the others
            return cv::INTER_LINEAR;
    }
}

// The order of the channels is nothing to a filter: BGR will do.
cv::Mat resizedByPillow(const cv::Mat& picture, int width, int height, ResampleFilter filter) {
    cv::Mat out(height, width, picture.type());
    const Pixels8 pixels = {picture.data, picture.cols, picture.rows, picture.channels(),
                            static_cast<std::ptrdiff_t>(picture.step)};
    pillowResize(pixels, wholeOf(pixels), filter, out.data, width, height, {PillowRelease::Since13_0});
    return out;
}

cv::Mat planeResizedByTorchvision(const cv::Mat& plane, cv::Size size, ResampleFilter filter) {
    cv::Mat out(size, CV_8UC1);
    TensorResizing resizing;
    resizing.filter = filter == ResampleFilter::Bicubic ? TensorFilter::Bicubic : TensorFilter::Bilinear;
    tensorResize(plane.data, 1, {plane.rows, plane.cols}, resizing, out.data, {size.height, size.width});
    return out;
}

cv::Mat resizedByTorchvision(const cv::Mat& picture, int width, int height, ResampleFilter filter) {
    std::vector<cv::Mat> planes;
    cv::split(picture, planes);  // without gaps
    for (cv::Mat& plane : planes) plane = planeResizedByTorchvision(plane, {width, height}, filter);
    cv::Mat out;
    cv::merge(planes, out);
    return out;
}

cv::Mat resized(const cv::Mat& picture, int width, int height, const Preprocess& how) {
    if (picture.cols == width && picture.rows == height) return picture;
    if (how.resizer == Resizer::Pillow) return resizedByPillow(picture, width, height, how.filter);
    if (how.resizer == Resizer::Torchvision && how.filter != ResampleFilter::Nearest)
        return resizedByTorchvision(picture, width, height, how.filter);
    cv::Mat out;
    cv::resize(picture, out, cv::Size(width, height), 0, 0, flagOf(how.filter));
    return out;
}

/// In the order of the pixels' channels.
cv::Scalar padOf(const Preprocess& how) {
    if (!how.pad) return cv::Scalar::all(kLetterboxGrey);
    const auto& [red, green, blue] = *how.pad;
    return how.channels == 1 ? cv::Scalar(red) : cv::Scalar(blue, green, red);
}

/// 16-bit grey is cut off at 255 there, and 16-bit colours lose their lower half as here.
cv::Mat decodedLikePillow(const cv::Mat& encoded) {
    constexpr int kAsStored = cv::IMREAD_ANYDEPTH | cv::IMREAD_ANYCOLOR | cv::IMREAD_IGNORE_ORIENTATION;
    const cv::Mat stored = cv::imdecode(encoded, kAsStored);
    if (stored.empty() || stored.type() == CV_8UC3) return stored;
    if (stored.channels() != 1 || (stored.depth() != CV_8U && stored.depth() != CV_16U))
        return cv::imdecode(encoded, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
    cv::Mat grey, picture;
    stored.convertTo(grey, CV_8U);  // saturates
    cv::cvtColor(grey, picture, cv::COLOR_GRAY2BGR);
    return picture;
}

cv::Mat toGrey(const cv::Mat& picture, Decoding decoding) {
    cv::Mat grey;
    if (decoding == Decoding::OpenCv) {
        cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
        return grey;
    }
    grey.create(picture.size(), CV_8UC1);
    for (int row = 0; row < picture.rows; ++row) {
        const auto* pixel = picture.ptr<unsigned char>(row);
        auto* out = grey.ptr<unsigned char>(row);
        for (int column = 0; column < picture.cols; ++column, pixel += 3)
            out[column] = static_cast<unsigned char>(
                (pixel[2] * 19595U + pixel[1] * 38470U + pixel[0] * 7471U + 0x8000U) >> 16);
    }
    return grey;
}

/// A picture scaled to width × height, whose upper left corner lies at (left, top) of the input.
struct Fit {
    int width, height;
    int left = 0, top = 0;
};

/// As torchvision: the longer side is int(N · long / short); and as ResizeKeepRatio of timm.
std::pair<int, int> resizedSides(int width, int height, const ResizeTo& to) {
    if (to.height > 0 && to.keep != KeepRatio::No) {
        const double across = static_cast<double>(width) / to.width;
        const double down = static_cast<double>(height) / to.height;
        const double ratio = to.keep == KeepRatio::Cover ? std::min(across, down) : std::max(across, down);
        return {std::max(1, rounded(width / ratio)), std::max(1, rounded(height / ratio))};
    }
    if (to.height > 0) return {to.width, to.height};
    const auto longer = [&](int longest, int shortest) {
        return static_cast<int>(static_cast<double>(static_cast<std::int64_t>(to.width) * longest) /
                                shortest);
    };
    return width <= height ? std::pair(to.width, longer(height, width))
                           : std::pair(longer(width, height), to.width);
}

/// The offsets' −0.1 of the letterbox is Ultralytics' LetterBox: an odd rest puts the smaller half first.
Fit fitOf(int width, int height, const Preprocess& target) {
    const double across = static_cast<double>(target.width) / width;
    const double down = static_cast<double>(target.height) / height;
    if (target.resize == ResizeMode::Stretch) return {target.width, target.height};
    Fit fit{};
    if (target.resize == ResizeMode::CenterCrop && target.resizeTo != ResizeTo{}) {
        const auto [sideways, upright] = resizedSides(width, height, target.resizeTo);
        // What lacks is put around it, half a pixel more at the end.
        const auto offset = [&](int rest) {
            return rest < 0 || target.cropFloors ? rest / 2 : rounded(rest / 2.0);
        };
        return {sideways, upright, -offset(sideways - target.width), -offset(upright - target.height)};
    }
    if (target.resize == ResizeMode::CenterCrop) {
        const double scale = std::max(across, down);
        fit.width = std::max(target.width, rounded(width * scale));
        fit.height = std::max(target.height, rounded(height * scale));
        fit.left = -rounded((fit.width - target.width) / 2.0);
        fit.top = -rounded((fit.height - target.height) / 2.0);
        return fit;
    }
    const double scale = std::min(across, down);
    fit.width = std::clamp(rounded(width * scale), 1, target.width);
    fit.height = std::clamp(rounded(height * scale), 1, target.height);
    if (target.padsAfter) return fit;
    fit.left = rounded((target.width - fit.width) / 2.0 - 0.1);
    fit.top = rounded((target.height - fit.height) / 2.0 - 0.1);
    return fit;
}

}  // namespace

base::Result<cv::Mat> decodePicture(const fs::path& path, Decoding decoding) {
    if (const auto frame = videoFrameOf(path)) return readSharedFrame(*frame);
    quietOpenCv();
    PWB_TRY(auto bytes, readBytes(path));
    const FileState state = checkImageBytes(bytes);
    if (state == FileState::Truncated) return base::badInput(path.string(), "dataset.truncated_image");
    if (state == FileState::Damaged || bytes.empty())
        return base::badInput(path.string(), "dataset.unreadable_image");
    try {
        const cv::Mat encoded(1, static_cast<int>(bytes.size()), CV_8UC1, bytes.data());
        cv::Mat picture = decoding == Decoding::Pillow ? decodedLikePillow(encoded)
                                                       : cv::imdecode(encoded, cv::IMREAD_COLOR);
        if (!picture.empty()) return picture;
    } catch (const std::exception&) {  // told below: the file is what the reader can act on
    }
    return base::badInput(path.string(), "dataset.unreadable_image");
}

cv::Mat fitPicture(const cv::Mat& picture, const Preprocess& preprocess) {
    cv::Mat source = picture;
    if (preprocess.channels == 1) source = toGrey(picture, preprocess.decoding);
    const Fit fit = fitOf(source.cols, source.rows, preprocess);
    const cv::Mat scaled = resized(source, fit.width, fit.height, preprocess);
    if (preprocess.resize == ResizeMode::Stretch) return scaled;
    const cv::Rect input(-fit.left, -fit.top, preprocess.width, preprocess.height);
    const cv::Rect seen = input & cv::Rect(0, 0, fit.width, fit.height);
    if (seen == input) return scaled(input);
    cv::Mat out(preprocess.height, preprocess.width, source.type(), padOf(preprocess));
    scaled(seen).copyTo(out(seen - input.tl()));
    return out;
}

Placement placementOf(int width, int height, const Preprocess& preprocess) {
    const Fit fit = fitOf(width, height, preprocess);
    Placement placement;
    placement.width = width;
    placement.height = height;
    placement.scaleX = static_cast<double>(fit.width) / width;
    placement.scaleY = static_cast<double>(fit.height) / height;
    placement.offsetX = fit.left;
    placement.offsetY = fit.top;
    return placement;
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
