// SPDX-License-Identifier: GPL-3.0-or-later
// The rules that hold the house up, read off the sources; the order of folders and rooms is the one that
// docs/architecture.md lists. Lines of output that begin with "structure:" are for scripts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>

#include "tests/core/base/source_tree.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

const std::vector<Source>& core() {
    static const std::vector<Source> sources = sourcesBelow("core");
    return sources;
}

const std::vector<Source>& everything() {
    static const std::vector<Source> sources = [] {
        std::vector<Source> all = core();
        for (const char* top : {"app", "ui"})
            for (Source& source : sourcesBelow(top)) all.push_back(std::move(source));
        return all;
    }();
    return sources;
}

/// The folders of core in order, and the rooms of each, as docs/architecture.md lists them.
struct Order {
    std::vector<std::string> folders;
    std::map<std::string, std::vector<std::string>> rooms;
};

const Order& order() {
    static const Order listed = [] {
        static const std::regex top("^core/ "), folder("^  (\\w+)/ "), rooms("^ {8,}((?:\\w+/ ?)+)$");
        Order read;
        std::ifstream in(sourceRoot() / "docs/architecture.md");
        bool inCore = false;
        for (std::string line; std::getline(in, line);) {
            std::smatch match;
            if (std::regex_search(line, top)) inCore = true;
            if (inCore && line.starts_with("ui/")) break;
            if (!inCore) continue;
            if (std::regex_search(line, match, folder)) {
                read.folders.push_back(match[1]);
            } else if (std::regex_match(line, match, rooms)) {
                static const std::regex one("(\\w+)/");
                const std::string names = match[1];
                for (std::sregex_iterator it(names.begin(), names.end(), one), end; it != end; ++it)
                    read.rooms[read.folders.back()].push_back((*it)[1]);
            }
        }
        return read;
    }();
    return listed;
}

std::ptrdiff_t placeOf(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) - names.begin();
}

/// Where an include of core leads: the folder and its room, which is empty in the face.
std::pair<std::string, std::string> targetOf(const std::string& include) {
    static const std::regex path("^core/(\\w+)/(?:(\\w+)/)?[^/]+$");
    std::smatch match;
    return std::regex_match(include, match, path) ? std::pair(match[1].str(), match[2].str())
                                                  : std::pair<std::string, std::string>();
}

void expectNone(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) ADD_FAILURE() << finding;
}

TEST(Structure, FoldersAndRoomsAreTheListedOnes) {
    std::set<std::string> folders;
    std::map<std::string, std::set<std::string>> rooms;
    for (const Source& source : core()) {
        folders.insert(source.folder);
        if (!source.room.empty()) rooms[source.folder].insert(source.room);
    }
    EXPECT_EQ(folders, std::set(order().folders.begin(), order().folders.end()));
    for (const std::string& folder : order().folders) {
        const auto listed = order().rooms.find(folder);
        const auto names = listed == order().rooms.end() ? std::vector<std::string>() : listed->second;
        EXPECT_EQ(rooms[folder], std::set(names.begin(), names.end())) << folder;
    }
}

TEST(Structure, AFolderOfCoreIncludesOnlyFoldersAboveIt) {
    const FolderGraph graph = folderGraph(core(), "core");
    int includes = 0, upward = 0;
    for (const auto& [edge, count] : graph) {
        includes += count;
        if (placeOf(order().folders, edge.second) < placeOf(order().folders, edge.first)) continue;
        upward += count;
        ADD_FAILURE() << edge.first << " includes " << edge.second << ", " << count << " times";
    }
    const auto circles = onCircles(graph);
    EXPECT_TRUE(circles.empty());
    std::cout << "structure: core: " << order().folders.size() << " folders, " << core().size() << " files, "
              << graph.size() << " pairs of folders, " << includes << " includes between folders, " << upward
              << " upward, " << circles.size() << " on circles\n";
}

TEST(Structure, ARoomIncludesOnlyRoomsAboveIt) {
    for (const auto& [folder, rooms] : order().rooms) {
        int includes = 0, upward = 0;
        std::set<std::pair<std::string, std::string>> pairs;
        for (const Source& source : core()) {
            if (source.folder != folder || source.room.empty()) continue;
            for (const std::string& include : source.includes) {
                const auto [other, room] = targetOf(include);
                if (other != folder || room.empty() || room == source.room) continue;
                ++includes;
                pairs.insert({source.room, room});
                if (placeOf(rooms, room) < placeOf(rooms, source.room)) continue;
                ++upward;
                ADD_FAILURE() << source.path << " includes " << include;
            }
        }
        std::cout << "structure: core/" << folder << ": " << rooms.size() << " rooms, " << pairs.size()
                  << " pairs of rooms, " << includes << " includes between rooms, " << upward << " upward\n";
    }
}

TEST(Structure, ARoomIsForItsFolderAlone) {
    for (const Source& source : everything())
        for (const std::string& include : source.includes) {
            const auto [folder, room] = targetOf(include);
            if (!room.empty() && (!source.path.starts_with("core/") || source.folder != folder))
                ADD_FAILURE() << source.path << " includes " << include;
        }
}

