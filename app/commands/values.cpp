// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "app/command_line.h"

namespace pwb::app {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else if (c != ' ')
            parts.back() += c;
    }
    return parts;
}

template <class T>
std::optional<T> parsed(const std::string& text) {
    T value{};
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
    return value;
}

std::optional<double> parsedFraction(const std::string& text) {
    const auto parts = split(text, '/');
    if (parts.size() > 2) return std::nullopt;
    const auto above = parsed<double>(parts[0]);
    const auto below = parts.size() == 2 ? parsed<double>(parts[1]) : std::optional<double>(1);
    if (!above || !below || *below == 0 || !std::isfinite(*above / *below)) return std::nullopt;
    return *above / *below;
}

}  // namespace

void wrongValue(const std::string& flag, const std::string& value, const std::string& right) {
    throw WrongValue(flag, "\"" + value + "\" is not " + right);
}

int wholeNumber(const std::string& flag, const std::string& text, int least, int most) {
    const auto value = parsed<int>(text);
    if (!value || *value < least || *value > most)
        wrongValue(flag, text,
                   "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return *value;
}

double realNumber(const std::string& flag, const std::string& text) {
    const auto value = parsedFraction(text);
    if (!value) wrongValue(flag, text, "a number such as 0.5 or 1/255");
    return *value;
}

double positiveNumber(const std::string& flag, const std::string& text) {
    const auto value = parsedFraction(text);
    if (!value || *value <= 0) wrongValue(flag, text, "a number above zero");
    return *value;
}

std::vector<int> wholeNumbers(const std::string& flag, const std::string& text, int least, int most) {
    std::vector<int> values;
    for (const std::string& part : split(text, ',')) values.push_back(wholeNumber(flag, part, least, most));
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

std::pair<int, int> imageSize(const std::string& flag, const std::string& text) {
    const auto parts = split(text, 'x');
    const auto width = parsed<int>(parts[0]);
    const auto height = parts.size() == 2 ? parsed<int>(parts[1]) : width;
    constexpr int kMost = 16384;
    if (parts.size() > 2 || !width || !height || *width < 1 || *height < 1 || *width > kMost ||
        *height > kMost)
        wrongValue(flag, text, "a size such as 224x224, width first");
    return {*width, *height};
}

std::array<double, 3> perChannel(const std::string& flag, const std::string& text) {
    const auto parts = split(text, ',');
    if (parts.size() != 1 && parts.size() != 3)
        wrongValue(flag, text, "three numbers such as 0.485,0.456,0.406, or one for all");
    std::array<double, 3> values{};
    for (std::size_t i = 0; i < 3; ++i) values[i] = realNumber(flag, parts[parts.size() == 1 ? 0 : i]);
    return values;
}

std::vector<base::Precision> precisionList(const std::string& flag, const std::string& text) {
    std::vector<base::Precision> values;
    for (const std::string& part : split(text, ',')) {
        const auto precision = base::precisionFromId(part);
        if (!precision) wrongValue(flag, part, "one of fp32, fp16, int8");
        values.push_back(*precision);
    }
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

}  // namespace pwb::app
