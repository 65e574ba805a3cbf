// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_parts.h"
#include "core/result/verdict.h"

namespace pwb::report {
namespace {

std::string_view verdictId(decide::Verdict verdict) {
    switch (verdict) {
        case decide::Verdict::Deploy:
            return "deploy";
        case decide::Verdict::Closest:
            return "closest";
        case decide::Verdict::Inconclusive:
            return "inconclusive";
        case decide::Verdict::Implausible:
            return "implausible";
        case decide::Verdict::NoEngine:
            break;
    }
    return "no_engine";
}

std::string_view originId(decide::Origin origin) {
    switch (origin) {
        case decide::Origin::Measured:
            return "measured";
        case decide::Origin::Given:
            return "given";
        case decide::Origin::Platform:
            return "platform";
        case decide::Origin::Missing:
            break;
    }
    return "missing";
}

std::string_view stateId(decide::FeasibilityCell::State state) {
    if (state == decide::FeasibilityCell::State::Met) return "met";
    return state == decide::FeasibilityCell::State::Missed ? "missed" : "unknown";
}

JsonNode pathJson(const std::vector<decide::PathStep>& path, const base::Words& words) {
    JsonNode json = JsonNode::array();
    for (const decide::PathStep& step : path)
        json.push_back({{"question", words.text(step.question)},
                        {"answer", words.text(step.answer)},
                        {"evidence", words.text(step.evidence)},
                        {"node", step.node},
                        {"branch", step.branch},
                        {"origin", originId(step.origin)}});
    return json;
}

JsonNode feasibilityJson(const std::vector<decide::FeasibilityRow>& rows) {
    JsonNode json = JsonNode::array();
    for (const decide::FeasibilityRow& row : rows) {
        JsonNode one = {{"requirement", row.requirement}, {"unit", row.unit}};
        put(one, "needed", row.needed);
        one["cells"] = JsonNode::array();
        for (const decide::FeasibilityCell& cell : row.cells) {
            JsonNode state = {{"precision", base::precisionId(cell.engine.precision)},
                              {"variant", base::variantId(cell.engine.variant)},
                              {"state", stateId(cell.state)}};
            put(state, "value", cell.value);
            put(state, "margin", cell.margin);
            one["cells"].push_back(std::move(state));
        }
        json.push_back(std::move(one));
    }
    return json;
}

JsonNode tippingJson(const std::vector<decide::TippingPoint>& points, const base::Words& words) {
    JsonNode json = JsonNode::array();
    for (const decide::TippingPoint& point : points) {
        JsonNode one = {{"condition", words.text(point.condition)}};
        if (point.engine) {
            one["precision"] = base::precisionId(point.engine->precision);
            one["variant"] = base::variantId(point.engine->variant);
        }
        json.push_back(std::move(one));
    }
    return json;
}

JsonNode recommendationsJson(const std::vector<decide::Recommendation>& rows, const base::Words& words) {
    JsonNode json = JsonNode::array();
    for (const decide::Recommendation& row : rows)
        json.push_back({{"id", row.id},
                        {"situation", words.text(row.situation)},
                        {"advice", words.text(row.advice)},
                        {"applies", row.applies},
                        {"here", words.text(row.here)}});
    return json;
}

}  // namespace

JsonNode requirementsJson(const decide::Requirements& requirements) {
    JsonNode json = JsonNode::object();
    put(json, "memory_gb", requirements.memoryGb);
    put(json, "streams_needed", requirements.streams);
    put(json, "fps", requirements.fps);
    put(json, "latency_ms", requirements.latencyMs);
    put(json, "accuracy_floor", requirements.accuracyFloorPercent);
    put(json, "smallest_object", requirements.smallestObjectPx);
    json["safety_critical"] = requirements.safetyCritical;
    json["qat_possible"] = requirements.qatPossible;
    json["platform"] = requirements.platform;
    return json;
}

JsonNode decisionJson(const decide::Decision& decision, const base::Words& words) {
    JsonNode json = JsonNode::object();
    if (decision.engine) {
        json["precision"] = base::precisionId(decision.engine->precision);
        json["variant"] = base::variantId(decision.engine->variant);
    }
    json["verdict"] = result::verdictText(decision, words);
    json["verdict_id"] = verdictId(decision.verdict);
    json["headline"] = words.text(decision.headline);
    json["evidence"] = texts(decision.evidence, words);
    json["path"] = pathJson(decision.path, words);
    json["requirements"] = requirementsJson(decision.requirements);
    json["feasibility"] = feasibilityJson(decision.feasibility);
    if (decision.treePrecision) json["tree_precision"] = base::precisionId(*decision.treePrecision);
    json["tree_needs_qat"] = decision.treeNeedsQat;
    if (decision.engine) json["agree"] = decision.agree;
    putText(json, "disagreement", words.text(decision.disagreement));
    json["tipping_points"] = tippingJson(decision.tippingPoints, words);
    json["recommendations"] = recommendationsJson(decision.recommendations, words);
    return json;
}

}  // namespace pwb::report
