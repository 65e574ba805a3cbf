// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/words.h"
#include "tests/core/evaluate/decoder_support.h"

namespace pwb::tests {

inline evaluate::Decoder make(const model::ModelInfo& info, evaluate::DecodeOptions options, int width,
                              int height) {
    auto decoder = evaluate::Decoder::create(info, width, height, options);
    EXPECT_TRUE(decoder) << base::Words::of("en").text(decoder.error());
    return *decoder;
}

inline evaluate::Decoder make(const model::ModelInfo& info, evaluate::DetectorKind kind, int width = 64,
                              int height = 64) {
    evaluate::DecodeOptions options;
    options.kind = kind;
    options.confidence = 0.1;
    return make(info, options, width, height);
}

inline std::vector<evaluate::Detections> decode(const evaluate::Decoder& decoder,
                                                const std::vector<base::Tensor>& outputs,
                                                const std::vector<dataset::Placement>& placements,
                                                std::int64_t* nonFinite = nullptr) {
    auto found = decoder.decode(outputs, placements, nonFinite);
    EXPECT_TRUE(found) << base::Words::of("en").text(found.error());
    return found ? *found : std::vector<evaluate::Detections>(placements.size());
}

/// [1, anchors, channels] turned into [1, channels, anchors].
inline base::Tensor turned(const base::Tensor& rows) {
    const auto anchors = static_cast<std::size_t>(rows.shape[1]),
               channels = static_cast<std::size_t>(rows.shape[2]);
    base::Tensor out = base::Tensor::make(rows.type, {1, rows.shape[2], rows.shape[1]});
    for (std::size_t i = 0; i < anchors; ++i)
        for (std::size_t c = 0; c < channels; ++c)
            out.as<float>()[c * anchors + i] = rows.as<float>()[i * channels + c];
    return out;
}

/// Seven anchors of a YOLOv8 with two classes: a pair that overlaps by 4/6, one more of another class, a weak
/// one and one with both classes.
inline const std::vector<float> kRows = {
    20, 20, 10, 10, 0.9F,  0,      //
    22, 20, 10, 10, 0.8F,  0,      //
    22, 20, 10, 10, 0,     0.7F,   //
    50, 50, 8,  4,  0.05F, 0,      //
    40, 10, 6,  6,  0.3F,  0.6F,   //
    10, 50, 4,  4,  0.2F,  0,      //
    0,  60, 6,  2,  0,     0.15F,  // reaches over the left edge
};

}  // namespace pwb::tests
