// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/format.h"

#include <cmath>
#include <cstddef>

#include "core/base/number.h"

namespace pwb::base {
namespace {

constexpr std::string_view kMinus = "\u2212";

// Length of the valid UTF-8 sequence that starts at `at`, or 0 (Unicode 15, table 3-7).
std::size_t sequenceLength(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    };
    const auto continues = [&](std::size_t i, unsigned lo = 0x80, unsigned hi = 0xBF) {
        return byte(i) >= lo && byte(i) <= hi;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF)
        return continues(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) && continues(2) ? 3 : 0;
    if (first >= 0xF0 && first <= 0xF4)
        return continues(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) && continues(2) &&
                       continues(3)
                   ? 4
                   : 0;
    return 0;
}

// Digits of |value| with commas between thousands; `digits` has a point at most once.
std::string withCommas(std::string_view digits) {
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string out;
    for (std::size_t i = 0; i < point; ++i) {
        if (i > 0 && (point - i) % 3 == 0) out += ',';
        out += digits[i];
    }
    return out.append(digits.substr(point));
}

}  // namespace

std::string fixedText(double value, int decimals) {
    if (!std::isfinite(value)) return "–";
    const std::string digits = number(std::abs(value), decimals);
    const bool zero = digits.find_first_not_of("0.") == std::string::npos;
    return (value < 0 && !zero ? std::string(kMinus) : std::string()) + withCommas(digits);
}

std::string signedText(double value, int decimals) {
    const std::string text = fixedText(value, decimals);
    const bool zero = text.find_first_not_of("0.") == std::string::npos;
    return value > 0 && !zero && std::isfinite(value) ? "+" + text : text;
}

std::string countText(std::int64_t value) {
    const std::string digits = std::to_string(value);
    return value < 0 ? std::string(kMinus) + withCommas(std::string_view(digits).substr(1))
                     : withCommas(digits);
}

std::string pValueText(double p) {
    if (p < 0.001) return "p < 0.001";
    return "p = " + fixedText(p, p < 0.1 ? 3 : 2);
}

std::string millisecondsText(double value) {
    if (value < 1) return fixedText(value, 3);
    return fixedText(value, value < 10 ? 2 : value < 100 ? 1 : 0);
}

std::string durationText(double seconds) {
    if (seconds < 10) return fixedText(seconds, 1) + " s";
    const auto whole = static_cast<std::int64_t>(std::lround(seconds));
    if (whole < 60) return std::to_string(whole) + " s";
    if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

std::string ByteUnit::text(double bytes) const {
    return fixedText(bytes / divisor, decimals);
}

ByteUnit byteUnit(double largest) {
    constexpr double kMebi = 1024.0 * 1024.0;
    if (largest < 10 * kMebi) return {1024.0, "KiB", 0};
    if (largest < 10 * 1024 * kMebi) return {kMebi, "MiB", 1};
    return {1024 * kMebi, "GiB", 2};
}

std::string bytesText(double bytes) {
    const ByteUnit unit = byteUnit(bytes);
    return unit.text(bytes).append(" ").append(unit.name);
}

std::string validUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = sequenceLength(text, i);
        if (length == 0)
            out += "\uFFFD";
        else
            out += text.substr(i, length);
        i += std::max<std::size_t>(length, 1);
    }
    return out;
}

std::string escapeMarkup(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : validUtf8(text)) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') out += c;
        }
    }
    return out;
}

}  // namespace pwb::base
