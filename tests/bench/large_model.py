# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory of `pwb build` on a model larger than 2 GB: makes one with external data, builds it, prints peaks.

    python3 tests/bench/large_model.py build/ci/bin/pwb [--gigabytes 2.2] [--folder FOLDER]

Needs the packages onnx and numpy. One line per precision: peak resident memory of pwb and its children
together, as a multiple of the model's size, and the time. Pages of mapped files count as resident too.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

import numpy
import onnx
from onnx import TensorProto, helper


def write_model(folder, gigabytes):
    """A chain of MatMul and Relu, 4096 wide, each weight 64 MiB in one external file."""
    width, count = 4096, round(gigabytes * 1e9 / (4096 * 4096 * 4))
    path, data = os.path.join(folder, "large.onnx"), "large.weights"
    random = numpy.random.default_rng(1)
    nodes, weights, tensor, offset = [], [], "x", 0
    with open(os.path.join(folder, data), "wb") as out:
        for i in range(count):
            values = random.standard_normal((width, width), dtype=numpy.float32) * (1.4 / width**0.5)
            out.write(values.tobytes())
            weight = TensorProto(name=f"w{i}", data_type=TensorProto.FLOAT, dims=[width, width])
            weight.data_location = TensorProto.EXTERNAL
            for key, value in (("location", data), ("offset", offset), ("length", values.nbytes)):
                weight.external_data.add(key=key, value=str(value))
            weights.append(weight)
            offset += values.nbytes
            nodes.append(helper.make_node("MatMul", [tensor, f"w{i}"], [f"m{i}"], name=f"product{i}"))
            nodes.append(helper.make_node("Relu", [f"m{i}"], [f"r{i}"], name=f"relu{i}"))
            tensor = f"r{i}"
    graph = helper.make_graph(
        nodes, "large",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", width])],
        [helper.make_tensor_value_info(tensor, TensorProto.FLOAT, ["batch", width])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    with open(path, "wb") as out:
        out.write(model.SerializeToString())
    return path, offset


def peak_of(command):
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status), time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pwb")
    parser.add_argument("--gigabytes", type=float, default=2.2)
    parser.add_argument("--folder", help="kept; default: a temporary one")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="large-model-") as temporary:
        folder = arguments.folder or temporary
        model, size = write_model(folder, arguments.gigabytes)
        failed = False
        for precision in ("fp32", "fp16"):
            command = [arguments.pwb, "build", model, "--precision", precision,
                       "--out", os.path.join(folder, "run-" + precision)]
            peak, code, seconds = peak_of(command)
            failed = failed or code != 0
            print(f"{precision}: peak {peak / 1e9:.2f} GB = {peak / size:.2f} x the weights, "
                  f"{seconds:.0f} s, exit code {code}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
