// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/engine_id.h"

#include <algorithm>
#include <array>

namespace pwb::base {
namespace {

struct Row {
    Variant variant;
    std::string_view id, name;
};
constexpr std::array kVariants = {
    Row{Variant::None, "", ""},
    Row{Variant::Qat, "qat", "QAT"},
    Row{Variant::Dynamic, "dynamic", "dynamic"},
    Row{Variant::Plain, "plain", "plain"},
    Row{Variant::ForCpu, "cpu", "CPU"},
    Row{Variant::ForOpenVino, "openvino", "OpenVINO"},
    Row{Variant::ForTensorRt, "tensorrt", "TensorRT"},
};

const Row& rowOf(Variant variant) {
    return *std::ranges::find(kVariants, variant, &Row::variant);
}

}  // namespace

std::string_view variantId(Variant variant) {
    return rowOf(variant).id;
}

std::string_view variantName(Variant variant) {
    return rowOf(variant).name;
}

std::optional<Variant> variantFromId(std::string_view id) {
    const auto found = std::ranges::find(kVariants, id, &Row::id);
    return found == kVariants.end() ? std::nullopt : std::optional(found->variant);
}

std::string EngineId::key() const {
    if (origin != EngineOrigin::Built) return name;
    std::string key(precisionId(precision));
    if (variant != Variant::None) key.append("-").append(variantId(variant));
    return key;
}

std::optional<EngineId> EngineId::parse(std::string_view key) {
    const std::size_t dash = std::min(key.find('-'), key.size());
    const auto precision = precisionFromId(key.substr(0, dash));
    if (!precision) return std::nullopt;
    if (dash == key.size()) return EngineId(*precision);
    const auto variant = variantFromId(key.substr(dash + 1));
    if (!variant || *variant == Variant::None) return std::nullopt;
    return EngineId(*precision, *variant);
}

}  // namespace pwb::base
