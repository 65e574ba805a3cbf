#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# opencv-python-headless 4.12.0.88: cv2.resize with INTER_LINEAR, which looks at two pixels in each direction without antialiasing, is an
# average over 2 x 2 pixels (the same bytes as INTER_AREA) when both sides are exactly halved, and only then: 64 x 64 to 32 x 32 equals
# INTER_AREA, 64 x 62 to 32 x 32 does not. A reimplementation by the usual formula differs at just this ratio.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install numpy==2.2.6 opencv-python-headless==4.12.0.88
"$work/venv/bin/python" - <<'PY'
import sys
import cv2
import numpy as np
noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
same = [np.array_equal(*(cv2.resize(noise[:rows], (32, 32), interpolation=how) for how in (cv2.INTER_LINEAR, cv2.INTER_AREA))) for rows in (64, 62)]
print(f"INTER_LINEAR equals INTER_AREA: 64 x 64 {same[0]}, 64 x 62 {same[1]}")
sys.exit(0 if same == [True, False] else 1)
PY
