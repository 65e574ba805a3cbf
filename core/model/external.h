// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/model only: weights that lie in files beside the model.
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace pwb::model {

[[nodiscard]] inline bool isExternal(const onnx::TensorProto& tensor) {
    return tensor.data_location() == onnx::TensorProto::EXTERNAL;
}

/// The external data files of a model in `folder`, sorted and relative to it; each exists, lies in the
/// folder and is long enough. Errors: model.external_data_missing, model.external_data_outside,
/// model.external_data_short.
[[nodiscard]] base::Result<std::vector<std::string>> checkExternalData(onnx::ModelProto& model,
                                                                       const std::filesystem::path& folder);
/// The bytes of one checked external tensor.
[[nodiscard]] base::Result<std::string> readExternal(const onnx::TensorProto& tensor,
                                                     const std::filesystem::path& folder);
/// The same of a tensor whose place is absolute, in pieces.
[[nodiscard]] base::Status copyExternal(const onnx::TensorProto& tensor, std::ostream& out);
/// Makes the places of the main graph's external initialisers of at least `least` bytes absolute.
void anchorExternalData(onnx::ModelProto& model, const std::filesystem::path& folder, std::uint64_t least);
/// Reads every external tensor, but those with absolute places where `folder` is given, into the model.
[[nodiscard]] base::Status inlineExternalData(onnx::ModelProto& model, const std::filesystem::path& folder);

/// Bytes of raw data, inline or external.
[[nodiscard]] std::uint64_t dataBytes(const onnx::TensorProto& tensor);
/// Bytes that the tensor's shape and type ask for.
[[nodiscard]] std::uint64_t expectedBytes(const onnx::TensorProto& tensor);

}  // namespace pwb::model
