"""What the audits compute, by pandas."""
import pandas as pd


def gini(values):
    values = values.sort_values().reset_index(drop=True)
    n = len(values)
    return float(2 * ((values.index + 1) * values).sum() / (n * values.sum()) - (n + 1) / n)


def spread(values):
    least, most = int(values.min()), int(values.max())
    return {"least": least, "median": float(values.median()), "mean": float(values.mean()), "most": most}


def top(values, percent):
    """The share of the most played so many percent."""
    return float(values.nlargest(-(-len(values) * percent // 100)).sum() / values.sum())


def iso(t):
    return pd.Timestamp(t, unit="s").strftime("%Y-%m-%dT%H:%M:%SZ")


def tail_and_cold(pairs):
    """Of rows of user, song and plays, one a pair."""
    per_user, per_song = pairs.groupby("user").plays.sum(), pairs.groupby("song").plays.sum()
    of_user, of_song = pairs.groupby("user").size(), pairs.groupby("song").size()
    return {
        "density": len(pairs) / len(of_user) / len(of_song),
        "songsPerListener": spread(of_user),
        "listenersPerSong": spread(of_song),
        "longTail": {
            "giniOfSongs": gini(per_song),
            "giniOfListeners": gini(per_user),
            "topHundredth": top(per_song, 1),
            "topTenth": top(per_song, 10),
        },
        "repeats": {
            "plays": float((pairs.plays - 1).sum() / pairs.plays.sum()),
            "pairs": float((pairs.plays > 1).mean()),
        },
        "cold": {
            "songsOfOne": float((of_song == 1).mean()),
            "songsOfFew": float((of_song < 5).mean()),
            "listenersOfFew": float((of_user < 5).mean()),
        },
    }


def drift(listens):
    """Of rows of user, song and time in seconds, one a listen."""
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
    return {"listens": len(ordered), "first": iso(ordered.time.min()), "last": iso(ordered.time.max()),
            "quarters": quarters, "topKept": len(first & second) / len(first)}


def doubles(songs):
    """Of rows of artist and title: how many share both with another, whatever their case and outer spaces."""
    named = songs[["artist", "title"]].dropna().apply(lambda column: column.str.strip().str.lower())
    return int(named[(named != "").all(axis=1)].duplicated(keep=False).sum())


def library_audit(pairs, listens=None, songs=None, is_rated=False):
    """
    Of rows of user, song and plays, one a pair (of ratings one play each), of listens and of songs, as far as there are
    any. `songs` has the columns song, artist and title.
    """
    return {
        "values": "ratings" if is_rated else "plays",
        "listeners": pairs.user.nunique(), "songs": pairs.song.nunique(), "pairs": len(pairs),
        "plays": int(pairs.plays.sum()),
        **tail_and_cold(pairs),
        **({"repeats": {"plays": None, "pairs": None}} if is_rated else {}),
        "doubles": 0 if songs is None else doubles(songs[songs.song.isin(pairs.song)]),
        "drift": None if listens is None else drift(listens),
    }
