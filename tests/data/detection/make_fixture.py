#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the fixtures of the detection measures' tests beside itself, with pycocotools' answers (2.0.11).

    python make_fixture.py [folder of the pitch sample]

needs pycocotools, numpy, onnxruntime and opencv-python-headless. drawn.json: seeded random images with crowds,
equal confidences, equal overlaps, overlaps and areas exactly on a limit, empty images, classes without objects,
and more than 100 detections of a class. pitch.json: the pitch sample's detector on its first 40 images. All
numbers of detections are exact as 32-bit floats, so that both sides count the same.
"""
import contextlib
import copy
import io
import json
import pathlib
import sys

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

HERE = pathlib.Path(__file__).parent
RANGES = [("<8", 0, 8), ("8-15", 8, 15), ("15-32", 15, 32), (">32", 32, 1e5),
          ("small", 0, 32), ("medium", 32, 96), ("large", 96, 1e5)]


def single(value):
    return float(np.float32(value))


def coco_of(images, classes):
    annotations = []
    for number, image in enumerate(images):
        for x, y, w, h, label, area, crowd in image["objects"]:
            annotations.append({"id": len(annotations) + 1, "image_id": number + 1, "category_id": label + 1,
                                "bbox": [x, y, w, h], "area": area, "iscrowd": crowd})
    truth = COCO()
    truth.dataset = {"images": [{"id": i + 1} for i in range(len(images))], "annotations": annotations,
                     "categories": [{"id": k + 1, "name": str(k)} for k in range(classes)]}
    truth.createIndex()
    return truth


def evaluate(images, classes, threshold=0.0):
    """COCOeval over the size ranges and, last, objects of any size."""
    results = [{"image_id": number + 1, "category_id": label + 1, "bbox": [x, y, w, h], "score": confidence}
               for number, image in enumerate(images)
               for x, y, w, h, confidence, label in image["detections"] if confidence >= threshold]
    with contextlib.redirect_stdout(io.StringIO()):
        truth = coco_of(images, classes)
        coco = COCOeval(truth, truth.loadRes(copy.deepcopy(results)), "bbox")
        coco.params.areaRng = [[lo ** 2, hi ** 2] for _, lo, hi in RANGES] + [[0, 1e5 ** 2]]
        coco.params.areaRngLbl = [name for name, _, _ in RANGES] + ["all"]
        coco.evaluate()
        coco.accumulate()
    return coco


def mean(values):
    values = np.asarray(values)
    values = values[values > -1]
    return float(values.mean()) if values.size else None


def entries(coco, area):
    """COCOeval's record per class and image at one area range; None where there is nothing."""
    images = len(coco.params.imgIds)
    areas = len(coco.params.areaRng)
    for k in range(len(coco.params.catIds)):
        for i in range(images):
            yield k, i, coco.evalImgs[(k * areas + area) * images + i]


def answers(coco):
    """Confidence and whether right, of every detection that is not ignored at IoU .5; and number of objects."""
    pairs, objects = [], 0
    for _, _, of in entries(coco, len(RANGES)):
        if of is None:
            continue
        objects += int((of["gtIgnore"] == 0).sum())
        pairs += [(score, bool(match)) for score, match, ignored
                  in zip(of["dtScores"], of["dtMatches"][0], of["dtIgnore"][0]) if not ignored]
    return pairs, objects


def best_threshold(coco):
    pairs, objects = answers(coco)
    scores = sorted({score for score, _ in pairs}, reverse=True)
    best, threshold = 0, None
    for k, score in enumerate(scores):
        kept = [right for s, right in pairs if s >= score]
        f1 = 2 * sum(kept) / (len(kept) + objects)
        if f1 > best:
            best, threshold = f1, (score + scores[k + 1]) / 2 if k + 1 < len(scores) else score
    return threshold


def overlap(a, b, crowd=False):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / (a[2] * a[3] if crowd else a[2] * a[3] + b[2] * b[3] - w * h)


def confusion(coco, images, classes):
    """Boxes paired by overlap alone; what COCOeval dropped or ignored for a crowd stays out."""
    table = np.zeros((classes + 1, classes + 1), int)
    kept = [[] for _ in images]
    for k, i, of in entries(coco, len(RANGES)):
        if of is None:
            continue
        for identity, match, ignored in zip(of["dtIds"], of["dtMatches"][0], of["dtIgnore"][0]):
            box = coco.cocoDt.anns[identity]["bbox"]
            crowds = [g for g in images[i]["objects"] if g[6] and g[4] == k]
            if (match and not ignored) or not any(overlap(box, g, True) >= .5 for g in crowds):
                kept[i].append((k, box))
    for i, image in enumerate(images):
        objects = [g for g in image["objects"] if not g[6]]
        pairs = sorted(((-overlap(d[1], g), a, b) for a, d in enumerate(kept[i])
                        for b, g in enumerate(objects) if overlap(d[1], g) >= .5))
        used, found = {}, set()
        for _, a, b in pairs:
            if a not in used and b not in found:
                used[a] = b
                found.add(b)
        for a, (k, _) in enumerate(kept[i]):
            table[objects[used[a]][4] if a in used else classes, k] += 1
        for b, g in enumerate(objects):
            if b not in found:
                table[g[4], classes] += 1
    return table.ravel().tolist()


