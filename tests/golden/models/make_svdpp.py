"""Makes svdpp.json with Surprise 1.1.5 (pip install numpy scikit-surprise): python make_svdpp.py > svdpp.json

Ratings are given listener by listener, songs ascending: SVDpp visits them in this order. Its factors are drawn from
numpy's RandomState, listeners first, then songs, then implicit factors; the same draws are written as the start.
"""
import json

import numpy as np
import pandas as pd
from surprise import Dataset, Reader, SVDpp

LISTENERS, SONGS, K = 7, 9, 3
draw = np.random.RandomState(3)
rows = []
for u in range(LISTENERS):
    # The first listener played everything, the last one a single song.
    own = range(SONGS) if u == 0 else sorted(draw.choice(SONGS, 1 if u == LISTENERS - 1 else 2 + u % 5, replace=False))
    rows += [(u, int(i), float(draw.randint(2, 11)) / 2) for i in own]


def fitted(epochs, rate, reg):
    # Inner ids are given in the order of appearance; the first listener has all songs in order, so they are the same.
    data = Dataset.load_from_df(pd.DataFrame(rows, columns=["u", "i", "r"]), Reader(rating_scale=(1, 5)))
    model = SVDpp(n_factors=K, n_epochs=epochs, lr_all=rate, reg_all=reg, random_state=5)
    model.fit(data.build_full_trainset())
    return {
        "epochs": epochs, "rate": rate, "reg": reg,
        "listeners": model.bu.tolist(), "songs": model.bi.tolist(),
        "p": model.pu.ravel().tolist(), "q": model.qi.ravel().tolist(), "y": model.yj.ravel().tolist(),
    }


start = np.random.RandomState(5)
print(json.dumps({
    "k": K,
    "rows": rows,
    "start": {
        "p": start.normal(0, 0.1, (LISTENERS, K)).ravel().tolist(),
        "q": start.normal(0, 0.1, (SONGS, K)).ravel().tolist(),
        "y": start.normal(0, 0.1, (SONGS, K)).ravel().tolist(),
    },
    "fits": [fitted(1, 0.007, 0.02), fitted(20, 0.01, 0.3), fitted(40, 0.05, 0.1)],
}))
