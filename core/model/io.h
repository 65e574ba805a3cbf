// SPDX-License-Identifier: GPL-3.0-or-later
// The only folders that may include this are core/model and core/quantize (onnx types).
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace pwb::model {

/// Loads a model with all its weights inline (external data is read in). Errors as inspect().
[[nodiscard]] base::Result<onnx::ModelProto> load(const std::filesystem::path& path);
/// Loads a model and leaves external weights where they are. Errors as parsing: see inspect().
[[nodiscard]] base::Result<onnx::ModelProto> loadGraph(const std::filesystem::path& path);
/// As load(), but large external weights stay in their files until floatValues() or intValues() asks for them
/// or save() copies them: for models that are not to lie in memory as a whole. Only functions of this folder
/// know how to read them.
[[nodiscard]] base::Result<onnx::ModelProto> loadLazily(const std::filesystem::path& path);
/// Reads what loadLazily() left in files.
[[nodiscard]] base::Status loadWeights(onnx::ModelProto& model);
/// Bytes of a model with its external weights, as save() would write it.
[[nodiscard]] std::uint64_t sizeWithWeights(const onnx::ModelProto& model);
/// Makes a lazily loaded model's weights ordinary external ones again, as the runtime wants them, and returns
/// the folder that their places are relative to (empty where there are none).
[[nodiscard]] std::filesystem::path relocateWeights(onnx::ModelProto& model);
/// The external data files of a model, relative to it and sorted, without reading them. Errors as inspect().
[[nodiscard]] base::Result<std::vector<std::string>> externalFiles(const std::filesystem::path& path);
/// The largest file that protobuf reads back, with room for the rest of the message.
inline constexpr std::size_t kLargestInlineFile = (std::size_t{1} << 31) - (std::size_t{1} << 20);
/// Saves atomically; weights go to `<path>.data` when the file would pass `largestInline` bytes.
/// Errors (BadInput): base.write_failed.
[[nodiscard]] base::Status save(const onnx::ModelProto& model, const std::filesystem::path& path,
                                std::size_t largestInline = kLargestInlineFile);
/// onnx's checker where it knows the opset (≤ 17 with the distribution's library); otherwise only the
/// structural checks of our own (unique names, topological order, inputs that exist, data of the right size).
/// Errors (BadInput): model.invalid {detail}, model.cycle {node}.
[[nodiscard]] base::Status check(const onnx::ModelProto& model);

}  // namespace pwb::model
