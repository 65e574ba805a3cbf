// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/base/try.h"
#include "core/dataset/preprocess.h"
#include "core/dataset/preprocess_file.h"
#include "core/dataset/preprocessing/shipped_preprocess.h"

namespace pwb::dataset {
namespace {

constexpr int kLargestEdge = 1 << 15;
constexpr std::int64_t kDynamic = -1;

/// The image input as the model declares it; sides may be dynamic (−1).
struct ImageInput {
    Layout layout = Layout::Nchw;
    int channels = 3;
    std::int64_t height = kDynamic;
    std::int64_t width = kDynamic;
    bool bytes = false;
};

bool isChannels(std::int64_t dimension) {
    return dimension == 1 || dimension == 3;
}

/// A declared 1 or 3 decides, in second place first; where neither is declared, a dynamic one may be it.
std::optional<Layout> guessLayout(const std::vector<std::int64_t>& shape) {
    if (isChannels(shape[1])) return Layout::Nchw;
    if (isChannels(shape[3])) return Layout::Nhwc;
    if (shape[1] < 0) return Layout::Nchw;
    if (shape[3] < 0) return Layout::Nhwc;
    return std::nullopt;
}

base::Result<ImageInput> imageInput(const model::ModelInfo& model, std::optional<Layout> given) {
    const auto notImage = [&](const base::Args& args) {
        return base::badInput(model.path.string(), "dataset.input_not_image", args);
    };
    if (model.inputs.empty()) return notImage({{"input", ""}, {"shape", "[]"}});
    if (model.inputs.size() > 1) {
        const auto further = std::span(model.inputs).subspan(1);
        const auto described = [](const model::ValueInfo& input) {
            return input.name + " (" + std::string(base::elementName(input.type)) + ")";
        };
        return base::badInput(model.path.string(), "dataset.further_inputs",
                              {{"inputs", base::joined(further, ", ", described)}});
    }
    const model::ValueInfo& input = model.inputs.front();
    const base::Args args = {{"input", input.name}, {"shape", model::shapeText(input)}};
    const bool isFloat = input.type == base::ElementType::Float || input.type == base::ElementType::Float16;
    const bool bytes = input.type == base::ElementType::UInt8;
    if (input.shape.size() != 4 || !(isFloat || bytes)) return notImage(args);
    const auto layout = given ? given : guessLayout(input.shape);
    if (!layout) return notImage(args);
    const bool planes = *layout == Layout::Nchw;
    const std::int64_t channels = input.shape[planes ? 1 : 3];
    if (channels >= 0 && !isChannels(channels)) return notImage(args);
    return ImageInput{*layout, channels == 1 ? 1 : 3, input.shape[planes ? 2 : 1],
                      input.shape[planes ? 3 : 2], bytes};
}

std::optional<int> firstOf(std::optional<int> a, std::optional<int> b, std::optional<int> c) {
    return a ? a : b ? b : c;
}

std::optional<int> fixedSide(std::int64_t dimension) {
    return dimension > 0 && dimension <= kLargestEdge ? std::optional(static_cast<int>(dimension))
                                                      : std::nullopt;
}

bool contradicts(std::optional<int> given, std::int64_t declared) {
    return given && declared > 0 && *given != declared;
}

base::Status setSize(Preprocess& preprocess, const model::ModelInfo& model, const ImageInput& input,
                     const PreprocessOptions& options, const PreprocessOptions& shipped) {
    // One given side of a dynamic model means a square.
    const auto width =
        firstOf(fixedSide(input.width), options.width, options.height ? options.height : shipped.width);
    const auto height =
        firstOf(fixedSide(input.height), options.height, options.width ? options.width : shipped.height);
    const std::string file = model.path.string();
    if (!width || !height) return base::badInput(file, "dataset.size_needed");
    if (contradicts(options.width, input.width) || contradicts(options.height, input.height))
        return base::badInput(file, "dataset.size_mismatch",
                              {{"given", std::to_string(options.width.value_or(*width)) + "x" +
                                             std::to_string(options.height.value_or(*height))},
                               {"model", std::to_string(*width) + "x" + std::to_string(*height)}});
    if (std::min(*width, *height) < 1 || std::max(*width, *height) > kLargestEdge)
        return base::badInput(file, "dataset.size_invalid",
                              {{"given", std::to_string(*width) + "x" + std::to_string(*height)},
                               {"largest", std::to_string(kLargestEdge)}});
    preprocess.width = *width;
    preprocess.height = *height;
    return {};
}

void apply(const PreprocessOptions& values, Preprocess& preprocess) {
    if (values.resize) {  // whoever says how says all of it
        preprocess.resize = *values.resize;
        preprocess.resizeTo = {};
        preprocess.cropFloors = false;
        preprocess.pad.reset();
        preprocess.padsAfter = false;
    }
    if (values.resizeTo) preprocess.resizeTo = *values.resizeTo;
    if (values.cropFloors) preprocess.cropFloors = *values.cropFloors;
    if (values.pad) preprocess.pad = values.pad;
    if (values.padsAfter) preprocess.padsAfter = *values.padsAfter;
    if (values.decoding) preprocess.decoding = *values.decoding;
    if (values.resizer) preprocess.resizer = *values.resizer;
    if (values.filter) preprocess.filter = *values.filter;
    if (values.color) preprocess.color = *values.color;
    if (values.arithmetic) preprocess.arithmetic = *values.arithmetic;
    if (values.scale) preprocess.scale = *values.scale;
    if (values.mean) preprocess.mean = *values.mean;
    if (values.std) preprocess.std = *values.std;
}

/// What is left for outside where the model's first nodes scale; nothing where they do not.
PreprocessOptions valuesByGraph(const model::ModelInfo& model) {
    PreprocessOptions values;
    const auto& scaling = model.inputScaling;
    if (!scaling) return values;
    if (scaling->takesBytes())
        values.scale = 1;
    else if (!scaling->takesFractions())
        return values;
    values.mean = {0, 0, 0};
    values.std = {1, 1, 1};
    return values;
}

/// Does `shipped` scale otherwise than the graph leaves to it?
bool contradict(const PreprocessOptions& shipped, const PreprocessOptions& graph) {
    return (shipped.scale && graph.scale && *shipped.scale != *graph.scale) ||
           (shipped.mean && graph.mean && *shipped.mean != *graph.mean) ||
           (shipped.std && graph.std && *shipped.std != *graph.std);
}

/// Who resizes as Pillow or torchvision does decodes and computes as those pipelines do, unless told
/// otherwise.
void takeAlong(const PreprocessOptions& options, Preprocess& preprocess) {
    if (!options.resizer || *options.resizer == Resizer::OpenCv) return;
    if (!options.arithmetic) preprocess.arithmetic = Arithmetic::Single;
    if (!options.decoding && *options.resizer == Resizer::Pillow) preprocess.decoding = Decoding::Pillow;
}

/// Bytes are fed as they are.
base::Status setBytes(Preprocess& preprocess, const PreprocessOptions& options,
                      const model::ModelInfo& model) {
    PreprocessOptions asTheyAre;
    asTheyAre.scale = 1;
    asTheyAre.mean = {0, 0, 0};
    asTheyAre.std = {1, 1, 1};
    if (contradict(options, asTheyAre))
        return base::badInput(
            model.path.string(), "dataset.input_bytes",
            {{"input", model.inputs.front().name}, {"shape", model::shapeText(model.inputs.front())}});
    apply(asTheyAre, preprocess);
    preprocess.bytes = true;
    return {};
}

/// The input cannot be cut out of what the picture is resized to, and nothing is to be put around it.
bool isTooSmall(const Preprocess& how) {
    const ResizeTo& to = how.resizeTo;
    if (how.pad || to.keep != KeepRatio::No) return false;
    const int upright = to.height > 0 ? to.height : to.width;
    return to != ResizeTo{} && (to.width < how.width || upright < how.height);
}

/// A filter that the resizer has, and enough left to cut the input out of.
base::Status checkResize(const Preprocess& how, const std::string& file) {
    const bool pillowsOwn = how.filter == ResampleFilter::Box || how.filter == ResampleFilter::Hamming ||
                            (how.filter == ResampleFilter::Lanczos && how.resizer == Resizer::Torchvision);
    if (pillowsOwn && how.resizer != Resizer::Pillow)
        return base::badInput(file, "dataset.filter_of_pillow",
                              {{"filter", std::string(filterId(how.filter))},
                               {"resizer", std::string(resizerId(how.resizer))}});
    if (!isTooSmall(how)) return {};
    const ResizeTo& to = how.resizeTo;
    return base::badInput(
        file, "dataset.crop_too_large",
        {{"resized", to.height > 0 ? std::to_string(to.width) + "x" + std::to_string(to.height)
                                   : std::to_string(to.width)},
         {"input", std::to_string(how.width) + "x" + std::to_string(how.height)}});
}

bool isUsable(double value) {
    return std::isfinite(value) && value != 0;
}

}  // namespace

base::Result<Preprocess> resolvePreprocess(const model::ModelInfo& model, const PreprocessOptions& options,
                                           const PreprocessOptions& usual) {
    PWB_TRY(const auto input, imageInput(model, options.layout));
    const auto shipped = shippedPreprocess(model);

    Preprocess preprocess;
    preprocess.layout = input.layout;
    preprocess.channels = input.channels;
    PWB_CHECK(setSize(preprocess, model, input, options, shipped ? shipped->values : PreprocessOptions{}));
    const PreprocessOptions byGraph = valuesByGraph(model);
    const auto preset = presetOf(options.preset, std::min(preprocess.width, preprocess.height));
    apply(usual, preprocess);
    if (shipped) apply(shipped->values, preprocess);
    apply(byGraph, preprocess);
    if (preset) apply(*preset, preprocess);
    apply(options, preprocess);
    if (!shipped && !preset) takeAlong(options, preprocess);
    if (input.bytes) PWB_CHECK(setBytes(preprocess, options, model));
    if (preset) {
        preprocess.origin = options.preset;
    } else if (shipped) {
        preprocess.origin = shipped->origin;
        preprocess.followed = shipped->followed;
        preprocess.notFollowed = shipped->notFollowed;
        preprocess.graphScales = contradict(shipped->values, byGraph);
    } else if (options != PreprocessOptions()) {
        preprocess.origin = "options";
    } else if (byGraph.mean) {
        preprocess.origin = "graph";
    }
    if (shipped && !preset && !options.resizeTo &&
        isTooSmall(preprocess)) {  // of a model for another size than this one
        preprocess.resizeTo = {};
        preprocess.notFollowed.emplace_back("size");
    }
    PWB_CHECK(checkResize(preprocess, shipped ? shipped->origin : ""));
    if (!std::all_of(preprocess.std.begin(), preprocess.std.end(), isUsable))
        return base::badInput(shipped && !options.std ? shipped->origin : "", "dataset.std_zero");
    return preprocess;
}

}  // namespace pwb::dataset
