// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset, but for parseModelNames().
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// More than any classifier has: a higher number is a mistake, not a class.
inline constexpr std::size_t kMostClasses = 1'000'000;

/// The classes in the model's order, and which of them each name in the data means.
struct ClassOrder {
    std::vector<std::string> classes;
    std::map<std::string, int> indexOf;
    std::vector<base::Message> warnings;
};

/// What a number as a name means where no labels file holds it.
enum class Numbers {
    IndexIfComplete,  ///< an index, when the names are 0 … N−1 or the number of classes is known (folders)
    Index             ///< always an index (a manifest's label column)
};

using UnknownLabel = std::function<base::Error(const std::string& name)>;

/// Orders the classes called `names` (sorted, each once). Sources of the order, first match wins: the given
/// labels file, labels.txt in `dataFolder`, in its parent, in the model's folder, the model's own names;
/// then numbers as indices; then the names as sorted.
/// Errors (BadInput): dataset.labels_file, dataset.label_unknown (argument `name`), dataset.label_duplicate,
/// dataset.classes_mismatch. `unknown` makes the error for a name that the given labels file lacks where more
/// is known about it; null: dataset.label_unknown.
[[nodiscard]] base::Result<ClassOrder> orderClasses(const std::vector<std::string>& names,
                                                    const std::filesystem::path& dataFolder,
                                                    const LabelOptions& options, Numbers numbers,
                                                    const UnknownLabel& unknown = nullptr);

/// The classes that indices up to `highest` mean: of the first source above whose names reach so far, else as
/// many as the model has outputs, else as many as the indices need.
/// Errors (BadInput): dataset.label_index {label, classes} (beyond the given labels file or the model's
/// outputs), dataset.labels_file, dataset.classes_mismatch.
[[nodiscard]] base::Result<ClassOrder> orderIndices(std::size_t highest,
                                                    const std::filesystem::path& dataFolder,
                                                    const LabelOptions& options);

/// Names in the order of the model's outputs.
struct LabelSource {
    std::string file;  ///< where they are from, for messages
    std::vector<std::string> names;
};
/// Those above, in this order; the given labels file alone where there is one. Errors (BadInput):
/// dataset.labels_file and base::readFile()'s, of the given one.
[[nodiscard]] base::Result<std::vector<LabelSource>> labelSources(const std::filesystem::path& dataFolder,
                                                                  const LabelOptions& options);

/// Fewer classes than the model has outputs are warned of, more are an error (both above).
[[nodiscard]] base::Result<ClassOrder> againstModel(base::Result<ClassOrder> order,
                                                    const std::filesystem::path& dataFolder,
                                                    const LabelOptions& options);

/// One name per line; a byte order mark, carriage returns, outer blanks and blank lines at the end do not
/// count. A blank line between names keeps its index.
[[nodiscard]] std::vector<std::string> parseLabels(std::string_view text);

/// The `names` that Ultralytics writes into a model: "{0: 'ball', 1: 'player'}", "['ball', 'player']" or the
/// same as JSON. Empty when the text is neither.
[[nodiscard]] std::vector<std::string> parseModelNames(std::string_view text);

}  // namespace pwb::dataset
