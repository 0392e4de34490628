#!/usr/bin/env python3
"""Converts the weights of MusiCNN, once, into resources/musicnn.safetensors.

    pip download musicnn==0.1.0 --no-deps && python3 scripts/convert-musicnn.py musicnn-0.1.0-py3-none-any.whl

Reads the checkpoint MSD_musicnn (TensorFlow's bundle format: a sorted-string table of protobuf entries beside the
data) with the standard library only. A batch normalisation becomes a scale and a shift for each channel:
scale = gamma / sqrt(variance + 0.001), shift = beta - mean * scale. Only what leads to the pooled features is kept.
"""
import hashlib
import json
import struct
import sys
import zipfile
from array import array

EPSILON = 1e-3
CHECKPOINT = "musicnn/MSD_musicnn/"
# Our name, the convolution of the checkpoint, and the batch normalisation behind it.
LAYERS = [
    ("timbral-38", "conv2d", "batch_normalization_1"),
    ("timbral-67", "conv2d_1", "batch_normalization_2"),
    ("temporal-128", "conv2d_2", "batch_normalization_3"),
    ("temporal-64", "conv2d_3", "batch_normalization_4"),
    ("temporal-32", "conv2d_4", "batch_normalization_5"),
    ("dense-1", "conv2d_5", "batch_normalization_6"),
    ("dense-2", "conv2d_6", "batch_normalization_7"),
    ("dense-3", "conv2d_7", "batch_normalization_8"),
]


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def block(data, offset, size):
    """The entries of a table's block: keys share a prefix with the one before."""
    assert data[offset + size] == 0, "a compressed block"
    restarts = struct.unpack("<I", data[offset + size - 4 : offset + size])[0]
    end = offset + size - 4 - 4 * restarts
    at, key = offset, b""
    while at < end:
        shared, at = varint(data, at)
        own, at = varint(data, at)
        length, at = varint(data, at)
        key = key[:shared] + data[at : at + own]
        at += own
        yield key, data[at : at + length]
        at += length


def fields(message):
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        if tag & 7 == 0:
            value, at = varint(message, at)
        elif tag & 7 == 5:
            value, at = message[at : at + 4], at + 4
        else:
            length, at = varint(message, at)
            value, at = message[at : at + length], at + length
        yield tag >> 3, value


def read_checkpoint(index, data):
    """Name -> (shape, float32 values)."""
    footer = index[-48:]
    _, at = varint(footer, 0)
    _, at = varint(footer, at)
    offset, at = varint(footer, at)
    size, at = varint(footer, at)
    tensors = {}
    for _, handle in block(index, offset, size):
        start, at = varint(handle, 0)
        length, _ = varint(handle, at)
        for key, value in block(index, start, length):
            if not key:
                continue
            entry = dict(fields(value))
            if entry.get(1) != 1:  # DT_FLOAT
                continue
            shape = [dict(fields(dim)).get(1, 0) for number, dim in fields(entry.get(2, b"")) if number == 2]
            values = array("f")
            values.frombytes(data[entry.get(4, 0) : entry.get(4, 0) + entry[5]])
            tensors[key.decode()] = (shape, values)
    return tensors


def normalisation(tensors, name):
    gamma, beta, mean, variance = (
        tensors[f"{name}/{part}"][1] for part in ("gamma", "beta", "moving_mean", "moving_variance")
    )
    scale = [g / (v + EPSILON) ** 0.5 for g, v in zip(gamma, variance)]
    return scale, [b - m * s for b, m, s in zip(beta, mean, scale)]


def main(wheel):
    archive = zipfile.ZipFile(wheel)
    index, data = (archive.read(f"{CHECKPOINT}{part}") for part in (".index", ".data-00000-of-00001"))
    tensors = read_checkpoint(index, data)
    out = {}
    scale, shift = normalisation(tensors, "batch_normalization")
    out["input/scale"], out["input/shift"] = ([1], scale), ([1], shift)
    for name, convolution, normal in LAYERS:
        out[f"{name}/kernel"] = tensors[f"{convolution}/kernel"]
        out[f"{name}/bias"] = tensors[f"{convolution}/bias"]
        scale, shift = normalisation(tensors, normal)
        out[f"{name}/scale"], out[f"{name}/shift"] = ([len(scale)], scale), ([len(shift)], shift)
    header = {
        "__metadata__": {
            "origin": "MusiCNN (Pons & Serra 2019), checkpoint MSD_musicnn of PyPI musicnn 0.1.0",
            "licence": "ISC, Copyright (c) Music Technology Group, Universitat Pompeu Fabra 2019",
            "trained-on": "Million Song Dataset",
            "data-sha256": hashlib.sha256(data).hexdigest(),
        }
    }
    blob = b""
    for name, (shape, values) in out.items():
        raw = array("f", values).tobytes()
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(blob), len(blob) + len(raw)]}
        blob += raw
        print(name, shape)
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    with open("resources/musicnn.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head + blob)
    print(8 + len(head) + len(blob), "bytes")


if __name__ == "__main__":
    main(sys.argv[1])
