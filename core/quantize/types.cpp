// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/types.h"

#include <array>

namespace pwb::quantize {
namespace {

constexpr std::array<std::pair<Calibrator, std::string_view>, 6> kCalibrators = {{
    {Calibrator::MinMax, "minmax"},
    {Calibrator::MovingAverage, "moving-average"},
    {Calibrator::Percentile, "percentile"},
    {Calibrator::Entropy, "entropy"},
    {Calibrator::Mse, "mse"},
    {Calibrator::Auto, "auto"},
}};

constexpr std::array<std::pair<Int8Scheme, std::string_view>, 3> kSchemes = {{
    {Int8Scheme::Cpu, "cpu"},
    {Int8Scheme::OpenVino, "openvino"},
    {Int8Scheme::TensorRt, "tensorrt"},
}};

}  // namespace

std::string_view calibratorId(Calibrator calibrator) {
    for (const auto& [value, id] : kCalibrators)
        if (value == calibrator) return id;
    return "";
}

std::optional<Calibrator> calibratorFromId(std::string_view id) {
    for (const auto& [value, name] : kCalibrators)
        if (name == id) return value;
    return std::nullopt;
}

std::string_view schemeId(Int8Scheme scheme) {
    for (const auto& [value, id] : kSchemes)
        if (value == scheme) return id;
    return "";
}

std::optional<Int8Scheme> schemeFromId(std::string_view id) {
    for (const auto& [value, name] : kSchemes)
        if (name == id) return value;
    return std::nullopt;
}

Int8Scheme schemeFor(const BuildContext& context, const Int8Options& options) {
    if (options.scheme) return *options.scheme;
    if (context.provider == "openvino") return Int8Scheme::OpenVino;
    return context.provider == "tensorrt" ? Int8Scheme::TensorRt : Int8Scheme::Cpu;
}

base::Variant int8Variant(const BuildContext& context, const Int8Options& options) {
    Int8Options own = options;
    own.scheme.reset();
    const Int8Scheme scheme = schemeFor(context, options);
    if (scheme == schemeFor(context, own)) return base::Variant::None;
    switch (scheme) {
        case Int8Scheme::Cpu:
            return base::Variant::ForCpu;
        case Int8Scheme::OpenVino:
            return base::Variant::ForOpenVino;
        case Int8Scheme::TensorRt:
            return base::Variant::ForTensorRt;
    }
    return base::Variant::None;
}

std::filesystem::path enginePath(const BuildContext& context, base::Precision precision, bool fallback,
                                 base::Variant variant) {
    std::string name = context.model.stem().string() + "_" + std::string(base::precisionId(precision));
    if (variant != base::Variant::None) name += "-" + std::string(base::variantId(variant));
    if (fallback) name += "_fp32";
    return context.outputFolder / (name + ".onnx");
}

}  // namespace pwb::quantize
