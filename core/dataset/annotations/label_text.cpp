// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include "core/dataset/labels.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace {

/// Walks a Python or JSON literal of one level.
class LiteralReader {
public:
    explicit LiteralReader(std::string_view text) : m_text(text) {}

    bool accept(char wanted) {
        skipBlanks();
        if (m_at >= m_text.size() || m_text[m_at] != wanted) return false;
        ++m_at;
        return true;
    }
    std::optional<std::string> quoted() {
        skipBlanks();
        if (m_at >= m_text.size() || (m_text[m_at] != '\'' && m_text[m_at] != '"')) return std::nullopt;
        const char quote = m_text[m_at++];
        std::string value;
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) ++m_at;
            value += m_text[m_at++];
        }
        return accept(quote) ? std::optional(value) : std::nullopt;
    }
    std::optional<std::size_t> key() {
        skipBlanks();
        const auto text = quoted();
        std::string digits = text.value_or("");
        while (!text && m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9')
            digits += m_text[m_at++];
        return parseIndex(digits);
    }

private:
    void skipBlanks() {
        while (m_at < m_text.size() && isBlank(m_text[m_at])) ++m_at;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

}  // namespace

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
    LiteralReader in(text);
    const bool dictionary = in.accept('{');
    if (!dictionary && !in.accept('[')) return {};
    const char close = dictionary ? '}' : ']';
    std::vector<std::string> names;
    while (!in.accept(close)) {
        if (!names.empty() && !in.accept(',')) return {};
        if (in.accept(close)) break;
        std::size_t index = names.size();
        if (dictionary) {
            const auto key = in.key();
            if (!key || *key >= kMostClasses || !in.accept(':')) return {};
            index = *key;
        }
        const auto name = in.quoted();
        if (!name) return {};
        if (index >= names.size()) names.resize(index + 1);
        names[index] = *name;
    }
    return names;
}

}  // namespace pwb::dataset
