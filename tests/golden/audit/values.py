"""What both audits compute, by pandas."""
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
