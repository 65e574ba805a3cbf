#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time and memory of ONNX Runtime's quantize_static, to set beside `pwb_bench --benchmark_filter=calibrateSet`.

usage: calibration_peer.py MODEL FOLDER {entropy|percentile|minmax}
"""
import glob
import resource
import sys
import tempfile
import time

import cv2
import numpy as np
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType
from onnxruntime.quantization import quantize_static

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


class Images(CalibrationDataReader):
    def __init__(self, folder):
        self.files = iter(sorted(glob.glob(folder + "/*/*.jpg")))

    def get_next(self):
        file = next(self.files, None)
        if file is None:
            return None
        image = cv2.resize(cv2.imread(file), (64, 64))[:, :, ::-1] / np.float32(255)
        return {"input": ((image - MEAN) / STD).transpose(2, 0, 1)[None].astype(np.float32)}


def main():
    model, folder, method = sys.argv[1:4]
    methods = {
        "entropy": CalibrationMethod.Entropy,
        "percentile": CalibrationMethod.Percentile,
        "minmax": CalibrationMethod.MinMax,
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    with tempfile.NamedTemporaryFile(suffix=".onnx") as out:
        quantize_static(
            model,
            out.name,
            Images(folder),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=methods[method],
        )
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{method}: {seconds:.1f} s, {(after - before) / 1024:.0f} MB more")


if __name__ == "__main__":
    main()
