// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace pwb::base {

/// What a user may ask an engine to run in.
enum class Precision { Fp32, Fp16, Int8 };

inline constexpr std::array<Precision, 3> kAllPrecisions = {Precision::Fp32, Precision::Fp16,
                                                            Precision::Int8};

/// "fp32", "fp16", "int8": the spelling of flags, file names and report.json.
[[nodiscard]] std::string_view precisionId(Precision precision);
/// "FP32", "FP16", "INT8": the spelling shown to people, the same in every language.
[[nodiscard]] std::string_view precisionName(Precision precision);
[[nodiscard]] std::optional<Precision> precisionFromId(std::string_view id);

}  // namespace pwb::base
