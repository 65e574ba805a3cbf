// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/bound_run.h"

#include "core/runtime/ort.h"

namespace pwb::runtime {

struct BoundRun::Implementation {
    Ort::Session& session;
    std::vector<base::Tensor> inputs;
    Ort::IoBinding binding;
    Ort::RunOptions options;
};

BoundRun::BoundRun(std::unique_ptr<Implementation> implementation)
    : m_implementation(std::move(implementation)) {}
BoundRun::~BoundRun() = default;
BoundRun::BoundRun(BoundRun&&) noexcept = default;
BoundRun& BoundRun::operator=(BoundRun&&) noexcept = default;

base::Result<BoundRun> BoundRun::create(Session& session, std::vector<base::Tensor> inputs) {
    Session::Implementation& opened = session.implementation();
    if (auto status = checkInputs(opened, inputs); !status) return tl::make_unexpected(status.error());
    try {
        auto made = std::unique_ptr<Implementation>(new Implementation{
            opened.session, std::move(inputs), Ort::IoBinding(opened.session), Ort::RunOptions()});
        for (std::size_t i = 0; i < made->inputs.size(); ++i)
            made->binding.BindInput(opened.inputNames[i], viewOf(made->inputs[i]));
        const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
        for (const char* name : opened.outputNames) made->binding.BindOutput(name, memory);
        return BoundRun(std::move(made));
    } catch (const std::exception& error) {
        return base::engineFailure("", "runtime.run_failed", {{"detail", error.what()}});
    }
}

base::Status BoundRun::run() {
    try {
        m_implementation->session.Run(m_implementation->options, m_implementation->binding);
        return {};
    } catch (const std::exception& error) {
        return base::engineFailure("", "runtime.run_failed", {{"detail", error.what()}});
    }
}

}  // namespace pwb::runtime
