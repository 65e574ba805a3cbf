// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/try.h"
#include "core/quantize/build.h"
#include "core/quantize/int8/dynamic_int8.h"
#include "core/quantize/prepare/load_prepared.h"
#include "core/quantize/trials/engine_file.h"
#include "core/runtime/environment.h"

namespace pwb::quantize {

base::Result<BuiltEngine> buildDynamicInt8(const BuildContext& context, const base::ProgressSink& progress,
                                           std::stop_token stop) {
    constexpr std::int64_t kOpset = 11;  // DynamicQuantizeLinear
    constexpr double kSteps = 3;
    const auto start = std::chrono::steady_clock::now();
    PWB_TRY(auto model, loadPrepared(context.model, kOpset, stop));
    base::tell(progress, 1, kSteps);

    const int rewritten = quantizeDynamically(model, !runtime::detectCpu().fastInt8());
    if (rewritten == 0) return base::engineFailure(context.model.string(), "quantize.dynamic_nothing");
    PWB_CHECK(base::ensureWritableFolder(context.outputFolder));
    BuiltEngine built;
    built.requested = base::Precision::Int8;
    built.file = enginePath(context, base::Precision::Int8, false, base::Variant::Dynamic);
    base::tell(progress, 2, kSteps);
    PWB_CHECK(writeEngine(model, context, start, built));
    if (built.executed && built.executed->int8MatMul < rewritten)
        built.warnings.push_back({"quantize.matmul_left_float",
                                  {{"planned", std::to_string(rewritten)},
                                   {"executed", std::to_string(built.executed->int8MatMul)}}});
    base::tell(progress, kSteps, kSteps);
    return built;
}

}  // namespace pwb::quantize
