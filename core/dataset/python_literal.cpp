// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/python_literal.h"

#include <algorithm>

#include "core/dataset/text.h"

namespace pwb::dataset {

char PythonLiteral::peek() {
    while (!m_rest.empty() && isBlank(m_rest.front())) m_rest.remove_prefix(1);
    return m_rest.empty() ? '\0' : m_rest.front();
}

bool PythonLiteral::take(char wanted) {
    if (peek() != wanted || m_rest.empty()) return false;
    m_rest.remove_prefix(1);
    return true;
}

bool PythonLiteral::takeWord(std::string_view wanted) {
    (void)peek();
    if (!m_rest.starts_with(wanted)) return false;
    m_rest.remove_prefix(wanted.size());
    return true;
}

std::optional<std::string> PythonLiteral::takeString() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') return std::nullopt;
    std::string text;
    std::size_t at = 1;
    for (; at < m_rest.size() && m_rest[at] != quote; ++at) {
        if (m_rest[at] == '\\' && at + 1 < m_rest.size()) ++at;
        text += m_rest[at];
    }
    if (at >= m_rest.size()) return std::nullopt;
    m_rest.remove_prefix(at + 1);
    return text;
}

std::optional<std::size_t> PythonLiteral::takeNumber() {
    (void)peek();
    const std::size_t digits = std::min(m_rest.find_first_not_of("0123456789"), m_rest.size());
    const auto number = parseIndex(m_rest.substr(0, digits));
    if (number) m_rest.remove_prefix(digits);
    return number;
}

std::string PythonLiteral::takeBrackets() {
    std::size_t depth = 0, end = 0;
    for (; end < m_rest.size(); ++end) {
        if (m_rest[end] == '[' || m_rest[end] == '(') ++depth;
        if ((m_rest[end] == ']' || m_rest[end] == ')') && --depth == 0) break;
    }
    end = std::min(end + 1, m_rest.size());
    std::string text(m_rest.substr(0, end));
    m_rest.remove_prefix(end);
    return text;
}

}  // namespace pwb::dataset
