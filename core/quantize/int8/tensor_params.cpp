// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/tensor_params.h"

#include <algorithm>

namespace pwb::quantize {
namespace {

Range boundedRange(const Int8Plan& plan, const TensorRanges& ranges, const std::string& tensor) {
    Range range = ranges.at(tensor);
    if (const auto bounds = plan.bounded.find(tensor); bounds != plan.bounded.end()) {
        range.lo = std::max(range.lo, bounds->second.lo);
        range.hi = std::min(range.hi, bounds->second.hi);
    }
    return range;
}

QuantParams paramsOf(const Int8Plan& plan, const std::string& tensor, Range range) {
    const bool tensorRt = plan.scheme == Int8Scheme::TensorRt;
    return tensorRt || plan.symmetric.contains(tensor) ? symmetricParamsFor(range, tensorRt)
                                                       : paramsFor(range);
}

QuantParams rescaledParams(const Int8Plan& plan, const TensorParams& params, const std::string& tensor) {
    const Rescaled& rescaled = plan.rescaled.at(tensor);
    const std::string& source = plan.source(rescaled.from);
    const QuantParams from =
        plan.rescaled.contains(source) ? rescaledParams(plan, params, source) : params.at(source);
    return {from.scale * rescaled.factor, from.zeroPoint, from.isSigned};
}

}  // namespace

TensorRanges estimateRanges(const std::unordered_map<std::string, TensorStatistics>& statistics,
                            Calibrator calibrator, double percentile) {
    TensorRanges ranges;
    for (const auto& [tensor, known] : statistics)
        ranges[tensor] = estimateRange(known, calibrator, percentile);
    return ranges;
}

TensorParams chooseParams(const Int8Plan& plan, const TensorRanges& ranges) {
    TensorParams params;
    for (const auto& [tensor, fixed] : plan.fixed) params[tensor] = fixed;
    for (const std::string& tensor : plan.tensors)
        if (!plan.sameAs.contains(tensor) && !plan.fixed.contains(tensor))
            params[tensor] = paramsOf(plan, tensor, boundedRange(plan, ranges, tensor));
    for (const std::vector<std::string>& group : plan.unified) {
        Range all;
        for (const std::string& tensor : group) {
            const Range range = boundedRange(plan, ranges, tensor);
            all = {std::min(all.lo, range.lo), std::max(all.hi, range.hi)};
        }
        for (const std::string& tensor : group) params[tensor] = paramsOf(plan, tensor, all);
    }
    for (const auto& [tensor, from] : plan.rescaled) params[tensor] = rescaledParams(plan, params, tensor);
    return params;
}

}  // namespace pwb::quantize
