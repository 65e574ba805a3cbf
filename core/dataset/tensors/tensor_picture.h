// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/error.h"
#include "core/dataset/preprocess.h"

namespace pwb::dataset {

/// A sample of a tensor set for people, within `edge` pixels: one dimension as a line, more as heat maps of
/// the last two dimensions, one beside the other (or below, where they are wide) for each index of the
/// others, each from its own least to its own greatest value; [3, T, 17] as skeletons (skeleton_picture.h).
/// Not-finite values are grey. Errors: those of tensor_set.h. Safe to call from several threads.
[[nodiscard]] base::Result<PreviewImage> tensorPicture(const std::filesystem::path& file, std::int64_t row,
                                                       int edge);

}  // namespace pwb::dataset
