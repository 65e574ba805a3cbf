// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/session.h"

#include "core/runtime/library.h"
#include "core/runtime/local_session.h"
#include "core/runtime/remote_session.h"

namespace pwb::runtime {
namespace {

OpenedSession open(const ModelSource& model, const SessionOptions& options) {
    return needsOtherProcess(options.provider) ? openRemote(model, options) : openLocal(model, options);
}

}  // namespace

base::Status checkInputs(const Session::Implementation& session, std::span<const base::Tensor> inputs) {
    if (inputs.size() != session.inputs.size())
        return base::engineFailure(
            "", "runtime.wrong_input_count",
            {{"expected", std::to_string(session.inputs.size())}, {"given", std::to_string(inputs.size())}});
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (base::elementSize(inputs[i].type) == 0)
            return base::engineFailure("", "runtime.not_numeric", {{"name", session.inputs[i].name}});
    return {};
}

Session::Session(std::unique_ptr<Implementation> implementation)
    : m_implementation(std::move(implementation)) {}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

base::Result<Session> Session::create(const std::filesystem::path& model, const SessionOptions& options) {
    auto made = open({model, {}}, options);
    if (!made) return tl::make_unexpected(made.error());
    return Session(std::move(*made));
}

base::Result<Session> Session::create(std::string_view modelBytes, const SessionOptions& options) {
    auto made = open({{}, modelBytes}, options);
    if (!made) return tl::make_unexpected(made.error());
    return Session(std::move(*made));
}

const std::vector<ValueSpec>& Session::inputs() const {
    return m_implementation->inputs;
}
const std::vector<ValueSpec>& Session::outputs() const {
    return m_implementation->outputs;
}
const std::vector<std::string>& Session::leftToCpu() const {
    return m_implementation->leftToCpu;
}

base::Status Session::run(std::span<const base::Tensor> inputs,
                          const std::function<void(const OutputView&)>& visit, std::stop_token stop) {
    return m_implementation->run(inputs, visit, stop);
}

base::Result<std::vector<base::Tensor>> Session::run(std::span<const base::Tensor> inputs,
                                                     std::stop_token stop) {
    std::vector<base::Tensor> outputs;
    auto status = run(
        inputs,
        [&](const OutputView& view) {
            outputs.push_back(
                {view.type, {view.shape.begin(), view.shape.end()}, {view.bytes.begin(), view.bytes.end()}});
        },
        std::move(stop));
    if (!status) return tl::make_unexpected(status.error());
    return outputs;
}

}  // namespace pwb::runtime
