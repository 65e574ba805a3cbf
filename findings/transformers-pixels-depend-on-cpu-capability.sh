#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# transformers 5.24.0 on torchvision 0.29.2: the same picture through the same image processor gives other pixels on a processor without
# AVX2. torchvision then resizes bilinearly in float32 instead of in 8-bit integers; bicubic takes the integers either way. PyTorch's own
# ATEN_CPU_CAPABILITY=default plays such a processor, so one with AVX2 (x86-64) is enough to see it. Here: 375 x 500 noise to 224 x 224,
# neither rescaled nor normalised. Seen: bilinear 15.0 % of the samples differ by 1, bicubic none.
# Takes 6 GB in the temporary folder (torch as PyPI has it).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install numpy==2.4.6 pillow==13.0.0 torch==2.15.0 torchvision==0.29.2 transformers==5.24.0
for capability in "" default; do
    env -u ATEN_CPU_CAPABILITY ${capability:+ATEN_CPU_CAPABILITY=$capability} HF_HUB_OFFLINE=1 TRANSFORMERS_VERBOSITY=error \
        "$work/venv/bin/python" - "$work/pixels$capability.npy" "$capability" <<'PY'
import sys
import numpy as np
import torch
from PIL import Image
from transformers import ViTImageProcessor
found, wanted = torch.backends.cpu.get_cpu_capability(), ("DEFAULT",) if sys.argv[2] else ("AVX2", "AVX512")
if found not in wanted:
    sys.exit(f"PyTorch reports {found}: this needs an x86-64 processor with AVX2")
noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (375, 500, 3), dtype=np.uint8))
settings = {"do_rescale": False, "do_normalize": False, "size": {"height": 224, "width": 224}}
out = [ViTImageProcessor(resample=how, **settings)(noise, return_tensors="np")["pixel_values"] for how in (2, 3)]
assert all(one.dtype == np.uint8 for one in out)
np.save(sys.argv[1], np.stack(out))
PY
done
"$work/venv/bin/python" - "$work" <<'PY'
import sys
import numpy as np
fast, plain = (np.load(f"{sys.argv[1]}/pixels{name}.npy").astype(int) for name in ("", "default"))
share, most = [(fast[i] != plain[i]).mean() for i in (0, 1)], abs(fast - plain).max()
print(f"bilinear: {100 * share[0]:.1f} % of the samples differ, by up to {most}; bicubic: {100 * share[1]:.1f} %")
sys.exit(0 if 0.05 < share[0] < 0.25 and most == 1 and share[1] == 0 else 1)
PY
