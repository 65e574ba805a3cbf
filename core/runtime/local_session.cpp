// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/local_session.h"

#include "core/base/try.h"
#include "core/runtime/library.h"
#include "core/runtime/ort.h"
#include "core/runtime/provider.h"

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

Ort::SessionOptions ortOptions(const SessionOptions& options) {
    Ort::SessionOptions made;
    made.SetIntraOpNumThreads(options.threads);
    made.SetInterOpNumThreads(1);
    made.SetExecutionMode(ORT_SEQUENTIAL);
    made.SetGraphOptimizationLevel(ortLevel(options.optimization));
    if (!options.optimizedModelPath.empty())
        made.SetOptimizedModelFilePath(options.optimizedModelPath.c_str());
    if (!options.profilePrefix.empty()) made.EnableProfiling(options.profilePrefix.c_str());
    if (!options.externalFolder.empty())
        made.AddConfigEntry("session.model_external_initializers_file_folder_path",
                            options.externalFolder.c_str());
    if (!options.packWeights) made.AddConfigEntry("session.disable_prepacking", "1");
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

void describe(LocalSession& made) {
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

/// Opens the model as often as it takes to be sure where it runs.
class Opening {
public:
    Opening(const ModelSource& model, const SessionOptions& wanted) : m_model(model), m_wanted(wanted) {}

    base::Result<Ort::Session> open() {
        if (m_wanted.provider == "cpu") return withProvider([](Ort::SessionOptions&) {});
        try {
            return withProvider(forbidCpuProvider);
        } catch (const Ort::Exception&) {
            // Some node is not for the provider, or none is, or the model cannot be opened at all.
        }
        Placement placement;
        if (auto tried = withProvider([&](Ort::SessionOptions& options) { placement.listen(options); });
            !tried)
            return tried;
        leftToCpu = placement.onCpu();
        if (!placement.anyElsewhere())
            return base::engineFailure(
                m_model.file.string(), "runtime.provider_fell_back",
                {{"provider", m_wanted.provider},
                 {"detail", placement.complaint().empty() ? "" : " (" + placement.complaint() + ")"}});
        return withProvider([](Ort::SessionOptions&) {});  // without a listener, which costs time
    }

    std::vector<std::string> leftToCpu;

private:
    template <class Prepare>
    base::Result<Ort::Session> withProvider(const Prepare& prepare) {
        Ort::SessionOptions options = ortOptions(m_wanted);
        prepare(options);
        PWB_CHECK(appendProvider(options, m_wanted));
        if (m_model.bytes.empty()) return Ort::Session(environment(), m_model.file.c_str(), options);
        return Ort::Session(environment(), m_model.bytes.data(), m_model.bytes.size(), options);
    }

    const ModelSource& m_model;
    const SessionOptions& m_wanted;
};

base::Result<std::vector<Ort::Value>> runToValues(LocalSession& made, std::span<const base::Tensor> inputs,
                                                  const std::stop_token& stop) {
    if (stop.stop_requested()) return base::cancelled();
    PWB_CHECK(checkInputs(made, inputs));
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

base::Status LocalSession::run(std::span<const base::Tensor> given,
                               const std::function<void(const Session::OutputView&)>& visit,
                               const std::stop_token& stop) {
    PWB_TRY(auto values, runToValues(*this, given, stop));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Ort::Value& value = (values)[i];
        base::ElementType type = base::ElementType::Undefined;
        std::vector<std::int64_t> shape;
        if (value.HasValue() && value.IsTensor()) {
            const auto info = value.GetTensorTypeAndShapeInfo();
            type = static_cast<base::ElementType>(info.GetElementType());
            shape = info.GetShape();
        }
        if (base::elementSize(type) == 0)
            return base::engineFailure("", "runtime.not_numeric", {{"name", outputs[i].name}});
        std::size_t size = base::elementSize(type);
        for (const std::int64_t extent : shape) size *= static_cast<std::size_t>(extent);
        visit({i, type, shape, {static_cast<const std::byte*>(value.GetTensorRawData()), size}});
    }
    return {};
}

OpenedSession openLocal(const ModelSource& model, const SessionOptions& options) {
    PWB_CHECK(loadLibrary());
    try {
        Opening opening(model, options);
        PWB_TRY(auto opened, opening.open());
        auto made = std::make_unique<LocalSession>();
        made->session = std::move(opened);
        made->leftToCpu = std::move(opening.leftToCpu);
        describe(*made);
        return made;
    } catch (const std::exception& error) {
        return base::engineFailure(model.file.string(), "runtime.session_failed", {{"detail", error.what()}});
    }
}

}  // namespace pwb::runtime
