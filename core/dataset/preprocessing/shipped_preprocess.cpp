// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocessing/shipped_preprocess.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/base/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;
using Triple = std::array<double, 3>;

/// Three numbers, or one number for all; throws json::exception on anything else.
Triple tripleOf(const json& value) {
    if (value.is_number()) return {value.get<double>(), value.get<double>(), value.get<double>()};
    if (value.size() == 1) return tripleOf(value.at(0));
    return {value.at(0).get<double>(), value.at(1).get<double>(), value.at(2).get<double>()};
}

bool has(const json& object, const std::string& key) {
    return object.contains(key) && !object.at(key).is_null();
}

using Shipped = std::optional<ShippedPreprocess>;

/// An image processor of transformers, by the class that the file names. Its defaults that are not in the
/// file, its order of steps and its resizing (of 8-bit tensors by torchvision) are those of transformers 5.
class HuggingFace {
public:
    explicit HuggingFace(const json& config) : m_config(config), m_kind(kindOf(config)) {}

    Shipped read() {
        if (!has(m_config, "size") && !has(m_config, "image_mean") && !has(m_config, "crop_size"))
            return std::nullopt;
        readGeometry();
        readFilter();
        readValues();
        static constexpr std::array<std::string_view, 19> known = {
            "",       "ViT",         "DeiT",        "ConvNext",  "ConvNeXT",
            "Levit",  "MobileNetV1", "MobileNetV2", "MobileViT", "EfficientNet",
            "Beit",   "CLIP",        "Siglip",      "Segformer", "Bit",
            "RTDetr", "Swin",        "Pvt",         "Blip"};
        if (!base::isOneOf(m_kind, known)) m_shipped.notFollowed.emplace_back("image_processor_type");
        for (const char* field : {"do_pad", "pad_size", "size_divisor", "do_thumbnail", "do_align_long_axis"})
            if (has(m_config, field) && m_config.at(field) != json(false))
                m_shipped.notFollowed.emplace_back(field);
        return m_shipped;
    }

private:
    struct Size {
        int shortest = 0, longest = 0, height = 0, width = 0;
    };

    /// "ConvNext" of "ConvNextImageProcessorFast", "ConvNextFeatureExtractor".
    static std::string kindOf(const json& config) {
        std::string name =
            config.value("image_processor_type", config.value("feature_extractor_type", std::string()));
        for (const std::string_view end : {"Fast", "Pil", "ImageProcessor", "FeatureExtractor"})
            if (name.ends_with(end)) name.erase(name.size() - end.size());
        return name;
    }

    /// A size is a number, {height, width}, {shortest_edge} or {shortest_edge, longest_edge}.
    static Size sizeOf(const json& size) {
        if (size.is_number()) return {0, 0, size.get<int>(), size.get<int>()};
        Size read;
        if (has(size, "shortest_edge")) read.shortest = size.at("shortest_edge").get<int>();
        if (has(size, "longest_edge")) read.longest = size.at("longest_edge").get<int>();
        if (has(size, "height")) read.height = size.at("height").get<int>();
        if (has(size, "width")) read.width = size.at("width").get<int>();
        return read;
    }

    [[nodiscard]] bool flag(const char* name, bool otherwise) const {
        return has(m_config, name) ? m_config.at(name).get<bool>() : otherwise;
    }
    void setInput(int width, int height) {
        m_values.width = width;
        m_values.height = height;
    }
    void stretch(const Size& size) {
        const int edge = size.shortest;
        setInput(edge > 0 ? edge : size.width, edge > 0 ? edge : size.height);
        m_values.resize = ResizeMode::Stretch;
    }

