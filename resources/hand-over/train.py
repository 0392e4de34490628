"""Trains the network of this folder with Keras 3, on whatever backend Keras has (KERAS_BACKEND=tensorflow, jax, torch).

    python -m pip install keras tensorflow        # or jax, or torch
    python train.py                               # where there is a GPU or are many cores
    quadrille import weights FOLDER --library LIBRARY --name NAME

Architecture, initial weights, loss, optimiser, batches, stopping and the songs that choose the epoch are those of the
app; only the order of the songs within an epoch differs. The result is weights.safetensors and, written last,
result.json, by which the app knows that the weights are whole and were trained for this folder.
"""

import hashlib
import json
import os
import struct
from pathlib import Path

import numpy as np

try:
    import keras
except ImportError:
    raise SystemExit("Keras 3 is missing: python -m pip install keras tensorflow")
from keras import layers, ops

FOLDER = Path(__file__).resolve().parent
SPEC = json.loads((FOLDER / "spec.json").read_text(encoding="utf8"))
N = SPEC["trainingRows"]
ROWS = N + SPEC["validationRows"]


def exact():
    """Graphics cards round 32-bit numbers to 10 bits of fraction in products unless told not to, and the app checks
    predictions to 1e-4."""
    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow

        tensorflow.config.experimental.enable_tensor_float_32_execution(False)
    elif backend == "jax":
        import jax

        jax.config.update("jax_default_matmul_precision", "highest")
    elif backend == "torch":
        import torch

        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False


def array(name):
    return np.load(FOLDER / f"{name}.npy", mmap_mode="r")


class Rows(keras.utils.PyDataset):
    """Batches of some rows; spectrograms and vectors are standardised, tags become weights, as they are read."""

    def __init__(self, rows, shuffled=False):
        super().__init__()
        self.rows = np.asarray(rows)
        self.shuffled = shuffled
        self.random = np.random.default_rng(SPEC["seed"])
        self.on_epoch_end()

    def __len__(self):
        return -(-len(self.rows) // SPEC["batchSize"])

    def on_epoch_end(self):
        if self.shuffled:
            self.random.shuffle(self.rows)

    def __getitem__(self, index):
        rows = self.rows[index * SPEC["batchSize"] : (index + 1) * SPEC["batchSize"]]
        return inputs(rows), TARGETS[rows]


def inputs(rows):
    found = []
    if SPEC["mel"]:
        steps = np.stack([MEL[row] for row in rows]).astype(np.float32)
        mel = steps * np.float32(-SPEC["mel"]["floorDb"] / SPEC["mel"]["steps"]) + np.float32(SPEC["mel"]["floorDb"])
        mel = (mel - MEAN[:, None]) / DEVIATION[:, None]  # bands x frames
        found.append(mel[..., None] if SPEC["network"] == "conv-2d" else mel.transpose(0, 2, 1))
    for (offsets, values, weights), field in zip(FIELDS, SPEC["fields"]):
        dense = np.zeros((len(rows), field["size"]), np.float32)
        for r, row in enumerate(rows):
            own = slice(offsets[row], offsets[row + 1])
            np.add.at(dense[r], values[own], weights[own] / (weights[own].sum() or 1))
        found.append(dense)
    if SPEC["network"] == "vectors-mlp":
        varies = DEVIATION > 0
        found.append(np.where(varies, (VECTORS[rows] - MEAN) / np.where(varies, DEVIATION, 1), 0).astype(np.float32))
    return tuple(found) if len(found) > 1 else found[0]


def build():
    """The network, its layers named as the parameters are."""
    network = SPEC["network"]
    width = {one["name"]: one["shape"][-1] for one in SPEC["parameters"]}
    given = []

    def relu(name, x):
        return layers.Dense(width[name], activation="relu", name=name)(x)

    def over_time():
        mel = keras.Input((256, 256))
        given.append(mel)
        patch = next(one["shape"][0] for one in SPEC["parameters"] if one["name"] == "patch") // 256
        x = layers.Conv1D(width["patch"], patch, strides=patch, activation="relu", name="patch")(mel)
        for name in ("conv-1", "conv-2"):
            x = layers.Conv1D(width[name], 3, padding="same", activation="relu", name=name)(x)
            x = layers.MaxPooling1D(2)(x)
        return layers.Concatenate()([layers.GlobalAveragePooling1D()(x), layers.GlobalMaxPooling1D()(x)])

    def embeddings():
        found = []
        for field in SPEC["fields"]:
            one = keras.Input((field["size"],))
            given.append(one)
            found.append(layers.Dense(field["width"], use_bias=False, name=f"embedding-{field['name']}")(one))
        return found

    if network == "conv-1d":
        top = relu("hidden", over_time())
    elif network == "conv-2d":
        picture = keras.Input((256, 256, 1))
        given.append(picture)
        x = layers.Conv2D(width["conv-1"], 3, strides=2, padding="same", activation="relu", name="conv-1")(picture)
        x = layers.MaxPooling2D(2)(x)
        x = layers.Conv2D(width["conv-2"], 3, padding="same", activation="relu", name="conv-2")(x)
        x = layers.MaxPooling2D(2)(x)
        x = layers.Conv2D(width["conv-3"], 3, padding="same", activation="relu", name="conv-3")(x)
        top = relu("hidden", layers.GlobalAveragePooling2D()(x))
    elif network == "fields-mlp":
        found = embeddings()
        x = layers.Concatenate()(found) if len(found) > 1 else found[0]
        top = relu("hidden-2", relu("hidden-1", x))
    elif network == "joint":
        heard = over_time()
        top = relu("hidden", layers.Concatenate()([heard, *embeddings()]))
    elif network == "vectors-mlp":
        vectors = keras.Input((VECTORS.shape[1],))
        given.append(vectors)
        top = relu("hidden", vectors)
    else:
        raise SystemExit(f"This train.py knows no network {network}.")
    return keras.Model(given if len(given) > 1 else given[0], layers.Dense(SPEC["outputs"], name="output")(top))


def variable(model, name):
    layer, bias = (name[:-5], True) if name.endswith("-bias") else (name, False)
    found = model.get_layer(layer)
    return found.bias if bias else found.kernel


def write_safetensors(path, tensors):
    """https://github.com/huggingface/safetensors#format"""
    header, at = {}, 0
    for name, values in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [at, at + values.nbytes]}
        at += values.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for values in tensors.values():
            file.write(values.tobytes())


