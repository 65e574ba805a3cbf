# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes images/ (only with --images) and reference_tensors.json: what OpenCV and NumPy make of images.

tests/core/dataset compares the hashes with its own tensors, bit for bit.
Usage: python tests/data/reference_tensors.py [--images]   (numpy, opencv-python-headless)
"""
import glob
import hashlib
import json
import os
import struct
import sys
import zlib

import cv2
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
GLYPHS = os.path.join(HERE, "../../resources/samples/glyphs/val")
MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


def picture(height, width, channels=3):
    y, x = np.mgrid[0:height, 0:width]
    planes = [127 + 70 * np.sin(x / (9 + k)) + 50 * np.cos((y + 3 * k) / (7 + k)) for k in range(channels)]
    return np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)


def turned(path, picture_, orientation):
    """A JPEG or PNG with an EXIF orientation."""
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x112, 3, 1, orientation, 0, 0)
    data = cv2.imencode(os.path.splitext(path)[1], picture_)[1].tobytes()
    if path.endswith(".jpg"):
        segment = b"Exif\0\0" + tiff
        data = data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:]
    else:
        chunk = b"eXIf" + tiff
        data = data[:33] + struct.pack(">I", len(tiff)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + data[33:]
    with open(path, "wb") as file:
        file.write(data)


def write_images(folder):
    os.makedirs(folder, exist_ok=True)
    color, grey, wide = picture(61, 97), picture(53, 37, 1)[..., 0], picture(331, 480)
    cv2.imwrite(f"{folder}/color.jpg", color)
    cv2.imwrite(f"{folder}/444.jpg", color, [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444])
    cv2.imwrite(f"{folder}/progressive.jpg", color, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])
    cv2.imwrite(f"{folder}/wide.jpg", wide, [cv2.IMWRITE_JPEG_QUALITY, 60])
    cv2.imwrite(f"{folder}/grey.jpg", grey)
    cv2.imwrite(f"{folder}/grey.pgm", grey)
    cv2.imwrite(f"{folder}/color.png", color)
    cv2.imwrite(f"{folder}/alpha.png", picture(45, 33, 4))
    cv2.imwrite(f"{folder}/deep.png", picture(33, 45).astype(np.uint16) * 257)
    cv2.imwrite(f"{folder}/color.bmp", picture(31, 27))
    cv2.imwrite(f"{folder}/color.ppm", picture(29, 35))
    cv2.imwrite(f"{folder}/color.webp", color)
    cv2.imwrite(f"{folder}/color.tiff", picture(35, 29))
    cv2.imwrite(f"{folder}/pixel.png", picture(1, 1))
    for orientation in (2, 3, 6, 8):
        turned(f"{folder}/turned{orientation}.jpg", color, orientation)
    turned(f"{folder}/turned6.png", color, 6)


def stretch(im, w, h):
    return cv2.resize(im, (w, h))


def center_crop(im, w, h):
    scale = max(w / im.shape[1], h / im.shape[0])
    im = cv2.resize(im, (max(w, round(im.shape[1] * scale)), max(h, round(im.shape[0] * scale))))
    left, top = round((im.shape[1] - w) / 2), round((im.shape[0] - h) / 2)
    return im[top : top + h, left : left + w]


def letterbox(im, w, h):
    """ultralytics.data.augment.LetterBox with its defaults, auto=False."""
    r = min(h / im.shape[0], w / im.shape[1])
    new = (min(w, max(1, round(im.shape[1] * r))), min(h, max(1, round(im.shape[0] * r))))
    dw, dh = (w - new[0]) / 2, (h - new[1]) / 2
    im = cv2.resize(im, new) if im.shape[1::-1] != new else im
    return cv2.copyMakeBorder(im, round(dh - 0.1), round(dh + 0.1), round(dw - 0.1), round(dw + 0.1),
                              cv2.BORDER_CONSTANT, value=(114, 114, 114))


FITS = {"stretch": stretch, "center-crop": center_crop, "letterbox": letterbox}


def tensor(path, w, h, fit="stretch", color="rgb", layout="nchw", channels=3, scale=1 / 255, mean=MEAN, std=STD):
    im = cv2.imread(path)
    if channels == 1:
        im = FITS[fit](cv2.cvtColor(im, cv2.COLOR_BGR2GRAY), w, h)[..., None]
        mean, std = mean[:1], std[:1]
    else:
        im = FITS[fit](cv2.cvtColor(im, cv2.COLOR_BGR2RGB) if color == "rgb" else im, w, h)
    scaled = im / 255.0 if scale == 1 / 255 else im * scale
    values = ((scaled - mean) / std).astype(np.float32)
    return values.transpose(2, 0, 1) if layout == "nchw" else values


def digest(paths, **options):
    sha = hashlib.sha256()
    for path in paths:
        sha.update(np.ascontiguousarray(tensor(path, **options)).tobytes())
    return sha.hexdigest()


CASES = [
    {"w": 64, "h": 64},
    {"w": 96, "h": 80},
    {"w": 224, "h": 224},
    {"w": 33, "h": 47, "fit": "center-crop"},
    {"w": 224, "h": 160, "fit": "center-crop", "color": "bgr"},
    {"w": 75, "h": 64, "fit": "letterbox"},
    {"w": 101, "h": 127, "fit": "letterbox", "layout": "nhwc"},
    {"w": 64, "h": 48, "channels": 1},
    {"w": 40, "h": 40, "scale": 0.0173},
    {"w": 40, "h": 40, "scale": 1.0, "layout": "nhwc", "color": "bgr"},
]


def main():
    if "--images" in sys.argv:
        write_images(f"{HERE}/images")
    glyphs = [f for c in sorted(os.listdir(GLYPHS)) for f in sorted(glob.glob(f"{GLYPHS}/{c}/*"))]
    images = sorted(glob.glob(f"{HERE}/images/*"))
    result = {
        "images": [os.path.basename(f) for f in images],
        "glyphs": [{**case, "sha256": digest(glyphs, **case)} for case in CASES],
        "pictures": [{**case, "sha256": [digest([f], **case) for f in images]} for case in CASES],
    }
    with open(f"{HERE}/reference_tensors.json", "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


main()
