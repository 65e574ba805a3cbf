// SPDX-License-Identifier: GPL-3.0-or-later
#include "missing_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/base/resources.h"

std::string missingWords(const pwb::base::Message& message) {
    static const auto read = [](const char* file) {
        return nlohmann::json::parse(pwb::base::embeddedFile(file));
    };
    static const nlohmann::json catalogues[] = {read("messages/en/decide.json"),
                                                read("messages/zh_CN/decide.json")};
    static const std::regex place("\\{([a-z0-9_]+)\\}");
    if (message.code.empty()) return {};
    for (const nlohmann::json& texts : catalogues) {
        if (!texts.contains(message.code)) return message.code;
        const std::string text = texts[message.code];
        for (std::sregex_iterator it(text.begin(), text.end(), place), end; it != end; ++it)
            if (std::ranges::none_of(message.args, [&](const auto& arg) { return arg.first == (*it)[1]; }))
                return message.code + " lacks " + (*it)[1].str();
    }
    return {};
}

std::string missingWords(const pwb::decide::Decision& decision) {
    std::vector<pwb::base::Message> all = {decision.headline, decision.sentence, decision.disagreement};
    all.insert(all.end(), decision.evidence.begin(), decision.evidence.end());
    for (const auto& tip : decision.tippingPoints) all.push_back(tip.condition);
    for (const auto& row : decision.recommendations)
        all.insert(all.end(), {row.situation, row.advice, row.here});
    for (const auto& step : decision.path) all.insert(all.end(), {step.question, step.answer, step.evidence});
    for (const pwb::base::Message& message : all)
        if (const std::string missing = missingWords(message); !missing.empty()) return missing;
    return {};
}

pwb::decide::Decision decided(const pwb::decide::Evidence& known, const pwb::decide::Requirements& asked) {
    pwb::decide::Decision decision = pwb::decide::decide(known, asked);
    EXPECT_EQ(missingWords(decision), "");
    return decision;
}
