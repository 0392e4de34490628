# Makes audit.json: a small data set, and what an audit of it says, by pandas. Needs pandas.
import json, sys
import pandas as pd

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

def gini(values):
    values = values.sort_values().reset_index(drop=True)
    n = len(values)
    return float(2 * ((values.index + 1) * values).sum() / (n * values.sum()) - (n + 1) / n)

def spread(values):
    return {"least": int(values.min()), "median": float(values.median()), "mean": float(values.mean()), "most": int(values.max())}

per_song = pairs.groupby("song").plays.sum()
per_user = pairs.groupby("user").plays.sum()
of_song, of_user = pairs.groupby("song").size(), pairs.groupby("user").size()
top = lambda part: float(per_song.nlargest(-(-len(per_song) * part // 100)).sum() / per_song.sum())
iso = lambda t: pd.Timestamp(t, unit="s").strftime("%Y-%m-%dT%H:%M:%SZ")

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
        "from": iso(part.time.iloc[0]), "listens": len(part), "listeners": part.user.nunique(), "songs": part.song.nunique(),
        "ofNewListeners": float((~part.user.isin(seen_users)).mean()), "ofNewSongs": float((~part.song.isin(seen_songs)).mean()),
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
        "values": "plays", "listeners": len(per_user), "songs": len(per_song), "pairs": len(pairs), "plays": int(pairs.plays.sum()),
        "density": len(pairs) / len(per_user) / len(per_song),
        "songsPerListener": spread(of_user), "listenersPerSong": spread(of_song),
        "longTail": {"giniOfSongs": gini(per_song), "giniOfListeners": gini(per_user), "topHundredth": top(1), "topTenth": top(10)},
        "repeats": {"plays": float((pairs.plays - 1).sum() / pairs.plays.sum()), "pairs": float((pairs.plays > 1).mean())},
        "cold": {"songsOfOne": float((of_song == 1).mean()), "songsOfFew": float((of_song < 5).mean()),
                 "listenersOfFew": float((of_user < 5).mean())},
        "doubles": 0,
        "drift": {"listens": len(ordered), "first": iso(ordered.time.min()), "last": iso(ordered.time.max()),
                  "quarters": quarters, "topKept": len(first & second) / len(first)},
    },
}, sys.stdout, indent=0)
