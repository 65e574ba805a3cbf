// SPDX-License-Identifier: GPL-3.0-or-later
// The sources as the structure tests read them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pwb::tests {

/// A .h or .cpp file.
struct Source {
    std::string path;    ///< from the root of the checkout: "core/quantize/int8/int8_plan.cpp"
    std::string folder;  ///< "quantize"; empty for files at the top of core, ui or app
    std::string room;    ///< the folder's sub-folder, "int8"; empty in its face
    std::vector<std::string> includes;
    std::vector<std::string> lines;  ///< without comments; what stands in quotes is kept

    [[nodiscard]] bool isHeader() const { return path.ends_with(".h"); }
};

/// All below "core", "ui" or "app", by path; empty where the tree has no such folder.
[[nodiscard]] std::vector<Source> sourcesBelow(const std::string& top);

/// A place in the code and what is wrong there: "core/run/x.cpp:12: text".
using Finding = std::string;

/// The lines that match a regular expression; `allowed` are paths, or beginnings of paths that end in '/'.
[[nodiscard]] std::vector<Finding> linesWith(const std::vector<Source>& sources,
                                             const std::string& expression,
                                             const std::set<std::string>& allowed = {});

/// Number of includes from one folder into another: {from, to} → how many.
using FolderGraph = std::map<std::pair<std::string, std::string>, int>;
[[nodiscard]] FolderGraph folderGraph(const std::vector<Source>& sources, const std::string& top);
/// Folders that reach themselves over other folders.
[[nodiscard]] std::set<std::string> onCircles(const FolderGraph& graph);

/// The classes of headers whose members are defined in more than one .cpp file, with these files.
[[nodiscard]] std::map<std::string, std::set<std::string>> spreadClasses(const std::vector<Source>& sources);

}  // namespace pwb::tests
