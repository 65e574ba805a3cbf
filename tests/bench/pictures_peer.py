#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pillow's side of pictures_bench.cpp: python tests/bench/pictures_peer.py FOLDER (needs Pillow and numpy)."""
import os
import pathlib
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import PIL
from PIL import Image

MEAN, STD = (np.array(v, np.float32).reshape(3, 1, 1) for v in ([.485, .456, .406], [.229, .224, .225]))


def load(path):
    picture = Image.open(path).convert("RGB")
    width, height = picture.size
    size = (256, int(256 * height / width)) if width <= height else (int(256 * width / height), 256)
    if size != picture.size:
        picture = picture.resize(size, Image.Resampling.BICUBIC)
    left, top = (round((side - 224) / 2) for side in size)
    picture = picture.crop((left, top, left + 224, top + 224))
    values = np.asarray(picture, np.float32).transpose(2, 0, 1)
    return np.ascontiguousarray((values / np.float32(255) - MEAN) / STD)


def best(work, rounds):
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


files = [f for f in sorted(pathlib.Path(sys.argv[1]).rglob("*")) if f.suffix in (".JPEG", ".jpg")]
print("Pillow", PIL.__version__, "numpy", np.__version__)
seconds = best(lambda: [load(f) for f in files], 3)
print(f"decodeAndPreprocess {1000 * seconds:.1f} ms, {len(files) / seconds:.1f} pictures/s")
noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (375, 500, 3), dtype=np.uint8))
for name in ("BILINEAR", "BICUBIC"):
    seconds = best(lambda: noise.resize((341, 256), Image.Resampling[name]), 200)
    print(f"resizeLikePillow/{name.lower()} {1e6 * seconds:.1f} us")
