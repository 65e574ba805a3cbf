// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/build_qat.h"

#include <algorithm>
#include <chrono>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/build.h"
#include "core/quantize/graph/qat_audit.h"
#include "core/quantize/int8/output_quality.h"
#include "core/quantize/int8/tensorrt_check.h"
#include "core/quantize/prepare/constant_folding.h"
#include "core/quantize/qat/qat_reencode.h"
#include "core/quantize/trials/engine_file.h"
#include "core/quantize/trials/trial_run.h"
#include "core/quantize/trials/verify.h"
#include "core/runtime/environment.h"

namespace pwb::quantize {
namespace {

using base::Result;

constexpr std::int64_t kQdqOpset = 13;
constexpr double kQatSteps = 4;
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
    QatBuilder(const BuildContext& context, const std::filesystem::path& source, base::Variant variant,
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
        PWB_CHECK(model::prepare(prepared, kQdqOpset));
        foldConstants(prepared, m_stop);  // exporters compute scales
        const QatAudit audit = auditQat(model::GraphView(prepared));
        if (!audit.hasPairs() && audit.integerOperators + audit.opaque == 0)
            return base::badInput(m_source.string(), "quantize.not_quantized");
        const bool forCpu = m_context.provider == "cpu" &&
                            (m_variant == base::Variant::None || m_variant == base::Variant::Qat);
        if (!forCpu || !audit.hasPairs()) {
            if (m_variant == base::Variant::ForTensorRt) PWB_CHECK(obeysTensorRt(prepared, m_source));
            built.warnings.push_back({"quantize.kept_as_is"});
            return given;
        }
        base::tell(m_progress, 1, kQatSteps);
        auto reencoded = reencode(std::move(prepared), audit, built);
        if (reencoded || base::isCancelled(reencoded.error())) return reencoded;
        // The file is an engine as it is; what re-encoding stumbled over only costs speed.
        built.warnings.push_back(reencoded.error().message);
        return given;
    }

private:
    Result<onnx::ModelProto> reencode(onnx::ModelProto model, const QatAudit& audit, BuiltEngine& built) {
        PWB_CHECK(learnReferences());
        const ReencodeFacts facts = reencodeQdq(model);
        base::tell(m_progress, 2, kQatSteps);

        onnx::ModelProto plain = model;
        int products = 0;
        // Without 8-bit dot products, intermediate sums of integer products saturate.
        if (runtime::detectCpu().fastInt8()) PWB_CHECK(moveProducts(model, products));
        base::tell(m_progress, 3, kQatSteps);
        auto distance = distanceOf(model);
        if (distance && *distance < m_needed && products > 0) {
            products = 0;
            PWB_CHECK(restoreFloat(plain));
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
        PWB_TRY(auto fused, runtime::Session::create(m_source, options));
        for (unsigned draw = 0; draw < kDraws; ++draw) {
            ReferenceBatch batch;
            batch.inputs = randomInputs(fused, draw);
            PWB_TRY(auto outputs, fused.run(batch.inputs, m_stop));
            batch.outputs = std::move(outputs);
            m_references.push_back(std::move(batch));
        }
        options.optimization = runtime::OptimizationLevel::Basic;
        PWB_TRY(auto literal, runtime::Session::create(m_source, options));
        PWB_TRY(const auto distance, outputSqnr(literal, m_references, m_stop));
        m_needed = std::min(distance, kEnoughDb) - kSlackDb;
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
        PWB_TRY(const auto optimized, optimizedForm(model, m_context));
        LeftFloat left;
        std::unordered_set<std::string> constants;
        for (const auto& tensor : optimized.graph().initializer()) constants.insert(tensor.name());
        for (const auto& node : optimized.graph().node()) {
            const std::string& op = node.op_type();
            const bool product = op == "Conv" || op == "FusedConv" || op == "Gemm" || op == "FusedGemm";
            if (product) left.nodes.insert(node.name());
            if (isDequantize(node) && constants.contains(node.input(0)))
                left.constants.insert(node.output(0));
        }
        return left;
    }

    base::Status moveProducts(onnx::ModelProto& model, int& products) const {
        PWB_TRY(const auto left, leftFloat(model));
        products = rewriteAsProducts(model, left.nodes);
        return restoreFloat(model);
    }

    /// Else the runtime dequantises these weights anew in every run.
    base::Status restoreFloat(onnx::ModelProto& model) const {
        PWB_TRY(const auto left, leftFloat(model));
        restoreConstants(model, left.constants);
        return {};
    }

    const BuildContext& m_context;
    const std::filesystem::path& m_source;
    base::Variant m_variant;
    const base::ProgressSink& m_progress;
    std::stop_token m_stop;
    std::vector<ReferenceBatch> m_references;
    double m_needed = 0;
};

}  // namespace

Result<BuiltEngine> buildFromQuantized(const BuildContext& context, const std::filesystem::path& quantized,
                                       base::Variant variant, const base::ProgressSink& progress,
                                       std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    PWB_CHECK(base::ensureWritableFolder(context.outputFolder));
    BuiltEngine built;
    built.requested = base::Precision::Int8;
    built.file = enginePath(context, base::Precision::Int8, false, variant);
    PWB_TRY(const auto model, QatBuilder(context, quantized, variant, progress, stop).run(built));
    if (stop.stop_requested()) return base::cancelled();
    PWB_CHECK(writeEngine(model, context, start, built));
    base::tell(progress, kQatSteps, kQatSteps);
    return built;
}

Result<BuiltEngine> buildQat(const BuildContext& context, const std::filesystem::path& qatModel,
                             const base::ProgressSink& progress, std::stop_token stop) {
    return buildFromQuantized(context, qatModel, base::Variant::Qat, progress, stop);
}

}  // namespace pwb::quantize
