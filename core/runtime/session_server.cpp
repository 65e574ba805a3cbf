// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/session_server.h"

#include <optional>

#include "core/runtime/library.h"
#include "core/runtime/protocol.h"
#include "core/runtime/session.h"
#include "core/runtime/worker_channel.h"

namespace pwb::runtime {
namespace {

Json specsToJson(const std::vector<ValueSpec>& specs) {
    Json list = Json::array();
    for (const ValueSpec& spec : specs)
        list.push_back({{"name", spec.name}, {"type", static_cast<int>(spec.type)}, {"shape", spec.shape}});
    return list;
}

class Server {
public:
    explicit Server(WorkerChannel& channel) : m_channel(channel) {}

    /// False when the other side is gone.
    bool answer(const Json& command) { return command.at("cmd") == "load" ? load(command) : run(command); }

private:
    bool load(const Json& command) {
        SessionOptions options;
        options.threads = command.at("threads").get<int>();
        options.optimization = static_cast<OptimizationLevel>(command.at("optimization").get<int>());
        options.provider = command.at("provider").get<std::string>();
        options.inferencePrecision = command.at("precision").get<std::string>();
        options.providerOptions = command.at("options").get<std::map<std::string, std::string>>();
        options.optimizedModelPath = command.at("optimized").get<std::string>();
        options.externalFolder = command.at("external").get<std::string>();
        options.packWeights = command.at("pack").get<bool>();
        auto opened = [&]() -> base::Result<Session> {
            if (command.contains("model"))
                return Session::create(std::filesystem::path(command["model"].get<std::string>()), options);
            std::string bytes(command.at("size").get<std::size_t>(), '\0');
            if (!m_channel.read(std::as_writable_bytes(std::span(bytes)))) return base::cancelled();
            return Session::create(std::string_view(bytes), options);
        }();
        if (!opened) return m_channel.write(toLine(errorToJson(opened.error())));
        m_session = std::move(*opened);
        return m_channel.write(toLine({{"inputs", specsToJson(m_session->inputs())},
                                       {"outputs", specsToJson(m_session->outputs())},
                                       {"left_to_cpu", m_session->leftToCpu()}}));
    }

    bool run(const Json& command) {
        std::vector<base::Tensor> inputs;
        for (const Json& entry : command.at("tensors")) {
            base::Tensor& tensor = inputs.emplace_back();
            tensor.type = static_cast<base::ElementType>(entry.at("type").get<int>());
            tensor.shape = entry.at("shape").get<std::vector<std::int64_t>>();
            tensor.bytes.resize(entry.at("size").get<std::size_t>());
            if (!m_channel.read(tensor.bytes)) return false;
        }
        const auto outputs = m_session.value().run(inputs);
        if (!outputs) return m_channel.write(toLine(errorToJson(outputs.error())));
        Json list = Json::array();
        for (const base::Tensor& tensor : *outputs)
            list.push_back({{"type", static_cast<int>(tensor.type)},
                            {"shape", tensor.shape},
                            {"size", tensor.bytes.size()}});
        if (!m_channel.write(toLine({{"tensors", list}}))) return false;
        for (const base::Tensor& tensor : *outputs)
            if (!m_channel.write(tensor.bytes)) return false;
        return true;
    }

    WorkerChannel& m_channel;
    std::optional<Session> m_session;
};

}  // namespace

int sessionWorkerMain(const std::string& provider) {
    static constexpr int kOtherSideGone = 4;
    chooseLibrary(provider);
    WorkerChannel channel;
    channel.endWithTheOtherSide();
    const auto library = loadLibrary();
    const Json greeting =
        library ? Json{{"path", library->path.string()}, {"version", library->version}, {"api", library->api}}
                : errorToJson(library.error());
    if (!channel.write(toLine(greeting))) return kOtherSideGone;
    Server server(channel);
    for (std::string line; channel.readLine(line);) {
        try {
            if (!server.answer(Json::parse(line))) return kOtherSideGone;
        } catch (const std::exception& error) {
            // The stream is not in step any more.
            static_cast<void>(channel.write(toLine(errorToJson(
                {base::ErrorKind::Engine, "", {"runtime.worker_failed", {{"detail", error.what()}}}}))));
            return kOtherSideGone;
        }
    }
    return 0;
}

}  // namespace pwb::runtime
