// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/bound_run.h"

#include <optional>

#include "core/base/try.h"
#include "core/runtime/ort.h"

namespace pwb::runtime {

namespace {

struct Bound {
    Ort::Session& session;
    Ort::RunOptions options;
    Ort::IoBinding binding;
};

}  // namespace

/// Without a binding where the session is not of this process: then it is run as it is, and no object of the
/// runtime's may exist here, as its library need not be loaded.
struct BoundRun::Implementation {
    Session::Implementation& session;
    std::vector<base::Tensor> inputs;
    std::optional<Bound> bound = {};
};

BoundRun::BoundRun(std::unique_ptr<Implementation> implementation)
    : m_implementation(std::move(implementation)) {}
BoundRun::~BoundRun() = default;
BoundRun::BoundRun(BoundRun&&) noexcept = default;
BoundRun& BoundRun::operator=(BoundRun&&) noexcept = default;

base::Result<BoundRun> BoundRun::create(Session& session, std::vector<base::Tensor> inputs) {
    Session::Implementation& opened = session.implementation();
    PWB_CHECK(checkInputs(opened, inputs));
    auto made = std::unique_ptr<Implementation>(new Implementation{opened, std::move(inputs)});
    auto* local = dynamic_cast<LocalSession*>(&opened);
    if (!local) return BoundRun(std::move(made));
    try {
        made->bound.emplace(Bound{local->session, Ort::RunOptions(), Ort::IoBinding(local->session)});
        for (std::size_t i = 0; i < made->inputs.size(); ++i)
            made->bound->binding.BindInput(local->inputNames[i], viewOf(made->inputs[i]));
        const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
        for (const char* name : local->outputNames) made->bound->binding.BindOutput(name, memory);
        return BoundRun(std::move(made));
    } catch (const std::exception& error) {
        return base::engineFailure("", "runtime.run_failed", {{"detail", error.what()}});
    }
}

base::Status BoundRun::run() {
    if (!m_implementation->bound)
        return m_implementation->session.run(m_implementation->inputs, [](const Session::OutputView&) {}, {});
    try {
        Bound& bound = *m_implementation->bound;
        bound.session.Run(bound.options, bound.binding);
        return {};
    } catch (const std::exception& error) {
        return base::engineFailure("", "runtime.run_failed", {{"detail", error.what()}});
    }
}

}  // namespace pwb::runtime
