"""Values of trec_eval (by pytrec_eval) and of ir-measures for the lists of ranx.json, for tests/models/referee.test.ts.

python -m pip install pytrec_eval-terrier ir-measures
python tests/golden/referee/trec_values.py > tests/golden/referee/trec.json

Listeners without a list count 0, as with ranx. `graded` takes the weights of held-out songs as gains.
"""

import json
import os

import ir_measures
import pytrec_eval
from ir_measures import AP, P, R, RR, Success, nDCG

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "ranx.json"), encoding="utf8") as file:
    golden = json.load(file)
graded, lists = golden["targets"], golden["lists"]
plain = {u: {s: 1 for s in own} for u, own in graded.items()}
run = {u: {s: float(100 - i) for i, s in enumerate(songs)} for u, songs in lists.items()}


def trec(qrels):
    names = {"ndcg_cut.10", "P.10", "recall.10", "map_cut.10"}
    values = pytrec_eval.RelevanceEvaluator(qrels, names).evaluate(run)
    return {
        name: sum(own[name] for own in values.values()) / len(qrels)
        for name in ("ndcg_cut_10", "P_10", "recall_10", "map_cut_10")
    }


def measured(qrels):
    wanted = [nDCG @ 10, P @ 10, R @ 10, AP @ 10, RR @ 10, Success @ 10]
    values = {}
    for one in ir_measures.iter_calc(wanted, qrels, run):
        values[str(one.measure)] = values.get(str(one.measure), 0) + one.value / len(qrels)
    return values


print(
    json.dumps(
        {
            "trec_eval": {"plain": trec(plain), "graded": trec(graded)},
            "ir-measures": {"plain": measured(plain), "graded": measured(graded)},
        },
        indent=1,
    )
)
