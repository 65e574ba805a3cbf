// SPDX-License-Identifier: GPL-3.0-or-later
// Values of flags. Each function throws WrongValue, which names the flag and what is right.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/base/precision.h"

namespace pwb::app {

[[noreturn]] void wrongValue(const std::string& flag, const std::string& value, const std::string& right);

/// A whole number from `least` to `most`.
[[nodiscard]] int wholeNumber(const std::string& flag, const std::string& text, int least, int most);
/// "0.5", "1e-3" or a fraction such as "1/255"; finite.
[[nodiscard]] double realNumber(const std::string& flag, const std::string& text);
/// A real number above zero.
[[nodiscard]] double positiveNumber(const std::string& flag, const std::string& text);
/// "1,8,16": at least one, without repetition, ascending.
[[nodiscard]] std::vector<int> wholeNumbers(const std::string& flag, const std::string& text, int least,
                                            int most);
/// "64x48" (width first) or "64" for a square.
[[nodiscard]] std::pair<int, int> imageSize(const std::string& flag, const std::string& text);
/// "0.1,0.2,0.3", or one number for all three channels.
[[nodiscard]] std::array<double, 3> perChannel(const std::string& flag, const std::string& text);
/// "fp32,int8": in the order FP32, FP16, INT8, without repetition.
[[nodiscard]] std::vector<base::Precision> precisionList(const std::string& flag, const std::string& text);

}  // namespace pwb::app
