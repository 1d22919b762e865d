"""How the relation model is trained: `python -m kg.training GOLD_DIR CORPUS`. Needs `pip install siyasa[train]`.

In order: word vectors from the corpus (`vectors`), an encoder that learns to restore hidden words of it (`pretrain`), the network
over annotated sentences (`scorer`), the trees that judge what it proposes (`judge`) and those that say when, by whose word and whether
planned (`circumstances`). Annotations are those of
GOLD_DIR and the readings of corpus articles that ship as `ontologies/lexicon/readings.tsv.gz` (`readings`).
"""
