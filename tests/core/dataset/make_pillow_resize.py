#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the tables of pillow_resize_test.cpp: what the installed Pillow makes of generated pictures.

The main table is the same with Pillow 11.3.0, 12.2.0, 12.3.0 and 13.0.0; the lines of the pass order are those of
the installed release, so they are made with each of 11.3.0, 12.3.0 and 13.0.0.
"""
import PIL
from PIL import Image

FILTERS = [Image.Resampling.NEAREST, Image.Resampling.BOX, Image.Resampling.BILINEAR,
           Image.Resampling.HAMMING, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS]
# Source, box, target.
CASES = [
    ((97, 61), (0, 0, 97, 61), (41, 26)),
    ((97, 61), (0, 0, 97, 61), (224, 150)),
    ((97, 61), (0, 0, 97, 61), (97, 20)),
    ((97, 61), (0, 0, 97, 61), (30, 61)),
    ((97, 61), (0, 0, 97, 61), (1, 1)),
    ((97, 61), (0, 0, 97, 61), (97, 61)),
    ((97, 61), (10.25, 3.5, 80.75, 59.1), (50, 40)),
    ((97, 61), (20, 10, 60, 40), (40, 30)),
    ((97, 61), (97, 61, 97, 61), (3, 2)),
    ((5, 3), (0, 0, 5, 3), (64, 48)),
    ((1, 1), (0, 0, 1, 1), (7, 5)),
    ((700, 13), (0, 0, 700, 13), (9, 11)),
]
ORDERS = [((9, 950), (7, 300)), ((40, 200), (38, 90))]


def sample(x, y, c):
    """Curves of all levels, and patches of black and white at which filters overshoot."""
    if (x // 5 + y // 7) % 3 == 0:
        return 255 * ((x + y + c) & 1)
    return (3 * x * x + 5 * y * y + 7 * x * y + 61 * c >> 3) & 255


def picture(size, channels):
    data = bytes(sample(x, y, c) for y in range(size[1]) for x in range(size[0]) for c in range(channels))
    return Image.frombytes("RGB" if channels == 3 else "L", size, data)


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def hashes(size, channels, box, target):
    image = picture(size, channels)
    values = [fnv1a(image.resize(target, f, box).tobytes()) for f in FILTERS]
    return "{" + ", ".join(f"0x{value:016X}" for value in values) + "}"


def main():
    print(f"// Pillow {PIL.__version__}")
    for size, box, target in CASES:
        edges = ", ".join(str(edge) for edge in box)
        print(f"{{{{{size[0]}, {size[1]}}}, {{{edges}}}, {{{target[0]}, {target[1]}}},")
        print(f" {hashes(size, 1, box, target)},\n {hashes(size, 3, box, target)}}},")
    version = tuple(int(part) for part in PIL.__version__.split(".")[:2])
    release = "Since13_0" if version >= (13, 0) else "UpTo12_3" if version >= (12, 2) else "UpTo12_1"
    print("// Order of the passes")
    for size, target in ORDERS:
        print(f"{{PillowRelease::{release}, {{{size[0]}, {size[1]}}}, {{{target[0]}, {target[1]}}},")
        print(f" {hashes(size, 3, (0, 0, *size), target)}}},")
    print("// One row of grey")
    row = Image.frombytes("L", (6, 1), bytes([0, 255, 255, 10, 90, 200]))
    for f in FILTERS:
        print(f.name, list(row.resize((4, 1), f).tobytes()), list(row.resize((9, 1), f).tobytes()))


if __name__ == "__main__":
    main()
