# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes variable_rate.mp4: python3 make.py, with PyAV and NumPy.

240 frames of 64 × 48, H.264 with B-frames: 120 in steps of 40 ms, then 120 in steps of 100 ms. Frame n shows n in
binary, the lowest digit on the left, as eight bright or dark bars.
"""
import fractions
import pathlib

import av
import numpy as np

here = pathlib.Path(__file__).parent
with av.open(str(here / "variable_rate.mp4"), "w") as file:
    stream = file.add_stream("libx264", rate=25)
    stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
    stream.options = {"bf": "3", "g": "60", "crf": "30"}
    stream.codec_context.time_base = fractions.Fraction(1, 1000)
    for number in range(240):
        picture = np.full((48, 64, 3), 30, np.uint8)
        for digit in range(8):
            if number >> digit & 1:
                picture[:, digit * 8 : digit * 8 + 8] = 220
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = number * 40 if number < 120 else 4800 + (number - 120) * 100
        frame.time_base = fractions.Fraction(1, 1000)
        for packet in stream.encode(frame):
            file.mux(packet)
    for packet in stream.encode():
        file.mux(packet)
