// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/decode_values.h"

#include <algorithm>

#include "core/base/half.h"

namespace pwb::evaluate {
namespace {

template <class T, class Convert>
std::span<const float> convert(const base::Tensor& tensor, std::vector<float>& storage, Convert toFloat) {
    const auto values = tensor.as<T>();
    storage.resize(values.size());
    std::transform(values.begin(), values.end(), storage.begin(), toFloat);
    return storage;
}

template <class T>
std::span<const float> convert(const base::Tensor& tensor, std::vector<float>& storage) {
    return convert<T>(tensor, storage, [](T value) { return static_cast<float>(value); });
}

}  // namespace

std::span<const float> asFloats(const base::Tensor& tensor, std::vector<float>& storage) {
    using base::ElementType;
    if (tensor.bytes.size() != static_cast<std::size_t>(tensor.count()) * base::elementSize(tensor.type))
        return {};
    switch (tensor.type) {
        case ElementType::Float:
            return tensor.as<float>();
        case ElementType::Double:
            return convert<double>(tensor, storage);
        case ElementType::Float16:
            return convert<std::uint16_t>(tensor, storage, base::halfToFloat);
        case ElementType::BFloat16:
            return convert<std::uint16_t>(tensor, storage, base::bfloat16ToFloat);
        case ElementType::Int8:
            return convert<std::int8_t>(tensor, storage);
        case ElementType::UInt8:
            return convert<std::uint8_t>(tensor, storage);
        case ElementType::Int16:
            return convert<std::int16_t>(tensor, storage);
        case ElementType::UInt16:
            return convert<std::uint16_t>(tensor, storage);
        case ElementType::Int32:
            return convert<std::int32_t>(tensor, storage);
        case ElementType::UInt32:
            return convert<std::uint32_t>(tensor, storage);
        case ElementType::Int64:
            return convert<std::int64_t>(tensor, storage);
        case ElementType::UInt64:
            return convert<std::uint64_t>(tensor, storage);
        case ElementType::Bool:
        case ElementType::String:
        case ElementType::Undefined:
            break;
    }
    return {};
}

}  // namespace pwb::evaluate
