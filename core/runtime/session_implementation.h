// SPDX-License-Identifier: GPL-3.0-or-later
// For this folder's .cpp files only: what is behind a Session.
#pragma once

#include "core/runtime/session.h"

namespace pwb::runtime {

struct Session::Implementation {
    std::vector<ValueSpec> inputs, outputs;
    std::vector<std::string> leftToCpu;

    Implementation() = default;
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;
    virtual ~Implementation() = default;
    /// As Session::run().
    [[nodiscard]] virtual base::Status run(std::span<const base::Tensor> given,
                                           const std::function<void(const OutputView&)>& visit,
                                           const std::stop_token& stop) = 0;
};

using OpenedSession = base::Result<std::unique_ptr<Session::Implementation>>;

/// A model file, or a model's bytes if `bytes` is not empty; `file` then names nothing.
struct ModelSource {
    std::filesystem::path file;
    std::string_view bytes;
};

/// Errors (Engine): runtime.wrong_input_count, runtime.not_numeric.
[[nodiscard]] base::Status checkInputs(const Session::Implementation& session,
                                       std::span<const base::Tensor> inputs);

}  // namespace pwb::runtime
