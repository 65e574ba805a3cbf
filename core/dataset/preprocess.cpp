// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocess.h"

#include <utility>

#include "core/base/text.h"
#include "core/base/try.h"
#include "core/dataset/full_picture.h"
#include "core/dataset/images/picture.h"
#include "core/dataset/loading/image_reader.h"
#include "core/dataset/tensor_set.h"
#include "core/dataset/tensors/tensor_picture.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

template <class T, std::size_t N>
using Names = std::array<std::pair<T, std::string_view>, N>;

constexpr Names<ResizeMode, 3> kResizeNames = {{{ResizeMode::Stretch, "stretch"},
                                                {ResizeMode::Letterbox, "letterbox"},
                                                {ResizeMode::CenterCrop, "center-crop"}}};
constexpr Names<ColorOrder, 2> kColorNames = {{{ColorOrder::Rgb, "rgb"}, {ColorOrder::Bgr, "bgr"}}};
constexpr Names<Resizer, 3> kResizerNames = {
    {{Resizer::OpenCv, "opencv"}, {Resizer::Pillow, "pillow"}, {Resizer::Torchvision, "torchvision"}}};
constexpr Names<ResampleFilter, 6> kFilterNames = {{{ResampleFilter::Nearest, "nearest"},
                                                    {ResampleFilter::Box, "box"},
                                                    {ResampleFilter::Bilinear, "bilinear"},
                                                    {ResampleFilter::Hamming, "hamming"},
                                                    {ResampleFilter::Bicubic, "bicubic"},
                                                    {ResampleFilter::Lanczos, "lanczos"}}};
constexpr Names<Arithmetic, 3> kArithmeticNames = {
    {{Arithmetic::Double, "double"}, {Arithmetic::Single, "single"}, {Arithmetic::Fused, "fused"}}};
constexpr Names<Decoding, 2> kDecodingNames = {{{Decoding::OpenCv, "opencv"}, {Decoding::Pillow, "pillow"}}};
constexpr Names<KeepRatio, 3> kKeepNames = {
    {{KeepRatio::No, "no"}, {KeepRatio::Cover, "cover"}, {KeepRatio::Inside, "inside"}}};
constexpr Names<Layout, 2> kLayoutNames = {{{Layout::Nchw, "nchw"}, {Layout::Nhwc, "nhwc"}}};

template <class T, std::size_t N>
std::string_view idOf(const Names<T, N>& names, T value) {
    for (const auto& [known, id] : names)
        if (known == value) return id;
    return {};
}

template <class T, std::size_t N>
std::optional<T> valueOf(const Names<T, N>& names, std::string_view id) {
    for (const auto& [value, known] : names)
        if (known == id) return value;
    return std::nullopt;
}

template <class Fit>
base::Result<PreviewImage> preview(const fs::path& path, const Fit& fit,
                                   Decoding decoding = Decoding::OpenCv) {
    PWB_TRY(const auto picture, decodePicture(path, decoding));
    try {
        const cv::Mat rgb = toRgb(fit(picture));
        return PreviewImage{rgb.cols, rgb.rows, {rgb.datastart, rgb.dataend}};
    } catch (const std::exception&) {
        return base::badInput(path.string(), "dataset.unreadable_image");
    }
}

}  // namespace

std::string_view resizeId(ResizeMode mode) {
    return idOf(kResizeNames, mode);
}
std::string_view colorId(ColorOrder order) {
    return idOf(kColorNames, order);
}
std::string_view layoutId(Layout layout) {
    return idOf(kLayoutNames, layout);
}
std::string_view arithmeticId(Arithmetic arithmetic) {
    return idOf(kArithmeticNames, arithmetic);
}
std::string_view filterId(ResampleFilter filter) {
    return idOf(kFilterNames, filter);
}
std::string_view resizerId(Resizer resizer) {
    return idOf(kResizerNames, resizer);
}
std::optional<ResampleFilter> filterFromId(std::string_view id) {
    return valueOf(kFilterNames, id);
}
std::optional<Resizer> resizerFromId(std::string_view id) {
    return valueOf(kResizerNames, id);
}
std::optional<ResizeMode> resizeFromId(std::string_view id) {
    return valueOf(kResizeNames, id);
}
std::optional<ColorOrder> colorFromId(std::string_view id) {
    return valueOf(kColorNames, id);
}
std::optional<Layout> layoutFromId(std::string_view id) {
    return valueOf(kLayoutNames, id);
}

std::string_view decodingId(Decoding decoding) {
    return idOf(kDecodingNames, decoding);
}
std::string_view keepRatioId(KeepRatio keep) {
    return idOf(kKeepNames, keep);
}
std::optional<Arithmetic> arithmeticFromId(std::string_view id) {
    return valueOf(kArithmeticNames, id);
}
std::optional<Decoding> decodingFromId(std::string_view id) {
    return valueOf(kDecodingNames, id);
}
std::optional<KeepRatio> keepRatioFromId(std::string_view id) {
    return valueOf(kKeepNames, id);
}

std::vector<base::Message> followingNotes(const Preprocess& preprocess) {
    std::vector<base::Message> notes;
    if (!preprocess.notFollowed.empty())
        notes.push_back(
            {"dataset.not_followed",
             {{"file", preprocess.origin}, {"fields", base::joined(preprocess.notFollowed, ", ")}}});
    if (preprocess.graphScales) notes.push_back({"dataset.graph_scales", {{"file", preprocess.origin}}});
    return notes;
}

base::Status loadImage(const fs::path& path, const Preprocess& preprocess, float* out) {
    PWB_CHECK(timeImage(path, preprocess, out));
    return {};
}

base::Result<LoadTimes> timeImage(const fs::path& path, const Preprocess& preprocess, float* out) {
    return ImageReader(preprocess).read(path, out);
}

base::Result<PreviewImage> previewImage(const fs::path& path, const Preprocess& preprocess) {
    constexpr int kTensorEdge = 256;
    if (const auto tensor = tensorSampleOf(path))
        return tensorPicture(tensor->first, tensor->second, kTensorEdge);
    return preview(
        path, [&](const cv::Mat& picture) { return fitPicture(picture, preprocess); }, preprocess.decoding);
}

base::Result<PreviewImage> thumbnail(const fs::path& path, int edge) {
    if (const auto tensor = tensorSampleOf(path)) return tensorPicture(tensor->first, tensor->second, edge);
    return preview(path, [&](const cv::Mat& picture) { return shrinkPicture(picture, edge); });
}

base::Result<PreviewImage> fullPicture(const fs::path& path) {
    constexpr int kTensorEdge = 768;
    if (const auto tensor = tensorSampleOf(path))
        return tensorPicture(tensor->first, tensor->second, kTensorEdge);
    return preview(path, [](const cv::Mat& picture) { return picture; });
}

}  // namespace pwb::dataset
