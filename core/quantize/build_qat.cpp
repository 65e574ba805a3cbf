// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/build_qat.h"

#include <algorithm>
#include <chrono>

#include "core/base/files.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/constant_folding.h"
#include "core/quantize/engine_file.h"
#include "core/quantize/output_quality.h"
#include "core/quantize/qat_audit.h"
#include "core/quantize/qat_reencode.h"
#include "core/quantize/tensorrt_check.h"
#include "core/quantize/trial_run.h"
#include "core/quantize/verify.h"
#include "core/runtime/environment.h"

namespace pwb::quantize {
namespace {

using base::Result;

constexpr std::int64_t kQdqOpset = 13;
constexpr double kSteps = 4;
constexpr unsigned kDraws = 8;

/// What two ways of computing the same model may differ by. Where a sum lies at the border of two codes,
/// float rounding decides which one it gets, so even the runtime's own fused and literal forms of a file
/// differ; a re-encoded file may differ as much, within kSlackDb, and never need be nearer than kEnoughDb.
constexpr double kSlackDb = 6;
constexpr double kEnoughDb = 40;

std::string text(double db) {
    return std::to_string(static_cast<int>(db));
}

class QatBuilder {
public:
    QatBuilder(const BuildContext& context, const std::filesystem::path& source, std::string_view variant,
               const base::ProgressSink& progress, std::stop_token stop)
        : m_context(context),
          m_source(source),
          m_variant(variant),
          m_progress(progress),
          m_stop(std::move(stop)) {}

    /// The model to write; the facts go into `built`.
    Result<onnx::ModelProto> run(BuiltEngine& built) {
        auto given = model::load(m_source);
        if (!given) return given;
        onnx::ModelProto prepared = *given;
        if (const auto facts = model::prepare(prepared, kQdqOpset); !facts)
            return tl::make_unexpected(facts.error());
        foldConstants(prepared, m_stop);  // exporters compute scales
        const QatAudit audit = auditQat(model::GraphView(prepared));
        if (!audit.hasPairs() && audit.integerOperators + audit.opaque == 0)
            return base::badInput(m_source.string(), "quantize.not_quantized");
        const bool forCpu = m_context.provider == "cpu" && (m_variant.empty() || m_variant == "qat");
        if (!forCpu || !audit.hasPairs()) {
            if (m_variant == schemeId(Int8Scheme::TensorRt))
                if (const auto obeys = obeysTensorRt(prepared, m_source); !obeys)
                    return tl::make_unexpected(obeys.error());
            built.warnings.push_back({"quantize.kept_as_is"});
            return given;
        }
        base::tell(m_progress, 1, kSteps);
        auto reencoded = reencode(std::move(prepared), audit, built);
        if (reencoded || base::isCancelled(reencoded.error())) return reencoded;
        // The file is an engine as it is; what re-encoding stumbled over only costs speed.
        built.warnings.push_back(reencoded.error().message);
        return given;
    }

private:
    Result<onnx::ModelProto> reencode(onnx::ModelProto model, const QatAudit& audit, BuiltEngine& built) {
        if (auto status = learnReferences(); !status) return tl::make_unexpected(status.error());
        const ReencodeFacts facts = reencodeQdq(model);
        base::tell(m_progress, 2, kSteps);

        onnx::ModelProto plain = model;
        int products = 0;
        // Without 8-bit dot products, intermediate sums of integer products saturate.
        if (runtime::detectCpu().fastInt8())
            if (auto status = moveProducts(model, products); !status)
                return tl::make_unexpected(status.error());
        base::tell(m_progress, 3, kSteps);
        auto distance = distanceOf(model);
        if (distance && *distance < m_needed && products > 0) {
            products = 0;
            if (auto status = restoreFloat(plain); !status) return tl::make_unexpected(status.error());
            model = std::move(plain);
            distance = distanceOf(model);
        }
        if (!distance) return tl::make_unexpected(distance.error());
        if (*distance < m_needed)
            return base::engineFailure(m_source.string(), "quantize.qat_unlike",
                                       {{"sqnr", text(*distance)}, {"needed", text(m_needed)}});
        built.warnings.push_back({"quantize.qat_reencoded",
                                  {{"pairs", std::to_string(audit.activations + audit.weights)},
                                   {"weights", std::to_string(facts.weights)},
                                   {"activations", std::to_string(facts.activations)},
                                   {"products", std::to_string(products)}}});
        return model;
    }

