// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/precision.h"

namespace pwb::base {

/// How an engine differs from the default build of its precision.
enum class Variant {
    None,
    Qat,      ///< from quantisation-aware training
    Dynamic,  ///< activations quantised while running
    Plain,    ///< every layer quantised: a reference, never advised
    ForCpu,   ///< made for another family of providers than the run's own
    ForOpenVino,
    ForTensorRt
};
/// "", "qat", "dynamic", "plain", "cpu", "openvino", "tensorrt": as in file names and report.json.
[[nodiscard]] std::string_view variantId(Variant variant);
/// "", "QAT", "dynamic", "plain", "CPU", "OpenVINO", "TensorRT": as shown to people, in every language.
[[nodiscard]] std::string_view variantName(Variant variant);
[[nodiscard]] std::optional<Variant> variantFromId(std::string_view id);

/// Where an engine, or what is known of it, came from.
enum class EngineOrigin {
    Built,    ///< by this program, from the run's model
    Given,    ///< a file that another tool made
    Imported  ///< results measured elsewhere; no file
};

/// Which engine of a run: the only form in which core and window hand engines around. Text is made of it
/// where it is stored or shown, and read back by parse() alone.
struct EngineId {
    Precision precision = Precision::Fp32;
    Variant variant = Variant::None;
    EngineOrigin origin = EngineOrigin::Built;
    std::string name = {};  ///< the user's; of engines that were not built here, and then never empty

    EngineId() = default;
    /// The default build of a precision.
    EngineId(Precision of, Variant as = Variant::None) : precision(of), variant(as) {}

    /// The default build: no variant, and made here.
    [[nodiscard]] bool isDefault() const { return variant == Variant::None && origin == EngineOrigin::Built; }
    /// What all others are compared with: FP32 as it was built here.
    [[nodiscard]] bool isBaseline() const { return isDefault() && precision == Precision::Fp32; }
    /// "fp32", "int8-qat", or the name that the user gave; unique within a run.
    [[nodiscard]] std::string key() const;
    /// Of the key of an engine that is built here; nothing where it names none.
    [[nodiscard]] static std::optional<EngineId> parse(std::string_view key);

    auto operator<=>(const EngineId&) const = default;
};

}  // namespace pwb::base
