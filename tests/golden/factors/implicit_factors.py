"""Factors that implicit learned and what it recommends with them, for tests/models/external-factors.test.ts.

python -m pip install implicit scipy pyarrow
python tests/golden/factors/implicit_factors.py tests/golden/factors

Synthetic plays of 60 listeners and 40 songs; the last ten listeners are not trained on and are folded in by
`recalculate_user`. implicit's confidence of a play is the value of the matrix, here 1 + ALPHA.
"""

import json
import os
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from implicit.als import AlternatingLeastSquares
from scipy.sparse import csr_matrix

ALPHA, REG, K, LISTENERS, SONGS, TRAINED = 4.0, 3.0, 5, 60, 40, 50
random = np.random.default_rng(7)
taste = random.normal(size=(LISTENERS, 3)) @ random.normal(size=(3, SONGS))
played = taste + random.normal(size=taste.shape) > 1.4
plays = csr_matrix(played.astype(np.float32) * (1 + ALPHA))
model = AlternatingLeastSquares(
    factors=K, regularization=REG, iterations=20, random_state=1, dtype=np.float64, num_threads=1, use_native=False
)
model.fit(plays[:TRAINED], show_progress=False)
out = sys.argv[1]
songs = [f"song{i:02}" for i in range(SONGS)]
factors = np.asarray(model.item_factors, dtype=np.float32)
os.makedirs(os.path.join(out, "npy"), exist_ok=True)
os.makedirs(os.path.join(out, "parquet"), exist_ok=True)
np.save(os.path.join(out, "npy", "item_factors.npy"), factors)
with open(os.path.join(out, "npy", "item_factors.ids.txt"), "w", encoding="utf8") as file:
    file.write("\n".join(songs) + "\n")
table = pa.table({"id": songs, "features": [row.tolist() for row in factors]})
pq.write_table(table, os.path.join(out, "parquet", "songs.parquet"))
folded = {}
for u in range(TRAINED, LISTENERS):
    factor = model.recalculate_user([0], plays[u : u + 1])[0]
    folded[f"listener{u:02}"] = (np.asarray(factors, dtype=np.float64) @ factor).tolist()
rows = [[f"listener{u:02}", songs[i]] for u in range(LISTENERS) for i in np.flatnonzero(played[u])]
with open(os.path.join(out, "implicit.json"), "w", encoding="utf8") as file:
    json.dump({"alpha": ALPHA, "reg": REG, "songs": songs, "plays": rows, "scores": folded}, file)
    file.write("\n")