def calibration(coco):
    pairs, _ = answers(coco)
    scores, right = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    bins = np.clip(np.searchsorted(np.arange(16) / 15, scores, side="left") - 1, 0, 14)
    ece = sum((bins == k).sum() * abs(right[bins == k].mean() - scores[bins == k].mean())
              for k in range(15) if (bins == k).any()) / len(pairs)
    histogram = [np.histogram(scores[right == side], np.arange(21) / 20)[0].tolist() for side in (True, False)]
    return float(ece), histogram


def found_by_size(coco, classes):
    """Objects and those found at IoU .5, per class and size, from the matching at any size."""
    objects = np.zeros((classes, len(RANGES)), int)
    found = np.zeros_like(objects)
    for k, _, of in entries(coco, len(RANGES)):
        if of is None:
            continue
        for identity, match, ignored in zip(of["gtIds"], of["gtMatches"][0], of["gtIgnore"]):
            area = coco.cocoGt.anns[identity]["area"]
            for r, (_, lo, hi) in enumerate(RANGES):
                if not ignored and lo ** 2 <= area <= hi ** 2:
                    objects[k, r] += 1
                    found[k, r] += bool(match)
    return objects, found


def expected(images, classes):
    full = evaluate(images, classes)
    precision = full.eval["precision"][..., -1]  # threshold, recall, class, area
    threshold = best_threshold(full)
    kept = evaluate(images, classes, threshold)
    objects, found = found_by_size(kept, classes)
    pairs, count = answers(kept)
    detections = np.zeros(classes, int)
    right = np.zeros(classes, int)
    total = np.zeros(classes, int)
    for k, _, of in entries(kept, len(RANGES)):
        if of is not None:
            counted = ~of["dtIgnore"][0].astype(bool)
            detections[k] += counted.sum()
            right[k] += (counted & of["dtMatches"][0].astype(bool)).sum()
            total[k] += (of["gtIgnore"] == 0).sum()

    def sizes(index):
        return [{"objects": int(objects[index, r].sum()), "found": int(found[index, r].sum()),
                 "ap50": mean(precision[0, :, index, r]), "ap50_95": mean(precision[:, :, index, r])}
                for r in range(len(RANGES))]

    ece, histogram = calibration(full)
    every = slice(None)
    return {
        "threshold": threshold, "map50": mean(precision[0, :, :, -1]), "map50_95": mean(precision[..., -1]),
        "objects": count, "detections": len(pairs), "found": sum(p[1] for p in pairs), "by_size": sizes(every),
        "classes": [{"objects": int(total[k]), "detections": int(detections[k]), "found": int(right[k]),
                     "ap50": mean(precision[0, :, k, -1]), "ap50_95": mean(precision[:, :, k, -1]),
                     "by_size": sizes(k),
                     "curve": [round(v, 9) for v in precision[0, :, k, -1]] if total[k] else []}
                    for k in range(classes)],
        "confusion": confusion(kept, images, classes), "ece": ece,
        "histogram_right": histogram[0], "histogram_wrong": histogram[1]}


