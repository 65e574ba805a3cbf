# SPDX-License-Identifier: GPL-3.0-or-later
"""The libraries' pixels by formula (numpy only), written from observation; for the fixtures beside it.

Pictures are H x W x C uint8 arrays unless a function says otherwise. `f` is float32: every operation on f values rounds.
"""
import math

import numpy as np

f, d = np.float32, np.float64
NEAREST, LANCZOS, BILINEAR, BICUBIC, BOX, HAMMING = range(6)  # Pillow's and transformers' codes


def fma(a, b, c):
    """Fused multiply-add in float32 (exact product, one rounding; the double sum can round twice in about one case in 2**29)."""
    return (np.asarray(a, d) * np.asarray(b, d) + np.asarray(c, d)).astype(f)


# ------------------------------------------------------------------------------------------------- filters, in double
def _sinc(x):
    return 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)


def _cubic(x):
    x = abs(x)
    if x < 1:
        return (1.5 * x - 2.5) * x * x + 1
    return (((x - 5) * x + 8) * x - 4) * -0.5 if x < 2 else 0.0


def _hamming(x):
    x = abs(x)
    return 1.0 if x == 0 else 0.0 if x >= 1 else _sinc(x) * (0.54 + 0.46 * math.cos(math.pi * x))


FILTERS = {  # function, support
    LANCZOS: (lambda x: _sinc(x) * _sinc(x / 3) if -3 <= x < 3 else 0.0, 3.0),
    BILINEAR: (lambda x: max(0.0, 1 - abs(x)), 1.0),
    BICUBIC: (_cubic, 2.0),
    BOX: (lambda x: 1.0 if -0.5 < x <= 0.5 else 0.0, 0.5),
    HAMMING: (_hamming, 1.0),
}


def coefficients(n, size, code):
    """Per output sample: first input sample and normalised double weights (Pillow and torch agree on these)."""
    function, support = FILTERS[code]
    scale = n / size
    stretch = max(scale, 1.0)
    support *= stretch
    out = []
    for i in range(size):
        centre = (i + 0.5) * scale
        low, high = max(int(centre - support + 0.5), 0), min(int(centre + support + 0.5), n)
        w = [function((j + low - centre + 0.5) * (1.0 / stretch)) for j in range(high - low)]
        total = 0.0
        for v in w:
            total += v
        out.append((low, [v / total for v in w] if total != 0 else w))
    return out


def quantised(coefs, bits):
    return [(low, np.array([int(v * (1 << bits) + (-0.5 if v < 0 else 0.5)) for v in w], np.int64)) for low, w in coefs]


def integer_pass(a, coefs, bits, axis):
    a = np.moveaxis(a.astype(np.int64), axis, 0)
    out = np.empty((len(coefs),) + a.shape[1:], np.int64)
    for i, (low, k) in enumerate(quantised(coefs, bits)):
        out[i] = np.clip(((1 << (bits - 1)) + np.tensordot(k, a[low:low + len(k)], 1)) >> bits, 0, 255)
    return np.moveaxis(out, 0, axis).astype(np.uint8)


# --------------------------------------------------------------------------------------------------------------- Pillow
def pillow_nearest_index(n, size):
    step, x, out = n / size, n / size * 0.5, []
    for _ in range(size):
        out.append(min(int(x), n - 1))
        x += step
    return out


def pillow_resize(a, height, width, code, version=13):
    h, w = a.shape[:2]
    if (h, w) == (height, width):
        return a
    if code == NEAREST:
        return a[pillow_nearest_index(h, height)][:, pillow_nearest_index(w, width)]
    vertical_first = version >= 13 and h - height > 0 and h - height > 2 * (w - width)
    for axis in (0, 1) if vertical_first else (1, 0):
        size = (height, width)[axis]
        if a.shape[axis] != size:
            a = integer_pass(a, coefficients(a.shape[axis], size, code), 22, axis)
    return a


# ---------------------------------------------------------------------------------------------------------------- torch
def torch_precision(coefs):
    largest, bits = max(max(w) for _, w in coefs if w), 0
    while bits < 22 and int(0.5 + largest * (1 << (bits + 1))) < (1 << 15):
        bits += 1
    return bits


def torch_nearest_exact_index(n, size):
    return np.minimum(np.floor((np.arange(size, dtype=f) + f(0.5)) * (f(n) / f(size))).astype(int), n - 1)


