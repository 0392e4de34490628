#!/usr/bin/env python3
"""MusiCNN's pooled features in numpy, from the checkpoint of the wheel and not from our weights file.

    python3 tests/golden/musicnn/make_golden.py musicnn-0.1.0-py3-none-any.whl > tests/golden/musicnn/features.json

The input is 187 frames x 96 bands of 1.2 + sin(0.37 t + 0.11 b) + 0.5 cos(0.05 t b), so that no sound is needed.
"""
import importlib.util
import json
import sys
import zipfile
from pathlib import Path

import numpy as np

script = Path(__file__).resolve().parents[3] / "scripts" / "convert-musicnn.py"
sys.argv, wheel = [str(script)], sys.argv[1]
spec = importlib.util.spec_from_file_location("convert", script)
convert = importlib.util.module_from_spec(spec)
spec.loader.exec_module(convert)

archive = zipfile.ZipFile(wheel)
raw = convert.read_checkpoint(
    *(archive.read(f"{convert.CHECKPOINT}{part}") for part in (".index", ".data-00000-of-00001"))
)
w = {name: np.array(values, dtype=np.float64).reshape(shape) for name, (shape, values) in raw.items()}


def conv(x, name):  # height x width x in, valid
    kernel, bias = w[f"{name}/kernel"], w[f"{name}/bias"]
    kh, kw = kernel.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(0, 1))  # h w in kh kw
    return np.maximum(0, np.einsum("hwcij,ijco->hwo", windows, kernel, optimize=True) + bias)


def bn(x, number):
    name = "batch_normalization" + (f"_{number}" if number else "")
    gamma, beta, mean, var = (w[f"{name}/{p}"] for p in ("gamma", "beta", "moving_mean", "moving_variance"))
    return gamma * (x - mean) / np.sqrt(var + 1e-3) + beta


def padded(x, before, after):
    return np.pad(x, [(before, after), (0, 0), (0, 0)])


t, b = np.meshgrid(np.arange(187), np.arange(96), indexing="ij")
mel = (1.2 + np.sin(0.37 * t + 0.11 * b) + 0.5 * np.cos(0.05 * t * b)).astype(np.float32)
x = bn(mel.astype(np.float64)[:, :, None], 0)
front = [bn(conv(padded(x, 3, 3), f"conv2d{suffix}"), n).max(1) for suffix, n in (("", 1), ("_1", 2))]
for suffix, n, length in (("_2", 3, 128), ("_3", 4, 64), ("_4", 5, 32)):  # TensorFlow's "same"
    front.append(bn(conv(padded(x, (length - 1) // 2, length // 2), f"conv2d{suffix}"), n).max(1))
front = np.concatenate(front, 1)
layers, last = [front], front
for i, (suffix, n) in enumerate((("_5", 6), ("_6", 7), ("_7", 8))):
    out = bn(conv(padded(last[:, :, None], 3, 3), f"conv2d{suffix}"), n)[:, 0, :]
    last = out + last if i else out
    layers.append(last)
print(json.dumps([round(float(v), 7) for v in np.concatenate(layers, 1).mean(0)]))
