// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decide/figures.h"

#include <array>
#include <charconv>
#include <cmath>

namespace pwb::decide {

std::string fixed(double value, int digits) {
    std::array<char, 400> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                            std::chars_format::fixed, digits);
    const std::string text(buffer.data(), end);
    const bool zero = text.find_first_not_of("0.") == std::string::npos;
    return value < 0 && !zero ? "−" + text : text;
}

std::string withSign(double value, int digits) {
    const std::string text = fixed(value, digits);
    return value > 0 && text.find_first_not_of("0.") != std::string::npos ? "+" + text : text;
}

std::string plain(double value) {
    std::string text = fixed(value, 2);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string pValue(double p) {
    if (p < 0.001) return "< 0.001";
    return "= " + fixed(p, p < 0.01 ? 3 : 2);
}

std::string roughly(double count) {
    if (count < 100) return fixed(std::ceil(count), 0);
    const double unit = std::pow(10, std::floor(std::log10(count)) - 1);
    return fixed(std::ceil(count / unit) * unit, 0);
}

}  // namespace pwb::decide
