// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/prepare/load_prepared.h"

#include "core/base/try.h"
#include "core/model/graph.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/prepare/constant_folding.h"
#include "core/quantize/prepare/widen.h"

namespace pwb::quantize {

base::Result<onnx::ModelProto> loadPrepared(const std::filesystem::path& path, std::int64_t minimumOpset,
                                            std::stop_token stop) {
    auto model = model::load(path);
    if (!model) return model;
    widenToFp32(*model);
    PWB_CHECK(model::prepare(*model, minimumOpset));
    const std::int64_t opset = model::defaultOpset(*model);
    if (opset < minimumOpset)
        return base::engineFailure(path.string(), "quantize.opset_too_old",
                                   {{"opset", std::to_string(opset)}});
    foldConstants(*model, stop);
    if (stop.stop_requested()) return base::cancelled();
    return model;
}

}  // namespace pwb::quantize
