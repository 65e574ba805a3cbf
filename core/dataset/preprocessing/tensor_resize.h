// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace pwb::dataset {

enum class TensorFilter { Bilinear, Bicubic };

struct TensorSides {
    int height, width;
};

struct TensorResizing {
    TensorFilter filter = TensorFilter::Bilinear;
    /// Average over all that a target value covers when shrinking. As in PyTorch, bicubic has a = −0.5 with
    /// it and a = −0.75 without.
    bool antialias = true;
    /// What PyTorch gives with one thread, as in the workers of a DataLoader. Only floats, bilinear without
    /// antialias and three planes differ by it, in the last bits.
    bool oneThread = false;
    bool portable = false;  ///< without SIMD, whatever the processor; the same bits
};

/// What torch.nn.functional.interpolate(x, size=…, mode=…, align_corners=False, antialias=…) gives for one
/// image on a CPU, and so does torchvision's resize of tensors. `source` is [planes, from.height,
/// from.width], `target` [planes, to.height, to.width], without gaps; they must not overlap. Preconditions:
/// at least one plane, all sides at least 1. Throws nothing but std::bad_alloc.
///
/// The bits are those of PyTorch 2.15's wheels where they run their AVX2 or AVX-512 code, whose compiler
/// fused some products and sums and not others; here they are the same on every processor. PyTorch without
/// these instructions, or built otherwise, gives last bits of its own. A target of one column comes out as
/// the formula says, although PyTorch gives all its rows the weights of the first one there (antialiased, or
/// bytes of more than four planes).
///
/// Formulas: PyTorch's documentation of interpolate and the arithmetic of ATen/native/cpu/UpSampleKernel.cpp.
void tensorResize(const float* source, int planes, TensorSides from, const TensorResizing& resizing,
                  float* target, TensorSides to);

/// The same of bytes, which PyTorch from 2.1 on resizes as whole numbers with weights of 16 bits, first
/// across and then down, and rounds to a byte after each; the same bytes on every processor.
///
/// torchvision asks for this in transforms.v2 alone: for bicubic always, for bilinear only where PyTorch
/// calls its instructions "AVX2", which it does not on a processor with AVX-512. Otherwise, and in its first
/// transforms, it resizes floats, clips them to 0…255 after bicubic and rounds them half to even.
void tensorResize(const std::uint8_t* source, int planes, TensorSides from, const TensorResizing& resizing,
                  std::uint8_t* target, TensorSides to);

}  // namespace pwb::dataset