    void readGeometry() {
        if (!flag("do_resize", true)) {
            m_shipped.notFollowed.emplace_back("do_resize");
            return;
        }
        Size size = has(m_config, "size") ? sizeOf(m_config.at("size")) : Size{};
        const bool cropsUsually = m_kind == "CLIP" || m_kind == "DeiT" || m_kind == "Levit" ||
                                  m_kind.starts_with("MobileNetV") || m_kind == "MobileViT" ||
                                  m_kind == "Bit";
        // Before sizes had names, a number was the shorter side to those that crop, else a square.
        const bool bare = has(m_config, "size") && m_config.at("size").is_number();
        if (bare && (cropsUsually || m_kind.starts_with("ConvNe"))) size = {size.height, 0, 0, 0};
        if (m_kind == "ConvNext" || m_kind == "ConvNeXT") return readConvNext(size.shortest);
        // A detector that keeps the ratio has boxes in fractions of the whole picture: stretching it to the
        // model's input is what is nearest where that input is fixed.
        if (size.longest > 0) {
            if (size.shortest > 0) setInput(size.shortest, size.shortest);
            m_values.resize = ResizeMode::Stretch;
            m_shipped.notFollowed.emplace_back("size.longest_edge");
            return;
        }
        if (!flag("do_center_crop", cropsUsually && has(m_config, "crop_size")))
            return size.shortest > 0 ? covering(size.shortest) : stretch(size);
        const Size crop = has(m_config, "crop_size") ? sizeOf(m_config.at("crop_size")) : size;
        const int edge = crop.shortest;
        setInput(edge > 0 ? edge : crop.width, edge > 0 ? edge : crop.height);
        m_values.resize = ResizeMode::CenterCrop;
        if (size.shortest > 0)
            m_values.resizeTo = ResizeTo{m_kind == "Levit" ? size.shortest * 256 / 224 : size.shortest, 0};
        else if (size.width > 0)
            m_values.resizeTo = ResizeTo{size.width, size.height};
    }

    /// Below 384 pixels a margin is cut off, from there on the ratio is given up.
    void readConvNext(int edge) {
        constexpr int kSquashedFrom = 384;
        setInput(edge, edge);
        m_values.resize = edge < kSquashedFrom ? ResizeMode::CenterCrop : ResizeMode::Stretch;
        if (edge < kSquashedFrom)
            m_values.resizeTo = ResizeTo{static_cast<int>(edge / m_config.value("crop_pct", 224.0 / 256)), 0};
    }

    /// The shorter side as given and nothing cut off: of a square input this is the middle.
    void covering(int edge) {
        setInput(edge, edge);
        m_values.resize = ResizeMode::CenterCrop;
    }

    /// A file that names neither a processor nor a filter is somebody's own: nothing says whose bits are
    /// meant.
    [[nodiscard]] bool isAnonymous() const { return m_kind.empty() && !has(m_config, "resample"); }

    void readFilter() {
        if (isAnonymous()) return;
        m_values.resizer = Resizer::Torchvision;
        m_values.cropFloors = true;
        static constexpr std::array kByCode = {ResampleFilter::Nearest,  ResampleFilter::Lanczos,
                                               ResampleFilter::Bilinear, ResampleFilter::Bicubic,
                                               ResampleFilter::Box,      ResampleFilter::Hamming};
        const bool bicubic = m_kind == "CLIP" || m_kind == "DeiT" || m_kind == "Levit" || m_kind == "Bit" ||
                             m_kind == "Beit" || m_kind == "Siglip" || m_kind == "Blip";
        const auto usual = bicubic ? ResampleFilter::Bicubic : ResampleFilter::Bilinear;
        m_values.filter =
            has(m_config, "resample") ? kByCode.at(m_config.at("resample").get<std::size_t>()) : usual;
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
        m_values.scale = flag("do_rescale", true) ? m_config.value("rescale_factor", 1.0 / 255.0) : 1.0;
        m_values.mean = Triple{0, 0, 0};
        m_values.std = Triple{1, 1, 1};
        if (flag("do_normalize", m_kind != "MobileViT" && has(m_config, "image_mean"))) {
            if (has(m_config, "image_mean")) m_values.mean = tripleOf(m_config.at("image_mean"));
            if (has(m_config, "image_std")) m_values.std = tripleOf(m_config.at("image_std"));
        }
        // value · factor − 1 before the mean is subtracted: one more in the mean.
        if (m_kind == "EfficientNet" && flag("rescale_offset", false)) {
            m_values.arithmetic = Arithmetic::Single;
            for (double& mean : *m_values.mean) mean += 1;
        }
        if (m_kind == "EfficientNet" && flag("include_top", true))
            for (double& deviation : *m_values.std) deviation *= deviation;  // divided by twice
    }

    const json& m_config;
    std::string m_kind;
    ShippedPreprocess m_shipped;
    PreprocessOptions& m_values = m_shipped.values;
};

Shipped fromHuggingFace(const json& config) {
    return HuggingFace(config).read();
}

