// SPDX-License-Identifier: GPL-3.0-or-later
// Preprocessing as text: files of steps, and presets by name.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/preprocess.h"

namespace pwb::dataset {

/// A YAML or JSON file of a map with the fields of report.json's `data.preprocess` (docs/preprocessing.md);
/// what is missing is left open. Numbers may be fractions such as 1/255.
/// Errors (BadInput): readFile()'s, dataset.preprocess_file {detail}, dataset.preprocess_field {field,
/// value}, dataset.preprocess_unknown {field}.
[[nodiscard]] base::Result<PreprocessOptions> readPreprocessFile(const std::filesystem::path& path);

/// JSON that readPreprocessFile() reads back to the same steps; what is as it usually is stands there too
/// where a reader would ask.
[[nodiscard]] std::string preprocessText(const Preprocess& preprocess);

/// Everything about the pixels as options, so that nothing is guessed any more.
[[nodiscard]] PreprocessOptions asOptions(const Preprocess& preprocess);

/// `options` with what they leave open taken from `others`; what is resized to is one thing with how.
[[nodiscard]] PreprocessOptions completed(PreprocessOptions options, const PreprocessOptions& others);

/// Values by name; docs/preprocessing.md lists them.
struct PreprocessPreset {
    std::string_view name;
    PreprocessOptions values;
};
/// `side`: the shorter one of the model's input, pixels, for those that resize to more than they keep; 0:
/// 224.
[[nodiscard]] std::vector<PreprocessPreset> preprocessPresets(int side);
[[nodiscard]] std::optional<PreprocessOptions> presetOf(std::string_view name, int side);

}  // namespace pwb::dataset