def draw(random):
    """Boxes on a grid of 1/4 px, so that areas and overlaps meet limits exactly, and few confidences."""
    def quarter(value):
        return round(value * 4) / 4

    def box(side):
        w = max(1, quarter(side * random.uniform(.6, 1.6)))
        h = max(1, quarter(side * side / w))
        return [quarter(random.uniform(0, 500)), quarter(random.uniform(0, 400)), w, h]

    exact = [[8, 8], [4, 16], [15, 15], [9, 25], [32, 32], [16, 64], [96, 96], [64, 144], [10, 10], [20, 20]]
    images = []
    for number in range(60):
        image = {"objects": [], "detections": []}
        images.append(image)
        if number in (7, 30):
            continue  # neither objects nor detections
        for _ in range(0 if number == 11 else random.integers(0, 9)):
            label = int(random.integers(0, 5))
            shape = box(float(np.exp(random.uniform(np.log(4), np.log(160)))))
            if random.random() < .3:
                shape[2:] = exact[random.integers(len(exact))]
            crowd = int(random.random() < .08)
            area = shape[2] * shape[3] * (round(random.uniform(.6, 1) * 8) / 8 if random.random() < .3 else 1)
            image["objects"].append([*shape, label, area, crowd])
            if random.random() < .1:  # the same place twice: equal overlaps
                image["objects"].append([*shape, label, area, 0])
            for _ in range(0 if number == 19 else random.choice([0, 1, 1, 1, 1, 2, 3])):
                x, y, w, h = shape
                if random.random() < .35:  # overlap exactly .5, .6, .75, .9, .95, 1
                    h = h * float(random.choice([.5, .6, .75, .9, .95, 1]))
                else:
                    shift = random.choice([.02, .08, .2])
                    x, y = quarter(x + w * random.normal(0, shift)), quarter(y + h * random.normal(0, shift))
                    w, h = max(1, quarter(w * random.normal(1, shift))), max(1, quarter(h * random.normal(1, shift)))
                if crowd:
                    w, h = max(1, quarter(w / 2)), max(1, quarter(h / 2))
                other = label if random.random() < .9 else int(random.integers(0, 5))
                score = round(random.beta(4, 2) * 32) / 32 if random.random() < .5 else round(random.random(), 3)
                image["detections"].append([single(v) for v in (x, y, w, h, score)] + [other])
        for _ in range(random.integers(0, 6)):
            shape = box(float(np.exp(random.uniform(np.log(4), np.log(160)))))
            score = round(random.beta(1, 4) * 32) / 32
            image["detections"].append([single(v) for v in (*shape, score)] + [int(random.integers(0, 6))])
        if number == 5:  # more than maxDets of a class, some of the weakest of them right
            for k in range(130):
                score = single(.2 + (k % 40) / 64)
                image["detections"].append([*box(12.0), score, 1])
            for k, of in enumerate(image["objects"]):
                image["detections"].append([single(v) for v in (*of[:4], .2 if k % 2 else .9)] + [1])
                of[4] = 1
    images[3]["objects"].append([10, 10, 300, 200, 5, 60000.0, 1])  # a class that shows as a crowd only
    images[3]["detections"].append([20.0, 20.0, 50.0, 50.0, .5, 5])
    for image in images:
        random.shuffle(image["detections"])
    return images


def detect(folder, count):
    """The sample's detector: YOLOv8's layout, no letterbox since the images have its size."""
    import cv2
    import onnxruntime

    session = onnxruntime.InferenceSession(str(folder / "detector.onnx"), providers=["CPUExecutionProvider"])
    truth = json.loads((folder / "val" / "annotations.json").read_text())
    categories = {c["id"]: k for k, c in enumerate(truth["categories"])}
    images = []
    for record in truth["images"][:count]:
        picture = cv2.imread(str(folder / "val" / "images" / record["file_name"]))[:, :, ::-1]
        tensor = np.ascontiguousarray(picture.transpose(2, 0, 1)[None].astype(np.float32) / 255)
        output = session.run(None, {session.get_inputs()[0].name: tensor})[0][0].T
        labels, scores = output[:, 4:].argmax(1), output[:, 4:].max(1)
        centre, size = output[:, :2], output[:, 2:4]
        corner = np.clip(centre - size / 2, 0, 320)
        boxes = np.hstack([corner, np.clip(centre + size / 2, 0, 320) - corner])
        keep = []
        for k in np.argsort(-scores, kind="stable"):
            if scores[k] < .05 or len(keep) == 300:
                break
            if all(labels[k] != labels[j] or overlap(boxes[k], boxes[j]) <= .7 for j in keep):
                keep.append(k)
        images.append({
            "objects": [[*a["bbox"], categories[a["category_id"]], a["area"], a["iscrowd"]]
                        for a in truth["annotations"] if a["image_id"] == record["id"]],
            "detections": [[single(round(float(v) * 64) / 64) for v in boxes[k]] +
                           [single(round(float(scores[k]), 4)), int(labels[k])] for k in keep]})
    return images


def write(name, images, classes):
    document = {"classes": classes, "images": images, "expected": expected(images, classes)}

    def lines(image):
        def numbers(values):
            return "[" + ",".join(str(v) if isinstance(v, int) else repr(v).removesuffix(".0") for v in values) + "]"

        detections = [[*(float(str(np.float32(v))) for v in d[:5]), d[5]] for d in image["detections"]]
        return ('{"objects":[' + ",".join(map(numbers, image["objects"])) + '],"detections":['
                + ",".join(map(numbers, detections)) + "]}")

    text = ('{"classes":%d,"images":[\n' % classes + ",\n".join(map(lines, images)) + '],\n"expected":'
            + json.dumps(document["expected"], separators=(",", ":")) + "}\n")
    json.loads(text)
    (HERE / name).write_text(text)


if __name__ == "__main__":
    pitch = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "resources/samples/pitch"
    write("drawn.json", draw(np.random.default_rng(5)), 6)
    write("pitch.json", detect(pitch, 40), 3)
