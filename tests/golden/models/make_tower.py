"""Makes tower.json of this folder: python make_tower.py

A linear map from songs' terms to the listeners' space, trained on a softmax over songs, in numpy and double precision.
The gradient is compared with differences of the loss here.
"""

import json
import pathlib

import numpy as np

LISTENERS, SONGS, COLUMNS, K = 20, 11, 7, 5
RATE, REG, EPOCHS, LENGTH = 0.01, 0.003, 12, 8
random = np.random.default_rng(7)

terms = np.where(random.random((SONGS, COLUMNS)) < 0.5, random.random((SONGS, COLUMNS)), 0)
terms[:, 0] += 0.2
terms /= np.linalg.norm(terms, axis=1, keepdims=True)
rows = np.arange(SONGS - 2)  # the last two are not learned from
played = random.random((LISTENERS, SONGS)) < 0.3
played[3, rows] = False  # nothing to learn from this listener
p = random.normal(size=(LISTENERS, K))


def loss_and_gradient(weights):
    """Mean −ln softmax of a play, with the penalty."""
    a, y, own = terms[rows], played[:, rows].astype(float), p * (LENGTH / np.sqrt((p**2).sum(axis=1).mean()))
    plays = y.sum(axis=1, keepdims=True)
    logits = own @ (a @ weights).T
    logits -= logits.max(axis=1, keepdims=True)
    logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    songs = (plays * np.exp(logs) - y).T @ own / y.sum()
    loss = -(y * logs).sum() / y.sum()
    return loss, loss + REG / 2 * (weights**2).sum(), a.T @ songs + REG * weights


def check_gradient():
    weights = random.normal(size=(COLUMNS, K))
    gradient = loss_and_gradient(weights)[2]
    for i, f in np.ndindex(COLUMNS, K):
        step = np.zeros_like(weights)
        step[i, f] = 1e-5
        difference = (loss_and_gradient(weights + step)[1] - loss_and_gradient(weights - step)[1]) / 2e-5
        assert abs(difference - gradient[i, f]) < 1e-7, (difference, gradient[i, f])


def train():
    weights, average, moment, square, losses = np.zeros((COLUMNS, K)), np.zeros((COLUMNS, K)), 0, 0, []
    for step in range(1, EPOCHS + 1):
        loss, _, gradient = loss_and_gradient(weights)
        losses.append(loss)
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.99 * square + 0.01 * (gradient**2).mean()
        weights = weights - RATE * moment / (1 - 0.9**step) / np.sqrt(square / (1 - 0.99**step))
        kept = min(0.98, step / (step + 10))
        average = kept * average + (1 - kept) * weights
    return losses, average * (LENGTH / np.sqrt((p**2).sum(axis=1).mean()))


check_gradient()
losses, learned = train()
text = json.dumps(
    {
        "terms": np.round(terms, 12).tolist(),
        "rows": rows.tolist(),
        "played": played.astype(int).tolist(),
        "p": np.round(p, 12).tolist(),
        "rate": RATE,
        "reg": REG,
        "losses": np.round(losses, 9).tolist(),
        "map": np.round(learned, 9).tolist(),
    }
)
(pathlib.Path(__file__).parent / "tower.json").write_text(text + "\n")
