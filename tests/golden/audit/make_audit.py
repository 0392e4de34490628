# Makes audit.json: a small data set, and what an audit of it says, by pandas. Needs pandas.
import json, sys
import pandas as pd
from values import iso, tail_and_cold

rows, state = [], 7
def draw(n):
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return state // 65536 % n

for i in range(1500):
    user, song = min(draw(40), draw(40)), min(draw(200), draw(200), draw(200))
    rows.append((f"u{user:02}", f"s{(song + i // 40) % 230:03}", 1_400_000_000 + i * 5000 + draw(90_000)))
listens = pd.DataFrame(rows, columns=["user", "song", "time"]).drop_duplicates()
pairs = listens.groupby(["user", "song"]).size().rename("plays").reset_index()

ordered = listens.sort_values("time", kind="stable").reset_index(drop=True)
# A quarter begins with the first moment at or after its share of the listens.
starts = [0]
for quarter in (1, 2, 3):
    at = -(-len(ordered) * quarter // 4)
    while at < len(ordered) and ordered.time[at] == ordered.time[at - 1]:
        at += 1
    starts.append(at)
parts = [ordered.iloc[a:b] for a, b in zip(starts, starts[1:] + [len(ordered)])]
quarters, seen_users, seen_songs = [], set(), set()
for part in parts:
    quarters.append({
        "from": iso(part.time.iloc[0]), "listens": len(part),
        "listeners": part.user.nunique(), "songs": part.song.nunique(),
        "ofNewListeners": float((~part.user.isin(seen_users)).mean()),
        "ofNewSongs": float((~part.song.isin(seen_songs)).mean()),
    })
    seen_users |= set(part.user)
    seen_songs |= set(part.song)
def best(half):
    plays = half.groupby("song").size().reset_index(name="n").sort_values(["n", "song"], ascending=[False, True])
    return set(plays.song.head(100))
first, second = best(pd.concat(parts[:2])), best(pd.concat(parts[2:]))

json.dump({
    "listens": [list(map(str, row)) for row in listens.itertuples(index=False)],
    "audit": {
        "values": "plays", "listeners": pairs.user.nunique(), "songs": pairs.song.nunique(), "pairs": len(pairs),
        "plays": int(pairs.plays.sum()),
        **tail_and_cold(pairs),
        "doubles": 0,
        "drift": {"listens": len(ordered), "first": iso(ordered.time.min()), "last": iso(ordered.time.max()),
                  "quarters": quarters, "topKept": len(first & second) / len(first)},
    },
}, sys.stdout, indent=0)
