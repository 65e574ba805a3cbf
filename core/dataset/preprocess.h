// SPDX-License-Identifier: GPL-3.0-or-later
// No OpenCV type appears in this folder's public headers.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/dataset/objects.h"
#include "core/dataset/resample_filter.h"
#include "core/model/info.h"

namespace pwb::dataset {

enum class ResizeMode { Stretch, Letterbox, CenterCrop };
enum class ColorOrder { Rgb, Bgr };
enum class Layout { Nchw, Nhwc };

/// How (pixel · scale − mean) / std is computed. Double: in double, rounded once to float; with the scale
/// 1/255 that is bit for bit ((image / 255.0 - mean) / std).astype(float32) of NumPy. Single: every step in
/// float, as ToTensor and Normalize of torchvision and timm. Fused: in float, with mean / scale and std /
/// scale in place of mean, std and the scale, as the fast image processors of transformers.
enum class Arithmetic { Double, Single, Fused };

/// Whose reading of picture files. OpenCv: turned as the file's EXIF orientation says, 16 bits to 8 by their
/// upper half. Pillow: not turned, 16-bit grey cut off at 255, grey from colours by Pillow's weights. The
/// pixels of JPEG files are the same.
enum class Decoding { OpenCv, Pillow };

/// What {W, H} means to a picture of another ratio: to exactly that, to just cover it, or to lie inside it.
enum class KeepRatio { No, Cover, Inside };

/// The size to which a picture is resized before its middle is cut out. {0, 0}: so that it just covers the
/// input; {N, 0}: the shorter side to N and the other one in proportion, cut off to whole pixels; {W, H}: to
/// that, as `keep` says, sides rounded half to even. Pixels.
struct ResizeTo {
    int width = 0, height = 0;
    KeepRatio keep = KeepRatio::No;

    bool operator==(const ResizeTo&) const = default;
};

/// How an image becomes the model's input: resize (picture.h says how each mode cuts), colour order, then per
/// channel value = (pixel · scale − mean) / std. `mean` and `std` are in the order of `color`; grey uses the
/// first.
struct Preprocess {
    int width = 0;     ///< pixels
    int height = 0;    ///< pixels
    int channels = 3;  ///< 1 (grey) or 3
    ResizeMode resize = ResizeMode::Stretch;
    ResizeTo resizeTo;  ///< CenterCrop only
    /// Half a pixel too many on one side is cut off the upper left offset, as transformers does; else it is
    /// rounded half to even.
    bool cropFloors = false;
    /// What is put around a picture that is smaller than the input, in the order red, green, blue, 0 to 255:
    /// with Letterbox absent means 114, with CenterCrop that this is refused.
    std::optional<std::array<int, 3>> pad;
    bool padsAfter = false;  ///< Letterbox: at the right and bottom only, not on both sides
    Decoding decoding = Decoding::OpenCv;
    Resizer resizer = Resizer::OpenCv;
    ResampleFilter filter = ResampleFilter::Bilinear;
    ColorOrder color = ColorOrder::Rgb;
    Arithmetic arithmetic = Arithmetic::Double;
    double scale = 1.0 / 255.0;
    std::array<double, 3> mean = {0, 0, 0};
    std::array<double, 3> std = {1, 1, 1};
    Layout layout = Layout::Nchw;
    bool bytes = false;        ///< the input is uint8: pixels as they are, without scale, mean and std
    bool graphScales = false;  ///< the model itself scales: what a file beside it says of that is left out
    /// The name of the preset or file it was read from, else "options" when the user gave any, else "graph"
    /// where the model's first nodes tell, else "guess".
    std::string origin = "guess";
    std::vector<std::string> followed;     ///< fields of that file which change pixels
    std::vector<std::string> notFollowed;  ///< those that could not be followed, or are not known

    bool operator==(const Preprocess&) const = default;
};

/// What the user gave; anything unset is read from files beside the model or guessed.
struct PreprocessOptions {
    std::string preset;  ///< a preset's name (preprocess_file.h): what the rest leaves open; empty: none
    std::optional<int> width, height;
    std::optional<ResizeMode> resize;
    std::optional<ResizeTo> resizeTo;
    std::optional<bool> cropFloors;
    std::optional<std::array<int, 3>> pad;
    std::optional<bool> padsAfter;
    std::optional<Decoding> decoding;
    std::optional<Resizer> resizer;
    std::optional<ResampleFilter> filter;
    std::optional<ColorOrder> color;
    std::optional<Arithmetic> arithmetic;
    std::optional<double> scale;
    std::optional<std::array<double, 3>> mean, std;
    std::optional<Layout> layout;

