"""
Trains a small model of another library on an exported split, writes its lists, and prints its own measures as JSON.

    python peer_libraries.py recbole|cornac|lenskit|lenskit-2025|elliot|warprec SPLIT LISTS N

SPLIT is a folder as `export split --form TOOL` writes it. LISTS gets N songs for each test listener: as the library
itself writes lists where it does (Elliot's and WarpRec's text, LensKit 2025's Parquet), else listener, song, rank and score. Tried
with RecBole 1.2.1 (torch 1.13), Cornac 3.0.1, LensKit 0.14.4 and 2025.8.1, Elliot 0.3.1 (Python 3.8, TensorFlow
2.3.2, its repository) and WarpRec 2.2.8 (Python 3.12, torch 2.15).
"""
import csv, glob, json, os, shutil, sys, tempfile

tool, split, out, n = sys.argv[1], os.path.abspath(sys.argv[2]), sys.argv[3], int(sys.argv[4])


def write(lists):
    with open(out, "w", encoding="utf8") as file:
        file.write("user_id\titem_id\trank\tscore\n")
        for user, songs in lists:
            for rank, (song, score) in enumerate(songs, 1):
                file.write(f"{user}\t{song}\t{rank}\t{float(score)!r}\n")


def recbole():
    import torch
    from recbole.config import Config
    from recbole.data import create_dataset, data_preparation
    from recbole.utils import get_model, get_trainer, init_seed
    from recbole.utils.case_study import full_sort_topk

    home = tempfile.mkdtemp()
    os.chdir(home)
    config = Config(model="EASE", dataset="quadrille", config_dict={
        "data_path": split, "benchmark_filename": ["train", "test", "test"],
        "load_col": {"inter": ["user_id", "item_id", "rating"]},
        "eval_args": {"split": {"RS": [0.8, 0.1, 0.1]}, "group_by": "user", "order": "RO", "mode": "full"},
        "metrics": ["NDCG", "MAP", "Recall", "Precision", "MRR", "Hit"], "topk": [n], "valid_metric": f"NDCG@{n}",
        "metric_decimal_place": 15, "epochs": 1, "reg_weight": 250.0, "use_gpu": False,
        "show_progress": False, "state": "ERROR",
        "save_dataset": False, "save_dataloaders": False, "checkpoint_dir": home,
    })
    init_seed(1, True)
    dataset = create_dataset(config)
    train, valid, test = data_preparation(config, dataset)
    model = get_model("EASE")(config, train.dataset).to("cpu")
    trainer = get_trainer(config["MODEL_TYPE"], "EASE")(config, model)
    trainer.fit(train, valid, saved=False, show_progress=False)
    own = trainer.evaluate(test, load_best_model=False, show_progress=False)
    users = torch.unique(test.dataset.inter_feat["user_id"]).numpy()
    scores, items = full_sort_topk(users, model, test, k=n, device="cpu")
    songs = [dataset.id2token("item_id", row.numpy()) for row in items]
    write((dataset.id2token("user_id", int(user)), zip(songs[i], scores[i])) for i, user in enumerate(users))
    return {name: float(value) for name, value in own.items()}


def cornac():
    import numpy as np
    from cornac.data import Reader
    from cornac.eval_methods import BaseMethod
    from cornac.metrics import NDCG, Precision, Recall
    from cornac.models import EASE

    read = lambda name: Reader().read(os.path.join(split, name), sep="\t")
    parts = {"train_data": read("train.tsv"), "test_data": read("test.tsv")}
    method = BaseMethod.from_splits(**parts, exclude_unknowns=False, seed=1)
    model = EASE(lamb=250, posB=False, verbose=False)
    result, _ = method.evaluate(model, [NDCG(k=n), Precision(k=n), Recall(k=n)], user_based=True)
    train, test = method.train_set, method.test_set
    users = {index: name for name, index in test.uid_map.items()}
    songs = np.array([name for name, _ in sorted(test.iid_map.items(), key=lambda pair: pair[1])])
    known, wanted = train.csr_matrix, test.csr_matrix

    def lists():
        for user in sorted(set(test.uir_tuple[0])):
            seen = known.getrow(user).indices if user < known.shape[0] else []
            compete = np.setdiff1d(np.arange(test.num_items), np.setdiff1d(seen, wanted.getrow(user).indices))
            order, scores = model.rank(user, compete)
            by_song = dict(zip(compete, scores))
            yield users[user], [(songs[i], by_song[i]) for i in order[:n]]

    write(lists())
    return {name: float(value) for name, value in result.metric_avg_results.items() if "@" in name}


