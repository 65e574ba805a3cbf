// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/words.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>

#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::base;
namespace fs = std::filesystem;

namespace {

TEST(Words, PutsArgumentsInAndAddsTheRemedy) {
    const Error error{ErrorKind::BadInput, "a.txt", {"base.read_failed", {{"reason", "no such file"}}}};
    const std::string text = Words::of("en").text(error);
    EXPECT_NE(text.find("a.txt: "), std::string::npos);
    EXPECT_NE(text.find("no such file"), std::string::npos);
    EXPECT_NE(text.find(Words::of("en").remedy(error)), std::string::npos);
}

TEST(Words, UnknownCodeIsShownWithItsArguments) {
    EXPECT_EQ(Words::of("en").text(Message{"no.such_code", {{"n", "3"}}}), "no.such_code n=3");
}

TEST(Words, BothLanguagesHoldTheSameCodes) {
    const Words& english = Words::of("en");
    const Words& chinese = Words::of("zh_CN");
    for (const std::string& code : english.codes()) EXPECT_TRUE(chinese.has(code)) << code;
    for (const std::string& code : chinese.codes()) EXPECT_TRUE(english.has(code)) << code;
}

// Every code written in core/ has its words: a missing one would be shown to people as a code.
TEST(Words, EveryCodeUsedInCoreHasAText) {
    static const std::regex used(
        "\"((?:base|model|dataset|runtime|quantize|evaluate|measure|compare|decide|report|run)"
        "\\.[a-z0-9_]+)\"");
    int seen = 0;
    for (const auto& entry : fs::recursive_directory_iterator(tests::sourceRoot() / "core")) {
        if (entry.path().extension() != ".cpp") continue;
        std::ifstream in(entry.path());
        const std::string source(std::istreambuf_iterator<char>(in), {});
        for (std::sregex_iterator it(source.begin(), source.end(), used), end; it != end; ++it) {
            // File names of a run folder look like codes.
            static const std::regex file("(run|report|model)\\.(sqlite|lock|json|html|md|pdf|csv|onnx)");
            if (std::regex_match((*it)[1].str(), file)) continue;
            EXPECT_TRUE(Words::of("en").has((*it)[1].str())) << (*it)[1] << " in " << entry.path();
            ++seen;
        }
    }
    EXPECT_GT(seen, 20);
}

}  // namespace
