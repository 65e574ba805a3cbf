// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace pwb::app {
namespace {

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

std::string language() {
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(variable); value && *value) return value;
    return "en";
}

const base::Words& words() {
    return base::Words::of(language());
}

int fail(const base::Error& error) {
    note("pwb: " + words().text(error));
    switch (error.kind) {
        case base::ErrorKind::Usage:
            return kUsage;
        case base::ErrorKind::BadInput:
            return kBadInput;
        case base::ErrorKind::Engine:
            return kEngineFailure;
        case base::ErrorKind::Cancelled:
            break;
    }
    return kCancelled;
}

void note(const std::string& text) {
    std::fprintf(stderr, "%s\n", text.c_str());
}

std::string alignedTable(const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& right) {
    std::vector<std::size_t> widths(right.size(), 0);
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], characters(row[i]));
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string padding(widths[i] - characters(row[i]), ' ');
            line += (i > 0 ? "  " : "") + (right[i] ? padding + row[i] : row[i] + padding);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string factLines(const std::vector<std::pair<std::string, std::string>>& facts) {
    std::size_t width = 0;
    for (const auto& [label, text] : facts) width = std::max(width, characters(label));
    std::string lines;
    for (const auto& [label, text] : facts)
        lines += label + ":" + std::string(width - characters(label) + 2, ' ') + text + "\n";
    return lines;
}

std::string plainMinus(std::string text) {
    static const std::string kMinus = "\u2212";
    for (std::size_t at = text.find(kMinus); at != std::string::npos; at = text.find(kMinus, at))
        text.replace(at, kMinus.size(), "-");
    return text;
}

}  // namespace pwb::app
