// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <stop_token>

namespace pwb::quantize {

/// Computes everything in the main graph of a prepared model that depends on constants alone (QAT exports
/// compute weight scales so) in one session of the runtime, and puts initialisers in its place, under the
/// same tensor names. Stay as they are: QuantizeLinear and DequantizeLinear and what follows them (pairs on
/// weights carry meaning), random operators, bodies of If/Loop/Scan, operators of other domains, nodes that
/// make a graph output, results over four times as large as the constants that they come from (and over 64
/// KiB), and what the runtime cannot compute. Returns how many nodes went. Never fails; when stopped it
/// changes nothing.
int foldConstants(onnx::ModelProto& model, std::stop_token stop = {});

}  // namespace pwb::quantize
