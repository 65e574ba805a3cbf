// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/remote_session.h"

#include <mutex>
#include <optional>

#include "core/base/try.h"
#include "core/runtime/child.h"
#include "core/runtime/protocol.h"

namespace pwb::runtime {
namespace {

tl::unexpected<base::Error> notUnderstood(const std::string& detail) {
    return base::engineFailure(workerProgram().string(), "runtime.worker_failed", {{"detail", detail}});
}

base::Result<Json> answerOf(Child& child, const std::stop_token& stop) {
    PWB_TRY(const auto line, child.receive(stop));
    Json reply = Json::parse(line, nullptr, false);
    if (!reply.is_object()) return notUnderstood(line.substr(0, 200));
    if (reply.contains("error")) return tl::make_unexpected(errorFromJson(reply["error"]));
    return reply;
}

struct Greeted {
    Child child;
    Library library;
};

base::Result<Greeted> startWorker(const std::string& provider, const std::stop_token& stop) {
    auto child = Child::start(workerProgram(), {"session", provider});
    if (!child) return tl::make_unexpected(child.error());
    const auto greeting = answerOf(*child, stop);
    if (!greeting) return tl::make_unexpected(greeting.error());
    Library library{greeting->at("path").get<std::string>(), greeting->at("version").get<std::string>(),
                    greeting->at("api").get<int>()};
    return Greeted{std::move(*child), std::move(library)};
}

std::vector<ValueSpec> specsFromJson(const Json& list) {
    std::vector<ValueSpec> specs;
    for (const Json& entry : list)
        specs.push_back({entry.at("name").get<std::string>(),
                         static_cast<base::ElementType>(entry.at("type").get<int>()),
                         entry.at("shape").get<std::vector<std::int64_t>>()});
    return specs;
}

class RemoteSession final : public Session::Implementation {
public:
    RemoteSession(const ModelSource& model, SessionOptions options)
        : m_file(model.bytes.empty() ? std::filesystem::absolute(model.file) : std::filesystem::path()),
          m_bytes(model.bytes),
          m_options(std::move(options)) {}

    base::Status open(const std::stop_token& stop) {
        try {
            PWB_TRY(auto started, startWorker(m_options.provider, stop));
            PWB_CHECK(load(started.child, stop));
            m_child.emplace(std::move(started.child));
            return {};
        } catch (const Json::exception& error) {  // a program that is no worker of ours
            return notUnderstood(error.what());
        }
    }

    base::Status run(std::span<const base::Tensor> given,
                     const std::function<void(const Session::OutputView&)>& visit,
                     const std::stop_token& stop) override {
        if (stop.stop_requested()) return base::cancelled();
        PWB_CHECK(checkInputs(*this, given));
        const std::scoped_lock lock(m_mutex);
        if (!m_child) PWB_CHECK(open(stop));
        base::Status status;
        try {
            status = runInChild(given, visit, stop);
        } catch (const Json::exception& error) {
            status = notUnderstood(error.what());
        }
        // Stopped in the middle, crashed or out of step: the next run has a new child.
        if (!status && !m_inStep) m_child.reset();
        return status;
    }

private:
    base::Status load(Child& child, const std::stop_token& stop) {
        Json command = {{"cmd", "load"},
                        {"threads", m_options.threads},
                        {"optimization", static_cast<int>(m_options.optimization)},
                        {"provider", m_options.provider},
                        {"precision", m_options.inferencePrecision},
                        {"options", m_options.providerOptions},
                        {"optimized", m_options.optimizedModelPath.string()},
                        {"external", m_options.externalFolder.string()},
                        {"pack", m_options.packWeights}};
        if (m_bytes.empty())
            command["model"] = m_file.string();
        else
            command["size"] = m_bytes.size();
        base::Status status = child.send(toLine(command), stop);
        if (status) status = child.send(std::as_bytes(std::span(m_bytes)), stop);
        if (!status) return status;
        PWB_TRY(const auto reply, answerOf(child, stop));
        inputs = specsFromJson(reply.at("inputs"));
        outputs = specsFromJson(reply.at("outputs"));
        leftToCpu = reply.at("left_to_cpu").get<std::vector<std::string>>();
        return {};
    }

    base::Status runInChild(std::span<const base::Tensor> given,
                            const std::function<void(const Session::OutputView&)>& visit,
                            const std::stop_token& stop) {
        m_inStep = false;
        Json list = Json::array();
        for (const base::Tensor& tensor : given)
            list.push_back({{"type", static_cast<int>(tensor.type)},
                            {"shape", tensor.shape},
                            {"size", tensor.bytes.size()}});
        base::Status status = m_child->send(toLine({{"cmd", "run"}, {"tensors", list}}), stop);
        for (std::size_t i = 0; status && i < given.size(); ++i)
            status = m_child->send(std::span(given[i].bytes), stop);
        if (!status) return status;
        PWB_TRY(const auto line, m_child->receive(stop));
        const Json reply = Json::parse(line);
        if (reply.contains("error")) {
            m_inStep = true;
            return tl::make_unexpected(errorFromJson(reply["error"]));
        }
        std::size_t index = 0;
        std::vector<std::byte> bytes;
        for (const Json& entry : reply.at("tensors")) {
            const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
            bytes.resize(entry.at("size").get<std::size_t>());
            if (status = m_child->receive(std::span(bytes), stop); !status) return status;
            visit({index++, static_cast<base::ElementType>(entry.at("type").get<int>()), shape, bytes});
        }
        m_inStep = true;
        return {};
    }

    const std::filesystem::path m_file;
    const std::string m_bytes;  ///< kept, as the child may have to be started anew
    const SessionOptions m_options;
    std::mutex m_mutex;
    std::optional<Child> m_child;
    bool m_inStep = true;  ///< the child waits for a command
};

}  // namespace

OpenedSession openRemote(const ModelSource& model, const SessionOptions& options) {
    auto session = std::make_unique<RemoteSession>(model, options);
    if (auto status = session->open({}); !status) {
        base::Error error = status.error();
        const bool ofModel = !model.file.empty() && error.file == std::filesystem::absolute(model.file);
        if (error.file.empty() || ofModel) error.file = model.file.string();
        return tl::make_unexpected(std::move(error));
    }
    return session;
}

base::Result<Library> libraryOfWorker(const std::string& provider) {
    try {
        auto started = startWorker(provider, {});
        if (!started) return tl::make_unexpected(started.error());
        return std::move(started->library);
    } catch (const Json::exception& error) {
        return notUnderstood(error.what());
    }
}

}  // namespace pwb::runtime
