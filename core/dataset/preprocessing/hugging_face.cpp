// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocessing/hugging_face.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/dataset/preprocessing/known_values.h"
#include "core/dataset/preprocessing/shipped_fields.h"

namespace pwb::dataset {
namespace {

using nlohmann::json;
constexpr std::array<double, 3> kHalf = {0.5, 0.5, 0.5};

struct Size {
    int shortest = 0, longest = 0, height = 0, width = 0;
};
constexpr Size square(int side) {
    return {0, 0, side, side};
}
constexpr Size shorter(int side) {
    return {side, 0, 0, 0};
}

/// What a processor does where its file does not say.
struct Defaults {
    std::string_view kind;
    Size size;
    int crop = 0;
    bool crops = false;  ///< unless do_center_crop says otherwise
    ResampleFilter filter = ResampleFilter::Bilinear;
    std::array<double, 3> mean = kHalf, std = kHalf;
    bool normalizes = true;
    bool numberIsSquare = false;  ///< `size` as a number: a square, else the shorter side
    bool canCrop = true;          ///< do_center_crop is minded
};

constexpr auto kBicubic = ResampleFilter::Bicubic;
constexpr auto kBilinear = ResampleFilter::Bilinear;
constexpr Size kDetrSize = {800, 1333, 0, 0};

constexpr Defaults kProcessors[] = {
    {"ViT", square(224), 0, false, kBilinear, kHalf, kHalf, true, true},
    {"DeiT", square(256), 224, true, kBicubic, kHalf, kHalf, true, true},
    {"ConvNext", shorter(384), 0, false, kBicubic},
    {"Levit", shorter(224), 224, true, kBicubic, kImageNetMean, kImageNetStd},
    {"MobileNetV1", shorter(256), 224, true},
    {"MobileNetV2", shorter(256), 224, true},
    {"MobileViT", shorter(224), 256, true, kBicubic, kHalf, kHalf, false},
    {"EfficientNet", square(346), 289, false, kBicubic, kHalf, kHalf, true, true},
    {"Beit", square(224), 224, false, kBicubic, kHalf, kHalf, true, true},
    {"CLIP", shorter(224), 224, true, kBicubic, kClipMean, kClipStd},
    {"Bit", shorter(224), 224, true, kBicubic, kClipMean, kClipStd},
    {"Siglip", square(224), 0, false, kBicubic},
    {"Blip", square(384), 0, false, kBicubic, kClipMean, kClipStd, true, true},
    {"PoolFormer", shorter(224), 224, true, kBicubic, kImageNetMean, kImageNetStd},
    {"Pvt", square(224), 0, false, kBicubic, kImageNetMean, kImageNetStd, true, true},
    {"Segformer", square(512), 0, false, kBilinear, kImageNetMean, kImageNetStd, true, true, false},
    {"RTDetr", square(640), 0, false, kBilinear, kImageNetMean, kImageNetStd, false, true, false},
    {"Detr", kDetrSize, 0, false, kBilinear, kImageNetMean, kImageNetStd, true, false, false},
    {"ConditionalDetr", kDetrSize, 0, false, kBilinear, kImageNetMean, kImageNetStd, true, false, false},
    {"DeformableDetr", kDetrSize, 0, false, kBilinear, kImageNetMean, kImageNetStd, true, false, false},
    {"Yolos", kDetrSize, 0, false, kBilinear, kImageNetMean, kImageNetStd, true, false, false}};

/// Somebody's own file, or a class that is not known: only what it says itself.
constexpr Defaults kOther = {"", {}, 0, false, kBilinear, {0, 0, 0}, {1, 1, 1}, true, true};

/// "ConvNext" of "ConvNextImageProcessorFast", "ConvNextFeatureExtractor".
std::string kindOf(const json& config) {
    std::string name =
        config.value("image_processor_type", config.value("feature_extractor_type", std::string()));
    for (const std::string_view end : {"Fast", "Pil", "ImageProcessor", "FeatureExtractor"})
        if (name.ends_with(end)) name.erase(name.size() - end.size());
    return name == "ConvNeXT" ? "ConvNext" : name;
}

/// A size is a number, [height, width], {height, width}, {shortest_edge} or {shortest_edge, longest_edge}.
Size sizeOf(const json& size, bool numberIsSquare) {
    if (size.is_number()) return numberIsSquare ? square(size.get<int>()) : shorter(size.get<int>());
    if (size.is_array()) return {0, 0, size.at(0).get<int>(), size.at(1).get<int>()};
    Size read;
    if (has(size, "shortest_edge")) read.shortest = size.at("shortest_edge").get<int>();
    if (has(size, "longest_edge")) read.longest = size.at("longest_edge").get<int>();
    if (has(size, "height")) read.height = size.at("height").get<int>();
    if (has(size, "width")) read.width = size.at("width").get<int>();
    return read;
}

class Processor {
public:
    explicit Processor(const json& config)
        : m_config(config), m_kind(kindOf(config)), m_usual(defaultsOf(m_kind)) {}

