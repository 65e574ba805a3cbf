// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"

namespace pwb::dataset {

/// The values of one channel as the model sees them, over the samples that were looked at.
struct ChannelRange {
    double mean = 0, std = 0, min = 0, max = 0;
};

struct ValueRanges {
    int samples = 0;
    std::vector<ChannelRange> channels;  ///< in the model's order; one for all where there are more than 16
    std::int64_t nonFinite = 0;
};

/// The inputs' values after preprocessing: of up to `samples` samples, drawn class-balanced by `seed`.
/// Channels are the colour channels, or the second dimension of a tensor set's first input. Nothing where no
/// sample can be read, the inputs are not float, or the work was stopped.
[[nodiscard]] std::optional<ValueRanges> valueRanges(const Manifest& manifest, const Preprocess& preprocess,
                                                     int samples, std::uint64_t seed, std::stop_token stop);

/// What is strange about the values that a model is given.
/// Warnings: dataset.inputs_non_finite (`count`); for images dataset.inputs_unscaled (`most`; the division by
/// 255 seems to be missing), dataset.inputs_flat (`std`; they hardly vary, as after a division too many) and
/// dataset.inputs_swapped (mean and standard deviation taken for each other).
[[nodiscard]] std::vector<base::Message> judgeValues(const ValueRanges& values, const Preprocess& preprocess,
                                                     bool images);
/// Warnings: dataset.calibration_values_scale (`ratio`, at least 8: one set is so many times as wide as the
/// other) or dataset.calibration_values_differ (`channel` from 1, `mean`, `std`, `other_mean`, `other_std`).
[[nodiscard]] std::vector<base::Message> compareValues(const ValueRanges& calibration,
                                                       const ValueRanges& validation);

}  // namespace pwb::dataset
