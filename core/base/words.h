// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"

namespace pwb::base {

/// The catalogue of one language: code → text with {name} places. Built from
/// resources/messages/<language>/*.json, which are embedded in the binary. A code that a language lacks is
/// answered from English; one that English lacks is shown as itself (a test keeps both complete).
class Words {
public:
    /// `language`: "en" or "zh_CN"; anything else is English.
    static const Words& of(std::string_view language);

    [[nodiscard]] std::string text(const Message& message) const;
    [[nodiscard]] std::string text(std::string_view code) const {
        return text(Message{std::string(code), {}});
    }
    /// "FILE: cause. Remedy." on one line.
    [[nodiscard]] std::string text(const Error& error) const;
    [[nodiscard]] std::string remedy(const Error& error) const;
    [[nodiscard]] bool has(std::string_view code) const;
    [[nodiscard]] std::vector<std::string> codes() const;

private:
    explicit Words(std::string_view language);
    [[nodiscard]] const std::string* find(const std::string& code) const;

    std::unordered_map<std::string, std::string> m_texts;
    const Words* m_fallback = nullptr;
};

}  // namespace pwb::base
