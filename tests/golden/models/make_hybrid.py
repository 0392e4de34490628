"""Makes hybrid.json of this folder: python make_hybrid.py

Weights of a hybrid's parts: −ln softmax of the songs to be found, averaged over the songs of a listener and over the
listeners, plus half the penalty times the squared weights, minimised over weights ≥ 0 by scipy's L-BFGS-B.
"""

import json
import pathlib

import numpy as np
from scipy.optimize import minimize

CASES, SONGS, PARTS = 30, 15, 4
random = np.random.default_rng(11)
truth = np.array([1.5, 0.4, 0, -0.8])
cases = []
for _ in range(CASES):
    z = random.normal(size=(PARTS, SONGS))
    unknown = random.random((PARTS, SONGS)) < 0.1
    score = truth @ np.where(unknown, 0, z) + random.gumbel(size=SONGS)
    relevant = np.zeros(SONGS, dtype=int)
    relevant[np.argsort(-score)[: random.integers(1, 4)]] = 1
    cases.append((np.where(unknown, np.nan, np.round(z, 9)), relevant))


def loss(weights, penalty):
    total = 0
    for z, relevant in cases:
        logits = weights @ np.nan_to_num(z)
        logs = logits - logits.max() - np.log(np.exp(logits - logits.max()).sum())
        total -= logs[relevant == 1].mean()
    return total / CASES + penalty / 2 * (weights**2).sum()


def weights_for(penalty):
    found = minimize(loss, np.ones(PARTS) / 2, (penalty,), "L-BFGS-B", bounds=[(0, None)] * PARTS, options={"ftol": 1e-14, "gtol": 1e-9})
    return np.round(found.x, 6).tolist()


text = json.dumps(
    {
        "cases": [
            {"z": [[None if np.isnan(v) else v for v in row] for row in z.tolist()], "relevant": relevant.tolist()}
            for z, relevant in cases
        ],
        "weights": {str(penalty): weights_for(penalty) for penalty in (1, 0.1, 0.01)},
    }
)
(pathlib.Path(__file__).parent / "hybrid.json").write_text(text + "\n")
