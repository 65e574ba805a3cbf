// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantize/graph/qdq_nodes.h"

namespace pwb::quantize {

/// What a model from quantisation-aware training holds, before anything is changed.
struct QatAudit {
    int activations = 0;        ///< Quantize nodes on activations
    int weights = 0;            ///< constants behind a Quantize or a Dequantize
    int signedActivations = 0;  ///< of the activations, those in signed codes
    int perChannelActivations = 0;
    int forks = 0;  ///< activations that are read both through Quantize and otherwise, or by several of them
    int opaque =
        0;  ///< Quantize and Dequantize nodes whose parameters are computed, or codes not 8 bits wide
    int integerOperators = 0;  ///< QLinear… and …Integer operators: codes without pairs

    [[nodiscard]] bool hasPairs() const { return activations + weights > 0; }
};

[[nodiscard]] QatAudit auditQat(const model::GraphView& view);

/// Whether a tensor carries no value below 0: it comes from Relu, Sigmoid or a Clip from 0, also through
/// operators that only move or select values.
[[nodiscard]] bool isNonNegative(const model::GraphView& view, const std::string& tensor);

}  // namespace pwb::quantize
