// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pwb::dataset {

/// Walks the text of a Python (or JSON) literal: dictionaries, lists, tuples, strings, whole numbers. Blanks
/// between them do not count. What is not there is not taken.
class PythonLiteral {
public:
    /// Refers to `text`.
    explicit PythonLiteral(std::string_view text) : m_rest(text) {}

    /// The next character; NUL at the end.
    [[nodiscard]] char peek();
    [[nodiscard]] bool take(char wanted);
    [[nodiscard]] bool takeWord(std::string_view wanted);
    /// A string in either kind of quotes, without them; a backslash stands for the character behind it.
    [[nodiscard]] std::optional<std::string> takeString();
    [[nodiscard]] std::optional<std::size_t> takeNumber();
    /// From here to where the brackets and parentheses that open here close, as it stands.
    [[nodiscard]] std::string takeBrackets();

private:
    std::string_view m_rest;
};

}  // namespace pwb::dataset
