// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs/model_tensors.h"

#include <algorithm>
#include <cstring>

#include "core/base/half.h"
#include "core/dataset/tensor_set.h"

namespace pwb::run {

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

std::vector<base::Tensor> asTaken(const runtime::Session& session, const std::vector<base::Tensor>& inputs) {
    std::vector<base::Tensor> taken;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        taken.push_back(i < session.inputs().size()
                            ? base::withElementType(inputs[i], session.inputs()[i].type)
                            : inputs[i]);
    return taken;
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

}  // namespace pwb::run
