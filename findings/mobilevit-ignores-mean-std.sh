#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# transformers 5.24.0: MobileViTImageProcessor takes image_mean, image_std and do_normalize, writes them into preprocessor_config.json
# and uses none of them: the network gets u / 255 (channels turned to BGR), whatever they say. Who does what the file says, (u / 255 - mean)
# / std, feeds the model other numbers. Mean and std stand in the file even when nobody gave any. Here: three colours through files
# that say ImageNet's mean and std, another mean and std, and no normalising. Takes 6 GB in the temporary folder (torch as PyPI has it).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install numpy==2.4.6 pillow==13.0.0 torch==2.15.0 torchvision==0.29.2 transformers==5.24.0
HF_HUB_OFFLINE=1 TRANSFORMERS_VERBOSITY=error "$work/venv/bin/python" - "$work" <<'PY'
import json
import sys
import numpy as np
from PIL import Image
from transformers import AutoImageProcessor, MobileViTImageProcessor
colour = (255, 128, 0)
picture = Image.new("RGB", (256, 256), colour)
def through_file(name, **settings):
    folder = f"{sys.argv[1]}/{name}"
    MobileViTImageProcessor(**settings).save_pretrained(folder)
    with open(f"{folder}/preprocessor_config.json") as file:
        written = json.load(file)
    processor = AutoImageProcessor.from_pretrained(folder)
    assert type(processor) is MobileViTImageProcessor
    return written, processor(picture, return_tensors="np")["pixel_values"][0]
mean, std = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
runs = [through_file("imagenet", do_normalize=True, image_mean=mean, image_std=std),
        through_file("other", do_normalize=True, image_mean=[0.1, 0.2, 0.3], image_std=[2.0, 3.0, 4.0]),
        through_file("off", do_normalize=False), through_file("plain")]
written = runs[0][0]
assert [written[key] for key in ("do_normalize", "image_mean", "image_std")] == [True, mean, std]
assert "image_mean" in runs[3][0] and "image_std" in runs[3][0]
seen, said = runs[0][1][:, 128, 128].astype(float), (np.array(colour) / 255 - mean) / std
print(f"RGB {colour}: given B, G, R {seen.round(3).tolist()}; the file's mean and std would make it R, G, B {said.round(3).tolist()}")
same = all(np.array_equal(values, runs[0][1]) for _, values in runs)
print(f"the same with another mean and std, with do_normalize false, and with neither given: {same}")
sys.exit(0 if same and np.allclose(seen, np.array(colour[::-1]) / 255, atol=1e-6) else 1)
PY
