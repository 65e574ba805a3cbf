// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>

#include "core/base/files.h"
#include "core/model/io.h"
#include "core/quantize/build.h"
#include "core/quantize/float_form.h"
#include "core/quantize/fp16.h"
#include "core/quantize/trial_run.h"
#include "core/quantize/widen.h"

namespace pwb::quantize {
namespace {

base::Status writeAndOpen(const onnx::ModelProto& model, const BuildContext& context,
                          const std::filesystem::path& file) {
    if (auto saved = model::save(model, file); !saved) return saved;
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
    const auto model = loadFloatForm(context.model, std::move(stop));
    if (!model) return tl::make_unexpected(model.error());
    built.warnings.push_back({*model ? "quantize.fp32_without_pairs" : "quantize.fp32_is_quantized"});
    if (!*model) return copyEngine(context, built.file);
    if (auto folder = base::ensureWritableFolder(context.outputFolder); !folder) return folder;
    return writeAndOpen(**model, context, built.file);
}

/// FP32 with the weights of a half-precision model.
base::Status writeWidened(const BuildContext& context, BuiltEngine& built) {
    auto model = model::loadLazily(context.model);
    if (!model) return tl::make_unexpected(model.error());
    widenToFp32(*model);
    built.warnings.push_back({"quantize.fp32_widened"});
    if (auto folder = base::ensureWritableFolder(context.outputFolder); !folder) return folder;
    return writeAndOpen(*model, context, built.file);
}

}  // namespace

base::Result<BuiltEngine> buildFp32(const BuildContext& context, const base::ProgressSink& progress,
                                    std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    if (stop.stop_requested()) return base::cancelled();
    BuiltEngine built;
    built.file = enginePath(context, base::Precision::Fp32, false);
    const auto quantized = model::loadGraph(context.model).map(isQuantizedModel);
    if (!quantized) return tl::make_unexpected(quantized.error());
    const auto half = model::loadGraph(context.model).map(isHalfModel);
    const base::Status written = *quantized             ? writeFloatForm(context, built, stop)
                                 : half.value_or(false) ? writeWidened(context, built)
                                                        : copyEngine(context, built.file);
    if (!written) return tl::make_unexpected(written.error());
    built.fileBytes = engineBytes(built.file);
    built.buildSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    base::tell(progress, 1, 1);
    return built;
}

}  // namespace pwb::quantize
