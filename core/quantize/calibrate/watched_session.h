// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/runtime/session.h"

namespace pwb::quantize {

/// A session whose outputs are the model's own and the watched tensors. Threads share it.
struct Watch {
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    runtime::Session session;
    std::size_t own = 0;               ///< the model's outputs, which come first
    std::vector<std::size_t> watched;  ///< for each output its place in the tensors, or kNone

    [[nodiscard]] static base::Result<Watch> open(const onnx::ModelProto& model,
                                                  std::span<const std::string> tensors);
};

/// The model's floating-point inputs and what its nodes make of them, in the graph's order: every tensor that
/// statistics can be made of, constants left out. Errors: those of the session.
[[nodiscard]] base::Result<std::vector<std::string>> realTensors(const onnx::ModelProto& model);

/// Float of any width: what statistics can be made of.
[[nodiscard]] bool isReal(base::ElementType type);
/// The view's values as float; `buffer` holds them where they have to be converted. isReal(view.type).
[[nodiscard]] std::span<const float> floats(const runtime::Session::OutputView& view,
                                            std::vector<float>& buffer);

/// The leading dimension of the first input: samples and padding.
[[nodiscard]] std::int64_t rowsOf(const std::vector<base::Tensor>& inputs);
/// The values of the real samples: a tensor whose leading dimension is the batch, or a multiple of it, holds
/// the padding last. Of any other tensor all values count.
[[nodiscard]] std::span<const float> withoutPadding(std::span<const float> values,
                                                    std::span<const std::int64_t> shape, std::int64_t rows,
                                                    int samples);

/// Bytes of each output for these inputs, from the shapes that the runtime inferred; where one stays open, by
/// running a sample. Errors: those of the session.
[[nodiscard]] base::Result<std::vector<std::size_t>> outputBytes(runtime::Session& session,
                                                                 const std::vector<base::Tensor>& inputs,
                                                                 std::stop_token stop);

}  // namespace pwb::quantize
