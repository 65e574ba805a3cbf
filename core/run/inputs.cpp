// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/try.h"
#include "core/dataset/tensor_set.h"
#include "core/run/inputs_reader.h"
#include "core/run/plan/variants.h"

namespace pwb::run {
namespace {

/// Accuracy needs labels; a tensor set may come without.
base::Status checkLabels(const RunPlan& plan, const dataset::Manifest& data) {
    if (!data.tensors || data.tensors->hasLabels) return {};
    return base::badInput(
        plan.data.string(), "dataset.tensor_unlabelled",
        {{"found", base::joined(data.tensors->inputs, ", ", [](const auto& input) { return input.array; })}});
}

/// Classes in place of objects, or the other way round, would give an accuracy of nothing.
base::Status checkTask(const RunPlan& plan, const RunInputs& inputs) {
    const dataset::Manifest& data = inputs.data;
    const bool labelled = std::any_of(data.samples.begin(), data.samples.end(),
                                      [](const dataset::Sample& sample) { return sample.label >= 0; });
    const bool detection = inputs.model.task == model::Task::Detection;
    if (detection ? labelled || data.tensors : data.hasObjects)
        return base::badInput(plan.data.string(), "run.data_for_other_task",
                              {{"task", std::string(model::taskId(inputs.model.task))}});
    return {};
}

bool wants(const RunPlan& plan, base::Precision precision) {
    return std::find(plan.precisions.begin(), plan.precisions.end(), precision) != plan.precisions.end();
}

void addWarnings(RunInputs& inputs, const std::vector<base::Message>& warnings) {
    inputs.warnings.insert(inputs.warnings.end(), warnings.begin(), warnings.end());
}

base::Status takeData(const RunPlan& plan, bool needData, InputsReader& reader, RunInputs& inputs) {
    const InputFacts& facts = reader.facts();
    reader.readData(plan);
    if (!*facts.data) return tl::make_unexpected(facts.data->error());
    const dataset::Manifest& all = **facts.data;
    if (needData) PWB_CHECK(checkLabels(plan, all));
    inputs.data = reader.evaluated();
    if (needData) {
        PWB_CHECK(checkTask(plan, inputs));
        reader.matchClasses(plan);
        if (facts.decoder) {
            PWB_TRY(inputs.decoder, *facts.decoder);
        }
    }
    addWarnings(inputs, all.warnings);
    if (inputs.data.hasObjects && inputs.data.objectCount() == 0)
        inputs.warnings.push_back({"run.no_objects", {{"samples", std::to_string(all.samples.size())}}});
    return {};
}

base::Status takeCalibration(const RunPlan& plan, const std::stop_token& stop, InputsReader& reader,
                             RunInputs& inputs) {
    const InputFacts& facts = reader.facts();
    reader.readCalibrationData(plan);
    if (facts.calibrationData && !*facts.calibrationData)
        return tl::make_unexpected(facts.calibrationData->error());
    reader.drawCalibration(plan);
    PWB_TRY(inputs.calibrationSet, *facts.calibration);
    inputs.calibration = reader.drawn();
    PWB_CHECK(reader.checkCalibration(plan, dataset::kQuickValidationSamples, stop));
    inputs.calibrationCheck = *facts.check;
    addWarnings(inputs, inputs.calibrationSet.warnings);
    addWarnings(inputs, inputs.calibrationCheck->warnings);
    return {};
}

}  // namespace

base::Result<RunInputs> readInputs(const RunPlan& plan, bool needData, std::stop_token stop) {
    RunInputs inputs;
    InputsReader reader;
    const InputFacts& facts = reader.facts();
    reader.readModel(plan);
    PWB_TRY(inputs.model, facts.model ? *facts.model : model::inspect(plan.model));
    inputs.warnings = inputs.model.warnings;
    reader.understand(plan);
    inputs.model.task = facts.task;
    if (needData && inputs.model.task == model::Task::Unknown)
        return base::badInput(inputs.model.path.string(), "run.task_unknown");
    if (!plan.qat.empty()) {
        PWB_TRY(inputs.qatSha256, checkQatModel(plan.qat, inputs.model));
    }
    // What is quantised already is not calibrated.
    const bool needCalibration = wants(plan, base::Precision::Int8) && !inputs.model.hasQdq;
    if (!needData && !needCalibration) return inputs;
    if (plan.data.empty() && plan.calibration.empty()) {
        if (!plan.calibrationTable.empty()) return inputs;  // the table's ranges are all that INT8 needs
        return base::fail(base::ErrorKind::Usage, plan.model.string(), "run.int8_needs_data");
    }

    PWB_TRY(inputs.preprocess, *facts.preprocess);
    for (auto& note : dataset::followingNotes(inputs.preprocess)) inputs.warnings.push_back(std::move(note));
    if (facts.decoder) {
        PWB_TRY(inputs.decoder, *facts.decoder);
    }
    if (!plan.data.empty()) PWB_CHECK(takeData(plan, needData, reader, inputs));
    if (needCalibration) PWB_CHECK(takeCalibration(plan, stop, reader, inputs));
    return inputs;
}

}  // namespace pwb::run
