# Makes audit.json: small data sets, and what an audit of each says, by pandas. Needs pandas.
import json, sys
import pandas as pd
from values import library_audit

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

# Ratings of one moment lie across the quarters; a listener rates a song once.
rated = [(f"u{draw(25)}", f"s{min(draw(90), draw(90))}", 1 + draw(5), 1_300_000_000 + draw(40) * 86_400) for _ in range(600)]
ratings = pd.DataFrame(rated, columns=["user", "song", "rating", "time"]).drop_duplicates(["user", "song"])

counted = [(f"u{min(draw(30), draw(30))}", f"s{min(draw(80), draw(80))}", 1 + draw(9) * draw(9)) for _ in range(500)]
plays = pd.DataFrame(counted, columns=["user", "song", "plays"]).drop_duplicates(["user", "song"])
# Of each title one song of ÉRIC and one of éric, and five titles twice; one song has no artist.
artist = lambda i: "" if i == 3 else ["Ann", "ÉRIC", "éric", "王菲 "][i % 4]
songs = pd.DataFrame([(f"s{i}", artist(i), f"Ode {i // 4 % 15}") for i in range(80)], columns=["song", "artist", "title"])


def words(frame):
    return [list(map(str, row)) for row in frame.itertuples(index=False)]


json.dump({
    "listens": {"rows": words(listens), "audit": library_audit(pairs, listens)},
    "ratings": {"rows": words(ratings), "audit": library_audit(ratings.assign(plays=1), ratings, is_rated=True)},
    "plays": {"rows": words(plays), "songs": words(songs), "audit": library_audit(plays, songs=songs)},
}, sys.stdout, indent=0, ensure_ascii=False)
