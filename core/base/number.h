// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as text, the same in every locale: the only place in core that turns floating point into digits.
#pragma once

#include <string>

namespace pwb::base {

/// For the arguments of messages: rounded to `decimals`, never scientific, a point, no grouping, U+2212 as
/// minus; a zero has no sign. "nan" and "inf" as they are.
[[nodiscard]] std::string number(double value, int decimals);
/// The same with a plus on what is above zero.
[[nodiscard]] std::string signedNumber(double value, int decimals);
/// At most `digits` significant digits, scientific where that is shorter ("%g"), U+2212 as minus.
[[nodiscard]] std::string significant(double value, int digits);

/// For machines: the shortest text that reads back to the same value, with an ASCII minus.
[[nodiscard]] std::string shortest(double value);
[[nodiscard]] std::string shortest(float value);

}  // namespace pwb::base
