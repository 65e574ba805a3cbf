// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/inputs.h"

#include <algorithm>
#include <bit>
#include <random>

#include "core/base/half.h"

namespace pwb::measure {
namespace {

using base::ElementType;

template <class T, class Make>
void fill(base::Tensor& tensor, const Make& make) {
    for (T& value : tensor.as<T>()) value = static_cast<T>(make());
}

void fillTensor(base::Tensor& tensor, std::mt19937& generator) {
    std::normal_distribution<float> normal;
    const auto one = [] { return 1; };
    switch (tensor.type) {
        case ElementType::Float:
            return fill<float>(tensor, [&] { return normal(generator); });
        case ElementType::Double:
            return fill<double>(tensor, [&] { return normal(generator); });
        case ElementType::Float16:
            return fill<std::uint16_t>(tensor, [&] { return base::floatToHalf(normal(generator)); });
        case ElementType::BFloat16:
            return fill<std::uint16_t>(tensor,
                                       [&] { return std::bit_cast<std::uint32_t>(normal(generator)) >> 16; });
        case ElementType::UInt8:  // pixels
        case ElementType::Int8:
            return fill<std::uint8_t>(tensor, [&] { return generator(); });
        case ElementType::Bool:
            return fill<std::uint8_t>(tensor, one);
        case ElementType::Int16:
        case ElementType::UInt16:
            return fill<std::uint16_t>(tensor, one);
        case ElementType::Int32:
        case ElementType::UInt32:
            return fill<std::uint32_t>(tensor, one);
        case ElementType::Int64:
        case ElementType::UInt64:
            return fill<std::uint64_t>(tensor, one);
        case ElementType::String:
        case ElementType::Undefined:
            return;
    }
}

}  // namespace

int fixedBatch(const std::vector<runtime::ValueSpec>& inputs) {
    if (inputs.empty() || inputs.front().shape.empty()) return 1;
    return static_cast<int>(std::max<std::int64_t>(inputs.front().shape.front(), 0));
}

std::vector<base::Tensor> makeInputs(const std::vector<runtime::ValueSpec>& inputs, int batch,
                                     const std::vector<std::int64_t>& sampleShape) {
    std::mt19937 generator(1);
    std::vector<base::Tensor> tensors;
    for (const runtime::ValueSpec& spec : inputs) {
        std::vector<std::int64_t> shape = spec.shape;
        const bool described = tensors.empty() && shape.size() == sampleShape.size() + 1;
        for (std::size_t i = 0; i < shape.size(); ++i) {
            if (shape[i] >= 0) continue;
            if (i == 0)
                shape[i] = batch;
            else
                shape[i] = described && sampleShape[i - 1] > 0 ? sampleShape[i - 1] : 1;
        }
        tensors.push_back(base::Tensor::make(spec.type, std::move(shape)));
        fillTensor(tensors.back(), generator);
    }
    return tensors;
}

}  // namespace pwb::measure
