// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decide/guide.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/resources.h"
#include "core/decide/figures.h"

namespace pwb::decide {
namespace {

using Json = nlohmann::json;

TestKind kindFrom(const std::string& word) {
    static const std::unordered_map<std::string, TestKind> kinds = {
        {"never", TestKind::Never},
        {"safety_critical", TestKind::SafetyCritical},
        {"smallest_object_below", TestKind::SmallestObjectBelow},
        {"memory_above", TestKind::MemoryAbove},
        {"memory_below", TestKind::MemoryBelow},
        {"fp32_fast_enough", TestKind::Fp32FastEnough},
        {"streams_between", TestKind::StreamsBetween},
        {"accuracy_floor_above", TestKind::AccuracyFloorAbove},
    };
    return kinds.at(word);
}

base::Precision precisionFrom(const Json& json) {
    return base::precisionFromId(json.get<std::string>()).value();
}

GuideTest testFrom(const Json& json, const Guide& guide) {
    const auto named = [&](const char* key) -> std::optional<double> {
        if (!json.contains(key)) return std::nullopt;
        return guide.threshold(json[key].get<std::string>());
    };
    return {kindFrom(json.at("kind")), named("threshold"), named("low"), named("high")};
}

/// Texts about a test may show its thresholds.
base::Message message(const Json& code, const GuideTest& test) {
    base::Message message{code.get<std::string>(), {}};
    if (test.threshold) message.args.emplace_back("threshold", plain(*test.threshold));
    if (test.low) message.args.emplace_back("low", plain(*test.low));
    if (test.high) message.args.emplace_back("high", plain(*test.high));
    return message;
}

void addNode(Guide& guide, const Json& json) {
    TreeNode drawn;
    GuideNode node;
    drawn.id = json.at("id");
    drawn.column = json.at("column");
    drawn.row = json.at("row");
    if (json.contains("precision")) {
        drawn.leaf = precisionFrom(json["precision"]);
        drawn.leafNote.code = json.at("note");
        node.atLeast = json.value("at_least", false);
        node.qat = json.value("qat", false);
        if (json.contains("without_fp16")) node.withoutFp16 = precisionFrom(json["without_fp16"]);
    } else {
        node.test = testFrom(json.at("test"), guide);
        drawn.question = message(json.at("question"), node.test);
        for (const Json& branch : json.at("branches"))
            drawn.branches.push_back(
                {branch.at("id"), message(branch.at("label"), node.test), branch.at("next")});
    }
    guide.nodes.emplace(drawn.id, node);
    guide.tree.push_back(std::move(drawn));
}

Guide readGuide() {
    const Json json = Json::parse(base::embeddedFile("decision-tree.json"));
    Guide guide;
    guide.thresholds = json.at("thresholds").get<std::unordered_map<std::string, double>>();
    for (const Json& node : json.at("nodes")) addNode(guide, node);
    const std::string root = json.at("root");
    std::ranges::stable_partition(guide.tree, [&](const TreeNode& node) { return node.id == root; });
    for (const Json& row : json.at("recommendations")) {
        const GuideTest when = testFrom(row.at("when"), guide);
        guide.rows.push_back({row.at("id"), precisionFrom(row.at("precision")),
                              message(row.at("situation"), when), message(row.at("advice"), when), when});
    }
    return guide;
}

}  // namespace

const TreeNode& Guide::drawn(std::string_view id) const {
    return *std::ranges::find_if(tree, [&](const TreeNode& node) { return node.id == id; });
}

const Guide& guide() {
    static const Guide read = readGuide();
    return read;
}

const std::vector<TreeNode>& decisionTree() {
    return guide().tree;
}

}  // namespace pwb::decide