def lenskit():
    import pandas as pd
    from lenskit import batch, topn
    from lenskit.algorithms import Recommender
    from lenskit.algorithms.item_knn import ItemItem

    read = lambda name: pd.read_csv(os.path.join(split, name), dtype={"user_id": str, "item_id": str}).rename(
        columns={"user_id": "user", "item_id": "item"})
    train, test = read("train.csv"), read("test.csv")
    # By id alone: LensKit counts whatever is not in test, so gains are 1.
    test = test.drop(columns="rating")
    model = Recommender.adapt(ItemItem(20, feedback="implicit"))
    model.fit(train)
    recs = batch.recommend(model, test.user.unique(), n, n_jobs=1)
    by_user = recs.sort_values(["user", "rank"]).groupby("user", sort=True)
    write((user, list(zip(own.item, own.score))) for user, own in by_user)
    analysis = topn.RecListAnalysis()
    analysis.add_metric(topn.ndcg, name="ndcg", k=n)
    analysis.add_metric(topn.recall, name="recall", k=n)
    analysis.add_metric(topn.precision, name="precision", k=n)
    own = analysis.compute(recs, test, include_missing=True).fillna(0)
    return {name: float(own[name].mean()) for name in ["ndcg", "recall", "precision"]}


def lenskit_2025():
    import pandas as pd
    from lenskit.batch import recommend
    from lenskit.data import ItemListCollection, from_interactions_df
    from lenskit.knn import ItemKNNScorer
    from lenskit.metrics import NDCG, Precision, Recall, RecipRank, RunAnalysis
    from lenskit.pipeline import topn_pipeline

    read = lambda name: pd.read_csv(os.path.join(split, name), dtype={"user_id": str, "item_id": str})
    test = ItemListCollection.from_df(read("test.csv").drop(columns="rating"), ["user_id"])
    pipeline = topn_pipeline(ItemKNNScorer(max_nbrs=20, feedback="implicit"), n=n)
    pipeline.train(from_interactions_df(read("train.csv")))
    recs = recommend(pipeline, test.keys(), n, n_jobs=1)
    recs.save_parquet(out)
    analysis = RunAnalysis()
    for metric in (NDCG, Recall, Precision, RecipRank):
        analysis.add_metric(metric(k=n))
    own = analysis.measure(recs, test).list_summary()["mean"]
    return {name: float(value) for name, value in own.items()}


def elliot():
    from elliot.run import run_experiment

    home = tempfile.mkdtemp()
    config = {"experiment": {
        "dataset": "quadrille", "top_k": n, "gpu": -1,
        "data_config": {"strategy": "fixed", "train_path": f"{split}/train.tsv", "test_path": f"{split}/test.tsv"},
        "path_output_rec_result": f"{home}/lists/", "path_output_rec_weight": f"{home}/weights/",
        "path_output_rec_performance": f"{home}/values/", "path_log_folder": f"{home}/log/",
        "evaluation": {"cutoffs": [n], "simple_metrics": ["nDCG", "MAP", "Recall", "Precision", "MRR", "HR",
                                                          "nDCGRendle2020"], "relevance_threshold": 0},
        "models": {"ItemKNN": {"meta": {"save_recs": True}, "neighbors": 20, "similarity": "cosine"}},
    }}
    with open(f"{home}/config.yml", "w", encoding="utf8") as file:
        json.dump(config, file)  # which is YAML, too
    run_experiment(f"{home}/config.yml")
    shutil.copy(glob.glob(f"{home}/lists/*.tsv")[0], out)
    with open(glob.glob(f"{home}/values/rec_cutoff*.tsv")[0], encoding="utf8") as file:
        [own] = csv.DictReader(file, delimiter="\t")
    return {name: float(value) for name, value in own.items() if name != "model"}


def warprec():
    from warprec.run import main

    home = tempfile.mkdtemp()
    config = {
        "reader": {
            "loading_strategy": "split", "data_type": "transaction", "reading_method": "local",
            "rating_type": "explicit", "split": {"local_path": f"{split}/", "ext": ".csv", "sep": ","},
            "labels": {"user_id_label": "user_id", "item_id_label": "item_id", "rating_label": "rating"},
            "dtypes": {"user_id_type": "str", "item_id_type": "str", "rating_type": "float32"},
        },
        "writer": {"dataset_name": "split", "writing_method": "local", "local_experiment_path": f"{home}/",
                   "recommendation": {"k": n}},
        "models": {"EASE": {"meta": {"save_recs": True}, "l2": 250}},
        "evaluation": {"top_k": [n], "strategy": "full", "metrics": ["nDCG", "nDCGRendle2020", "MAP", "Recall",
                                                                     "Precision", "MRR", "HitRate"]},
    }
    with open(f"{home}/config.yml", "w", encoding="utf8") as file:
        json.dump(config, file)  # which is YAML, too
    main(["-c", f"{home}/config.yml", "-p", "eval"])
    shutil.copy(glob.glob(f"{home}/split/recs/*.tsv")[0], out)
    with open(glob.glob(f"{home}/split/evaluation/Overall*.tsv")[0], encoding="utf8") as file:
        [own] = csv.DictReader(file, delimiter="\t")
    return {name: float(value) for name, value in own.items() if name not in ("Model", "Top@k")}


print(json.dumps({"warprec": warprec, "lenskit-2025": lenskit_2025, "elliot": elliot, "recbole": recbole, "cornac": cornac, "lenskit": lenskit}[tool]()))