TEST(Structure, AHeaderOfTheFaceIncludesNoRoom) {
    for (const Source& source : core()) {
        if (!source.isHeader() || !source.room.empty()) continue;
        for (const std::string& include : source.includes)
            EXPECT_TRUE(targetOf(include).second.empty()) << source.path << " includes " << include;
    }
}

TEST(Structure, CoreKnowsNoQt) {
    ASSERT_GT(core().size(), 200U);
    for (const Source& source : core())
        for (const std::string& include : source.includes)
            EXPECT_FALSE(include.size() > 1 && include[0] == 'Q' &&
                         (std::isupper(static_cast<unsigned char>(include[1])) != 0 || include[1] == 't'))
                << source.path << " includes " << include;
}

TEST(Structure, EachDependencyHasItsFolder) {
    const struct {
        const char* headers;
        std::vector<std::string> places;
    } rules[] = {
        {"^onnx/|^google/protobuf/", {"core/model/", "core/quantize/"}},
        {"^onnxruntime", {"core/runtime/"}},
        {"^opencv2/", {"core/dataset/"}},
        {"^yaml-cpp/", {"core/dataset/"}},
        {"^zip\\.h$", {"core/dataset/"}},
        {"^sqlite3", {"core/run/store/"}},
        {"^Q(tCharts|Chart|ChartView|[A-Za-z]*Series|ValueAxis|CategoryAxis|BarSet|BoxSet|LegendMarker)",
         {"ui/charts/"}}};
    for (const auto& rule : rules) {
        const std::regex headers(rule.headers);
        for (const Source& source : everything())
            for (const std::string& include : source.includes)
                if (std::regex_search(include, headers) &&
                    std::none_of(rule.places.begin(), rule.places.end(),
                                 [&](const std::string& place) { return source.path.starts_with(place); }))
                    ADD_FAILURE() << source.path << " includes " << include;
    }
}

TEST(Structure, TheFaceOfQuantizeKnowsNoOnnx) {
    for (const Source& source : core()) {
        if (!source.isHeader() || source.folder != "quantize" || !source.room.empty()) continue;
        for (const std::string& include : source.includes)
            EXPECT_FALSE(include.starts_with("onnx/") || include.starts_with("google/protobuf/"))
                << source.path << " includes " << include;
    }
}

// printf and its relatives write floating point as the C locale wants it, and strtod and its relatives read
// it so; Qt sets that locale.
TEST(Structure, CoreWritesAndReadsNumbersWithoutTheLocale) {
    expectNone(linesWith(core(), "\\b(?:f|s|sn|v|vf|vs|vsn|d|vd|as|vas)?w?printf\\s*\\("));
    expectNone(
        linesWith(core(), "\\b(?:strto(?:d|f|ld)|sto(?:d|f|ld)|atof|sscanf|fscanf|setprecision)\\s*\\("));
    expectNone(
        linesWith(core(), "\\bto_string\\([^()]*(?:\\d\\.|\\.\\d|<double>|<float>|double\\(|float\\()"));
}

TEST(Structure, ThreadsAreWhereTheyAreExpected) {
    expectNone(linesWith(
        everything(),
        "\\bstd::(?:jthread|thread|async|packaged_task)\\b(?!::)|\\bQThread\\b(?!::)|\\bQtConcurrent::",
        {
            "app/stop_signal.cpp",
            "app/stop_signal.h",
            "core/base/in_parallel.h",
            "core/dataset/loader.cpp",
            "core/measure/worker_engine.cpp",
            "core/quantize/calibrate/collector.cpp",
            "core/run/stages/",
            "core/runtime/worker_channel.cpp",
            "ui/jobs/",
        }));
}

TEST(Structure, AClassLivesInOneSource) {
    const auto spread = spreadClasses(everything());
    for (const auto& [name, files] : spread) {
        std::string all;
        for (const std::string& file : files) all += "\n  " + file;
        ADD_FAILURE() << name << " is defined in" << all;
    }
    std::cout << "structure: " << spread.size() << " classes over several sources\n";
}

// Precisions and variants are types (base::EngineId); providers have ids of their own.
TEST(Structure, EnginesAreNotComparedByTheirText) {
    const std::string text =
        "(?:QLatin1String(?:View)?\\(|QStringLiteral\\(|QString\\()?u?\"(?:fp32|fp16|int8|qat|dynamic|plain|"
        "tensorrt|ptq)"
        "(?:-\\w+)?\"";
    const std::set<std::string> parsers = {"core/base/precision.cpp", "core/base/engine_id.cpp"};
    std::vector<Finding> findings = linesWith(everything(), "[=!]=\\s*" + text, parsers);
    for (const char* pattern : {"(?:_L1|_s|_sv)?\\)?\\s*[=!]=", "\\s*:\\s*case"})
        for (Finding& finding : linesWith(everything(), text + pattern, parsers)) findings.push_back(finding);
    for (Finding& finding :
         linesWith(everything(), "(?:starts_with|ends_with|startsWith|endsWith|contains)\\(" + text, parsers))
        findings.push_back(finding);
    static const std::regex provider("provider\\s*[=!]=");
    for (const Finding& finding : findings)
        if (!std::regex_search(finding, provider)) ADD_FAILURE() << finding;
}

}  // namespace
