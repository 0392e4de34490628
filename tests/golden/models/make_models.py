"""Makes models.json and measures.json of this folder: python make_models.py

Small numbers for checks that need nothing but this project. Made with numpy 1.26.4, scipy 1.17.1, scikit-learn 1.9.1,
implicit 0.7.3 and scikit-surprise 1.1.5; where one of these libraries has the model, the numbers are the library's or
are compared with it here. The data are random and stand in models.json themselves.
"""

import json
import pathlib

import numpy as np
from implicit.als import AlternatingLeastSquares
from scipy.sparse import csr_matrix
from scipy.stats import percentileofscore
from sklearn import metrics
from surprise import SVD, BaselineOnly, Dataset, Reader

FOLDER = pathlib.Path(__file__).parent
LISTENERS, SONGS, TAGS = 12, 10, 5
random = np.random.default_rng(20261125)

# The last song has tags and no plays.
counts = np.zeros((LISTENERS, SONGS), dtype=int)
for listener in range(LISTENERS):
    own = random.choice(SONGS - 1, size=random.integers(4, 8), replace=False)
    counts[listener, own] = random.integers(1, 10, size=len(own))
played = counts > 0
weights = np.where(random.random((SONGS, TAGS)) < 0.45, random.integers(1, 101, (SONGS, TAGS)) / 100, 0)
weights[SONGS - 1, :2] = [0.5, 1]
artists = random.integers(0, 4, SONGS)


def plain(value):
    """JSON with twelve significant digits."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(inner) for inner in value]
    return value if isinstance(value, (str, int, type(None))) else float(f"{float(value):.12g}")


def als():
    """Listeners' factors beside given factors of songs: Hu, Koren & Volinsky's normal equations, and implicit's."""
    k, alpha, reg = 3, 2.5, 0.7
    q = random.normal(size=(SONGS, k)).astype(np.float32).astype(float)
    q[SONGS - 1] = 0
    solutions = {}
    for name, grows in [("binary", played), ("log-count", np.log1p(counts)), ("linear", counts)]:
        confidence = played * (1 + alpha * grows)
        rows = []
        for listener in range(LISTENERS):
            c = confidence[listener]
            a = q.T @ q + (q.T * np.where(c > 0, c - 1, 0)) @ q + reg * np.eye(k)
            rows.append(np.linalg.solve(a, q.T @ c))
        other = AlternatingLeastSquares(factors=k, regularization=reg, num_threads=1)
        other.item_factors = q.astype(np.float32)
        theirs = other.recalculate_user(np.arange(LISTENERS), csr_matrix(confidence.astype(np.float32)))
        assert np.allclose(theirs, rows, atol=2e-5), name
        solutions[name] = rows
    return {"k": k, "alpha": alpha, "reg": reg, "q": q, "listeners": solutions}


def percentiles():
    """1 + 4 · (fewer + half of the same) / all, of each listener's own counts."""
    out = np.full(counts.shape, np.nan)
    for listener in range(LISTENERS):
        own = counts[listener][played[listener]]
        for song in np.flatnonzero(played[listener]):
            out[listener, song] = 1 + 4 * percentileofscore(own, counts[listener, song], kind="mean") / 100
    return out


ratings = percentiles()


def trainset():
    """Listener by listener, songs in order, so that Surprise's inner numbers are ours."""
    rows = [(u, i, ratings[u, i]) for u in range(LISTENERS) for i in range(SONGS) if played[u, i]]
    data = Dataset.load_from_df(__import__("pandas").DataFrame(rows), Reader(rating_scale=(1, 5)))
    return data.build_full_trainset()


def by_song(train, values):
    out = np.zeros((SONGS, *np.shape(values)[1:]))
    for inner in train.all_items():
        out[train.to_raw_iid(inner)] = values[inner]
    return out


def bias():
    """Surprise's BaselineOnly."""
    train = trainset()
    model = BaselineOnly(bsl_options={"method": "als", "n_epochs": 10, "reg_i": 10, "reg_u": 15}, verbose=False)
    model.fit(train)
    return {"mean": train.global_mean, "listeners": model.bu, "songs": by_song(train, model.bi)}