    ShippedPreprocess read() {
        readGeometry();
        readFilter();
        readValues();
        if (!m_kind.empty() && m_usual.kind.empty())
            m_shipped.notFollowed.emplace_back("image_processor_type");
        tellFields();
        return m_shipped;
    }

private:
    static const Defaults& defaultsOf(std::string_view kind) {
        const auto* found =
            std::ranges::find_if(kProcessors, [&](const Defaults& known) { return known.kind == kind; });
        return found == std::end(kProcessors) ? kOther : *found;
    }

    void tellFields() {
        static constexpr std::array<std::string_view, 15> read = {"size",           "crop_size",
                                                                  "crop_pct",       "resample",
                                                                  "do_resize",      "do_rescale",
                                                                  "do_normalize",   "rescale_factor",
                                                                  "image_mean",     "image_std",
                                                                  "do_center_crop", "rescale_offset",
                                                                  "include_top",    "do_flip_channel_order",
                                                                  "do_convert_rgb"};
        static constexpr std::array<std::string_view, 18> harmless = {"image_processor_type",
                                                                      "feature_extractor_type",
                                                                      "processor_class",
                                                                      "_processor_class",
                                                                      "model_input_names",
                                                                      "_valid_processor_keys",
                                                                      "auto_map",
                                                                      "data_format",
                                                                      "input_data_format",
                                                                      "return_tensors",
                                                                      "device",
                                                                      "disable_grouping",
                                                                      "default_to_square",
                                                                      "format",
                                                                      "use_fast",
                                                                      "do_convert_annotations",
                                                                      "do_reduce_labels",
                                                                      "return_segmentation_masks"};
        auto& left = m_shipped.notFollowed;
        for (const auto& [field, value] : m_config.items()) {
            const bool off = value.is_null() || value == json(false);
            if (base::isOneOf(field, harmless) || (off && !base::isOneOf(field, read))) continue;
            const bool told = std::ranges::any_of(left, [&](const std::string& known) {
                return known == field || known.starts_with(field + ".");
            });
            if (base::isOneOf(field, read) && !told)
                m_shipped.followed.push_back(field);
            else if (!told)
                left.push_back(field);
        }
    }

    /// A switch that is null is off; one that is absent is as usual.
    [[nodiscard]] bool flag(const char* name, bool otherwise) const {
        if (!m_config.contains(name)) return otherwise;
        return !m_config.at(name).is_null() && m_config.at(name).get<bool>();
    }
    void setInput(int width, int height) {
        m_values.width = width;
        m_values.height = height;
    }
    void stretch(const Size& size) {
        setInput(size.width, size.height);
        m_values.resize = ResizeMode::Stretch;
    }

    void readGeometry() {
        if (!flag("do_resize", true)) {
            m_shipped.notFollowed.emplace_back("do_resize");
            return;
        }
        const Size size =
            has(m_config, "size") ? sizeOf(m_config.at("size"), numberIsSquare()) : m_usual.size;
        if (m_kind == "ConvNext") return readConvNext(size.shortest);
        // A detector that keeps the ratio has boxes in fractions of the whole picture: stretching it to the
        // model's input is what is nearest where that input is fixed.
        if (size.longest > 0) {
            if (size.shortest > 0) setInput(size.shortest, size.shortest);
            m_values.resize = ResizeMode::Stretch;
            m_shipped.notFollowed.emplace_back("size.longest_edge");
            return;
        }
        const bool crops =
            m_usual.canCrop && flag("do_center_crop", m_usual.kind.empty() ? false : m_usual.crops);
        if (!crops) return size.shortest > 0 ? covering(size.shortest) : stretch(size);
        const Size crop = has(m_config, "crop_size") ? sizeOf(m_config.at("crop_size"), true)
                          : m_usual.crop > 0         ? square(m_usual.crop)
                                                     : size;
        const int edge = crop.shortest;
        setInput(edge > 0 ? edge : crop.width, edge > 0 ? edge : crop.height);
        m_values.resize = ResizeMode::CenterCrop;
        m_values.pad = std::array{0, 0, 0};
        if (size.shortest > 0)
            m_values.resizeTo = ResizeTo{enlarged(size.shortest), 0};
        else if (size.width > 0)
            m_values.resizeTo = size.width == size.height && m_kind == "PoolFormer"
                                    ? ResizeTo{enlarged(size.width), 0}
                                    : ResizeTo{enlarged(size.width), enlarged(size.height)};
    }

