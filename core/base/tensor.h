// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pwb::base {

/// ONNX element types, with ONNX's numbers (TensorProto.DataType).
enum class ElementType : int {
    Undefined = 0,
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Bool = 9,
    Float16 = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
    BFloat16 = 16
};

/// Bytes per element; 0 for String and Undefined.
[[nodiscard]] std::size_t elementSize(ElementType type);
/// "float32", "int64", …
[[nodiscard]] std::string_view elementName(ElementType type);

/// A dense row-major tensor that owns its bytes.
struct Tensor {
    ElementType type = ElementType::Float;
    std::vector<std::int64_t> shape;
    std::vector<std::byte> bytes;

    [[nodiscard]] static Tensor make(ElementType type, std::vector<std::int64_t> shape);
    [[nodiscard]] std::int64_t count() const;  ///< number of elements; 1 for a scalar
    template <class T>
    [[nodiscard]] std::span<T> as() {
        return {reinterpret_cast<T*>(bytes.data()), bytes.size() / sizeof(T)};
    }
    template <class T>
    [[nodiscard]] std::span<const T> as() const {
        return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
    }
};

}  // namespace pwb::base
