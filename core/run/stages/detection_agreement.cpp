// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/detection_agreement.h"

#include <algorithm>

namespace pwb::run {
namespace {

constexpr float kConfident = 0.25F;  ///< the confidence at which detectors are commonly used
/// What a confident detection may be matched with; lower, so that crossing a threshold is no jump.
constexpr double kMatched = 0.1;
constexpr double kSameObject = 0.5;  ///< IoU

/// What of the confident ones in `found` is in `other` as well.
void addFound(const evaluate::Detections& found, const evaluate::Detections& other,
              quantize::Agreement& agreement) {
    for (const evaluate::Detection& one : found) {
        if (one.confidence < kConfident) continue;
        double best = 0;
        for (const evaluate::Detection& match : other) {
            if (match.label != one.label) continue;
            const double iou = evaluate::overlap(one.box(), match.box());
            const auto [least, most] = std::minmax(one.confidence, match.confidence);
            if (iou >= kSameObject) best = std::max(best, iou * static_cast<double>(least / most));
        }
        agreement.sum += best * one.confidence;
        agreement.weight += one.confidence;
    }
}

std::optional<evaluate::Decoder> decoderFor(const RunInputs& inputs, int width, int height) {
    evaluate::DecodeOptions options = inputs.decoder->options();
    options.kind = inputs.decoder->kind();
    options.confidence = std::max(options.confidence, kMatched);
    auto decoder = evaluate::Decoder::create(inputs.model, width, height, options);
    return decoder ? std::optional(std::move(*decoder)) : std::nullopt;
}

}  // namespace

quantize::AgreementMeasure detectionAgreement(const RunInputs& inputs) {
    if (!inputs.decoder) return {};
    const dataset::Placement whole{inputs.preprocess.width, inputs.preprocess.height};
    if (whole.width <= 0 || whole.height <= 0) return {};
    const auto decoder = decoderFor(inputs, whole.width, whole.height);
    if (!decoder) return {};
    return [decoder = *decoder, whole](const std::vector<base::Tensor>& fp32,
                                       const std::vector<base::Tensor>& other) {
        quantize::Agreement agreement;
        if (fp32.empty() || fp32.front().shape.empty()) return agreement;
        const std::vector<dataset::Placement> placements(static_cast<std::size_t>(fp32.front().shape.front()),
                                                         whole);
        const auto wanted = decoder.decode(fp32, placements), given = decoder.decode(other, placements);
        if (!wanted || !given) return agreement;
        for (std::size_t i = 0; i < wanted->size(); ++i) {
            addFound((*wanted)[i], (*given)[i], agreement);
            addFound((*given)[i], (*wanted)[i], agreement);
        }
        return agreement;
    };
}

}  // namespace pwb::run