/// timm's own evaluation: through Pillow, a margin cut off by `crop_pct`.
Shipped fromTimm(const json& config) {
    const json& timm = has(config, "pretrained_cfg") ? config.at("pretrained_cfg") : config;
    if (!has(timm, "input_size") || !has(timm, "mean") || !has(timm, "std")) return std::nullopt;
    ShippedPreprocess shipped;
    PreprocessOptions& values = shipped.values;
    values.height = timm.at("input_size").at(1).get<int>();
    values.width = timm.at("input_size").at(2).get<int>();
    constexpr double kUsualCrop = 0.875;
    const double share = has(timm, "crop_pct") ? timm.at("crop_pct").get<double>() : kUsualCrop;
    const auto enlarged = [&](int side) { return static_cast<int>(std::floor(side / share)); };
    const std::string mode = has(timm, "crop_mode") ? timm.at("crop_mode").get<std::string>() : "center";
    values.resize = ResizeMode::CenterCrop;
    if (mode == "squash")
        values.resizeTo = ResizeTo{enlarged(*values.width), enlarged(*values.height)};
    else if (values.width == values.height)
        values.resizeTo = ResizeTo{enlarged(*values.width), 0};
    if (mode != "squash" && (mode != "center" || values.width != values.height))
        shipped.notFollowed.emplace_back("crop_mode");
    values.resizer = Resizer::Pillow;
    const std::string filter =
        has(timm, "interpolation") ? timm.at("interpolation").get<std::string>() : "bilinear";
    values.filter = filterFromId(filter);
    if (!values.filter) shipped.notFollowed.emplace_back("interpolation");
    values.color = ColorOrder::Rgb;
    values.arithmetic = Arithmetic::Single;
    values.scale = 1.0 / 255.0;
    values.mean = tripleOf(timm.at("mean"));
    values.std = tripleOf(timm.at("std"));
    return shipped;
}

Shipped fromUltralytics(const std::map<std::string, std::string>& metadata) {
    const auto size = metadata.find("imgsz");
    if (size == metadata.end()) return std::nullopt;
    const json edges = json::parse(size->second);
    PreprocessOptions values;
    values.height = edges.is_number() ? edges.get<int>() : edges.at(0).get<int>();
    values.width = edges.is_number() ? edges.get<int>() : edges.at(1).get<int>();
    const auto task = metadata.find("task");
    const bool classifies = task != metadata.end() && task->second == "classify";
    const auto description = metadata.find("description");
    const bool stretches =
        description != metadata.end() && description->second.find("rtdetr") != std::string::npos;
    values.resize = classifies  ? ResizeMode::CenterCrop
                    : stretches ? ResizeMode::Stretch
                                : ResizeMode::Letterbox;
    values.color = ColorOrder::Rgb;
    values.scale = 1.0 / 255.0;
    if (!classifies) {
        values.mean = {0, 0, 0};
        values.std = {1, 1, 1};
    }
    return ShippedPreprocess{std::move(values), {}, {}};
}

/// Runs `read`, which may throw on unexpected content.
template <class Read>
Shipped attempt(const fs::path& file, const Read& read) {
    try {
        if (auto shipped = read()) {
            shipped->origin = file.filename().string();
            return shipped;
        }
    } catch (const std::exception& error) {
        base::logWarn("ignored " + file.string() + ": " + error.what());
    }
    return std::nullopt;
}

template <class Read>
Shipped attemptFile(const fs::path& file, const Read& read) {
    std::error_code code;
    if (!fs::is_regular_file(file, code)) return std::nullopt;
    return attempt(file, [&] {
        const auto text = base::readFile(file);
        return text ? read(json::parse(*text)) : Shipped();
    });
}

}  // namespace

std::optional<ShippedPreprocess> shippedPreprocess(const model::ModelInfo& model) {
    std::error_code code;
    const fs::path folder = fs::absolute(model.path, code).parent_path();
    for (const fs::path& place : {folder, folder.parent_path()}) {
        if (auto found = attemptFile(place / "preprocessor_config.json", fromHuggingFace)) return found;
        if (auto found = attemptFile(place / "config.json", fromTimm)) return found;
    }
    return attempt(model.path, [&] { return fromUltralytics(model.metadata); });
}

}  // namespace pwb::dataset
