// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/model/io.h"
#include "core/quantize/build.h"
#include "core/quantize/graph/model_kind.h"
#include "core/quantize/prepare/float_form.h"
#include "core/quantize/prepare/widen.h"
#include "core/quantize/trials/trial_run.h"

namespace pwb::quantize {
namespace {

base::Status writeAndOpen(const onnx::ModelProto& model, const BuildContext& context,
                          const std::filesystem::path& file) {
    PWB_CHECK(model::save(model, file));
    runtime::SessionOptions options;
    options.provider = context.provider;
    options.threads = context.threads;
    if (auto session = runtime::Session::create(file, options); !session) {
        removeEngine(file);
        return tl::make_unexpected(session.error());
    }
    return {};
}

/// The float network of a model that is quantised already, or the file itself where it has none.
base::Status writeFloatForm(const BuildContext& context, BuiltEngine& built, std::stop_token stop) {
    PWB_TRY(const auto model, loadFloatForm(context.model, std::move(stop)));
    built.warnings.push_back({model ? "quantize.fp32_without_pairs" : "quantize.fp32_is_quantized"});
    if (!model) return copyEngine(context, built.file);
    PWB_CHECK(base::ensureWritableFolder(context.outputFolder));
    return writeAndOpen(*model, context, built.file);
}

/// FP32 with the weights of a half-precision model.
base::Status writeWidened(const BuildContext& context, BuiltEngine& built) {
    PWB_TRY(auto model, model::loadLazily(context.model));
    widenToFp32(model);
    built.warnings.push_back({"quantize.fp32_widened"});
    PWB_CHECK(base::ensureWritableFolder(context.outputFolder));
    return writeAndOpen(model, context, built.file);
}

}  // namespace

base::Result<BuiltEngine> buildFp32(const BuildContext& context, const base::ProgressSink& progress,
                                    std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    if (stop.stop_requested()) return base::cancelled();
    BuiltEngine built;
    built.file = enginePath(context, base::Precision::Fp32, false);
    PWB_TRY(const auto quantized, model::loadGraph(context.model).map(isQuantizedModel));
    const auto half = model::loadGraph(context.model).map(isHalfModel);
    const base::Status written = quantized              ? writeFloatForm(context, built, stop)
                                 : half.value_or(false) ? writeWidened(context, built)
                                                        : copyEngine(context, built.file);
    if (!written) return tl::make_unexpected(written.error());
    built.fileBytes = engineBytes(built.file);
    built.buildSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    base::tell(progress, 1, 1);
    return built;
}

}  // namespace pwb::quantize
