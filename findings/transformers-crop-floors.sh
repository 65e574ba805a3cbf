#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# transformers 5.24.0 with torchvision 0.29.2: “centre crop” is one pixel further left (and up) in transformers' image processors than in
# torchvision's CenterCrop when what is cut off, rows or columns, is 3 more than a multiple of 4: of 7 columns 0 ... 6 cropped to 4,
# torchvision keeps 2 to 5, transformers 1 to 4. The half that cannot be cut is rounded by torchvision (to even), dropped by transformers.
# Tried: nine processors, each with its torchvision and its PIL backend. Takes 6 GB in the temporary folder (torch as PyPI has it).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install numpy==2.4.6 pillow==13.0.0 torch==2.15.0 torchvision==0.29.2 transformers==5.24.0
HF_HUB_OFFLINE=1 TRANSFORMERS_VERBOSITY=error "$work/venv/bin/python" - <<'PY'
import sys
import numpy as np
import transformers
from PIL import Image
from torchvision.transforms import CenterCrop
families = ("ViT", "DeiT", "ConvNext", "Levit", "MobileNetV2", "CLIP", "Bit", "Siglip", "Beit")
settings = {"do_resize": False, "do_rescale": False, "do_normalize": False, "do_center_crop": True, "crop_size": {"height": 4, "width": 4}}
processors = [getattr(transformers, family + "ImageProcessor" + backend)(**settings) for family in families for backend in ("", "Pil")]
differ = [set() for _ in processors]
for rest in range(13):
    y, x = np.mgrid[:4 + rest, :4 + rest].astype(np.uint8)
    picture = Image.fromarray(np.dstack([x, y, y]))
    expected = np.asarray(CenterCrop(4)(picture))
    for processor, rests in zip(processors, differ):
        got = processor(picture, return_tensors="np")["pixel_values"][0].transpose(1, 2, 0)
        if not np.array_equal(got, expected):
            assert np.array_equal(got + 1, expected)  # one row up and one column to the left
            rests.add(rest)
        if rest == 3 and processor is processors[0]:
            print(f"4 of 7 columns: torchvision {expected[0, :, 0].tolist()}, transformers {got[0, :, 0].tolist()}")
print(f"{len(processors)} processors differ from torchvision where the rest (of 0 to 12) is: {sorted(set().union(*differ))}")
sys.exit(0 if all(rests == {3, 7, 11} for rests in differ) else 1)
PY
