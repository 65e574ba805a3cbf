// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/tensor.h"

namespace pwb::model {

enum class Task { Unknown, Classification, Detection };
/// "classification", "detection", "unknown".
[[nodiscard]] std::string_view taskId(Task task);

/// One graph input or output. A dynamic dimension is −1; its symbolic name, if any, is in `dimNames`.
struct ValueInfo {
    std::string name;
    base::ElementType type = base::ElementType::Undefined;
    std::vector<std::int64_t> shape;
    std::vector<std::string> dimNames;
};
/// "images [batch, 3, 64, 64]"-like text of the shape alone: "[batch, 3, 64, 64]".
[[nodiscard]] std::string shapeText(const ValueInfo& value);

/// What a graph's first nodes make of its input: value · factor + shift per channel, in the input's order of
/// channels.
struct InputScaling {
    std::array<double, 3> factor = {1, 1, 1};
    std::array<double, 3> shift = {};

    /// Pixels from 0 to 255 are brought to small numbers: nothing of that is to be done outside.
    [[nodiscard]] bool takesBytes() const;
    /// A mean and a deviation of pixels from 0 to 1 are taken off: only the scale belongs outside.
    [[nodiscard]] bool takesFractions() const;
};

/// What can be said of an ONNX file without running it.
struct ModelInfo {
    std::filesystem::path path;
    std::string sha256;           ///< of the file and, in order of name, of its external data files
    std::uint64_t fileBytes = 0;  ///< with external data
    std::int64_t irVersion = 0;
    std::int64_t opset = 0;  ///< of the default domain
    std::string producer;
    std::vector<ValueInfo> inputs;  ///< without those that are initialisers
    std::vector<ValueInfo> outputs;
    std::map<std::string, int> operators;  ///< node count by op type, subgraphs included
    std::int64_t nodes = 0;
    std::int64_t parameters = 0;            ///< elements of float initialisers
    std::uint64_t weightBytes = 0;          ///< bytes of all initialisers
    std::vector<std::string> externalData;  ///< file names, relative to the model
    std::map<std::string, std::string> metadata;
    Task task = Task::Unknown;
    std::optional<InputScaling> inputScaling;  ///< absent where the first node does something else
    bool hasQdq = false;                       ///< QuantizeLinear/DequantizeLinear present: quantised already
    bool hasFloat16 = false;                   ///< half-precision initialisers present
    std::vector<base::Message> warnings;  ///< e.g. NaN or infinity in weights ("model.non_finite_weights")

    /// Classes of a classifier: the last dimension of its output, or −1.
    [[nodiscard]] std::int64_t outputClasses() const;
};

/// Reads and checks a model (opset 7 and newer, inline or external weights).
/// Errors (BadInput): model.not_found, model.not_onnx, model.truncated, model.external_data_missing,
/// model.opset_too_old, model.invalid, model.no_inputs, model.no_outputs, model.not_a_tensor.
[[nodiscard]] base::Result<ModelInfo> inspect(const std::filesystem::path& path);

}  // namespace pwb::model
