"""How the relation model is trained: `python -m kg.training GOLD_DIR CORPUS`. Needs `pip install siyasa[pretrain]`.

In order: word vectors from the corpus (`vectors`), an encoder that learns to restore hidden words of it and to foresee what a large
model makes of each word (`encoder`, `teacher`), the networks over annotated sentences (`scorer`), the chronicle of what they state and
the trees that judge what the network proposes (`judge`), and those that say when, by whose word and whether planned (`circumstances`).
Annotations are those of GOLD_DIR and the readings of corpus articles that ship as `ontologies/lexicon/readings.tsv.gz` (`readings`).
"""
