"""Histories in several files, and what pandas makes of them: python3 make_listens.py > listens.json (pandas 2 or 3)

Each file writes the same times in another way (seconds, milliseconds, ISO with zones); the files overlap, and some rows
stand twice. A listen is a listener, a song and a second.
"""
import json
import random

import pandas as pd

random.seed(14)
ZONES = ["Z", "+01:00", "-0330", "+08:00"]
START = 1_230_768_000  # 2009-01-01T00:00:00Z


def iso(second, zone):
    offset = 0 if zone == "Z" else (1 if zone[0] == "+" else -1) * (int(zone[1:3]) * 3600 + int(zone[-2:]) * 60)
    return pd.Timestamp(second + offset, unit="s").strftime("%Y-%m-%dT%H:%M:%S") + zone


def written(second, form):
    if form == "seconds":
        return str(second)
    if form == "milliseconds":
        return str(second * 1000 + random.randrange(1000))
    return iso(second, random.choice(ZONES))


listens = []
for listener in range(12):
    for _ in range(40):
        # Songs appear over time, so that some come after any cut-off.
        day = random.randrange(90)
        song = random.randrange(4 + day // 5)
        listens.append((f"listener-{listener}", f"song-{song:02}", START + day * 86400 + random.randrange(86400)))
listens.sort(key=lambda row: row[2])
parts = [listens[:200], listens[150:330], listens[300:]]
forms = ["seconds", "milliseconds", "iso"]
files = []
for part, form in zip(parts, forms):
    rows = part + random.sample(part, 15)
    random.shuffle(rows)
    files.append([f"{listener},{song},{written(second, form)}" for listener, song, second in rows])


def counts(frame):
    return {f"{u} {s}": int(n) for (u, s), n in frame.groupby(["listener", "song"]).size().items()}


after = []
seen = pd.DataFrame(columns=["listener", "song", "second"])
for part in parts:
    seen = pd.concat([seen, pd.DataFrame(part, columns=seen.columns)]).drop_duplicates()
    after.append(counts(seen))

first = seen.groupby(["listener", "song"])["second"].min()
cut_off = int(first.sort_values().iloc[int(len(first) * 0.8)])
before = seen[seen["second"] < cut_off]


def split(min_listeners, min_songs):
    pairs = before.drop_duplicates(["listener", "song"])
    popular = pairs.groupby("song")["listener"].nunique()
    pairs = pairs[pairs["song"].isin(popular.index[popular >= min_listeners])]
    long = pairs.groupby("listener")["song"].nunique()
    pairs = pairs[pairs["listener"].isin(long.index[long >= min_songs])]
    listeners, songs = set(pairs["listener"]), set(pairs["song"])
    training = before[before["listener"].isin(listeners) & before["song"].isin(songs)]
    later = first[first >= cut_off]
    mine = [(u, s) for (u, s) in later.index if u in listeners]
    return {
        "minListeners": min_listeners,
        "minSongs": min_songs,
        "training": counts(training),
        "tested": sorted(f"{u} {s}" for u, s in mine if s in songs),
        "later": sum(s not in songs for _, s in mine),
        "catalogue": sorted(songs),
    }


print(json.dumps({"files": files, "after": after, "cutOff": cut_off, "splits": [split(0, 0), split(6, 9)]}, indent=1))
