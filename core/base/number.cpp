// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace pwb::base {
namespace {

/// Room for every double written out: 309 digits, a point, and the decimals anybody asks for.
using Digits = std::array<char, 400>;

template <class Value, class... Format>
std::string digitsOf(Value value, Format... format) {
    Digits buffer;
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format...).ptr};
}

bool isZero(std::string_view digits) {
    return digits.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

std::string number(double value, int decimals) {
    std::string digits = digitsOf(std::abs(value), std::chars_format::fixed, decimals);
    return std::signbit(value) && !std::isnan(value) && !isZero(digits) ? "\u2212" + digits : digits;
}

std::string signedNumber(double value, int decimals) {
    std::string text = number(value, decimals);
    return value > 0 && !isZero(text) ? "+" + text : text;
}

std::string significant(double value, int digits) {
    const std::string text = digitsOf(std::abs(value), std::chars_format::general, digits);
    return value < 0 ? "\u2212" + text : text;
}

std::string shortest(double value) {
    return digitsOf(value);
}

std::string shortest(float value) {
    return digitsOf(value);
}

}  // namespace pwb::base
