// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"

namespace pwb::dataset {

/// One of the tensors that a sample becomes.
struct SampleTensor {
    base::ElementType type = base::ElementType::Float;
    std::vector<std::int64_t> shape;  ///< of one sample; of all of it where `shared`
    bool shared = false;              ///< the same for every sample

    [[nodiscard]] std::size_t count() const;  ///< elements
    [[nodiscard]] std::size_t bytes() const;
};

/// Turns samples into tensors, whatever they are.
class SampleReader {
public:
    virtual ~SampleReader() = default;
    [[nodiscard]] virtual std::vector<SampleTensor> tensors() const = 0;
    /// Are the samples images, which have a placement in the input?
    [[nodiscard]] virtual bool images() const = 0;
    /// May several threads read at once?
    [[nodiscard]] virtual bool concurrent() const = 0;
    /// Fills one place per tensor; the placement is of images alone.
    [[nodiscard]] virtual base::Result<Placement> read(const Sample& sample,
                                                       std::span<std::byte* const> out) = 0;
};

[[nodiscard]] std::unique_ptr<SampleReader> makeSampleReader(const Manifest& manifest,
                                                             const Preprocess& preprocess);

}  // namespace pwb::dataset
