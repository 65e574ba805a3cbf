// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/dataset/preprocess_file.h"
#include "core/dataset/preprocessing/known_values.h"

namespace pwb::dataset {
namespace {

using Triple = std::array<double, 3>;

constexpr double kToOne = 1.0 / 255.0;
constexpr double kKeptShare = 0.875;  ///< 224 of 256
constexpr int kUsualSide = 224;

PreprocessOptions scaledBy(ColorOrder color, double scale, Triple mean, Triple std) {
    PreprocessOptions options;
    options.color = color;
    options.scale = scale;
    options.mean = mean;
    options.std = std;
    options.arithmetic = Arithmetic::Single;
    return options;
}

PreprocessOptions throughPillow(PreprocessOptions options, ResampleFilter filter) {
    options.resizer = Resizer::Pillow;
    options.decoding = Decoding::Pillow;
    options.filter = filter;
    return options;
}

PreprocessOptions cropped(PreprocessOptions options, int resizedTo) {
    options.resize = ResizeMode::CenterCrop;
    options.resizeTo = ResizeTo{resizedTo, 0};
    options.pad = std::array{0, 0, 0};
    return options;
}

PreprocessOptions stretched(PreprocessOptions options) {
    options.resize = ResizeMode::Stretch;
    return options;
}

/// keras.utils.load_img(target_size=…): Pillow's nearest pixel.
PreprocessOptions loadedByKeras(const PreprocessOptions& options) {
    return stretched(throughPillow(options, ResampleFilter::Nearest));
}

PreprocessOptions throughOpenCv(PreprocessOptions options, ResizeMode mode) {
    options.resizer = Resizer::OpenCv;
    options.decoding = Decoding::OpenCv;
    options.filter = ResampleFilter::Bilinear;
    options.resize = mode;
    return options;
}

}  // namespace

std::vector<PreprocessPreset> preprocessPresets(int side) {
    if (side <= 0) side = kUsualSide;
    const Triple none = {0, 0, 0}, one = {1, 1, 1};
    const auto imageNet = scaledBy(ColorOrder::Rgb, kToOne, kImageNetMean, kImageNetStd);
    const auto plain = scaledBy(ColorOrder::Rgb, kToOne, none, one);
    const auto signedUnit = scaledBy(ColorOrder::Rgb, 1 / 127.5, one, one);
    const auto clip = scaledBy(ColorOrder::Rgb, kToOne, kClipMean, kClipStd);
    const auto caffe = scaledBy(ColorOrder::Bgr, 1, {103.939, 116.779, 123.68}, one);
    const int enlarged = static_cast<int>(std::nearbyint(side / kKeptShare));
    const int floored = static_cast<int>(std::floor(side / kKeptShare));
    return {
        {"torchvision-imagenet", cropped(throughPillow(imageNet, ResampleFilter::Bilinear), enlarged)},
        {"timm", cropped(throughPillow(imageNet, ResampleFilter::Bicubic), floored)},
        {"clip", cropped(throughPillow(clip, ResampleFilter::Bicubic), side)},
        {"keras-tf", loadedByKeras(signedUnit)},
        {"keras-caffe", loadedByKeras(caffe)},
        {"keras-torch", loadedByKeras(imageNet)},
        {"keras-none", loadedByKeras(scaledBy(ColorOrder::Rgb, 1, none, one))},
        {"ultralytics", throughOpenCv(plain, ResizeMode::Letterbox)},
        {"ultralytics-classify", cropped(throughPillow(plain, ResampleFilter::Bilinear), side)},
        {"opencv-stretch", throughOpenCv(plain, ResizeMode::Stretch)},
        {"opencv-bgr-255", throughOpenCv(scaledBy(ColorOrder::Bgr, 1, none, one), ResizeMode::Stretch)},
    };
}

std::optional<PreprocessOptions> presetOf(std::string_view name, int side) {
    for (auto& known : preprocessPresets(side))
        if (known.name == name) return known.values;
    return std::nullopt;
}

}  // namespace pwb::dataset
