#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes sklearn_fixture.json: logits and labels with the metrics that scikit-learn, numpy and scipy give."""
import json
import pathlib

import numpy as np
from scipy.special import softmax
from sklearn import metrics

CLASSES = 8  # class 6 is only ever answered, class 7 neither occurs nor is answered
rng = np.random.default_rng(7)
labels = rng.integers(0, 6, 300)
logits = rng.normal(0, 1.2, (300, CLASSES))
logits[np.arange(300), labels] += 1.8
logits[:, 6] += 0.6
logits[:, 7] -= 12
logits = np.round(logits, 3).astype(np.float32)
shares = softmax(logits.astype(np.float64), axis=1)
answers = shares.argmax(axis=1)
confidence = shares.max(axis=1).astype(np.float32).astype(np.float64)
right = answers == labels
assert 6 in answers and 7 not in answers

bins = []
ece = 0.0
for k in range(15):
    inside = (confidence > k / 15) & (confidence <= (k + 1) / 15)
    n = int(inside.sum())
    accuracy = float(right[inside].mean()) if n else 0.0
    mean = float(confidence[inside].mean()) if n else 0.0
    ece += n / len(labels) * abs(accuracy - mean)
    bins.append([n, mean, accuracy])
precision, recall, f1, support = metrics.precision_recall_fscore_support(
    labels, answers, labels=range(CLASSES), zero_division=0)
fixture = {
    "classes": CLASSES,
    "labels": labels.tolist(),
    "logits": [[round(float(v), 3) for v in row] for row in logits],
    "answers": answers.tolist(),
    "confidence": [round(float(c), 7) for c in confidence],
    "top1": metrics.accuracy_score(labels, answers),
    "top5": metrics.top_k_accuracy_score(labels, shares, k=5, labels=range(CLASSES)),
    "f1_macro": metrics.f1_score(labels, answers, average="macro", zero_division=0),
    "f1_weighted": metrics.f1_score(labels, answers, average="weighted", zero_division=0),
    "confusion": metrics.confusion_matrix(labels, answers, labels=range(CLASSES)).ravel().tolist(),
    "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(), "support": support.tolist(),
    "histogram_correct": np.histogram(confidence[right], 20, (0, 1))[0].tolist(),
    "histogram_wrong": np.histogram(confidence[~right], 20, (0, 1))[0].tolist(),
    "reliability": bins,
    "ece": ece,
}
pathlib.Path(__file__).with_name("sklearn_fixture.json").write_text(json.dumps(fixture) + "\n")
