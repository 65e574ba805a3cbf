// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/model/graph.h"

namespace pwb::quantize {

/// The end of a detector, behind its last learned layers: arithmetic with anchors, grids and strides that
/// turns what these give into boxes and scores. All lists hold node names.
struct BoxDecode {
    std::vector<std::string> nodes;       ///< all of it, what only moves data too
    std::vector<std::string> arithmetic;  ///< those that have an integer form and change values
    std::vector<std::string> heads;       ///< the learned layers whose results it reads

    [[nodiscard]] bool empty() const { return nodes.empty(); }
};

/// Found by structure alone. Behind the last convolutions and matrix products there are nothing but
/// elementwise operators and such that move data, they take values apart or put them together (Slice, Split,
/// Gather, Concat), and they compute coordinates: with constants of more than one element, with two results
/// at once, or with Exp, Pow, Softplus or the expected value of a Softmax (a product of fixed weights and one
/// column, as distribution focal loss needs). A classifier's end has none of that: there it is empty.
[[nodiscard]] BoxDecode findBoxDecode(const model::GraphView& view);

}  // namespace pwb::quantize
