#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ultralytics' predictors feed to an ONNX model of a fixed size, for small pictures of odd sizes.

usage: make_ultralytics.py OUT [--keep-pictures] [--tensors FOLDER]

Writes under OUT (../ultralytics_pixels)
  pictures/*            small pictures, seeded, stored as PNG; --keep-pictures takes those that are there
  configs/PIPELINE/*    metadata.json, the metadata as the exporter writes it into the model, text to text; and
                        model.onnx, a model of three nodes that has this metadata and this input
  cases.json            index, in the format of make_fixtures.py: case, family, library, pipeline, picture, input,
                        config, layout, shape, tensor (always null), sha256 of the little-endian float32 values in C
                        order, first eight values, versions; and besides: predictor, the class that ran

and with --tensors the whole tensors as .npy elsewhere. Nothing of the preprocessing is done here: YOLO(model.onnx)
predicts each picture from its file, and what is recorded is the tensor that its ONNX backend is given.

pip install ultralytics==8.4.190 pillow==13.0.0 opencv-python-headless==5.0.0.93 onnx onnxruntime
(pillow 12.3 makes other pixels of 18 of the classifiers' pictures)
"""
import argparse
import json
import os
import pathlib

os.environ.update(YOLO_OFFLINE="true", YOLO_AUTOINSTALL="false")

import cv2  # noqa: E402
import numpy as np  # noqa: E402
import onnx  # noqa: E402
import torch  # noqa: E402
from make_fixtures import PATH, Recorder  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402
from PIL import Image  # noqa: E402
from ultralytics import YOLO, __version__  # noqa: E402
from ultralytics.nn.backends.onnx import ONNXBackend  # noqa: E402

PINNED = "8.4.190"

# width, height
SIZES = (
    (1, 1), (2, 3), (1, 97), (97, 1), (1, 500), (500, 1),  # sides of one pixel
    (7, 5), (13, 31), (31, 13), (3, 113), (113, 3),  # much smaller than the input, and thin
    (32, 32), (48, 48), (64, 64), (96, 96), (96, 64), (64, 96),  # twice as large, or nothing to resize
    (128, 128), (192, 192), (128, 64), (192, 128),  # the exact half (OpenCV takes a mean of areas), a third
    (63, 64), (64, 61), (128, 125), (128, 127), (125, 128), (384, 99), (320, 85),  # a side that ends in a half
    (65, 65), (97, 97), (101, 67), (67, 101), (89, 113), (37, 53), (61, 47), (83, 120),  # primes, portrait, landscape
    (120, 17), (17, 120), (500, 11), (11, 500), (300, 40),  # long
    (66, 140), (71, 211), (97, 301),  # shrunk, and over twice as tall as wide: Pillow 13 begins with the columns
    (333, 250), (250, 375),
)
SPECIAL = ("s53x37_grey.png", "s45x40_rgba.png", "s40x30_grey16.png", "s44x33_palette.png", "s50x36_turned.png")


def smooth(random, width, height, cells):
    """Random values on a coarse grid, linear between them: 0 to 1."""
    grid = random.random((cells + 2, cells + 2))
    x, y = np.linspace(0, cells, width), np.linspace(0, cells, height)
    i, j = x.astype(int), y.astype(int)
    a, b = (x - i)[None, :], (y - j)[:, None]
    rows = grid[j] * (1 - b) + grid[j + 1] * b
    return rows[:, i] * (1 - a) + rows[:, i + 1] * a


def photo(width, height, bands=3):
    """Slow light and colour, an object with a sharp edge, saturated places, and grain (less of it in large pictures)."""
    random = np.random.default_rng([width, height, bands])
    grain = 9.0 if width * height < 16000 else 2.0
    y, x = np.mgrid[0:height, 0:width]
    light = 150 * smooth(random, width, height, 3) + 70 * smooth(random, width, height, 9)
    inside = (x - 0.6 * width) ** 2 / max(0.09 * width * width, 1) + (y - 0.45 * height) ** 2 / max(0.06 * height * height, 1) < 1
    planes = []
    for c in range(bands):
        v = light + 60 * smooth(random, width, height, 5) - 20 + 25 * c * np.where(inside, -1, 1)
        v = np.where(inside, 1.35 * v - 60, v) + random.normal(0, grain, (height, width))
        planes.append(v)
    return np.clip(np.rint(np.stack(planes, 2)), 0, 255).astype(np.uint8)


def make_pictures(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        Image.fromarray(photo(width, height)).save(folder / f"u{width}x{height}.png", optimize=True)
    Image.fromarray(photo(53, 37, 1)[..., 0]).save(folder / SPECIAL[0], optimize=True)
    alpha = photo(45, 40, 4)
    alpha[..., 3] = np.where(alpha[..., 3] < 90, 0, alpha[..., 3])
    Image.fromarray(alpha).save(folder / SPECIAL[1], optimize=True)
    Image.fromarray(photo(40, 30, 1)[..., 0].astype(np.uint16) * 251 + 77).save(folder / SPECIAL[2], optimize=True)
    palette = Image.fromarray(photo(44, 33, 1)[..., 0] // 16).convert("P")
    palette.putpalette([(37 * i + 11 * c) % 256 for i in range(16) for c in range(3)])
    palette.save(folder / SPECIAL[3], transparency=bytes((17 * i) % 256 for i in range(16)))
    tag = Image.Exif()
    tag[0x112] = 6
    Image.fromarray(photo(50, 36)).save(folder / SPECIAL[4], exif=tag, optimize=True)


# name: description, task, head, size (height, width), outputs of the model, the predictor that has to run
YOLO26, CLASSES, RTDETR = ("YOLO26n", "detect", "Detect"), ("YOLO26n-cls", "classify", "Classify"), ("rtdetr-l", "detect", "RTDETRDecoder")
PIPELINES = {
    "ultra_detect_64": (*YOLO26, (64, 64), (1, 5, 84), "DetectionPredictor"),
    "ultra_detect_96": (*YOLO26, (96, 96), (1, 5, 189), "DetectionPredictor"),
    "ultra_detect_rect": (*YOLO26, (64, 96), (1, 5, 126), "DetectionPredictor"),
    "ultra_rtdetr_64": (*RTDETR, (64, 64), (1, 300, 6), "RTDETRPredictor"),
    "ultra_rtdetr_rect": (*RTDETR, (96, 64), (1, 300, 6), "RTDETRPredictor"),
    "ultra_classify_64": (*CLASSES, (64, 64), (1, 2), "ClassificationPredictor"),
    "ultra_classify_96": (*CLASSES, (96, 96), (1, 2), "ClassificationPredictor"),
    "ultra_classify_rect": (*CLASSES, (64, 96), (1, 2), "ClassificationPredictor"),
}


def metadata_of(name, task, head, size):
    """As ultralytics.engine.exporter writes it with format="onnx", but for the date."""
    arguments = dict(data=None, batch=1, fraction=1.0, quantize=None, nms=None, dynamic=False, simplify=False, opset=None)
    names = {0: "a", 1: "b"} if task == "classify" else {0: "a"}
    values = dict(description=f"Ultralytics {name} model ", author="Ultralytics", date="2026-12-01T00:00:00+00:00", version=__version__,
                  license="AGPL-3.0 License (https://ultralytics.com/license)", docs="https://docs.ultralytics.com", stride=1 if task == "classify" else 32,
                  task=task, head=head, batch=1, imgsz=list(size), names=names, args=arguments, channels=3, end2end=False)
    return {k: str(v) for k, v in values.items()}


def write_model(folder, metadata, size, shape):
    """The largest value of the picture, times zero: what the predictor makes of the outputs is of no interest."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes = [helper.make_node("Expand", ["zero", "shape"], ["zeros"]), helper.make_node("ReduceMax", ["images"], ["top"], keepdims=0),
             helper.make_node("Mul", ["top", "zeros"], ["output0"])]
    zero = numpy_helper.from_array(np.zeros([1] * len(shape), np.float32), "zero")
    graph = helper.make_graph(nodes, "main_graph", [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, *size])],
                              [helper.make_tensor_value_info("output0", TensorProto.FLOAT, list(shape))],
                              [zero, numpy_helper.from_array(np.array(shape, np.int64), "shape")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    onnx.save(model, folder / "model.onnx")
    (folder / "metadata.json").write_text(json.dumps(metadata, indent=1) + "\n")
    return folder / "model.onnx"


class Fed:
    """Keeps what the ONNX backend was given last."""

    def __init__(self):
        self.tensors, forward = [], ONNXBackend.forward

        def kept(backend, im):
            self.tensors.append(im.detach().cpu().numpy().copy())
            return forward(backend, im)

        ONNXBackend.forward = kept

    def take(self):
        (tensor,) = self.tensors
        self.tensors = []
        return tensor


def cases_of(out, tensors=None):
    assert __version__ == PINNED, __version__
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    fed = Fed()
    r = Recorder(out, "ultra", ["ultralytics", "opencv-python-headless", "torchvision", "torch", "pillow", "numpy", "onnxruntime"])
    pictures = [f"u{w}x{h}.png" for w, h in SIZES] + list(SPECIAL)
    for pipeline, (name, task, head, size, shape, predictor) in PIPELINES.items():
        file = write_model(out / "configs" / pipeline, metadata_of(name, task, head, size), size, shape)
        model = YOLO(str(file), task=task)  # takes RTDETR's classes where the metadata's head says so
        for picture in pictures:
            model.predict(str(out / "pictures" / picture), device="cpu", verbose=False, save=False)
            tensor = fed.take()
            ran = type(model.predictor).__name__
            assert ran == predictor and model.predictor.model.format == "onnx" and not model.predictor.model.dynamic, ran
            assert tensor.dtype == np.float32 and tensor.shape == (1, 3, *size), (tensor.dtype, tensor.shape)
            r.add("ultralytics", pipeline, picture, f"configs/{pipeline}/metadata.json", tensor[0], given=PATH, keep=False)
            r.cases[-1]["case"] = f"{pipeline}.{picture.split('.')[0]}"  # all are given by path
            r.cases[-1]["predictor"] = ran
            if tensors:
                tensors.mkdir(parents=True, exist_ok=True)
                np.save(tensors / (r.cases[-1]["case"] + ".npy"), tensor[0])
    return r.cases


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--keep-pictures", action="store_true")
    parser.add_argument("--tensors", type=pathlib.Path)
    arguments = parser.parse_args()
    out = arguments.out
    if not arguments.keep_pictures:
        make_pictures(out / "pictures")
    cases = cases_of(out, arguments.tensors)
    names = [c["case"] for c in cases]
    assert len(names) == len(set(names)), [n for n in names if names.count(n) > 1]
    lines = ",\n".join("  " + json.dumps(c) for c in cases)
    (out / "cases.json").write_text('{"byte_order": "little", "dtype": "float32", "cases": [\n' + lines + "\n]}\n")
    print(len(cases), "cases,", sum(f.stat().st_size for f in out.rglob("*") if f.is_file()), "bytes")


if __name__ == "__main__":
    main()
