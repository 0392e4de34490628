"""Factorises the plays of this folder with Spark's ALS (implicit feedback) and writes the factors for Quadrille.

    spark-submit als.py                      # or, with PySpark from PyPI (Java 17): python als.py
    quadrille import factors FOLDER --name NAME --library LIBRARY

Confidence is the app's: 1 + alpha for a play (binary), 1 + alpha ln(1 + plays) or 1 + alpha plays. Spark's penalty
grows with the plays of a listener or song (Zhou et al. 2008), as the app's does with the setting penalty=plays; for a
penalty that is the same for all, regParam in spec.json is the one with which both add as much on average. The factors
go into factors/, whose manifest.json is written last.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path

from pyspark.ml.recommendation import ALS
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

FOLDER = Path(__file__).resolve().parent
SPEC = json.loads((FOLDER / "spec.json").read_text(encoding="utf8"))
SETTINGS = SPEC["als"]
OUT = FOLDER / "factors"

def rating():
    """What Spark multiplies alpha with."""
    plays = F.col("plays").cast("double")
    return {"binary": F.lit(1.0), "log-count": F.log1p(plays), "linear": plays}[SETTINGS["confidence"]]


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    spark = SparkSession.builder.appName("Quadrille ALS").getOrCreate()

    def read(name):
        return spark.read.parquet((FOLDER / name).as_uri())

    plays = read("training.parquet").select(
        F.col("listener").cast("int").alias("listener"),
        F.col("song").cast("int").alias("song"),
        rating().alias("rating"),
    )
    model = ALS(
        userCol="listener",
        itemCol="song",
        ratingCol="rating",
        implicitPrefs=True,
        rank=SETTINGS["rank"],
        maxIter=SETTINGS["iterations"],
        alpha=float(SETTINGS["alpha"]),
        regParam=float(SETTINGS["regParam"]),
        seed=SETTINGS["seed"],
    ).fit(plays)
    counts = {}
    for name, factors, ids in (
        ("songs", model.itemFactors, "song-ids.parquet"),
        ("listeners", model.userFactors, "listener-ids.parquet"),
    ):
        key = name[:-1]
        table = factors.join(read(ids).withColumnRenamed(key, "index"), F.col("id") == F.col("index"))
        table = table.select(F.col("key").alias("id"), F.col("features").alias("factors"))
        counts[name] = table.count()
        table.coalesce(1).write.parquet((OUT / f"{name}.parquet").as_uri())
    files = sorted(path for path in OUT.rglob("part-*") if path.is_file())
    manifest = {
        "format": SPEC["format"],
        "export": SPEC["export"],
        "library": SPEC["library"],
        "rank": SETTINGS["rank"],
        **counts,
        "files": {path.relative_to(OUT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
        "engine": f"Spark {spark.version}",
    }
    part = OUT / "manifest.json.part"
    part.write_text(json.dumps(manifest, indent=1), encoding="utf8")
    os.replace(part, OUT / "manifest.json")
    print(f"{counts['songs']} songs, {counts['listeners']} listeners: {OUT}")
    spark.stop()


if __name__ == "__main__":
    main()
