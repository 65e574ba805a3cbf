// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset. The format:
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/dataset/tensors/byte_source.h"

namespace pwb::dataset {

/// What an .npy header says, versions 1 to 3.
struct NpyHeader {
    base::ElementType type = base::ElementType::Undefined;  ///< f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1
    bool bigEndian = false;
    bool fortranOrder = false;  ///< the first dimension varies fastest
    std::vector<std::int64_t> shape;
    std::uint64_t dataOffset = 0;  ///< where the elements begin

    [[nodiscard]] std::int64_t count() const;  ///< elements; 1 for a scalar
};

/// Reads the header of `array` (its name, for messages) of `file` and checks that all elements are there.
/// Errors (BadInput): dataset.npy_invalid {array}, dataset.npy_dtype {array, dtype},
/// dataset.npy_truncated {array, expected, found}; the source's.
[[nodiscard]] base::Result<NpyHeader> readNpyHeader(ByteSource& source, const std::string& file,
                                                    const std::string& array);

/// Element `index` in row-major order of an array in either order: its place among the stored elements.
[[nodiscard]] std::int64_t storedIndex(const NpyHeader& header, std::int64_t index);

/// Converts `count` stored elements to `type`, byte order included. Integers and booleans become any type
/// that holds them; floating-point numbers become floating-point numbers.
/// False where a value does not fit into `type`.
[[nodiscard]] bool convertElements(const NpyHeader& header, const std::byte* from, std::size_t count,
                                   base::ElementType type, std::byte* to);

}  // namespace pwb::dataset
