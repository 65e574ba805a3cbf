// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// Samples as arrays, for models that take no images: an .npz archive, a folder of .npy files, or one .npy
/// file
/// (`x`, its labels in the file of the same name with `y` for `x`, or ending in _y or _labels).
/// The first dimension of every array counts the samples.
struct TensorSet {
    /// An array that the model is given.
    struct Input {
        std::string array;      ///< its key
        std::string modelName;  ///< the model's input; empty where no model is known
        base::ElementType stored = base::ElementType::Undefined;
        base::ElementType type = base::ElementType::Undefined;  ///< as it is given to the model
        std::vector<std::int64_t> shape;  ///< of one sample; of all of it where `shared`
        bool shared = false;              ///< the same for every batch, e.g. a threshold
    };
    std::filesystem::path path;  ///< archive, file or folder; absolute
    std::int64_t samples = 0;
    std::vector<Input> inputs;  ///< in the model's order
    bool hasLabels = false;

    /// Elements of one sample, all inputs together.
    [[nodiscard]] std::int64_t elementsPerSample() const;
};

/// "[3, 64, 17] float32", as stored; several inputs as "tokens [32] int64; mask [32] bool".
[[nodiscard]] std::string tensorText(const TensorSet& set);

/// Is `path` an .npz or .npy file, or a folder that holds .npy files?
[[nodiscard]] bool isTensorSource(const std::filesystem::path& path);

/// Lists the samples of a tensor set. Each model input takes the array of its name; the first one takes `x`
/// where there is none (without options.inputs: `x` alone, as float). Labels are integers in `y`, indices
/// into the classes; without `y` the samples have no label. Errors (BadInput): dataset.tensor_keys {missing,
/// found}, dataset.tensor_shape {array, shape, input, expected}, dataset.tensor_type {array, dtype, input,
/// type}, dataset.tensor_string_input {input}, dataset.tensor_no_samples {array}, dataset.tensor_length
/// {array, count, samples}, dataset.tensor_labels {dtype, shape}, dataset.tensor_label_range {row, label,
/// classes}, and those of npy.h, npz.h and labels.h.
[[nodiscard]] base::Result<Manifest> readTensorManifest(const std::filesystem::path& path,
                                                        const LabelOptions& options);

/// Reads samples. Not safe to use from several threads at once; rising rows are fastest.
class TensorReader {
public:
    explicit TensorReader(std::shared_ptr<const TensorSet> set);
    ~TensorReader();
    TensorReader(TensorReader&&) noexcept;
    TensorReader& operator=(TensorReader&&) noexcept;

    /// Input number `input` of sample `row` (all of a shared one), converted; `out` holds
    /// count(shape) · elementSize(type) bytes.
    /// Errors (BadInput): dataset.tensor_value {array, row, type}; the archive's.
    [[nodiscard]] base::Status read(std::size_t input, std::int64_t row, std::byte* out);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// "/data/val.npz#17": where a sample of a tensor set says that it is from.
[[nodiscard]] std::filesystem::path tensorSamplePath(const TensorSet& set, std::int64_t row);
/// The file and row that such a path means; nothing for a path of another kind.
[[nodiscard]] std::optional<std::pair<std::filesystem::path, std::int64_t>> tensorSampleOf(
    const std::filesystem::path& path);

}  // namespace pwb::dataset
