// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// Writes `path,label,name` for readManifest() to read: paths relative to the manifest's folder, unless they
/// lie on another root; the label is the class's index, or its name where all names are numbers, which would
/// be taken for indices. With objects it is `path,label,name,x,y,width,height,area,crowd` in pixels, a row
/// per object and one without a label for an image that shows none. Samples without label have an empty one.
/// Errors: those of base::writeFileAtomically().
[[nodiscard]] base::Status writeCsvManifest(const Manifest& manifest, const std::filesystem::path& file);

}  // namespace pwb::dataset
