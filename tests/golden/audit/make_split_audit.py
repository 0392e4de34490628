# Makes split-audit.json: a split with faults, and what an audit of it says, by pandas. Needs pandas.
import json, sys
import pandas as pd

state = 11
def draw(n):
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return state // 65536 % n

rows = []
for i in range(1400):
    user, song = min(draw(40), draw(40)), min(draw(160), draw(160), draw(160))
    rows.append((f"u{user:02}", f"s{(song + i // 60) % 180:03}", 1 + draw(3), 1_400_000_000 + i * 5000 + draw(90_000)))
all_rows = pd.DataFrame(rows, columns=["user", "song", "plays", "time"]).drop_duplicates(["user", "song"]).reset_index(drop=True)
part = pd.Series(["test" if draw(5) == 0 else "validation" if draw(8) == 0 else "training" for _ in all_rows.index])
training, validation, test = (all_rows[part == name] for name in ["training", "validation", "test"])
# Faults: a row twice in training, training rows in validation, and in the test.
training = pd.concat([training, training.iloc[[3, 4]]])
validation = pd.concat([validation, training.iloc[[7]]])
test = pd.concat([test, training.iloc[[10, 20, 30]]])
parts = {"training": training, "validation": validation, "test": test}
learned = pd.concat([training, validation])

def gini(values):
    values = values.sort_values().reset_index(drop=True)
    n = len(values)
    return float(2 * ((values.index + 1) * values).sum() / (n * values.sum()) - (n + 1) / n)

def spread(values):
    return {"least": int(values.min()), "median": float(values.median()), "mean": float(values.mean()), "most": int(values.max())}

pair = lambda frame: frame.user + " " + frame.song
iso = lambda t: pd.Timestamp(t, unit="s").strftime("%Y-%m-%dT%H:%M:%SZ")
of_user, of_song = learned.groupby("user").size(), learned.groupby("song").size()
per_user, per_song = learned.groupby("user").plays.sum(), learned.groupby("song").plays.sum()
tested = test.groupby("song").plays.sum()
top = lambda share: float(per_song.nlargest(-(-len(per_song) * share // 100)).sum() / per_song.sum())
order = per_song.reset_index(name="n")
# Of as often played songs the first in the order of the files comes first.
names = {song: i for i, song in enumerate(pd.unique(pd.concat([training, validation, test]).song))}
order["place"] = order.song.map(names)
order = order.sort_values(["n", "place"], ascending=[False, True])
again = tested.reset_index(name="n")
again["place"] = again.song.map(names)
again = again.sort_values(["n", "place"], ascending=[False, True])
tenth = order.song.head(-(-len(order) // 10))
new_song, new_user = ~test.song.isin(learned.song), ~test.user.isin(learned.user)
last_of = learned.groupby("user").time.max()
json.dump({
    "files": {name: [list(map(str, row)) for row in frame.itertuples(index=False)] for name, frame in parts.items()},
    "audit": {
        "values": "plays",
        "parts": [{"part": name, "rows": len(frame), "listeners": frame.user.nunique(), "songs": frame.song.nunique()}
                  for name, frame in parts.items()],
        "learned": {
            "density": len(learned) / len(of_user) / len(of_song),
            "songsPerListener": spread(of_user), "listenersPerSong": spread(of_song),
            "longTail": {"giniOfSongs": gini(per_song), "giniOfListeners": gini(per_user), "topHundredth": top(1), "topTenth": top(10)},
            "repeats": {"plays": float((learned.plays - 1).sum() / learned.plays.sum()), "pairs": float((learned.plays > 1).mean())},
            "cold": {"songsOfOne": float((of_song == 1).mean()), "songsOfFew": float((of_song < 5).mean()),
                     "listenersOfFew": float((of_user < 5).mean())},
        },
        "test": {"songsPerListener": spread(test.groupby("user").size()), "giniOfSongs": gini(tested)},
        "cold": {"listeners": float((~pd.Series(test.user.unique()).isin(learned.user)).mean()),
                 "songs": float((~pd.Series(test.song.unique()).isin(learned.song)).mean()), "rows": float(new_song.mean())},
        "drift": {"tenthLearned": float(per_song[tenth].sum() / per_song.sum()),
                  "tenthTested": float(tested.reindex(tenth).fillna(0).sum() / tested.sum()),
                  "topKept": len(set(order.song.head(100)) & set(again.song.head(100))) / min(100, len(order))},
        "duplicates": {"within": int(sum(pair(frame).duplicated().sum() for frame in parts.values())),
                       "across": int(pair(learned).duplicated().sum() - pair(training).duplicated().sum() - pair(validation).duplicated().sum()),
                       "answers": len(set(pair(learned)) & set(pair(test)))},
        "leaks": {"listeners": None, "outsideCatalogue": None},
        "times": {"learnedLast": iso(learned.time.max()), "testFirst": iso(test.time.min()), "testLast": iso(test.time.max()),
                  "learnedLater": float((learned.time > test.time.min()).mean()),
                  "testEarlier": float((test.time < test.user.map(last_of).fillna(-1)).mean())},
    },
}, sys.stdout, indent=0)
