# Makes lenskit.json: what LensKit's own functions say of the lists in ranx.json.
# Needs lenskit==0.14.4 and pandas < 2.2.
import json, pathlib
import pandas as pd
from lenskit import topn

here = pathlib.Path(__file__).parent
golden = json.loads((here / "ranx.json").read_text())
listed = [(user, item, rank) for user, items in golden["lists"].items() for rank, item in enumerate(items, 1)]
recs = pd.DataFrame(listed, columns=["user", "item", "rank"])
held_out = [(user, item) for user, items in golden["targets"].items() for item in items]
truth = pd.DataFrame(held_out, columns=["user", "item"])
analysis = topn.RecListAnalysis()
for name in ["ndcg", "recall"]:
    analysis.add_metric(getattr(topn, name), name=name, k=10)
own = analysis.compute(recs, truth, include_missing=True).fillna(0)
values = {f"{name}@10": float(own[name].mean()) for name in ["ndcg", "recall"]}
(here / "lenskit.json").write_text(json.dumps(values, indent=0) + "\n")
