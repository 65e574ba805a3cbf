#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the table of tensor_resize_test.cpp: what the installed PyTorch makes of generated pictures on a CPU with
AVX2 or AVX-512. The table is of PyTorch 2.15.0, the wheel for x86-64 Linux."""
import numpy as np
import torch
from torch.nn.functional import interpolate

from make_pillow_resize import fnv1a, sample

# Planes, height and width of the source and the target.
CASES = [(3, (61, 97), (26, 41)), (3, (61, 97), (150, 224)), (1, (61, 97), (20, 97)), (1, (61, 97), (61, 150)),
         (5, (97, 61), (120, 33)), (3, (3, 5), (48, 64)), (1, (13, 700), (11, 9)), (3, (61, 97), (61, 97)),
         (2, (1, 1), (5, 7))]
MODES = [("bilinear", True), ("bilinear", False), ("bicubic", True), ("bicubic", False)]


def resized(source, size, mode, antialias, threads):
    torch.set_num_threads(threads)
    return interpolate(torch.from_numpy(source)[None], size=size, mode=mode, align_corners=False,
                       antialias=antialias).numpy()


print(f"// PyTorch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}")
for planes, (height, width), target in CASES:
    levels = np.array([[[sample(x, y, c) for x in range(width)] for y in range(height)] for c in range(planes)],
                      np.uint8)
    floats = levels.astype(np.float32) / np.float32(255)
    rows = []
    for source, threads in ((levels, 2), (floats, 2), (floats, 1)):
        values = [fnv1a(resized(source, target, *mode, threads).tobytes()) for mode in MODES]
        rows.append("{" + ", ".join(f"0x{value:016X}" for value in values) + "}")
    print(f"{{{planes}, {{{height}, {width}}}, {{{target[0]}, {target[1]}}},")
    print(" " + ",\n ".join(rows) + "},")
