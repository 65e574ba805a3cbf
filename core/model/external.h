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
/// The bytes of one checked external tensor; of a lazy one without `folder`.
[[nodiscard]] base::Result<std::string> readExternal(const onnx::TensorProto& tensor,
                                                     const std::filesystem::path& folder);
/// Marks the main graph's external initialisers of at least `least` bytes as lazy: they stay in `folder`
/// until somebody asks for them, which is remembered in the tensor.
void makeLazy(onnx::ModelProto& model, const std::filesystem::path& folder, std::uint64_t least);
[[nodiscard]] bool isLazy(const onnx::TensorProto& tensor);
/// Copies the bytes of a lazy tensor in pieces.
[[nodiscard]] base::Status copyLazy(const onnx::TensorProto& tensor, std::ostream& out);
/// Makes a lazy tensor an ordinary external one again; returns its folder.
std::filesystem::path forgetFolder(onnx::TensorProto& tensor);
/// Reads external tensors into the model: those in `folder` except the lazy ones, or without a folder the
/// lazy ones.
[[nodiscard]] base::Status inlineExternalData(onnx::ModelProto& model, const std::filesystem::path& folder);

/// Bytes of raw data, inline or lazy.
[[nodiscard]] std::uint64_t dataBytes(const onnx::TensorProto& tensor);
/// Bytes that the tensor's shape and type ask for.
[[nodiscard]] std::uint64_t expectedBytes(const onnx::TensorProto& tensor);

}  // namespace pwb::model