def funk_svd():
    """Two epochs of Surprise's SVD from the values that it draws."""
    k, seed = 3, 7
    train = trainset()
    settings = {"n_factors": k, "n_epochs": 2, "lr_all": 0.05, "reg_all": 0.1}
    model = SVD(random_state=seed, **settings)
    model.fit(train)
    draws = np.random.RandomState(seed)
    p = draws.normal(0, 0.1, (train.n_users, k))
    q = draws.normal(0, 0.1, (train.n_items, k))
    return {
        "k": k,
        "epochs": 2,
        "rate": 0.05,
        "reg": 0.1,
        "mean": train.global_mean,
        "before": {"p": p, "q": by_song(train, q)},
        "after": {
            "p": model.pu,
            "q": by_song(train, model.qi),
            "listeners": model.bu,
            "songs": by_song(train, model.bi),
        },
    }


def user_cf():
    """Cosine of log counts, shrunk by common / (common + 5); the two nearest; Resnick's deviations, damped by n / (n + 1)."""
    k, shrinkage = 2, 5
    logs = np.log1p(counts)
    norms = np.linalg.norm(logs, axis=1)
    common = played.astype(int) @ played.T
    similarity = logs @ logs.T / np.outer(norms, norms) * common / (common + shrinkage)
    means = np.nanmean(ratings, axis=1)
    scores, predicted = [], []
    for listener in range(LISTENERS):
        own = similarity[listener].copy()
        own[listener] = -1
        order = np.argsort(-own, kind="stable")
        order = order[own[order] > 0]
        scores.append(sum(own[other] * played[other] for other in order[:k]))
        row = []
        for song in range(SONGS):
            near = [other for other in order if played[other, song]][:k]
            total = sum(own[other] for other in near)
            moved = sum(own[other] * (ratings[other, song] - means[other]) for other in near)
            row.append(means[listener] + (moved / total * len(near) / (len(near) + 1) if near else 0))
        predicted.append(np.clip(row, 1, 5))
    return {"k": k, "shrinkage": shrinkage, "scores": scores, "ratings": predicted}


def item_knn():
    """Cosine of who played two songs, shrunk by common / (common + 2); every song keeps its three nearest."""
    k, shrinkage = 3, 2
    x = played.astype(int)
    common = x.T @ x
    listeners = np.diag(common)
    with np.errstate(divide="ignore", invalid="ignore"):
        similarity = common / np.sqrt(np.outer(listeners, listeners)) * common / (common + shrinkage)
    np.fill_diagonal(similarity, 0)
    similarity = np.nan_to_num(similarity)
    kept = np.zeros_like(similarity)
    for song in range(SONGS):
        order = np.argsort(-similarity[song], kind="stable")[:k]
        kept[order, song] = similarity[song, order]
    return {"k": k, "shrinkage": shrinkage, "scores": x @ kept}


def ease():
    """Steck 2019: B = I − P diag(1 / P_ii), P = (XᵀX + λI)⁻¹."""
    regularisation = 2
    x = played[:, : SONGS - 1].astype(float)
    p = np.linalg.inv(x.T @ x + regularisation * np.eye(SONGS - 1))
    b = np.eye(SONGS - 1) - p / np.diag(p)
    return {"lambda": regularisation, "scores": x @ b}


def song_terms():
    """Cosine-normalised √(tag weight) · ln(1 + songs with plays / such songs with the tag), the artist as half the heaviest."""
    trained = played.any(axis=0)
    frequency = (weights[trained] > 0).sum(axis=0)
    idf = np.log1p(np.divide(trained.sum(), frequency, where=frequency > 0, out=np.zeros(TAGS)))
    terms = np.hstack([np.sqrt(weights) * idf, np.zeros((SONGS, artists.max() + 1))])
    for song in range(SONGS):
        heaviest = terms[song].max()
        terms[song, TAGS + artists[song]] = heaviest / 2 if heaviest > 0 else 1
    return terms / np.linalg.norm(terms, axis=1, keepdims=True)


def ridge(q):
    """Given factors of the played songs as a ridge regression on the songs' terms; factors that it predicts of all."""
    terms, known, penalty = song_terms(), played.any(axis=0), 0.7
    a = terms[known]
    weights = np.linalg.solve(a.T @ a + penalty * np.eye(a.shape[1]), a.T @ q[known])
    return {"lambda": penalty, "predicted": terms @ weights}


