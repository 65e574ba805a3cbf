// SPDX-License-Identifier: GPL-3.0-or-later
// The rules that hold the house up (docs/architecture.md), read off the sources.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <string>
#include <vector>

#include "tests/support/places.h"

using namespace pwb;
namespace fs = std::filesystem;

namespace {

const fs::path kRoot = tests::sourceRoot();
const std::vector<std::string> kOrder = {"base",    "model",   "dataset", "runtime", "quantize", "evaluate",
                                         "measure", "compare", "decide",  "report",  "run"};

struct Include {
    std::string file;    ///< relative to the root
    std::string folder;  ///< below core/ or ui/, or empty
    std::string target;
};

std::vector<Include> includesBelow(const std::string& top) {
    static const std::regex line("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    std::vector<Include> includes;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / top)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".cpp" && extension != ".h") continue;
        const fs::path relative = fs::relative(entry.path(), kRoot);
        const fs::path below = fs::relative(entry.path(), kRoot / top);
        const std::string folder =
            std::distance(below.begin(), below.end()) > 1 ? below.begin()->string() : "";
        std::ifstream in(entry.path());
        for (std::string text; std::getline(in, text);) {
            std::smatch match;
            if (std::regex_search(text, match, line))
                includes.push_back({relative.string(), folder, match[1]});
        }
    }
    return includes;
}

bool isQt(const std::string& target) {
    return target.size() > 1 && target[0] == 'Q' &&
           (std::isupper(static_cast<unsigned char>(target[1])) || target[1] == 't');
}

TEST(Structure, CoreKnowsNoQt) {
    const auto includes = includesBelow("core");
    ASSERT_GT(includes.size(), 300U);
    for (const Include& include : includes)
        EXPECT_FALSE(isQt(include.target)) << include.file << " includes " << include.target;
}

TEST(Structure, AFolderOfCoreIncludesOnlyFoldersAboveIt) {
    const auto place = [](const std::string& folder) {
        return std::find(kOrder.begin(), kOrder.end(), folder) - kOrder.begin();
    };
    for (const Include& include : includesBelow("core")) {
        if (!include.target.starts_with("core/")) continue;
        const std::string other = include.target.substr(5, include.target.find('/', 5) - 5);
        EXPECT_LE(place(other), place(include.folder)) << include.file << " includes " << include.target;
    }
}

TEST(Structure, EachDependencyHasItsFolder) {
    const std::vector<std::pair<std::regex, std::vector<std::string>>> rules = {
        {std::regex("^onnx/|^google/protobuf/"), {"model", "quantize"}},
        {std::regex("^onnxruntime"), {"runtime"}},
        {std::regex("^opencv2/"), {"dataset"}},
        {std::regex("^sqlite3"), {"run"}},
    };
    for (const Include& include : includesBelow("core"))
        for (const auto& [pattern, folders] : rules) {
            if (!std::regex_search(include.target, pattern)) continue;
            EXPECT_NE(std::find(folders.begin(), folders.end(), include.folder), folders.end())
                << include.file << " includes " << include.target;
        }
}

TEST(Structure, OnlyChartsKnowsQtCharts) {
    if (!fs::exists(kRoot / "ui")) GTEST_SKIP() << "no window in this tree";
    static const std::regex charts(
        "^Q(tCharts|Chart|ChartView|[A-Za-z]*Series|ValueAxis|CategoryAxis|BarSet|BoxSet|LegendMarker)");
    for (const Include& include : includesBelow("ui")) {
        if (std::regex_search(include.target, charts)) {
            EXPECT_EQ(include.folder, "charts") << include.file;
        }
    }
}

}  // namespace
