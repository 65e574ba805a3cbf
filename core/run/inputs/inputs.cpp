// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs/inputs.h"

#include <algorithm>
#include <cstring>

#include "core/base/half.h"
#include "core/base/text.h"
#include "core/base/try.h"
#include "core/dataset/loader.h"
#include "core/dataset/tensor_set.h"
#include "core/run/inputs/inputs_reader.h"
#include "core/run/plan/variants.h"

namespace pwb::run {
namespace {

/// All watched tensors of a batch are held at once, and larger batches are no faster: pictures go one or two
/// at a time.
int calibrationBatch(const dataset::Manifest& samples, const dataset::Preprocess& preprocess) {
    constexpr std::int64_t kValues = 2 * 64 * 64 * 3;
    const std::int64_t values = samples.tensors ? samples.tensors->elementsPerSample()
                                                : std::int64_t{3} * preprocess.width * preprocess.height;
    return static_cast<int>(std::clamp<std::int64_t>(kValues / std::max<std::int64_t>(1, values), 1, 8));
}

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
    if (facts.decoder) {
        PWB_TRY(inputs.decoder, *facts.decoder);
    }
    if (!plan.data.empty()) PWB_CHECK(takeData(plan, needData, reader, inputs));
    if (needCalibration) PWB_CHECK(takeCalibration(plan, stop, reader, inputs));
    return inputs;
}

std::vector<std::int64_t> sampleShape(const RunInputs& inputs) {
    if (inputs.data.tensors) return inputs.data.tensors->inputs.front().shape;
    const dataset::Preprocess& preprocess = inputs.preprocess;
    if (preprocess.layout == dataset::Layout::Nchw)
        return {preprocess.channels, preprocess.height, preprocess.width};
    return {preprocess.height, preprocess.width, preprocess.channels};
}

std::int64_t fixedBatch(const model::ModelInfo& model) {
    const auto& shape = model.inputs.front().shape;
    return shape.empty() ? -1 : shape.front();
}

std::vector<base::Tensor> modelInputs(std::vector<base::Tensor> batch, const model::ModelInfo& model) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        base::Tensor& input = batch[i];
        const model::ValueInfo& wanted = model.inputs[i];
        const std::int64_t fixed = wanted.shape.empty() ? -1 : wanted.shape.front();
        const std::int64_t have = input.shape.empty() ? fixed : input.shape.front();
        if (fixed > have) {
            const std::size_t sampleBytes = input.bytes.size() / static_cast<std::size_t>(have);
            input.shape.front() = fixed;
            input.bytes.resize(sampleBytes * static_cast<std::size_t>(fixed));
            for (std::int64_t row = have; row < fixed; ++row)
                std::memcpy(input.bytes.data() + static_cast<std::size_t>(row) * sampleBytes,
                            input.bytes.data() + static_cast<std::size_t>(have - 1) * sampleBytes,
                            sampleBytes);
        }
    }
    return batch;
}

std::vector<float> floatsOf(const base::Tensor& output) {
    std::vector<float> values(static_cast<std::size_t>(output.count()));
    switch (output.type) {
        case base::ElementType::Float:
            std::ranges::copy(output.as<float>(), values.begin());
            return values;
        case base::ElementType::Double:
            std::ranges::transform(output.as<double>(), values.begin(),
                                   [](double x) { return static_cast<float>(x); });
            return values;
        case base::ElementType::Float16:
            std::ranges::transform(output.as<std::uint16_t>(), values.begin(), base::halfToFloat);
            return values;
        default:
            return {};
    }
}

CalibrationFeed calibrationFeed(const RunInputs& inputs, const dataset::Manifest& samples, int asked,
                                std::stop_token stop) {
    struct Data {
        dataset::Manifest samples;
        dataset::Preprocess preprocess;
        model::ModelInfo model;
    };
    const auto data = std::make_shared<const Data>(samples, inputs.preprocess, inputs.model);
    const auto skipped = std::make_shared<std::vector<dataset::SkippedSample>>();
    quantize::CalibrationSource source;
    source.samples = samples.samples.size();
    const std::int64_t fixed = fixedBatch(inputs.model);
    source.batch = fixed > 0   ? static_cast<int>(fixed)
                   : asked > 0 ? asked
                               : calibrationBatch(samples, inputs.preprocess);
    source.open = [data, stop, skipped, batch = source.batch]() -> quantize::CalibrationSource::Next {
        dataset::Loader::Options options;
        options.batch = batch;
        auto loader = std::make_shared<dataset::Loader>(data->samples, data->preprocess, options, stop);
        return [loader, data, stop, skipped]() -> base::Result<std::optional<quantize::CalibrationBatch>> {
            auto loaded = loader->next();
            if (stop.stop_requested()) return base::cancelled();
            if (!loaded) {
                *skipped = loader->skipped();
                return std::nullopt;
            }
            quantize::CalibrationBatch taken;
            taken.samples = static_cast<int>(loaded->indices.size());
            taken.inputs = modelInputs(std::move(loaded->inputs), data->model);
            return taken;
        };
    };
    return {std::move(source), skipped};
}

}  // namespace pwb::run
