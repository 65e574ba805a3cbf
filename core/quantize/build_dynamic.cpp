// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/quantize/build.h"
#include "core/quantize/dynamic_int8.h"
#include "core/quantize/engine_file.h"
#include "core/quantize/load_prepared.h"
#include "core/runtime/environment.h"

namespace pwb::quantize {

base::Result<BuiltEngine> buildDynamicInt8(const BuildContext& context, const base::ProgressSink& progress,
                                           std::stop_token stop) {
    constexpr std::int64_t kOpset = 11;  // DynamicQuantizeLinear
    constexpr double kSteps = 3;
    const auto start = std::chrono::steady_clock::now();
    auto model = loadPrepared(context.model, kOpset, stop);
    if (!model) return tl::make_unexpected(model.error());
    base::tell(progress, 1, kSteps);

    const int rewritten = quantizeDynamically(*model, !runtime::detectCpu().fastInt8());
    if (rewritten == 0) return base::engineFailure(context.model.string(), "quantize.dynamic_nothing");
    if (auto folder = base::ensureWritableFolder(context.outputFolder); !folder)
        return tl::make_unexpected(folder.error());
    BuiltEngine built;
    built.requested = base::Precision::Int8;
    built.file = enginePath(context, base::Precision::Int8, false, "dynamic");
    base::tell(progress, 2, kSteps);
    if (auto written = writeEngine(*model, context, start, built); !written)
        return tl::make_unexpected(written.error());
    if (built.executed && built.executed->int8MatMul < rewritten)
        built.warnings.push_back({"quantize.matmul_left_float",
                                  {{"planned", std::to_string(rewritten)},
                                   {"executed", std::to_string(built.executed->int8MatMul)}}});
    base::tell(progress, kSteps, kSteps);
    return built;
}

}  // namespace pwb::quantize
