// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/trials/verify.h"

#include <unistd.h>

#include <array>
#include <fstream>
#include <string_view>

#include "core/base/try.h"
#include "core/model/io.h"
#include "core/runtime/session.h"

namespace pwb::quantize {
namespace {

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, const std::string& type) {
    return std::find(list.begin(), list.end(), type) != list.end();
}

void count(const onnx::GraphProto& graph, ExecutedOperators& executed) {
    static constexpr std::array<std::string_view, 2> int8Conv = {"QLinearConv", "ConvInteger"};
    static constexpr std::array<std::string_view, 5> floatConv = {"Conv", "FusedConv", "ConvTranspose",
                                                                  "NhwcFusedConv", "NhwcConv"};
    static constexpr std::array<std::string_view, 6> int8MatMul = {
        "QLinearMatMul",         "QGemm",         "MatMulIntegerToFloat",
        "DynamicQuantizeMatMul", "MatMulInteger", "MatMulNBits"};
    static constexpr std::array<std::string_view, 5> floatMatMul = {"MatMul", "Gemm", "FusedMatMul",
                                                                    "FusedGemm", "TransposeMatMul"};
    for (const onnx::NodeProto& node : graph.node()) {
        const std::string& type = node.op_type();
        ++executed.byType[type];
        executed.int8Conv += contains(int8Conv, type);
        executed.floatConv += contains(floatConv, type);
        executed.int8MatMul += contains(int8MatMul, type);
        executed.floatMatMul += contains(floatMatMul, type);
        executed.conversions += type == "QuantizeLinear" || type == "DequantizeLinear";
        executed.int8Other +=
            type.starts_with("QLinear") && !contains(int8Conv, type) && !contains(int8MatMul, type);
        for (const onnx::AttributeProto& attribute : node.attribute()) {
            if (attribute.has_g()) count(attribute.g(), executed);
            for (const onnx::GraphProto& body : attribute.graphs()) count(body, executed);
        }
    }
}

/// Has the runtime write its optimised graph while it makes a session of `model` (a path or bytes).
template <class Model>
base::Result<onnx::ModelProto> dumpOptimized(const Model& model, const std::filesystem::path& engine,
                                             const std::string& provider, int threads) {
    // Hidden beside the engine: it goes away below, and a killed run leaves nothing that looks like an
    // engine.
    const std::filesystem::path dump =
        engine.parent_path() /
        ("." + engine.stem().string() + "." + std::to_string(::getpid()) + ".optimized.part");
    runtime::SessionOptions options;
    options.provider = provider;
    options.threads = threads;
    options.optimizedModelPath = dump;
    const auto session = runtime::Session::create(model, options);
    onnx::ModelProto optimized;
    std::ifstream in(dump, std::ios::binary);
    const bool parsed = session && optimized.ParseFromIstream(&in);
    in.close();
    std::error_code ignored;
    std::filesystem::remove(dump, ignored);
    if (!session) return tl::make_unexpected(session.error());
    if (!parsed) return base::engineFailure(engine.string(), "quantize.read_back_failed");
    return optimized;
}

}  // namespace

base::Result<std::optional<ExecutedOperators>> readBackExecuted(const std::filesystem::path& engine,
                                                                const std::string& provider, int threads) {
    if (provider == "openvino") {  // what it takes of the graph is compiled and not written
        runtime::SessionOptions options;
        options.provider = provider;
        options.threads = threads;
        PWB_CHECK(runtime::Session::create(engine, options));
        return std::nullopt;
    }
    PWB_TRY(const auto optimized, dumpOptimized(engine, engine, provider, threads));
    std::optional<ExecutedOperators> executed(std::in_place);
    count(optimized.graph(), *executed);
    return executed;
}

base::Result<onnx::ModelProto> optimizedForm(const onnx::ModelProto& model, const BuildContext& context) {
    const std::string bytes = model.SerializeAsString();
    return dumpOptimized(std::string_view(bytes),
                         context.outputFolder / (context.model.stem().string() + ".trial"),
                         context.provider == "openvino" ? "cpu" : context.provider, context.threads);
}

}  // namespace pwb::quantize