    /// Before sizes had names, a number was the shorter side to those that crop.
    [[nodiscard]] bool numberIsSquare() const {
        return m_usual.kind.empty() ? !flag("do_center_crop", has(m_config, "crop_size"))
                                    : m_usual.numberIsSquare;
    }

    /// Some cut a margin off what is resized to more than the size that the file says.
    [[nodiscard]] int enlarged(int side) const {
        if (m_kind == "Levit") return side * 256 / 224;
        if (m_kind == "PoolFormer") return static_cast<int>(side / numberOr(m_config, "crop_pct", 0.9));
        return side;
    }

    /// Below 384 pixels a margin is cut off, from there on the ratio is given up.
    void readConvNext(int edge) {
        constexpr int kSquashedFrom = 384;
        setInput(edge, edge);
        m_values.resize = edge < kSquashedFrom ? ResizeMode::CenterCrop : ResizeMode::Stretch;
        if (edge < kSquashedFrom)
            m_values.resizeTo =
                ResizeTo{static_cast<int>(edge / numberOr(m_config, "crop_pct", 224.0 / 256)), 0};
    }

    /// The shorter side as given and nothing cut off: of a square input this is the middle.
    void covering(int edge) {
        setInput(edge, edge);
        m_values.resize = ResizeMode::CenterCrop;
    }

    /// A file that names neither a processor nor a filter: nothing says whose bits are meant.
    [[nodiscard]] bool isAnonymous() const { return m_kind.empty() && !has(m_config, "resample"); }

    void readFilter() {
        if (isAnonymous()) return;
        m_values.resizer = Resizer::Torchvision;
        m_values.cropFloors = true;
        static constexpr std::array kByCode = {ResampleFilter::Nearest,  ResampleFilter::Lanczos,
                                               ResampleFilter::Bilinear, ResampleFilter::Bicubic,
                                               ResampleFilter::Box,      ResampleFilter::Hamming};
        m_values.filter = has(m_config, "resample") ? kByCode.at(m_config.at("resample").get<std::size_t>())
                                                    : m_usual.filter;
        if (m_values.filter == ResampleFilter::Nearest || m_values.filter == ResampleFilter::Lanczos)
            m_shipped.notFollowed.emplace_back("resample");
        // Tensors have no such filter: these go through Pillow.
        if (m_values.filter == ResampleFilter::Lanczos || m_values.filter == ResampleFilter::Box ||
            m_values.filter == ResampleFilter::Hamming)
            m_values.resizer = Resizer::Pillow;
    }

    void readValues() {
        const bool flips = flag("do_flip_channel_order", m_kind == "MobileViT");
        m_values.color = flips ? ColorOrder::Bgr : ColorOrder::Rgb;
        if (!isAnonymous()) m_values.arithmetic = Arithmetic::Fused;
        m_values.scale = flag("do_rescale", true) ? numberOr(m_config, "rescale_factor", 1.0 / 255.0) : 1.0;
        m_values.mean = std::array<double, 3>{0, 0, 0};
        m_values.std = std::array<double, 3>{1, 1, 1};
        // MobileViT minds neither mean nor switch.
        if (m_kind != "MobileViT" && flag("do_normalize", m_usual.normalizes)) {
            m_values.mean = has(m_config, "image_mean") ? tripleOf(m_config.at("image_mean")) : m_usual.mean;
            m_values.std = has(m_config, "image_std") ? tripleOf(m_config.at("image_std")) : m_usual.std;
        }
        if (m_kind != "EfficientNet") return;
        // value · factor − 1 before the mean is subtracted: one more in the mean.
        if (flag("rescale_offset", false)) {
            m_values.arithmetic = Arithmetic::Single;
            for (double& mean : *m_values.mean) mean += 1;
        }
        if (flag("include_top", true))
            for (double& deviation : *m_values.std) deviation *= deviation;  // divided by twice
    }

    const json& m_config;
    std::string m_kind;
    const Defaults& m_usual;
    ShippedPreprocess m_shipped;
    PreprocessOptions& m_values = m_shipped.values;
};

}  // namespace

std::optional<ShippedPreprocess> fromHuggingFace(const json& config) {
    const bool any =
        std::ranges::any_of(std::array{"size", "image_mean", "crop_size", "image_processor_type"},
                            [&](const char* field) { return has(config, field); });
    return any ? std::optional(Processor(config).read()) : std::nullopt;
}

}  // namespace pwb::dataset
