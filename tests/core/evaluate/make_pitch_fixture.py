# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes pitch_fixture.json: what the pitch detector finds in three of its images, decoded, suppressed class by
class and clipped in plain NumPy from the outputs of Python's ONNX Runtime.
Run in this folder: python make_pitch_fixture.py (numpy, opencv-python-headless, onnxruntime)"""
import json
import os

import cv2
import numpy as np
import onnxruntime

FOLDER = os.path.dirname(os.path.abspath(__file__))
PITCH = os.path.join(FOLDER, "../../../resources/samples/pitch")
IMAGES = ["00000.jpg", "00001.jpg", "00002.jpg"]
CONFIDENCE, IOU = 0.04, 0.6


def iou(box, others):
    inner = np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2])
    shared = np.prod(np.maximum(inner, 0), axis=1)
    area = lambda boxes: (boxes[..., 2] - boxes[..., 0]) * (boxes[..., 3] - boxes[..., 1])
    return shared / (area(box) + area(others) - shared)


def detect(session, path):
    image = cv2.imread(path)
    height, width = image.shape[:2]
    assert (width, height) == (320, 320)  # nothing is resized
    tensor = (image[:, :, ::-1] / 255.0).astype(np.float32).transpose(2, 0, 1)[None]
    table = session.run(None, {"images": tensor})[0][0].T.astype(np.float64)
    found = []
    for label in range(table.shape[1] - 4):
        rows = table[table[:, 4 + label] >= CONFIDENCE]
        rows = rows[np.argsort(-rows[:, 4 + label], kind="stable")]
        corners = np.concatenate([rows[:, :2] - rows[:, 2:4] / 2, rows[:, :2] + rows[:, 2:4] / 2], axis=1)
        scores = rows[:, 4 + label]
        while len(corners):
            found.append((*np.clip(corners[0], 0, 320), scores[0], label))
            rest = iou(corners[0], corners) <= IOU
            rest[0] = False
            corners, scores = corners[rest], scores[rest]
    found.sort(key=lambda row: -row[4])
    return [[round(float(x1), 5), round(float(y1), 5), round(float(x2 - x1), 5), round(float(y2 - y1), 5),
             round(float(score), 6), label] for x1, y1, x2, y2, score, label in found[:300] if x2 > x1 and y2 > y1]


session = onnxruntime.InferenceSession(os.path.join(PITCH, "detector.onnx"))
result = {"confidence": CONFIDENCE, "images": {}}
for name in IMAGES:
    result["images"][name] = detect(session, os.path.join(PITCH, "val/images", name))
    print(name, len(result["images"][name]))
with open(os.path.join(FOLDER, "pitch_fixture.json"), "w") as out:
    rows = lambda boxes: ",\n    ".join(json.dumps(box) for box in boxes)
    images = ",\n  ".join(f'"{name}": [\n    {rows(boxes)}\n  ]' for name, boxes in result["images"].items())
    out.write(f'{{"confidence": {CONFIDENCE}, "images": {{\n  {images}\n}}}}\n')
