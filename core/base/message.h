// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pwb::base {

/// Something to be said to a person, without its words: a code and named arguments. The words are in
/// resources/messages/<language>/*.json and are put in by Words (words.h), so that core stays free of
/// language. Arguments are already text; numbers in them are as base::number() writes them.
struct Message {
    std::string code;
    std::vector<std::pair<std::string, std::string>> args = {};

    bool operator==(const Message&) const = default;
};

}  // namespace pwb::base