def torch_u8_resize(a, height, width, code):
    """torchvision v2 / transformers on a uint8 tensor, antialias=True, CPU with AVX2; horizontal pass always first."""
    if code == NEAREST:
        return a[torch_nearest_exact_index(a.shape[0], height)][:, torch_nearest_exact_index(a.shape[1], width)]
    for axis, size in ((1, width), (0, height)):
        if a.shape[axis] != size:
            coefs = coefficients(a.shape[axis], size, code)
            a = integer_pass(a, coefs, torch_precision(coefs), axis)
    return a


def torch_u8_resize_plain(a, height, width):
    """torchvision v2 on a uint8 tensor, bilinear, antialias=False, AVX2."""
    for axis, size in ((1, width), (0, height)):
        n = a.shape[axis]
        if n == size:
            continue
        coefs = []
        for i in range(size):
            r = max(n / size * (i + 0.5) - 0.5, 0.0)
            low = int(r)
            coefs.append((n - 1, [1.0]) if low >= n - 1 else (low, [1 - (r - low), r - low]))
        a = integer_pass(a, coefs, torch_precision(coefs), axis)
    return a


def _triangle32(x, contract):
    x = abs(x)
    return f(1) - x if x < 1 else f(0)


def _cubic32(x, contract):
    a, x = f(-0.5), abs(x)
    m = fma if contract else (lambda p, q, r: f(f(p * q) + r))
    if x < 1:
        return f(m(f(m(a + f(2), x, -(a + f(3))) * x), x, f(1)))
    return f(m(m(m(a, x, f(-5) * a), x, f(8) * a), x, f(-4) * a)) if x < 2 else f(0)


def torch_f32_weights(n, size, function, taps, contract):
    scale = f(n) / f(size)
    support = f(taps * 0.5) * scale if scale >= 1 else f(taps * 0.5)
    inverse = f(1.0 / d(scale)) if scale >= 1 else f(1)
    out = []
    for i in range(size):
        centre = f(d(scale) * (i + 0.5))
        low, high = max(int(d(f(centre - support)) + 0.5), 0), min(int(d(f(centre + support)) + 0.5), n)
        shift = f(low - centre)
        w = [function(f((d(f(j + shift)) + 0.5) * d(inverse)), contract) for j in range(high - low)]
        total = f(0)
        for v in w:
            total = f(total + v)
        out.append((low, [f(v / total) for v in w]))
    return out


def torch_f32_resize(v, height, width, code, avx2=True):
    """float32 tensor C x H x W, antialias=True. In the AVX2 build the compiler vectorises the taps by four: the first product and
    whole blocks of four are multiply, round, add; the remaining taps are fused. Without AVX2 nothing is fused."""
    function, taps = (_triangle32, 2) if code == BILINEAR else (_cubic32, 4)
    for axis, size in ((2, width), (1, height)):
        if v.shape[axis] == size:
            continue
        b = np.moveaxis(v, axis, 0)
        out = np.empty((size,) + b.shape[1:], f)
        for i, (low, w) in enumerate(torch_f32_weights(v.shape[axis], size, function, taps, avx2)):
            whole = 1 + (len(w) - 1) // 4 * 4 if avx2 else len(w)
            t = b[low] * w[0]
            for j in range(1, whole):
                t = t + b[low + j] * w[j]
            for j in range(whole, len(w)):
                t = fma(b[low + j], w[j], t)
            out[i] = t
        v = np.moveaxis(out, 0, axis)
    return v


def torch_f32_bilinear(v, height, width):
    """float32 tensor C x H x W, bilinear, antialias=False, AVX2, ONE thread (with more threads torch takes another kernel)."""
    def index(n, size):
        r = np.maximum(fma(f(n) / f(size), np.arange(size, dtype=f) + f(0.5), f(-0.5)), f(0))
        low = np.minimum(np.floor(r).astype(int), n - 1)
        part = np.clip(r - low.astype(f), f(0), f(1))
        return low, np.minimum(low + 1, n - 1), f(1) - part, part
    x0, x1, a0, a1 = index(v.shape[2], width)
    y0, y1, b0, b1 = index(v.shape[1], height)
    w = [b0[:, None] * a0, b0[:, None] * a1, b1[:, None] * a0, b1[:, None] * a1]
    s = [v[:, y0][:, :, x0], v[:, y0][:, :, x1], v[:, y1][:, :, x0], v[:, y1][:, :, x1]]
    t = fma(w[0], s[0], w[1] * s[1])
    return fma(w[3], s[3], fma(w[2], s[2], t))


