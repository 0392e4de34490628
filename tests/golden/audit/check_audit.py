"""
Whether `library audit --json` says what pandas says of the same files. Needs pandas. Prints every number that differs.

    python check_audit.py AUDIT.json --plays plays.tsv [--columns user,song,plays] [--songs songs.tsv]
    python check_audit.py AUDIT.json --ratings ratings.csv --columns user,song,rating,time --header
    python check_audit.py AUDIT.json --listens history.tsv --columns user,artist,title,time --header

`--columns` says what the columns of the file are, in their order, and `--header` that its first line names them. Times
are seconds. The columns of `--songs` are song, artist and title.
"""
import argparse, json, math, sys
import pandas as pd
from values import library_audit


def table(file, columns, has_header):
    separator = "," if file.endswith(".csv") else "\t"
    quoting = 0 if separator == "," else 3
    header = 0 if has_header else None
    frame = pd.read_csv(file, sep=separator, header=header, dtype=str, keep_default_na=False, quoting=quoting)
    frame.columns = columns.split(",")
    return frame


def flat(value, path=""):
    if isinstance(value, (dict, list)):
        each = value.items() if isinstance(value, dict) else enumerate(value)
        return {name: one for key, part in each for name, one in flat(part, f"{path}.{key}").items()}
    return {path[1:]: value}


def alike(found, wanted):
    numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in (found, wanted))
    return math.isclose(found, wanted, rel_tol=1e-12, abs_tol=1e-12) if numbers else found == wanted


def pandas_says(given):
    file = given.plays or given.ratings or given.listens
    frame = table(file, given.columns, given.header)
    if "title" in frame:
        frame["song"] = frame.artist + " – " + frame.title
    listens = None
    if "time" in frame:
        frame["time"] = frame.time.astype(int)
        # A listen is a listener, a song and a second, and counts once.
        listens = frame.drop_duplicates(["user", "song"] if given.ratings else ["user", "song", "time"])
    if given.plays:
        pairs = frame.assign(plays=frame.plays.astype(int))
    else:
        pairs = (frame if listens is None else listens).groupby(["user", "song"]).size().rename("plays").reset_index()
    songs = table(given.songs, "song,artist,title", given.header) if given.songs else None
    if given.listens and "title" in frame:
        songs = frame[["song", "artist", "title"]].drop_duplicates("song")
    return library_audit(pairs, listens, songs, is_rated=bool(given.ratings))


options = argparse.ArgumentParser()
options.add_argument("audit")
for name in ("plays", "ratings", "listens", "songs"):
    options.add_argument(f"--{name}")
options.add_argument("--columns", default="user,song,plays")
options.add_argument("--header", action="store_true")
given = options.parse_args()

with open(given.audit, encoding="utf8") as file:
    found = flat(json.load(file))
wanted = flat(pandas_says(given))
different = [name for name in sorted(found.keys() | wanted.keys()) if not alike(found.get(name), wanted.get(name))]
for name in different:
    print(f"{name}: {found.get(name)}, by pandas {wanted.get(name)}")
print(f"{len(wanted)} numbers, {len(different)} different")
sys.exit(1 if different else 0)
