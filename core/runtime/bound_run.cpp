// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/bound_run.h"

#include "core/runtime/ort.h"

namespace pwb::runtime {

/// Without a binding where the session is not of this process: then it is run as it is.
struct BoundRun::Implementation {
    Session::Implementation& session;
    std::vector<base::Tensor> inputs;
    LocalSession* local = nullptr;
    Ort::IoBinding binding{nullptr};
    Ort::RunOptions options{nullptr};
};

BoundRun::BoundRun(std::unique_ptr<Implementation> implementation)
    : m_implementation(std::move(implementation)) {}
BoundRun::~BoundRun() = default;
BoundRun::BoundRun(BoundRun&&) noexcept = default;
BoundRun& BoundRun::operator=(BoundRun&&) noexcept = default;

base::Result<BoundRun> BoundRun::create(Session& session, std::vector<base::Tensor> inputs) {
    Session::Implementation& opened = session.implementation();
    if (auto status = checkInputs(opened, inputs); !status) return tl::make_unexpected(status.error());
    auto made = std::unique_ptr<Implementation>(new Implementation{opened, std::move(inputs)});
    made->local = dynamic_cast<LocalSession*>(&opened);
    if (!made->local) return BoundRun(std::move(made));
    try {
        made->options = Ort::RunOptions();
        made->binding = Ort::IoBinding(made->local->session);
        for (std::size_t i = 0; i < made->inputs.size(); ++i)
            made->binding.BindInput(made->local->inputNames[i], viewOf(made->inputs[i]));
        const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
        for (const char* name : made->local->outputNames) made->binding.BindOutput(name, memory);
        return BoundRun(std::move(made));
    } catch (const std::exception& error) {
        return base::engineFailure("", "runtime.run_failed", {{"detail", error.what()}});
    }
}

base::Status BoundRun::run() {
    if (!m_implementation->local)
        return m_implementation->session.run(m_implementation->inputs, [](const Session::OutputView&) {}, {});
    try {
        m_implementation->local->session.Run(m_implementation->options, m_implementation->binding);
        return {};
    } catch (const std::exception& error) {
        return base::engineFailure("", "runtime.run_failed", {{"detail", error.what()}});
    }
}

}  // namespace pwb::runtime