# --------------------------------------------------------------------------------------------------------------- OpenCV
def cv_linear(a, height, width):
    h, w = a.shape[:2]
    if h == 2 * height and w == 2 * width:  # OpenCV turns the exact half into INTER_AREA
        return cv_area(a, height, width)

    def index(n, size, clamp):
        low, k = np.empty(size, int), np.empty((size, 2), np.int64)
        for i in range(size):
            x = f((i + 0.5) * (n / size) - 0.5)
            s = int(np.floor(x))
            x = f(x - f(s))
            if clamp and s < 0:
                s, x = 0, f(0)
            if clamp and s >= n - 1:
                s, x = n - 1, f(0)
            low[i], k[i] = s, (int(np.rint((f(1) - x) * f(2048))), int(np.rint(x * f(2048))))
        return low, k
    lx, kx = index(w, width, True)
    ly, ky = index(h, height, False)  # rows keep their fraction outside the picture; the row number is clamped
    s = a.astype(np.int64)
    r = s[:, lx] * kx[None, :, 0, None] + s[:, np.minimum(lx + 1, w - 1)] * kx[None, :, 1, None]
    r0, r1 = r[np.clip(ly, 0, h - 1)], r[np.clip(ly + 1, 0, h - 1)]
    return np.clip((((ky[:, 0, None, None] * (r0 >> 4)) >> 16) + ((ky[:, 1, None, None] * (r1 >> 4)) >> 16) + 2) >> 2, 0, 255).astype(np.uint8)


def cv_area(a, height, width):
    """INTER_AREA when neither side grows."""
    h, w, c = a.shape
    if h % height == 0 and w % width == 0:
        sy, sx = h // height, w // width
        s = a.reshape(height, sy, width, sx, c).astype(np.int64).sum((1, 3))
        return ((s + 2) >> 2).astype(np.uint8) if sx == sy == 2 else np.clip(np.rint(s.astype(f) * f(1.0 / (sx * sy))), 0, 255).astype(np.uint8)

    def table(n, size):
        scale, rows = n / size, []
        for i in range(size):
            start, end = i * scale, i * scale + scale
            cell = min(scale, n - start)
            s2 = min(int(np.floor(end)), n - 1)
            s1 = min(int(np.ceil(start)), s2)
            e = [(s1 - 1, f((s1 - start) / cell))] if s1 - start > 1e-3 else []
            e += [(k, f(1.0 / cell)) for k in range(s1, s2)]
            if end - s2 > 1e-3:
                e.append((s2, f(min(min(end - s2, 1.0), cell) / cell)))
            rows.append(e)
        return rows
    s, b = a.astype(f), np.zeros((h, width, c), f)
    for i, e in enumerate(table(w, width)):
        for k, v in e:
            b[:, i] = b[:, i] + s[:, k] * v
    out = np.empty((height, width, c), f)
    for j, e in enumerate(table(h, height)):
        out[j] = b[e[0][0]] * e[0][1]
        for k, v in e[1:]:
            out[j] = out[j] + b[k] * v
    return np.clip(np.rint(out), 0, 255).astype(np.uint8)


def letterbox(a, height, width, auto=False, stretch=False, enlarge=True, stride=32, fill=114):
    h, w = a.shape[:2]
    r = min(height / h, width / w)
    r = r if enlarge else min(r, 1.0)
    nw, nh = max(round(w * r), 1), max(round(h * r), 1)  # Python's round: half to even
    dw, dh = width - nw, height - nh
    if auto:
        dw, dh = dw % stride, dh % stride
    elif stretch:
        dw = dh = 0
        nw, nh = width, height
    dw, dh = dw / 2, dh / 2
    if (h, w) != (nh, nw):
        a = cv_linear(a, nh, nw)
    top, bottom, left, right = round(dh - 0.1), round(dh + 0.1), round(dw - 0.1), round(dw + 0.1)
    out = np.full((nh + top + bottom, nw + left + right, a.shape[2]), fill, np.uint8)
    out[top:top + nh, left:left + nw] = a
    return out


