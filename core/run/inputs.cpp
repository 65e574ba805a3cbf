// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs.h"

#include <algorithm>
#include <cstring>

#include "core/dataset/loader.h"
#include "core/quantize/half.h"

namespace pwb::run {
namespace {

/// Only the samples at `indices`.
dataset::Manifest subset(const dataset::Manifest& manifest, const std::vector<std::size_t>& indices) {
    dataset::Manifest part = manifest;
    part.samples.clear();
    for (const std::size_t index : indices) part.samples.push_back(manifest.samples[index]);
    return part;
}

base::Status readCalibration(const RunPlan& plan, const dataset::LabelOptions& labels,
                             const dataset::Manifest& all, RunInputs& inputs) {
    dataset::Manifest source = all;
    if (!plan.calibration.empty()) {
        auto own = dataset::readManifest(plan.calibration, labels);
        if (!own) return tl::make_unexpected(own.error());
        source = std::move(*own);
    }
    const bool fromValidation = plan.calibration.empty() || plan.calibration == plan.data;
    auto drawn =
        dataset::drawCalibrationSet(source, plan.calibrationSamples, plan.seed, &inputs.data, fromValidation);
    if (!drawn) return tl::make_unexpected(drawn.error());
    inputs.calibration = subset(source, drawn->indices);
    inputs.calibrationSet = std::move(*drawn);
    return {};
}

/// All activations of a batch are held at once, so large pictures go one by one.
int calibrationBatch(const dataset::Preprocess& preprocess) {
    constexpr int kPixels = 8 * 64 * 64;
    return std::clamp(kPixels / std::max(1, preprocess.width * preprocess.height), 1, 8);
}

base::Status checkTask(const RunPlan& plan, const model::ModelInfo& model) {
    const model::Task task = plan.task != model::Task::Unknown ? plan.task : model.task;
    if (task == model::Task::Classification) return {};
    return base::badInput(model.path.string(), "run.task_unsupported",
                          {{"task", std::string(model::taskId(task))}});
}

bool wants(const RunPlan& plan, base::Precision precision) {
    return std::find(plan.precisions.begin(), plan.precisions.end(), precision) != plan.precisions.end();
}

}  // namespace

base::Result<RunInputs> readInputs(const RunPlan& plan, bool needData) {
    RunInputs inputs;
    auto info = model::inspect(plan.model);
    if (!info) return tl::make_unexpected(info.error());
    inputs.model = std::move(*info);
    inputs.warnings = inputs.model.warnings;
    if (needData) {
        if (const auto status = checkTask(plan, inputs.model); !status)
            return tl::make_unexpected(status.error());
    }
    const bool needCalibration = wants(plan, base::Precision::Int8);
    if (!needData && !needCalibration) return inputs;
    if (plan.data.empty() && plan.calibration.empty())
        return base::fail(base::ErrorKind::Usage, plan.model.string(), "run.int8_needs_data");

    auto preprocess = dataset::resolvePreprocess(inputs.model, plan.preprocess);
    if (!preprocess) return tl::make_unexpected(preprocess.error());
    inputs.preprocess = *preprocess;
    const auto names = inputs.model.metadata.find("names");
    const dataset::LabelOptions labels{plan.labels, plan.model, inputs.model.outputClasses(),
                                       names == inputs.model.metadata.end() ? "" : names->second};
    dataset::Manifest all;
    if (!plan.data.empty()) {
        auto data = dataset::readManifest(plan.data, labels);
        if (!data) return tl::make_unexpected(data.error());
        all = std::move(*data);
        inputs.data = all;
        if (plan.limit > 0 && static_cast<std::size_t>(plan.limit) < all.samples.size()) {
            inputs.data = subset(all, dataset::drawBalanced(all, plan.limit, plan.seed));
        }
        inputs.warnings.insert(inputs.warnings.end(), all.warnings.begin(), all.warnings.end());
    }
    if (needCalibration) {
        if (const auto status = readCalibration(plan, labels, all, inputs); !status)
            return tl::make_unexpected(status.error());
        inputs.warnings.insert(inputs.warnings.end(), inputs.calibrationSet.warnings.begin(),
                               inputs.calibrationSet.warnings.end());
    }
    return inputs;
}

std::int64_t fixedBatch(const model::ModelInfo& model) {
    const auto& shape = model.inputs.front().shape;
    return shape.empty() ? -1 : shape.front();
}

base::Tensor modelInput(const base::Tensor& images, const model::ModelInfo& model) {
    base::Tensor input = images;
    const std::int64_t fixed = fixedBatch(model);
    const std::int64_t have = images.shape[0];
    if (fixed > have) {
        const std::size_t sampleBytes = images.bytes.size() / static_cast<std::size_t>(have);
        input.shape[0] = fixed;
        input.bytes.resize(sampleBytes * static_cast<std::size_t>(fixed));
        for (std::int64_t i = have; i < fixed; ++i)
            std::memcpy(input.bytes.data() + static_cast<std::size_t>(i) * sampleBytes,
                        images.bytes.data() + static_cast<std::size_t>(have - 1) * sampleBytes, sampleBytes);
    }
    if (model.inputs.front().type != base::ElementType::Float16) return input;
    base::Tensor half = base::Tensor::make(base::ElementType::Float16, input.shape);
    quantize::floatsToHalves(input.as<float>(), half.as<std::uint16_t>());
    return half;
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
            std::ranges::transform(output.as<std::uint16_t>(), values.begin(), quantize::halfToFloat);
            return values;
        default:
            return {};
    }
}

quantize::CalibrationSource calibrationSource(const RunInputs& inputs, std::stop_token stop,
                                              std::shared_ptr<std::vector<dataset::SkippedSample>> skipped) {
    quantize::CalibrationSource source;
    source.samples = inputs.calibration.samples.size();
    source.open = [&inputs, stop, skipped]() -> quantize::CalibrationSource::Next {
        dataset::Loader::Options options;
        const std::int64_t fixed = fixedBatch(inputs.model);
        options.batch = fixed > 0 ? static_cast<int>(fixed) : calibrationBatch(inputs.preprocess);
        auto loader = std::make_shared<dataset::Loader>(inputs.calibration, inputs.preprocess, options, stop);
        return [loader, &inputs, stop, skipped]() -> base::Result<std::optional<std::vector<base::Tensor>>> {
            auto batch = loader->next();
            if (stop.stop_requested()) return base::cancelled();
            if (!batch) {
                *skipped = loader->skipped();
                return std::nullopt;
            }
            std::vector<base::Tensor> tensors;
            tensors.push_back(modelInput(batch->images, inputs.model));
            return tensors;
        };
    };
    return source;
}

}  // namespace pwb::run