    bool operator==(const PreprocessOptions&) const = default;
};

[[nodiscard]] std::string_view resizeId(ResizeMode mode);  ///< "stretch", "letterbox", "center-crop"
[[nodiscard]] std::string_view colorId(ColorOrder order);  ///< "rgb", "bgr"
[[nodiscard]] std::string_view layoutId(Layout layout);    ///< "nchw", "nhwc"
[[nodiscard]] std::string_view arithmeticId(Arithmetic arithmetic);  ///< "double", "single", "fused"
[[nodiscard]] std::string_view decodingId(Decoding decoding);        ///< "opencv", "pillow"
[[nodiscard]] std::string_view keepRatioId(KeepRatio keep);          ///< "no", "cover", "inside"
[[nodiscard]] std::optional<ResizeMode> resizeFromId(std::string_view id);
[[nodiscard]] std::optional<ColorOrder> colorFromId(std::string_view id);
[[nodiscard]] std::optional<Layout> layoutFromId(std::string_view id);
[[nodiscard]] std::optional<Arithmetic> arithmeticFromId(std::string_view id);
[[nodiscard]] std::optional<Decoding> decodingFromId(std::string_view id);
[[nodiscard]] std::optional<KeepRatio> keepRatioFromId(std::string_view id);

/// Options, then their preset, then of scale, mean and std what the model's first nodes do themselves, then
/// what ships with the model (Hugging Face preprocessor_config.json, timm config.json beside the model,
/// Ultralytics metadata), then what is `usual` for the model's family, then a guess from the input's shape:
/// [B, 1|3, H, W] or [B, H, W, 1|3]. A fixed side of the model's input beats the size in a file. Errors
/// (BadInput): dataset.size_needed (dynamic input and no --size), dataset.input_not_image,
/// dataset.input_bytes (scale, mean or std for a model that takes uint8), dataset.further_inputs,
/// dataset.size_mismatch (the given size is not the model's fixed one), dataset.size_invalid,
/// dataset.std_zero, dataset.filter_of_pillow (OpenCV has no such filter), dataset.crop_too_large (the
/// picture is resized to less than the input that is cut out of it).
[[nodiscard]] base::Result<Preprocess> resolvePreprocess(const model::ModelInfo& model,
                                                         const PreprocessOptions& options,
                                                         const PreprocessOptions& usual = {});

/// Warns of what a file beside the model says and was not followed.
[[nodiscard]] std::vector<base::Message> followingNotes(const Preprocess& preprocess);

/// Where an image of width × height pixels (both at least 1) lies in the input that `preprocess` makes of it,
/// with the sides rounded as they are when the image is resized.
[[nodiscard]] Placement placementOf(int width, int height, const Preprocess& preprocess);

/// Decodes and preprocesses one image into `out` (channels·height·width floats).
/// Errors (BadInput): base.read_failed, base.is_folder, dataset.unreadable_image, dataset.truncated_image
/// (a file that ends early would give half a picture, which is a wrong sample).
[[nodiscard]] base::Status loadImage(const std::filesystem::path& path, const Preprocess& preprocess,
                                     float* out);

/// The time each half of loadImage() takes, milliseconds.
struct LoadTimes {
    double decodeMs = 0;
    double preprocessMs = 0;
    Placement placement = {};  ///< of the image in the input
};
[[nodiscard]] base::Result<LoadTimes> timeImage(const std::filesystem::path& path,
                                                const Preprocess& preprocess, float* out);

/// Pixels for people: the picture as the model sees it (resized, RGB, 8 bit, height·width·3 bytes). A sample
/// of a tensor set ("val.npz#17") is drawn as a plot of its values.
struct PreviewImage {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgb;
};
[[nodiscard]] base::Result<PreviewImage> previewImage(const std::filesystem::path& path,
                                                      const Preprocess& preprocess);
/// The original picture scaled down to fit `edge` pixels, never up, for thumbnails.
[[nodiscard]] base::Result<PreviewImage> thumbnail(const std::filesystem::path& path, int edge);

}  // namespace pwb::dataset
