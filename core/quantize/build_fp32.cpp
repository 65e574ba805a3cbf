// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>

#include "core/quantize/build.h"
#include "core/quantize/trial_run.h"

namespace pwb::quantize {

base::Result<BuiltEngine> buildFp32(const BuildContext& context, const base::ProgressSink& progress,
                                    std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    if (stop.stop_requested()) return base::cancelled();
    BuiltEngine built;
    built.file = enginePath(context, base::Precision::Fp32, false);
    if (auto copied = copyEngine(context, built.file); !copied) return tl::make_unexpected(copied.error());
    built.fileBytes = engineBytes(built.file);
    built.buildSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    base::tell(progress, 1, 1);
    return built;
}

}  // namespace pwb::quantize