    /// What the given file answers to seeded inputs, and how near another form of it has to come.
    base::Status learnReferences() {
        runtime::SessionOptions options;
        auto fused = runtime::Session::create(m_source, options);
        if (!fused) return tl::make_unexpected(fused.error());
        for (unsigned draw = 0; draw < kDraws; ++draw) {
            ReferenceBatch batch;
            batch.inputs = randomInputs(*fused, draw);
            auto outputs = fused->run(batch.inputs, m_stop);
            if (!outputs) return tl::make_unexpected(outputs.error());
            batch.outputs = std::move(*outputs);
            m_references.push_back(std::move(batch));
        }
        options.optimization = runtime::OptimizationLevel::Basic;
        auto literal = runtime::Session::create(m_source, options);
        if (!literal) return tl::make_unexpected(literal.error());
        const auto distance = outputSqnr(*literal, m_references, m_stop);
        if (!distance) return tl::make_unexpected(distance.error());
        m_needed = std::min(*distance, kEnoughDb) - kSlackDb;
        return {};
    }

    Result<double> distanceOf(const onnx::ModelProto& model) const {
        return outputSqnr(model, m_references, m_stop);
    }

    /// Operators that the runtime leaves in float, by name, and Dequantize nodes left on constants, by
    /// output.
    struct LeftFloat {
        std::unordered_set<std::string> nodes, constants;
    };
    Result<LeftFloat> leftFloat(const onnx::ModelProto& model) const {
        const auto optimized = optimizedForm(model, m_context);
        if (!optimized) return tl::make_unexpected(optimized.error());
        LeftFloat left;
        std::unordered_set<std::string> constants;
        for (const auto& tensor : optimized->graph().initializer()) constants.insert(tensor.name());
        for (const auto& node : optimized->graph().node()) {
            const std::string& op = node.op_type();
            const bool product = op == "Conv" || op == "FusedConv" || op == "Gemm" || op == "FusedGemm";
            if (product) left.nodes.insert(node.name());
            if (isDequantize(node) && constants.contains(node.input(0)))
                left.constants.insert(node.output(0));
        }
        return left;
    }

    base::Status moveProducts(onnx::ModelProto& model, int& products) const {
        const auto left = leftFloat(model);
        if (!left) return tl::make_unexpected(left.error());
        products = rewriteAsProducts(model, left->nodes);
        return restoreFloat(model);
    }

    /// Else the runtime dequantises these weights anew in every run.
    base::Status restoreFloat(onnx::ModelProto& model) const {
        const auto left = leftFloat(model);
        if (!left) return tl::make_unexpected(left.error());
        restoreConstants(model, left->constants);
        return {};
    }

    const BuildContext& m_context;
    const std::filesystem::path& m_source;
    std::string_view m_variant;
    const base::ProgressSink& m_progress;
    std::stop_token m_stop;
    std::vector<ReferenceBatch> m_references;
    double m_needed = 0;
};

}  // namespace

Result<BuiltEngine> buildFromQuantized(const BuildContext& context, const std::filesystem::path& quantized,
                                       std::string_view variant, const base::ProgressSink& progress,
                                       std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    if (auto folder = base::ensureWritableFolder(context.outputFolder); !folder)
        return tl::make_unexpected(folder.error());
    BuiltEngine built;
    built.requested = base::Precision::Int8;
    built.file = enginePath(context, base::Precision::Int8, false, variant);
    const auto model = QatBuilder(context, quantized, variant, progress, stop).run(built);
    if (!model) return tl::make_unexpected(model.error());
    if (stop.stop_requested()) return base::cancelled();
    if (auto written = writeEngine(*model, context, start, built); !written)
        return tl::make_unexpected(written.error());
    base::tell(progress, kSteps, kSteps);
    return built;
}

Result<BuiltEngine> buildQat(const BuildContext& context, const std::filesystem::path& qatModel,
                             const base::ProgressSink& progress, std::stop_token stop) {
    return buildFromQuantized(context, qatModel, "qat", progress, stop);
}

}  // namespace pwb::quantize
