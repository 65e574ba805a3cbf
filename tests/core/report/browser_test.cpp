// SPDX-License-Identifier: GPL-3.0-or-later
// The page in a real browser. Skipped, visibly, where Chromium is not installed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/base/files.h"
#include "core/report/writers.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/support/documents/counted_document.h"
#include "tests/support/documents/escaped_document.h"

using namespace pwb;
using namespace pwb::report;
using namespace pwb::result;
namespace fs = std::filesystem;

namespace {

struct Outcome {
    int status = 0;
    std::string output;
};

Outcome shell(const std::string& command) {
    Outcome outcome;
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        outcome.output.append(buffer.data(), n);
    outcome.status = ::pclose(pipe);
    return outcome;
}

bool installed(const char* program) {
    return shell(std::string("command -v ") + program).status == 0;
}

class Browser : public tests::FolderFixture {
protected:
    void SetUp() override {
        if (!installed("chromium")) GTEST_SKIP() << "chromium is not installed";
        m_page = folder / "page.html";
        const auto written =
            base::writeFileAtomically(m_page, writeHtml(tests::escapedDocument(), base::Words::of("en")));
        ASSERT_TRUE(written.has_value());
    }
    // Nothing can be loaded: every connection goes to a closed port.
    Outcome chromium(const std::string& flags) const {
        return shell("timeout 120 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir=" +
                     (folder / "profile").string() +
                     " --proxy-server=127.0.0.1:9 --enable-logging=stderr --virtual-time-budget=2000 "
                     "--window-size=1400,3000 " +
                     flags + " file://" + m_page.string());
    }
    std::string picture(int scheme) const {
        const fs::path file = folder / ("scheme" + std::to_string(scheme) + ".png");
        chromium("--blink-settings=preferredColorScheme=" + std::to_string(scheme) +
                 " --screenshot=" + file.string());
        return base::readFile(file).value_or("");
    }
    fs::path m_page;
};

TEST_F(Browser, RendersWithoutAnErrorAndWithoutTheNetwork) {
    const Outcome outcome = chromium("--dump-dom");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.output, ::testing::HasSubstr("Glyph &lt;reader&gt; &amp; 7</h1>"));
    EXPECT_THAT(outcome.output, ::testing::HasSubstr("class=\"matrix\""));
    EXPECT_THAT(outcome.output, ::testing::Not(::testing::HasSubstr("CONSOLE")));
    EXPECT_THAT(outcome.output, ::testing::Not(::testing::HasSubstr("ERR_PROXY_CONNECTION_FAILED")));
}

TEST_F(Browser, RendersADetectorsPage) {
    const std::string html = writeHtml(tests::countedDocument(), base::Words::of("en"));
    ASSERT_TRUE(base::writeFileAtomically(m_page, html).has_value());
    const Outcome outcome = chromium("--dump-dom");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.output, ::testing::HasSubstr("What plain INT8 would have lost"));
    EXPECT_THAT(outcome.output, ::testing::HasSubstr("class=\"series int8-plain\""));
    EXPECT_THAT(outcome.output, ::testing::Not(::testing::HasSubstr("CONSOLE")));
    EXPECT_THAT(outcome.output, ::testing::Not(::testing::HasSubstr("ERR_PROXY_CONNECTION_FAILED")));
}

TEST_F(Browser, LightAndDarkDiffer) {
    const std::string dark = picture(0), light = picture(1);
    ASSERT_GT(dark.size(), 10'000u);
    ASSERT_GT(light.size(), 10'000u);
    EXPECT_NE(dark, light);
}

TEST_F(Browser, PrintsToPages) {
    if (!installed("pdfinfo")) GTEST_SKIP() << "pdfinfo is not installed";
    const fs::path pdf = folder / "page.pdf";
    chromium("--no-pdf-header-footer --print-to-pdf=" + pdf.string());
    const Outcome info = shell("pdfinfo " + pdf.string());
    EXPECT_EQ(info.status, 0);
    const std::size_t at = info.output.find("Pages:");
    ASSERT_NE(at, std::string::npos) << info.output;
    EXPECT_GT(std::atoi(info.output.c_str() + at + 6), 0);
}

}  // namespace
