// SPDX-License-Identifier: GPL-3.0-or-later
// For this folder's .cpp files only: the C++ API over the library that loadLibrary() found.
#pragma once

#include <onnxruntime_cxx_api.h>

#include <string>
#include <vector>

#include "core/runtime/session_implementation.h"

namespace pwb::runtime {

/// The one environment of the process; only after loadLibrary() succeeded.
[[nodiscard]] Ort::Env& environment();

struct LocalSession final : Session::Implementation {
    Ort::Session session{nullptr};
    std::vector<const char*> inputNames, outputNames;  ///< point into inputs and outputs

    [[nodiscard]] base::Status run(std::span<const base::Tensor> given,
                                   const std::function<void(const Session::OutputView&)>& visit,
                                   const std::stop_token& stop) override;
};

/// A view of `tensor`, which must outlive it. Throws Ort::Exception.
[[nodiscard]] Ort::Value viewOf(const base::Tensor& tensor);

}  // namespace pwb::runtime
