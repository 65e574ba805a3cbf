// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result/verdict.h"

namespace pwb::result {

std::string verdictText(const decide::Decision& decision, const base::Words& words) {
    const std::string headline = words.text(decision.headline), sentence = words.text(decision.sentence);
    if (headline.empty() || sentence.empty()) return headline + sentence;
    return headline + ": " + sentence;
}

}  // namespace pwb::result
