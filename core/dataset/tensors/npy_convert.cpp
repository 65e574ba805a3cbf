// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>
#include <utility>

#include "core/base/half.h"
#include "core/dataset/tensors/npy.h"

namespace pwb::dataset {
namespace {

using base::ElementType;

/// Stored elements, one after the other in native form.
template <class T>
T load(const std::byte* from, bool swap) {
    std::array<std::byte, sizeof(T)> bytes;
    std::memcpy(bytes.data(), from, sizeof(T));
    if (swap) std::reverse(bytes.begin(), bytes.end());
    T value;
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

struct Half {
    std::uint16_t bits;
};
struct Truth {
    std::uint8_t byte;
};

/// What arithmetic is done with.
template <class T>
auto plain(T value) {
    if constexpr (std::is_same_v<T, Half>)
        return base::halfToFloat(value.bits);
    else if constexpr (std::is_same_v<T, Truth>)
        return static_cast<std::uint8_t>(value.byte != 0);
    else
        return value;
}

template <class From, class To>
bool convertAll(const std::byte* from, std::size_t count, bool swap, std::byte* to) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = plain(load<From>(from + i * sizeof(From), swap));
        using Value = std::remove_const_t<decltype(value)>;
        To converted{};
        if constexpr (std::is_same_v<To, Truth>) {
            if (value != Value(0) && value != Value(1)) return false;
            converted.byte = value != Value(0);
        } else if constexpr (std::is_floating_point_v<To>) {
            converted = static_cast<To>(value);
        } else if constexpr (std::is_floating_point_v<Value>) {
            return false;
        } else {
            if (!std::in_range<To>(value)) return false;
            converted = static_cast<To>(value);
        }
        std::memcpy(to + i * sizeof(To), &converted, sizeof(To));
    }
    return true;
}

template <class From>
bool convertFrom(const std::byte* from, std::size_t count, bool swap, ElementType type, std::byte* to) {
    switch (type) {
        case ElementType::Float:
            return convertAll<From, float>(from, count, swap, to);
        case ElementType::Double:
            return convertAll<From, double>(from, count, swap, to);
        case ElementType::Int8:
            return convertAll<From, std::int8_t>(from, count, swap, to);
        case ElementType::Int16:
            return convertAll<From, std::int16_t>(from, count, swap, to);
        case ElementType::Int32:
            return convertAll<From, std::int32_t>(from, count, swap, to);
        case ElementType::Int64:
            return convertAll<From, std::int64_t>(from, count, swap, to);
        case ElementType::UInt8:
            return convertAll<From, std::uint8_t>(from, count, swap, to);
        case ElementType::UInt16:
            return convertAll<From, std::uint16_t>(from, count, swap, to);
        case ElementType::UInt32:
            return convertAll<From, std::uint32_t>(from, count, swap, to);
        case ElementType::UInt64:
            return convertAll<From, std::uint64_t>(from, count, swap, to);
        case ElementType::Bool:
            return convertAll<From, Truth>(from, count, swap, to);
        default:
            return false;
    }
}

}  // namespace

bool convertElements(const NpyHeader& header, const std::byte* from, std::size_t count, ElementType type,
                     std::byte* to) {
    const bool swap = header.bigEndian;
    if (header.type == type && !swap && type != ElementType::Bool) {
        std::memcpy(to, from, count * base::elementSize(type));
        return true;
    }
    switch (header.type) {
        case ElementType::Float16:
            return convertFrom<Half>(from, count, swap, type, to);
        case ElementType::Float:
            return convertFrom<float>(from, count, swap, type, to);
        case ElementType::Double:
            return convertFrom<double>(from, count, swap, type, to);
        case ElementType::Int8:
            return convertFrom<std::int8_t>(from, count, swap, type, to);
        case ElementType::Int16:
            return convertFrom<std::int16_t>(from, count, swap, type, to);
        case ElementType::Int32:
            return convertFrom<std::int32_t>(from, count, swap, type, to);
        case ElementType::Int64:
            return convertFrom<std::int64_t>(from, count, swap, type, to);
        case ElementType::UInt8:
            return convertFrom<std::uint8_t>(from, count, swap, type, to);
        case ElementType::UInt16:
            return convertFrom<std::uint16_t>(from, count, swap, type, to);
        case ElementType::UInt32:
            return convertFrom<std::uint32_t>(from, count, swap, type, to);
        case ElementType::UInt64:
            return convertFrom<std::uint64_t>(from, count, swap, type, to);
        case ElementType::Bool:
            return convertFrom<Truth>(from, count, swap, type, to);
        default:
            return false;
    }
}

}  // namespace pwb::dataset
