// SPDX-License-Identifier: GPL-3.0-or-later
// For this folder's .cpp files only: the C++ API over the library that loadLibrary() found.
#pragma once

#include <onnxruntime_cxx_api.h>

#include <string>
#include <vector>

#include "core/runtime/session.h"

namespace pwb::runtime {

/// The one environment of the process; only after loadLibrary() succeeded.
[[nodiscard]] Ort::Env& environment();

struct Session::Implementation {
    Ort::Session session{nullptr};
    std::vector<ValueSpec> inputs, outputs;
    std::vector<const char*> inputNames, outputNames;  ///< point into inputs and outputs
};

/// A view of `tensor`, which must outlive it. Throws Ort::Exception.
[[nodiscard]] Ort::Value viewOf(const base::Tensor& tensor);
/// Errors (Engine): runtime.wrong_input_count, runtime.not_numeric.
[[nodiscard]] base::Status checkInputs(const Session::Implementation& session,
                                       std::span<const base::Tensor> inputs);

}  // namespace pwb::runtime
