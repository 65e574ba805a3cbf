// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs/reading.h"

#include "core/base/try.h"

namespace pwb::run {

model::Task taskOf(const RunPlan& plan, const model::ModelInfo& model) {
    return plan.task != model::Task::Unknown ? plan.task : model.task;
}

dataset::LabelOptions labelOptions(const RunPlan& plan, const model::ModelInfo& model,
                                   const std::optional<evaluate::Decoder>& decoder) {
    dataset::LabelOptions options;
    options.labelsFile = plan.labels;
    options.modelPath = plan.model;
    options.modelClasses = decoder ? decoder->classes() : model.outputClasses();
    if (const auto names = model.metadata.find("names"); names != model.metadata.end())
        options.modelNames = names->second;
    options.inputs = model.inputs;
    options.task = taskOf(plan, model);
    options.videoRate = plan.videoRate;
    return options;
}

base::Result<dataset::Preprocess> preprocessOf(const RunPlan& plan, const model::ModelInfo& model) {
    dataset::PreprocessOptions usual;
    if (taskOf(plan, model) == model::Task::Detection) {
        const auto kind = plan.detector.kind ? plan.detector.kind : evaluate::recognizeDetector(model);
        if (kind) usual = evaluate::usualPreprocess(*kind);
    }
    return dataset::resolvePreprocess(model, plan.preprocess, usual);
}

base::Result<std::optional<evaluate::Decoder>> decoderOf(const RunPlan& plan, const model::ModelInfo& model,
                                                         const dataset::Preprocess& preprocess,
                                                         std::span<const std::string> classes) {
    if (taskOf(plan, model) != model::Task::Detection) return std::nullopt;
    PWB_TRY(auto decoder,
            evaluate::Decoder::create(model, preprocess.width, preprocess.height, plan.detector, classes));
    return std::optional(std::move(decoder));
}

}  // namespace pwb::run
