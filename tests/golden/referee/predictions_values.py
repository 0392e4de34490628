# Makes predictions.json: predicted ratings, and their errors by numpy. Needs numpy==2.4.6.
import json, pathlib
import numpy as np

rng = np.random.default_rng(7)
ratings = {
    (f"u{u}", f"s{s}"): int(np.clip(round(3.4 + rng.normal()), 1, 5))
    for u in range(20)
    for s in rng.choice(30, 12, replace=False)
}
pairs = sorted(ratings)
rng.shuffle(pairs)
pairs = [(str(u), str(s)) for u, s in pairs]
test, train = pairs[:60], pairs[60:]
predictions = {pair: round(float(ratings[pair] * 0.4 + 2 + rng.normal() * 1.5), 4) for pair in test}


def errors(judged):
    truth = np.array([ratings[pair] for pair in judged], float)
    found = np.array([predictions[pair] for pair in judged])
    absolute, squared = np.abs(truth - found).mean(), ((truth - found) ** 2).mean()
    known = [ratings[pair] for pair in train]
    return {
        "mae": absolute,
        "nmae": absolute / (max(known) - min(known)),
        "mse": squared,
        "rmse": squared**0.5,
        "msle": ((np.log1p(truth) - np.log1p(np.maximum(found, 0))) ** 2).mean(),
    }


rows = lambda pairs, of: [[*pair, of[pair]] for pair in pairs]
values = {
    "train": rows(train, ratings),
    "test": rows(test, ratings),
    "predictions": rows(test, predictions),
    "outside": sum(not 1 <= value <= 5 for value in predictions.values()),
    "all": errors(test),
    "without the first ten": errors(test[10:]),
}
(pathlib.Path(__file__).parent / "predictions.json").write_text(json.dumps(values) + "\n")
