#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# transformers 5.24.0: EfficientNetImageProcessor divides by image_std twice: ((u / 255 - mean) / std) / std. The second division belongs
# to include_top, which is true unless a file says otherwise and reads like a property of the model, not of the pixels (its docstring does
# say “again with the standard deviation”). With std about 0.23 a reader of mean and std alone is off by a factor of 4 to 5.
# Here: one colour, ImageNet's mean and std. Takes 6 GB in the temporary folder (torch as PyPI has it).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install numpy==2.4.6 pillow==13.0.0 torch==2.15.0 torchvision==0.29.2 transformers==5.24.0
HF_HUB_OFFLINE=1 TRANSFORMERS_VERBOSITY=error "$work/venv/bin/python" - <<'PY'
import sys
import numpy as np
from PIL import Image
from transformers import EfficientNetImageProcessor, EfficientNetImageProcessorPil
colour, mean, std = (255, 128, 0), [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
picture = Image.new("RGB", (346, 346), colour)
once = (np.array(colour) / 255 - mean) / std
held = True
for kind in (EfficientNetImageProcessor, EfficientNetImageProcessorPil):
    default, off = (kind(image_mean=mean, image_std=std, **more)(picture, return_tensors="np")["pixel_values"][0, :, 0, 0].astype(float)
                    for more in ({}, {"include_top": False}))
    print(f"{kind.__name__}: {default.round(3).tolist()}, include_top false {off.round(3).tolist()}")
    held = held and np.allclose(default, once / std, rtol=1e-5) and np.allclose(off, once, rtol=1e-5)
print(f"(u / 255 - mean) / std is {once.round(3).tolist()}; include_top by default: {EfficientNetImageProcessor().include_top}")
sys.exit(0 if held and EfficientNetImageProcessor().include_top is True else 1)
PY
