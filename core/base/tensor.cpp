// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/tensor.h"

namespace pwb::base {

std::size_t elementSize(ElementType type) {
    switch (type) {
        case ElementType::Bool:
        case ElementType::Int8:
        case ElementType::UInt8:
            return 1;
        case ElementType::Int16:
        case ElementType::UInt16:
        case ElementType::Float16:
        case ElementType::BFloat16:
            return 2;
        case ElementType::Float:
        case ElementType::Int32:
        case ElementType::UInt32:
            return 4;
        case ElementType::Double:
        case ElementType::Int64:
        case ElementType::UInt64:
            return 8;
        case ElementType::String:
        case ElementType::Undefined:
            return 0;
    }
    return 0;
}

std::string_view elementName(ElementType type) {
    switch (type) {
        case ElementType::Undefined:
            return "undefined";
        case ElementType::Float:
            return "float32";
        case ElementType::UInt8:
            return "uint8";
        case ElementType::Int8:
            return "int8";
        case ElementType::UInt16:
            return "uint16";
        case ElementType::Int16:
            return "int16";
        case ElementType::Int32:
            return "int32";
        case ElementType::Int64:
            return "int64";
        case ElementType::String:
            return "string";
        case ElementType::Bool:
            return "bool";
        case ElementType::Float16:
            return "float16";
        case ElementType::Double:
            return "float64";
        case ElementType::UInt32:
            return "uint32";
        case ElementType::UInt64:
            return "uint64";
        case ElementType::BFloat16:
            return "bfloat16";
    }
    return "undefined";
}

Tensor Tensor::make(ElementType type, std::vector<std::int64_t> shape) {
    Tensor tensor{type, std::move(shape), {}};
    tensor.bytes.resize(static_cast<std::size_t>(tensor.count()) * elementSize(type));
    return tensor;
}

std::int64_t Tensor::count() const {
    std::int64_t n = 1;
    for (const std::int64_t dim : shape) n *= dim;
    return n;
}

}  // namespace pwb::base
