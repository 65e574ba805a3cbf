// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/session.h"

#include <optional>

#include "core/runtime/library.h"
#include "core/runtime/ort.h"

namespace pwb::runtime {
namespace {

GraphOptimizationLevel ortLevel(OptimizationLevel level) {
    switch (level) {
        case OptimizationLevel::None:
            return ORT_DISABLE_ALL;
        case OptimizationLevel::Basic:
            return ORT_ENABLE_BASIC;
        case OptimizationLevel::Extended:
            return ORT_ENABLE_EXTENDED;
        case OptimizationLevel::All:
            return ORT_ENABLE_ALL;
    }
    return ORT_ENABLE_ALL;
}

/// The CPU provider is always there; a further one is appended here.
base::Status appendProvider(Ort::SessionOptions&, const std::string& provider) {
    if (provider == "cpu") return {};
    return base::engineFailure("", "runtime.provider_missing", {{"provider", provider}});
}

Ort::SessionOptions ortOptions(const SessionOptions& options) {
    Ort::SessionOptions made;
    made.SetIntraOpNumThreads(options.threads);
    made.SetInterOpNumThreads(1);
    made.SetExecutionMode(ORT_SEQUENTIAL);
    made.SetGraphOptimizationLevel(ortLevel(options.optimization));
    if (!options.optimizedModelPath.empty())
        made.SetOptimizedModelFilePath(options.optimizedModelPath.c_str());
    if (!options.profilePrefix.empty()) made.EnableProfiling(options.profilePrefix.c_str());
    return made;
}

ValueSpec specOf(const char* name, const Ort::TypeInfo& info) {
    ValueSpec spec{name, base::ElementType::Undefined, {}};
    if (info.GetONNXType() != ONNX_TYPE_TENSOR) return spec;
    const auto tensor = info.GetTensorTypeAndShapeInfo();
    spec.type = static_cast<base::ElementType>(tensor.GetElementType());
    spec.shape = tensor.GetShape();
    return spec;
}

void describe(Session::Implementation& made) {
    Ort::AllocatorWithDefaultOptions allocator;
    const Ort::Session& session = made.session;
    for (std::size_t i = 0; i < session.GetInputCount(); ++i)
        made.inputs.push_back(
            specOf(session.GetInputNameAllocated(i, allocator).get(), session.GetInputTypeInfo(i)));
    for (std::size_t i = 0; i < session.GetOutputCount(); ++i)
        made.outputs.push_back(
            specOf(session.GetOutputNameAllocated(i, allocator).get(), session.GetOutputTypeInfo(i)));
    for (const ValueSpec& spec : made.inputs) made.inputNames.push_back(spec.name.c_str());
    for (const ValueSpec& spec : made.outputs) made.outputNames.push_back(spec.name.c_str());
}

/// `open` makes the Ort::Session from ready options.
template <class Open>
base::Result<std::unique_ptr<Session::Implementation>> open(const std::string& file,
                                                            const SessionOptions& options,
                                                            const Open& openSession) {
    if (auto library = loadLibrary(); !library) return tl::make_unexpected(library.error());
    try {
        Ort::SessionOptions made = ortOptions(options);
        if (auto status = appendProvider(made, options.provider); !status)
            return tl::make_unexpected(status.error());
        auto implementation = std::make_unique<Session::Implementation>();
        implementation->session = openSession(made);
        describe(*implementation);
        return implementation;
    } catch (const std::exception& error) {
        return base::engineFailure(file, "runtime.session_failed", {{"detail", error.what()}});
    }
}

base::Result<std::vector<Ort::Value>> runToValues(Session::Implementation& made,
                                                  std::span<const base::Tensor> inputs,
                                                  const std::stop_token& stop) {
    if (stop.stop_requested()) return base::cancelled();
    if (auto status = checkInputs(made, inputs); !status) return tl::make_unexpected(status.error());
    try {
        std::vector<Ort::Value> values;
        for (const base::Tensor& tensor : inputs) values.push_back(viewOf(tensor));
        Ort::RunOptions options;
        const std::stop_callback terminate(stop, [&options] { options.SetTerminate(); });
        return made.session.Run(options, made.inputNames.data(), values.data(), values.size(),
                                made.outputNames.data(), made.outputNames.size());
    } catch (const std::exception& error) {
        if (stop.stop_requested()) return base::cancelled();
        return base::engineFailure("", "runtime.run_failed", {{"detail", error.what()}});
    }
}

}  // namespace

Ort::Value viewOf(const base::Tensor& tensor) {
    static const Ort::MemoryInfo memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    // The API takes inputs as mutable memory but does not write to them.
    return Ort::Value::CreateTensor(memory, const_cast<std::byte*>(tensor.bytes.data()), tensor.bytes.size(),
                                    tensor.shape.data(), tensor.shape.size(),
                                    static_cast<ONNXTensorElementDataType>(tensor.type));
}

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
    auto made = open(model.string(), options, [&](const Ort::SessionOptions& ready) {
        return Ort::Session(environment(), model.c_str(), ready);
    });
    if (!made) return tl::make_unexpected(made.error());
    return Session(std::move(*made));
}

base::Result<Session> Session::create(std::string_view modelBytes, const SessionOptions& options) {
    auto made = open("", options, [&](const Ort::SessionOptions& ready) {
        return Ort::Session(environment(), modelBytes.data(), modelBytes.size(), ready);
    });
    if (!made) return tl::make_unexpected(made.error());
    return Session(std::move(*made));
}

const std::vector<ValueSpec>& Session::inputs() const {
    return m_implementation->inputs;
}
const std::vector<ValueSpec>& Session::outputs() const {
    return m_implementation->outputs;
}

base::Status Session::run(std::span<const base::Tensor> inputs,
                          const std::function<void(const OutputView&)>& visit, std::stop_token stop) {
    auto values = runToValues(*m_implementation, inputs, stop);
    if (!values) return tl::make_unexpected(values.error());
    for (std::size_t i = 0; i < values->size(); ++i) {
        const Ort::Value& value = (*values)[i];
        base::ElementType type = base::ElementType::Undefined;
        std::vector<std::int64_t> shape;
        if (value.HasValue() && value.IsTensor()) {
            const auto info = value.GetTensorTypeAndShapeInfo();
            type = static_cast<base::ElementType>(info.GetElementType());
            shape = info.GetShape();
        }
        if (base::elementSize(type) == 0)
            return base::engineFailure("", "runtime.not_numeric",
                                       {{"name", m_implementation->outputs[i].name}});
        std::size_t size = base::elementSize(type);
        for (const std::int64_t extent : shape) size *= static_cast<std::size_t>(extent);
        visit({i, type, shape, {static_cast<const std::byte*>(value.GetTensorRawData()), size}});
    }
    return {};
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