def rp3beta():
    """Walks song → listener → song (Paudel et al. 2017), every probability to the power α, divided by popularity^β."""
    alpha, beta, k = 0.8, 0.4, 3
    x = played.astype(float)
    listeners = np.maximum(x.sum(axis=0), 1)
    walk = (x.T / listeners[:, None]) ** alpha @ (x / x.sum(axis=1, keepdims=True)) ** alpha / listeners**beta
    np.fill_diagonal(walk, 0)
    kept = np.zeros_like(walk)
    for song in range(SONGS):
        nearest = np.argsort(-walk[song], kind="stable")[:k]
        kept[song, nearest] = walk[song, nearest]
    return {"alpha": alpha, "beta": beta, "k": k, "scores": x @ kept}


def content():
    terms = song_terms()
    shrinkage = 1.0
    scores, predicted = [], []
    for listener in range(LISTENERS):
        own = np.flatnonzero(played[listener])
        liked = ratings[listener, own]
        scores.append(terms @ ((0.1 + liked - 1) @ terms[own]))
        similarity = terms @ terms[own].T
        deviation = similarity @ (liked - liked.mean())
        predicted.append(np.clip(liked.mean() + deviation / (shrinkage + similarity.sum(axis=1)), 1, 5))
    return {"shrinkage": shrinkage, "scores": scores, "ratings": predicted}


def measures():
    """Ranked lists without ties, by scikit-learn where it has the measure."""
    cases = []
    for relevant_songs in [1, 3, 7, 12]:
        scores = random.permutation(30) / 7
        relevant = np.sort(random.choice(30, relevant_songs, replace=False))
        truth = np.isin(np.arange(30), relevant).astype(int)
        ranked = np.argsort(-scores)
        hits = truth[ranked]
        at = {}
        for n in [1, 5, 10]:
            found = hits[:n].sum()
            precision, recall = found / n, found / relevant_songs
            first = np.flatnonzero(hits[:n])
            precisions = np.cumsum(hits[:n]) / np.arange(1, n + 1)
            at[str(n)] = {
                "precision": precision,
                "recall": recall,
                "recall-capped": found / min(n, relevant_songs),
                "f1": 0 if found == 0 else 2 * precision * recall / (precision + recall),
                "ndcg": metrics.ndcg_score([truth], [scores], k=n, ignore_ties=True),
                "map": (precisions * hits[:n]).sum() / min(n, relevant_songs),
                "mrr-at": 0 if len(first) == 0 else 1 / (first[0] + 1),
                "hit-rate": int(found > 0),
            }
        whole = {"auc": metrics.roc_auc_score(truth, scores), "mrr": 1 / (np.flatnonzero(hits)[0] + 1)}
        assert np.isclose(
            metrics.average_precision_score(truth, scores), (np.cumsum(hits) / np.arange(1, 31) * hits).sum() / relevant_songs
        )
        cases.append({"scores": scores, "relevant": relevant.tolist(), "at": at, "whole": whole})
    truth, predicted = random.uniform(1, 5, 20), random.uniform(0, 6, 20)
    mean_absolute = metrics.mean_absolute_error(truth, predicted)
    errors = {
        "mae": mean_absolute,
        "nmae": mean_absolute / 4,
        "mse": metrics.mean_squared_error(truth, predicted),
        "rmse": metrics.mean_squared_error(truth, predicted) ** 0.5,
        "msle": metrics.mean_squared_log_error(truth, predicted),
    }
    return {"rankings": cases, "ratings": {"truth": truth, "predicted": predicted, "minimum": 1, "maximum": 5, "errors": errors}}


def write(name, value):
    (FOLDER / name).write_text(json.dumps(plain(value), separators=(",", ":")).replace("],[", "],\n[") + "\n")


factors = als()
write(
    "models.json",
    {
        "counts": counts.tolist(),
        "tagWeights": weights,
        "artists": artists.tolist(),
        "ratings": np.where(played, ratings, 0),
        "als": factors,
        "bias": bias(),
        "funk-svd": funk_svd(),
        "user-cf": user_cf(),
        "item-knn": item_knn(),
        "ease": ease(),
        "content": content(),
        "ridge": ridge(factors["q"]),
        "rp3beta": rp3beta(),
    },
)
write("measures.json", measures())