# ----------------------------------------------------------------------------------------------------------- TensorFlow
def tf_bilinear(a, height, width):
    """tf.image.resize(method='bilinear'): half pixel centres, no antialiasing, float32 result that is not rounded."""
    def index(n, size):
        c = (np.arange(size, dtype=f) + f(0.5)) * (f(n) / f(size)) - f(0.5)
        low = np.floor(c)
        return np.maximum(low.astype(int), 0), np.minimum(np.ceil(c).astype(int), n - 1), (c - low).astype(f)
    y0, y1, ly = index(a.shape[0], height)
    x0, x1, lx = index(a.shape[1], width)
    s, lx, ly = a.astype(f), lx[None, :, None], ly[:, None, None]
    top = s[y0][:, x0] + (s[y0][:, x1] - s[y0][:, x0]) * lx
    bottom = s[y1][:, x0] + (s[y1][:, x1] - s[y1][:, x0]) * lx
    return top + (bottom - top) * ly


def keras_dataset(a, height, width, crop=False, pad=False):
    h, w = a.shape[:2]
    if crop:
        ch = max(min(h, int(f(w * height) / f(width))), 1)
        cw = max(min(w, int(f(h * width) / f(height))), 1)
        top, left = int(f(h - ch) / f(2)), int(f(w - cw) / f(2))
        return tf_bilinear(a[top:top + ch, left:left + cw], height, width)
    if pad:  # resize first, zeros around afterwards
        r = max(f(w) / f(width), f(h) / f(height))
        rh, rw = f(h) / r, f(w) / r
        top, left = max(0, int(np.floor((f(height) - rh) / f(2)))), max(0, int(np.floor((f(width) - rw) / f(2))))
        out = np.zeros((height, width, a.shape[2]), f)
        small = tf_bilinear(a, int(np.floor(rh)), int(np.floor(rw)))
        out[top:top + small.shape[0], left:left + small.shape[1]] = small
        return out
    return tf_bilinear(a, height, width)


# ------------------------------------------------------------------------------------------------------ sizes and crops
def shortest(h, w, n):
    return (int(n * h / w), n) if w <= h else (n, int(n * w / h))


def shortest_longest(h, w, n, longest, yolos=False):
    raw, low, high = None, float(min(h, w)), float(max(h, w))
    if high / low * n > longest:
        raw = longest * low / high
        n = int(round(raw))  # half to even
    fits = (h <= w and h == n) or (w <= h and w == n)
    base = n if raw is None else raw
    if w < h and (yolos or not fits):
        size = int(base * h / w), n
    elif fits:
        size = h, w
    else:
        size = n, int(base * w / h)
    return tuple(v - v % 16 for v in size) if yolos else size


def max_height_width(h, w, max_h, max_w):
    k = min(max_h / h, max_w / w)
    return int(h * k), int(w * k)


def centre_crop(a, height, width, rule, fill=0):
    """rule: 'torchvision' (also timm), 'transformers' (torchvision backend), 'transformers-pil'."""
    h, w = a.shape[:2]
    if height > h or width > w:
        ph, pw = max(height - h, 0), max(width - w, 0)
        top, left = ((ph + 1) // 2, (pw + 1) // 2) if rule == "transformers-pil" else (ph // 2, pw // 2)
        b = np.empty((h + ph, w + pw, a.shape[2]), a.dtype)
        b[:] = fill
        b[top:top + h, left:left + w] = a
        a, (h, w) = b, b.shape[:2]
    cut = (lambda v: int(round(v / 2.0))) if rule == "torchvision" else (lambda v: v // 2)
    return a[cut(h - height):cut(h - height) + height, cut(w - width):cut(w - width) + width]


# --------------------------------------------------------------------------------------------------------------- values
def normalise_torchvision(u, mean, std, v2=False):
    x = u.astype(f)
    return ((x * f(1 / 255) if v2 else x / f(255)) - f(mean)) / f(std)


def normalise_transformers(u, factor, mean=None, std=None, rescale=True, pil=False):
    x = u.astype(f)
    if pil:
        x = (u.astype(d) * factor).astype(f) if rescale else x
        return x if mean is None else (x - f(mean)) / f(std)
    if mean is None:
        return x * f(factor)
    if not rescale:
        return (x - f(mean)) / f(std)
    k = f(1.0 / factor)  # reciprocal in double, then rounded to float32
    return (x - f(mean) * k) / (f(std) * k)


def white_background(rgba):
    c, alpha = rgba[..., :3].astype(d), rgba[..., 3:].astype(d) / 255
    return np.rint(c * alpha + 255 * (1 - alpha)).astype(np.uint8)
