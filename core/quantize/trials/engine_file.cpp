// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/trials/engine_file.h"

#include "core/base/try.h"
#include "core/model/io.h"
#include "core/quantize/trials/trial_run.h"
#include "core/quantize/trials/verify.h"

namespace pwb::quantize {

base::Status writeEngine(const onnx::ModelProto& model, const BuildContext& context, BuildStart start,
                         BuiltEngine& built) {
    PWB_CHECK(model::save(model, built.file));
    auto executed = readBackExecuted(built.file, context.provider, context.threads);
    if (!executed) {
        removeEngine(built.file);  // what the runtime cannot open is no engine
        return tl::make_unexpected(executed.error());
    }
    built.executed = std::move(*executed);
    measureFile(start, built);
    return {};
}

void measureFile(BuildStart start, BuiltEngine& built) {
    built.fileBytes = engineBytes(built.file);
    built.buildSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace pwb::quantize
