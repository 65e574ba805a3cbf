// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decide/walk.h"

#include <algorithm>

namespace pwb::decide {

using base::Message;
using base::Precision;

GuideWalk walk(const Case& of, const std::vector<FeasibilityRow>& feasibility) {
    const Guide& rules = guide();
    GuideWalk taken;
    const TreeNode* node = &rules.tree.front();
    while (!node->leaf) {
        GuideAnswer given = answer(rules.nodes.at(node->id).test, of, feasibility);
        const auto branch = std::ranges::find_if(
            node->branches, [&](const TreeBranch& candidate) { return candidate.id == given.branch; });
        taken.path.push_back({node->id, node->question, std::move(given.answer), std::move(given.evidence),
                              given.origin, given.branch});
        node = &rules.drawn(branch->next);
    }
    const GuideNode& leaf = rules.nodes.at(node->id);
    taken.leaf = node->id;
    taken.atLeast = leaf.atLeast;
    taken.qat = leaf.qat;
    taken.precision = leaf.withoutFp16 && !of.computes(Precision::Fp16) ? *leaf.withoutFp16 : *node->leaf;
    return taken;
}

namespace {

/// A row applies on the branch that its test names with yes, or with between for a number of cameras.
bool applies(const GuideAnswer& given) {
    return given.branch == "yes" || given.branch == "between";
}

/// The figure that keeps a row from applying.
Message figureHere(const GuideRow& row, const Case& of, const GuideAnswer& given) {
    if (row.when.kind == TestKind::SafetyCritical) return {"decide.here_not_asked"};
    const bool memory = row.when.kind == TestKind::MemoryAbove || row.when.kind == TestKind::MemoryBelow;
    if (memory && !given.answer.args.empty()) return {"decide.here_gb", given.answer.args};
    if (row.when.kind == TestKind::StreamsBetween && of.requirements.streams)
        return {"decide.here_cameras", given.answer.args};
    return given.answer;
}

Message meaningHere(const GuideRow& row, const Case& of, const GuideAnswer& given, bool applying) {
    if (row.when.kind == TestKind::Never) return {"decide.here_baseline"};
    if (!of.here && !of.computes(row.precision))
        return {
            "decide.here_not_on_platform",
            {{"precision", std::string(base::precisionName(row.precision))}, {"platform", of.platform.name}}};
    const bool gainless = of.here && of.engine(row.precision) && !of.computes(row.precision);
    if (applying) return {gainless ? "decide.here_applies_no_gain" : "decide.here_applies"};
    if (row.when.kind == TestKind::SmallestObjectBelow && !of.detection()) return {"decide.here_no_boxes"};
    if (gainless && row.when.kind == TestKind::StreamsBetween) return {"decide.here_no_gain"};
    return figureHere(row, of, given);
}

}  // namespace

std::vector<Recommendation> recommendationsFor(const Case& of,
                                               const std::vector<FeasibilityRow>& feasibility) {
    std::vector<Recommendation> recommendations;
    for (const GuideRow& row : guide().rows) {
        const GuideAnswer given = answer(row.when, of, feasibility);
        const bool applying = given.origin != Origin::Missing && applies(given);
        recommendations.push_back(
            {row.id, row.situation, row.advice, applying, meaningHere(row, of, given, applying)});
    }
    return recommendations;
}

}  // namespace pwb::decide