TARGETS = array("targets")
MEL = array("mel") if SPEC["mel"] else None
VECTORS = array("vectors") if SPEC["network"] == "vectors-mlp" else None
MEAN, DEVIATION = (array("mean"), array("deviation")) if SPEC["mel"] or VECTORS is not None else (None, None)
FIELDS = [tuple(array(f"{one['name']}-{part}") for part in ("offsets", "values", "weights")) for one in SPEC["fields"]]


def main():
    for name in ("result.json", "weights.safetensors"):
        (FOLDER / name).unlink(missing_ok=True)
    exact()
    keras.utils.set_random_seed(SPEC["seed"] % 2**32)
    model = build()
    initial, at = array("initial"), 0
    for one in SPEC["parameters"]:
        size = int(np.prod(one["shape"]))
        values = np.array(initial[at : at + size], np.float32)
        at += size
        own = variable(model, one["name"])
        own.assign(values.reshape(own.shape))
    # Decoupled weight decay of every parameter, biases too, with the step of Adam.
    optimizer = keras.optimizers.AdamW(
        SPEC["learningRate"], weight_decay=SPEC["weightDecay"], beta_1=0.9, beta_2=0.999, epsilon=1e-7
    )
    model.compile(optimizer=optimizer, loss="mse")
    patience = SPEC["patience"]
    stop = keras.callbacks.EarlyStopping("val_loss", patience=patience, restore_best_weights=True)
    history = model.fit(
        Rows(range(N), shuffled=True),
        validation_data=Rows(range(N, ROWS)),
        epochs=SPEC["epochs"],
        callbacks=[stop] if patience > 0 else [],
        verbose=2,
    ).history
    losses = history["val_loss"]
    predictions = np.concatenate(
        [
            ops.convert_to_numpy(model(inputs(np.arange(at, min(at + 256, ROWS))), training=False))
            for at in range(N, ROWS, 256)
        ]
    )
    tensors = {
        one["name"]: np.ascontiguousarray(
            ops.convert_to_numpy(variable(model, one["name"])).reshape(one["shape"]), dtype="<f4"
        )
        for one in SPEC["parameters"]
    }
    tensors["predictions"] = np.ascontiguousarray(predictions, dtype="<f4")
    weights = FOLDER / "weights.safetensors"
    write_safetensors(weights, tensors)
    result = {
        "format": SPEC["format"],
        "task": SPEC["task"],
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "loss": history["loss"],
        "validationLoss": losses,
        "bestEpoch": int(np.argmin(losses)) + 1 if patience > 0 else len(losses),
        "engine": f"Keras {keras.__version__} ({keras.backend.backend()})",
    }
    part = FOLDER / "result.json.part"
    part.write_text(json.dumps(result, indent=1), encoding="utf8")
    os.replace(part, FOLDER / "result.json")
    print(f"Best epoch {result['bestEpoch']}, validation loss {min(losses):.4f}: {FOLDER / 'result.json'}")


if __name__ == "__main__":
    main()
