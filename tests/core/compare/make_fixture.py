#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes scipy_fixture.json: exact McNemar and Wilson from scipy; Tango's interval from the constrained
likelihood itself (no closed form), so that it is independent of the formula in core/compare."""
import json
import math
import pathlib

import numpy as np
from scipy import optimize, stats
from sklearn import metrics

Z = stats.norm.ppf(0.975)


def score(b, c, n, delta):
    """Score statistic with q21 found by maximising the likelihood under p12 - p21 = delta."""
    lo, hi = max(0.0, -delta), (1 - delta) / 2

    def minus_log_likelihood(q):
        total = 0.0
        for count, p in ((b, q + delta), (c, q), (n - b - c, 1 - 2 * q - delta)):
            if count:
                total -= count * math.log(max(p, 1e-300))
        return total

    q = optimize.minimize_scalar(minus_log_likelihood, bounds=(lo, hi), method="bounded",
                                 options={"xatol": 1e-14}).x
    q = min((lo, q, hi), key=minus_log_likelihood)
    variance = n * (2 * q + delta - delta * delta)
    distance = b - c - n * delta
    if abs(distance) < 1e-12:
        return 0.0
    return distance / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, distance)


def tango(b, c, n):
    estimate = (b - c) / n
    ends = []
    for end, sign in ((-1 + 1e-9, 1), (1 - 1e-9, -1)):
        f = lambda d: score(b, c, n, d) - sign * Z
        ends.append(optimize.brentq(f, end, estimate) if f(end) * f(estimate) < 0 else round(end))
    return ends


def bootstrap(labels, first, second, seed):
    rng = np.random.default_rng(seed)
    out = []
    for _ in range(2000):
        i = rng.integers(0, len(labels), len(labels))
        f1 = [metrics.f1_score(labels[i], a[i], average="macro", zero_division=0) for a in (first, second)]
        out.append(f1[1] - f1[0])
    return np.percentile(out, [2.5, 97.5]).tolist()


pairs = [(0, 0), (1, 0), (5, 0), (5, 1), (9, 3), (31, 36), (100, 60), (700, 640), (2, 2)]
tables = [(1, 7, 21), (40, 20, 160), (0, 0, 50), (3, 0, 30), (0, 12, 40), (36, 31, 1008), (1, 1, 1008), (6, 61, 500)]
wilson = [(0, 10), (10, 10), (7, 10), (773, 1008), (1, 1), (0, 1)]

rng = np.random.default_rng(3)
labels = rng.integers(0, 5, 400)
first = np.where(rng.random(400) < 0.8, labels, rng.integers(0, 5, 400))
second = np.where(rng.random(400) < 0.9, first, rng.integers(0, 5, 400))
p = rng.dirichlet(np.ones(6), 4)
q = rng.dirichlet(np.ones(6), 4)
p32, q32 = p.astype(np.float32).astype(float), q.astype(np.float32).astype(float)
fixture = {
    "mcnemar": [[b, c, stats.binomtest(b, b + c, 0.5).pvalue if b + c else 1.0] for b, c in pairs],
    "tango": [[b, c, n, *tango(b, c, n)] for b, c, n in tables],
    "wilson": [[k, n, *stats.binomtest(k, n).proportion_ci(0.95, "wilson")] for k, n in wilson],
    "labels": labels.tolist(), "first": first.tolist(), "second": second.tolist(),
    "f1_delta": metrics.f1_score(labels, second, average="macro") - metrics.f1_score(labels, first, average="macro"),
    "f1_interval": bootstrap(labels, first, second, 1),
    "p": p32.ravel().tolist(), "q": q32.ravel().tolist(),
    "kl": float(np.mean([np.sum(a * np.log(a / b)) for a, b in zip(p32, q32)])),
    "sqnr": 10 * math.log10(float((p32**2).sum() / ((p32 - q32) ** 2).sum())),
}
pathlib.Path(__file__).with_name("scipy_fixture.json").write_text(json.dumps(fixture) + "\n")
