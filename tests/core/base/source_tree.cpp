// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/base/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <regex>

#include "tests/support/places.h"

namespace pwb::tests {
namespace fs = std::filesystem;

namespace {

/// Where the literal that starts at `start` ends, one past its last quote.
std::size_t endOfLiteral(const std::string& text, std::size_t start) {
    if (text[start] == '"' && start > 0 && text[start - 1] == 'R') {
        const std::size_t open = text.find('(', start);
        const std::string close = ")" + text.substr(start + 1, open - start - 1) + "\"";
        const std::size_t end = text.find(close, open);
        return end == std::string::npos ? text.size() : end + close.size();
    }
    for (std::size_t i = start + 1; i < text.size() && text[i] != '\n'; ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == text[start])
            return i + 1;
    }
    return start + 1;
}

bool isDigitSeparator(const std::string& text, std::size_t at) {
    return text[at] == '\'' && at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0;
}

/// The same number of lines, without comments.
std::string withoutComments(const std::string& text) {
    std::string code;
    for (std::size_t i = 0; i < text.size();) {
        if (text.compare(i, 2, "//") == 0) {
            i = std::min(text.find('\n', i), text.size());
        } else if (text.compare(i, 2, "/*") == 0) {
            const std::size_t end = std::min(text.find("*/", i), text.size() - 2) + 2;
            code.append(
                static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(i),
                                                    text.begin() + static_cast<std::ptrdiff_t>(end), '\n')),
                '\n');
            i = end;
        } else if ((text[i] == '"' || text[i] == '\'') && !isDigitSeparator(text, i)) {
            const std::size_t end = endOfLiteral(text, i);
            code.append(text, i, end - i);
            i = end;
        } else {
            code += text[i++];
        }
    }
    return code;
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        lines.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

Source read(const fs::path& file, const std::string& top) {
    static const std::regex include("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    Source source;
    source.path = fs::relative(file, sourceRoot()).string();
    const fs::path below = fs::relative(file, sourceRoot() / top).parent_path();
    auto part = below.begin();
    if (part != below.end()) source.folder = (part++)->string();
    if (part != below.end()) source.room = part->string();
    std::ifstream in(file, std::ios::binary);
    source.lines = linesOf(withoutComments({std::istreambuf_iterator<char>(in), {}}));
    for (const std::string& line : source.lines)
        if (std::smatch match; std::regex_search(line, match, include)) source.includes.push_back(match[1]);
    return source;
}

bool isAllowed(const std::string& path, const std::set<std::string>& allowed) {
    return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& place) {
        return place.ends_with('/') ? path.starts_with(place) : path == place;
    });
}

/// The namespace that each line is in, of namespaces that open and close at the margin.
std::string namespaceAt(const std::string& line, std::string current) {
    static const std::regex opens("^namespace ([\\w:]+) \\{");
    if (std::smatch match; std::regex_search(line, match, opens))
        current += (current.empty() ? "" : "::") + match[1].str();
    return current;
}

}  // namespace

std::vector<Source> sourcesBelow(const std::string& top) {
    std::vector<Source> sources;
    if (!fs::exists(sourceRoot() / top)) return sources;
    for (const auto& entry : fs::recursive_directory_iterator(sourceRoot() / top)) {
        const std::string extension = entry.path().extension().string();
        if (extension == ".cpp" || extension == ".h") sources.push_back(read(entry.path(), top));
    }
    std::sort(sources.begin(), sources.end(),
              [](const Source& a, const Source& b) { return a.path < b.path; });
    return sources;
}

std::vector<Finding> linesWith(const std::vector<Source>& sources, const std::string& expression,
                               const std::set<std::string>& allowed) {
    const std::regex pattern(expression);
    std::vector<Finding> found;
    for (const Source& source : sources) {
        if (isAllowed(source.path, allowed)) continue;
        for (std::size_t i = 0; i < source.lines.size(); ++i)
            if (std::regex_search(source.lines[i], pattern))
                found.push_back(source.path + ":" + std::to_string(i + 1) + ": " + source.lines[i]);
    }
    return found;
}

FolderGraph folderGraph(const std::vector<Source>& sources, const std::string& top) {
    FolderGraph graph;
    for (const Source& source : sources)
        for (const std::string& include : source.includes) {
            if (!include.starts_with(top + "/")) continue;
            const std::size_t start = top.size() + 1, end = include.find('/', start);
            const std::string other = end == std::string::npos ? "" : include.substr(start, end - start);
            if (other != source.folder) ++graph[{source.folder, other}];
        }
    return graph;
}

std::set<std::string> onCircles(const FolderGraph& graph) {
    std::set<std::string> circles;
    for (const auto& [start, count] : graph) {
        std::set<std::string> reached;
        const std::function<void(const std::string&)> visit = [&](const std::string& folder) {
            for (const auto& [edge, times] : graph)
                if (edge.first == folder && reached.insert(edge.second).second) visit(edge.second);
        };
        visit(start.first);
        if (reached.contains(start.first)) circles.insert(start.first);
    }
    return circles;
}

std::map<std::string, std::set<std::string>> spreadClasses(const std::vector<Source>& sources) {
    static const std::regex declares("^\\s*(?:class|struct)\\s+(\\w+)(?:\\s+final)?\\s*(?:[:{].*)?$");
    // From the margin on, as definitions outside a class stand: …Name::member(
    static const std::regex defines(
        "^[\\w~][^\"(=;]*?\\b((?:\\w+::)+)~?(?:operator\\s*)?[^\\w\\s(]{0,3}\\w*\\(");
    std::set<std::string> classes;  // by their own names alone, however they are nested
    for (const Source& source : sources)
        if (source.isHeader())
            for (const std::string& line : source.lines)
                if (std::smatch match; std::regex_match(line, match, declares)) classes.insert(match[1]);

    std::map<std::string, std::set<std::string>> files;
    for (const Source& source : sources) {
        if (source.isHeader()) continue;
        std::string space;
        for (const std::string& line : source.lines) {
            space = namespaceAt(line, space);
            if (line == "}" || line.starts_with("namespace {")) continue;
            std::smatch match;
            if (!std::regex_search(line, match, defines)) continue;
            std::string chain = match[1].str();
            chain.resize(chain.size() - 2);
            const std::size_t last = chain.rfind("::");
            const std::string name = last == std::string::npos ? chain : chain.substr(last + 2);
            if (classes.contains(name)) files[space + "::" + chain].insert(source.path);
        }
    }
    std::erase_if(files, [](const auto& entry) { return entry.second.size() < 2; });
    return files;
}

}  // namespace pwb::tests
