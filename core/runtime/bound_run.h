// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/runtime/session.h"

namespace pwb::runtime {

/// A session with inputs and outputs bound once (IoBinding), for timing: run() does nothing but the model.
class BoundRun {
public:
    /// Errors (Engine): runtime.run_failed.
    [[nodiscard]] static base::Result<BoundRun> create(Session& session, std::vector<base::Tensor> inputs);
    ~BoundRun();
    BoundRun(BoundRun&&) noexcept;
    BoundRun& operator=(BoundRun&&) noexcept;
    [[nodiscard]] base::Status run();

private:
    struct Implementation;
    explicit BoundRun(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace pwb::runtime
