# Makes split-audit.json: a split with faults, and what an audit of it says, by pandas. Needs pandas.
import json, sys
import pandas as pd
from values import gini, iso, spread, tail_and_cold

state = 11
def draw(n):
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return state // 65536 % n

rows = []
for i in range(1400):
    user, song = min(draw(40), draw(40)), min(draw(160), draw(160), draw(160))
    rows.append((f"u{user:02}", f"s{(song + i // 60) % 180:03}", 1 + draw(3), 1_400_000_000 + i * 5000 + draw(90_000)))
all_rows = pd.DataFrame(rows, columns=["user", "song", "plays", "time"])
all_rows = all_rows.drop_duplicates(["user", "song"]).reset_index(drop=True)
part = pd.Series(["test" if draw(5) == 0 else "validation" if draw(8) == 0 else "training" for _ in all_rows.index])
training, validation, test = (all_rows[part == name] for name in ["training", "validation", "test"])
# Faults: a row twice in training, training rows in validation, and in the test.
training = pd.concat([training, training.iloc[[3, 4]]])
validation = pd.concat([validation, training.iloc[[7]]])
test = pd.concat([test, training.iloc[[10, 20, 30]]])
parts = {"training": training, "validation": validation, "test": test}
learned = pd.concat([training, validation])

pair = lambda frame: frame.user + " " + frame.song
per_song = learned.groupby("song").plays.sum()
tested = test.groupby("song").plays.sum()
def chances(values, size):
    """Which are the largest so many; those that share the last places have their chance of one."""
    least = values.nlargest(size).min()
    alike, above = (values == least).sum(), (values > least).sum()
    return (values > least) + (values == least) * min(1, (size - above) / alike)


tenth = chances(per_song, -(-len(per_song) // 10))
top_learned, top_tested = chances(per_song, 100), chances(tested, 100)
new_song, new_user = ~test.song.isin(learned.song), ~test.user.isin(learned.user)
last_of = learned.groupby("user").time.max()
json.dump({
    "files": {name: [list(map(str, row)) for row in frame.itertuples(index=False)] for name, frame in parts.items()},
    "audit": {
        "values": "plays",
        "parts": [{"part": name, "rows": len(frame), "listeners": frame.user.nunique(), "songs": frame.song.nunique()}
                  for name, frame in parts.items()],
        "learned": tail_and_cold(learned),
        "test": {"songsPerListener": spread(test.groupby("user").size()), "giniOfSongs": gini(tested)},
        "cold": {"listeners": float((~pd.Series(test.user.unique()).isin(learned.user)).mean()),
                 "songs": float((~pd.Series(test.song.unique()).isin(learned.song)).mean()),
                 "rows": float(new_song.mean())},
        "drift": {"tenthLearned": float((per_song * tenth).sum() / per_song.sum()),
                  "tenthTested": float(tested.mul(tenth, fill_value=0).sum() / tested.sum()),
                  "topKept": float(top_learned.mul(top_tested, fill_value=0).sum() / top_learned.sum())},
        "duplicates": {"within": int(sum(pair(frame).duplicated().sum() for frame in parts.values())),
                       "across": int(pair(learned).duplicated().sum() - pair(training).duplicated().sum()
                                     - pair(validation).duplicated().sum()),
                       "answers": len(set(pair(learned)) & set(pair(test)))},
        "leaks": {"listeners": None, "outsideCatalogue": None},
        "times": {"learnedLast": iso(learned.time.max()),
                  "testFirst": iso(test.time.min()), "testLast": iso(test.time.max()),
                  "learnedLater": float((learned.time > test.time.min()).mean()),
                  "testEarlier": float((test.time < test.user.map(last_of).fillna(-1)).mean())},
    },
}, sys.stdout, indent=0)
