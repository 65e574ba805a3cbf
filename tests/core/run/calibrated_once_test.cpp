// SPDX-License-Identifier: GPL-3.0-or-later
// A run calibrates once, whatever its stages need of INT8, without a cache between them.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "tests/core/support/folder_fixture.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

struct CalibratedOnce : FolderFixture {
    /// What pwb says on both channels, with its log.
    static std::string sayings(const std::string& arguments) {
        const std::string command =
            "PWB_CACHE= PWB_LOG=debug '" + (programs() / "pwb").string() + "' " + arguments + " 2>&1";
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
        std::string text;
        std::array<char, 4096> part{};
        while (const std::size_t n = std::fread(part.data(), 1, part.size(), pipe.get()))
            text.append(part.data(), n);
        return text;
    }
    static int times(const std::string& text, const std::string& wanted) {
        int found = 0;
        for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1))
            ++found;
        return found;
    }
    [[nodiscard]] std::string arguments() const {
        const std::string glyphs = (samples() / "glyphs").string();
        return "compare " + glyphs + "/mobilenetv2.onnx --data " + glyphs + "/val --calibration " + glyphs +
               "/calib --calibration-samples 36 --calibrator minmax --limit 72 --precisions fp32,int8" +
               " --no-measure --no-calibration-cache --out '" + (folder / "run").string() + "'";
    }
};

TEST_F(CalibratedOnce, ByARunThatSearchesAndProfiles) {
    const std::string text = sayings(arguments() + " --max-drop 0 --layers --sensitivity");
    EXPECT_NE(text.find("report.html"), std::string::npos) << text;
    EXPECT_EQ(times(text, "calibrated on 36 samples"), 1) << text;
}

TEST_F(CalibratedOnce, ByARunThatIsResumedBeforeItsSearch) {
    const std::string built = sayings(arguments());
    EXPECT_EQ(times(built, "calibrated on 36 samples"), 1) << built;
    const std::string again = sayings("layers '" + (folder / "run").string() + "' --sensitivity");
    EXPECT_EQ(times(again, "calibrated on 36 samples"), 1) << again;
}

}  // namespace
