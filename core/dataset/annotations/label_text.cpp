// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/labels.h"
#include "core/dataset/python_literal.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
std::vector<std::string> parseLabels(std::string_view text) {
    text = withoutByteOrderMark(text);
    std::vector<std::string> names;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        names.emplace_back(trimmed(text.substr(0, end)));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    while (!names.empty() && names.back().empty()) names.pop_back();
    return names;
}

std::vector<std::string> parseModelNames(std::string_view text) {
    PythonLiteral in(text);
    const bool dictionary = in.take('{');
    if (!dictionary && !in.take('[')) return {};
    const char close = dictionary ? '}' : ']';
    std::vector<std::string> names;
    while (!in.take(close)) {
        if (!names.empty() && !in.take(',')) return {};
        if (in.take(close)) break;
        std::size_t index = names.size();
        if (dictionary) {
            const auto quoted = in.takeString();
            const auto key = quoted ? parseIndex(*quoted) : in.takeNumber();
            if (!key || *key >= kMostClasses || !in.take(':')) return {};
            index = *key;
        }
        const auto name = in.takeString();
        if (!name) return {};
        if (index >= names.size()) names.resize(index + 1);
        names[index] = *name;
    }
    return names;
}

}  // namespace pwb::dataset
