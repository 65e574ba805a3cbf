// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/plan/variants.h"

#include <algorithm>

#include "core/base/text.h"

namespace pwb::run {
namespace {

quantize::BuildContext contextOf(const RunPlan& plan) {
    quantize::BuildContext context;
    context.provider = plan.provider;
    return context;
}

bool fits(const std::vector<model::ValueInfo>& wanted, const std::vector<model::ValueInfo>& given) {
    if (wanted.size() != given.size()) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].name != given[i].name || wanted[i].type != given[i].type ||
            wanted[i].shape.size() != given[i].shape.size())
            return false;
        for (std::size_t d = 0; d < wanted[i].shape.size(); ++d)
            if (given[i].shape[d] >= 0 && given[i].shape[d] != wanted[i].shape[d]) return false;
    }
    return true;
}

std::string listed(const std::vector<model::ValueInfo>& values) {
    return base::joined(values, ", ", [](const model::ValueInfo& value) {
        return value.name + " " + std::string(base::elementName(value.type)) + " " + model::shapeText(value);
    });
}

}  // namespace

bool plansPlainInt8(const RunPlan& plan, model::Task task) {
    const bool int8 = std::find(plan.precisions.begin(), plan.precisions.end(), base::Precision::Int8) !=
                      plan.precisions.end();
    quantize::Int8Options options;
    options.scheme = quantize::schemeFromId(plan.target);
    return plan.plainInt8 && int8 && task == model::Task::Detection && plan.calibrationTable.empty() &&
           quantize::schemeFor(contextOf(plan), options) != quantize::Int8Scheme::TensorRt;
}

std::vector<result::EngineResult> plannedEngines(const RunPlan& plan, model::Task task) {
    std::vector<result::EngineResult> engines;
    const auto add = [&](base::Precision precision, base::Variant variant = base::Variant::None) {
        engines.emplace_back().id = {precision, variant};
    };
    quantize::Int8Options options;
    options.scheme = quantize::schemeFromId(plan.target);
    const base::Variant forTarget = quantize::int8Variant(contextOf(plan), options);
    for (const base::Precision precision : plan.precisions)
        add(precision, precision == base::Precision::Int8 ? forTarget : base::Variant::None);
    if (!plan.qat.empty()) add(base::Precision::Int8, base::Variant::Qat);
    if (plan.dynamicInt8) add(base::Precision::Int8, base::Variant::Dynamic);
    if (plansPlainInt8(plan, task)) add(base::Precision::Int8, base::Variant::Plain);
    return engines;
}

base::Result<std::string> checkQatModel(const std::filesystem::path& qat, const model::ModelInfo& model) {
    const auto info = model::inspect(qat);
    if (!info) return tl::make_unexpected(info.error());
    if (!info->hasQdq) return base::badInput(qat.string(), "quantize.not_quantized");
    if (!fits(model.inputs, info->inputs))
        return base::badInput(qat.string(), "run.qat_differs_inputs",
                              {{"given", listed(info->inputs)}, {"wanted", listed(model.inputs)}});
    if (!fits(model.outputs, info->outputs))
        return base::badInput(qat.string(), "run.qat_differs_outputs",
                              {{"given", listed(info->outputs)}, {"wanted", listed(model.outputs)}});
    return info->sha256;
}

bool doesNotApply(const result::EngineResult& engine, const base::Error& error) {
    return (engine.id.variant == base::Variant::Dynamic &&
            error.message.code == "quantize.dynamic_nothing") ||
           (engine.id.variant == base::Variant::Plain && error.message.code == "quantize.plain_nothing_kept");
}

}  // namespace pwb::run
