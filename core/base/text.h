// SPDX-License-Identifier: GPL-3.0-or-later
// Lists as text, words in lists.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace pwb::base {

/// "a, b, c": `text` of each part, with `separator` in between.
template <class Range, class Text = std::identity>
[[nodiscard]] std::string joined(const Range& parts, std::string_view separator, Text text = {}) {
    std::string all;
    bool first = true;
    for (const auto& part : parts) {
        if (!first) all += separator;
        all += std::invoke(text, part);
        first = false;
    }
    return all;
}

[[nodiscard]] inline bool isOneOf(std::string_view word, std::span<const std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// "[1, 3, 224, 224]".
[[nodiscard]] inline std::string shapeText(std::span<const std::int64_t> shape) {
    return "[" + joined(shape, ", ", [](std::int64_t extent) { return std::to_string(extent); }) + "]";
}

}  // namespace pwb::base
