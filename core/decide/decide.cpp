// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decide/feasibility.h"
#include "core/decide/wording.h"

namespace pwb::decide {

Decision decide(const Evidence& evidence, const Requirements& requirements) {
    const Case of(evidence, requirements);
    Decision decision;
    decision.requirements = requirements;
    decision.feasibility = feasibilityOf(of);
    const Choice choice = choose(of, decision.feasibility);
    GuideWalk tree = walk(of, decision.feasibility);

    decision.verdict = choice.verdict;
    if (choice.chosen) {
        decision.engine = choice.advice().id;
    }
    decision.treePrecision = tree.precision;
    decision.treeNeedsQat = tree.qat;
    decision.disagreement = disagreementFor(of, choice, tree);
    decision.agree = decision.disagreement.code.empty();
    decision.headline = headlineFor(of, choice);
    decision.sentence = sentenceFor(of, choice);
    decision.evidence = factsFor(of, choice, tree);
    decision.path = std::move(tree.path);
    decision.recommendations = recommendationsFor(of, decision.feasibility);
    decision.tippingPoints = tippingPoints(evidence, requirements);
    return decision;
}

}  // namespace pwb::decide
