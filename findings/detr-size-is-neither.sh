#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# transformers 5.24.0: “shortest edge 800, longest edge 1333” of DetrImageProcessor gives neither. 300 x 552 (rows x columns) becomes
# 724 x 1332: the short side is rounded, the long one is a product a hair below 1333 and loses its fraction. 305 x 1334 stays 1334 wide: its
# short side is already the rounded one, so nothing is resized. torchvision's Resize(800, max_size=1333) gives 1333 for both.
# Counted too: the sizes of 300 to 600 rows and up to 2000 columns (landscape) that the longest edge limits.
# Takes 6 GB in the temporary folder (torch as PyPI has it).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install numpy==2.4.6 pillow==13.0.0 torch==2.15.0 torchvision==0.29.2 transformers==5.24.0
HF_HUB_OFFLINE=1 TRANSFORMERS_VERBOSITY=error "$work/venv/bin/python" - <<'PY'
import sys
from PIL import Image
from torchvision.transforms import Resize
from transformers import DetrImageProcessor
from transformers.image_transforms import get_size_with_aspect_ratio
processor = DetrImageProcessor()
assert dict(processor.size) == {"shortest_edge": 800, "longest_edge": 1333}
seen = {}
for rows, columns in ((300, 552), (305, 1334)):
    picture = Image.new("RGB", (columns, rows))
    seen[rows, columns] = processor(picture, return_tensors="np")["pixel_values"].shape[2:]
    other = Resize(800, max_size=1333)(picture)
    print(f"{rows} x {columns}: transformers {seen[rows, columns][0]} x {seen[rows, columns][1]}, torchvision {other.height} x {other.width}")
    assert other.width == 1333 and get_size_with_aspect_ratio((rows, columns), 800, 1333) == seen[rows, columns]
limited = [get_size_with_aspect_ratio((rows, columns), 800, 1333)[1] for rows in range(300, 601) for columns in range(rows, 2001)
           if columns / rows * 800 > 1333]
below, above = sum(one < 1333 for one in limited), sum(one > 1333 for one in limited)
print(f"of {len(limited)} sizes: {below} come to less than 1333 (at least {min(limited)}), {above} to more (at most {max(limited)})")
sys.exit(0 if seen == {(300, 552): (724, 1332), (305, 1334): (305, 1334)} else 1)
PY
