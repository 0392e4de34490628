"""Values of ranx for lists and held-out plays drawn at random, for tests/models/referee.test.ts.

python -m pip install ranx
python tests/golden/referee/ranx_values.py > tests/golden/referee/ranx.json

Weights of held-out songs are 1 to 5; some lists are short, some listeners have none. `elliot_ndcg` is ranx's
Burges NDCG of weights one higher, which is Elliot's gain 2^(w + 1) - 1. The mean of precisions (Elliot's MAP) and the
average precision divided by at most N (RecBole's, WarpRec's and ours) are not in ranx and are computed with numpy.
"""

import json

import numpy as np
from ranx import Qrels, Run, evaluate

N = 10
random = np.random.default_rng(20261126)
songs = [f"s{i}" for i in range(60)]
targets, lists = {}, {}
for u in range(40):
    held = random.choice(songs, size=random.integers(1, 16), replace=False)
    targets[f"u{u}"] = {s: int(random.integers(1, 6)) for s in held}
    if u % 10 == 9:
        continue
    length = int(random.integers(3, 16))
    pool = random.permutation(songs)
    best = sorted(pool, key=lambda s: (s not in held) + random.normal() * 0.8)[:length]
    lists[f"u{u}"] = [str(s) for s in best]

run = {u: {s: float(len(songs) - i) for i, s in enumerate(lists.get(u, ["none"]))} for u in targets}


def ranx(metric, qrels):
    return float(evaluate(Qrels(qrels), Run(run), metric))


def hits(u):
    return np.array([1.0 if s in targets[u] else 0.0 for s in lists.get(u, [])[:N]] + [0.0] * N)[:N]


def capped(u):
    h = hits(u)
    return float((np.cumsum(h) / np.arange(1, N + 1) * h).sum() / min(N, len(targets[u])))


def mean_precision(u):
    return float((np.cumsum(hits(u)) / np.arange(1, N + 1)).mean())


binary = {u: {s: 1 for s in t} for u, t in targets.items()}
higher = {u: {s: w + 1 for s, w in t.items()} for u, t in targets.items()}
listed = [u for u in targets if u in lists]
print(
    json.dumps(
        {
            "targets": targets,
            "lists": lists,
            "ranx": {
                "ndcg@10": ranx("ndcg@10", binary),
                "precision@10": ranx("precision@10", binary),
                "recall@10": ranx("recall@10", binary),
                "mrr-at@10": ranx("mrr@10", binary),
                "hit-rate@10": ranx("hit_rate@10", binary),
                "graded ndcg@10": ranx("ndcg@10", targets),
                "graded burges@10": ranx("ndcg_burges@10", higher),
                "map@10": ranx("map@10", binary),
            },
            "numpy": {
                "capped map@10": float(np.mean([capped(u) for u in targets])),
                "mean of precisions@10": float(np.mean([mean_precision(u) for u in listed])),
            },
        },
        indent=1,
    )
)
