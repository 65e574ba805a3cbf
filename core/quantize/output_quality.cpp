// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/output_quality.h"

#include <algorithm>
#include <cmath>

namespace pwb::quantize {

base::Result<double> outputSqnr(const onnx::ModelProto& model, const std::vector<ReferenceBatch>& references,
                                std::stop_token stop) {
    return outputSqnr(std::string_view(model.SerializeAsString()), references, std::move(stop));
}

base::Result<double> outputSqnr(std::string_view modelBytes, const std::vector<ReferenceBatch>& references,
                                std::stop_token stop) {
    auto session = runtime::Session::create(modelBytes, runtime::SessionOptions{});
    if (!session) return tl::make_unexpected(session.error());
    return outputSqnr(*session, references, stop);
}

base::Result<double> outputSqnr(runtime::Session& session, const std::vector<ReferenceBatch>& references,
                                std::stop_token stop) {
    std::vector<double> signal(session.outputs().size());
    std::vector<double> noise(session.outputs().size());
    for (const ReferenceBatch& reference : references) {
        const auto outputs = session.run(reference.inputs, stop);
        if (!outputs) return tl::make_unexpected(outputs.error());
        for (std::size_t k = 0; k < outputs->size() && k < reference.outputs.size(); ++k) {
            if ((*outputs)[k].type != base::ElementType::Float) continue;
            const std::span<const float> got = outputs->at(k).as<float>();
            const std::span<const float> want = reference.outputs[k].as<float>();
            for (std::size_t i = 0; i < std::min(got.size(), want.size()); ++i) {
                signal[k] += static_cast<double>(want[i]) * want[i];
                noise[k] += (static_cast<double>(want[i]) - got[i]) * (static_cast<double>(want[i]) - got[i]);
            }
        }
    }
    constexpr double kCap = 200;
    double sum = 0;
    int counted = 0;
    for (std::size_t k = 0; k < signal.size(); ++k) {
        if (signal[k] <= 0) continue;
        const double sqnr = noise[k] > 0 ? 10 * std::log10(signal[k] / noise[k]) : kCap;
        sum += std::isfinite(sqnr) ? std::min(sqnr, kCap) : -kCap;  // a NaN output is as bad as can be
        ++counted;
    }
    return counted > 0 ? sum / counted : 0;
}

}  // namespace pwb::quantize
