# make demo   sets up and builds the graph of the sample articles into out/
# make test   sets up and runs lint, types and all tests
VENV ?= .venv
PY := $(VENV)/bin/python
KG := $(VENV)/bin/kg
PYTHON ?= python3
SHARED ?= ../shared
READY := $(VENV)/.ready

.PHONY: setup demo test lint bench score coverage clean browser
.DEFAULT_GOAL := demo

$(READY): pyproject.toml constraints.txt
	@echo "== setting up $(VENV) (a few minutes the first time: PyTorch comes with camel-tools)"
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

setup: $(READY)

demo: setup
	@echo "== building the graph of the sample articles into out/"
	$(KG) build notebooks/articles -o out

# Pages are tested in a real Chromium: Debian's, where it may be installed; elsewhere those tests say why they are skipped.
browser:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "== installing Chromium for the page tests" && \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver fonts-noto-core >/dev/null; } || \
	  echo "== no Chromium here: the page tests will be skipped"

lint: setup
	@echo "== lint and types"
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

test: setup browser lint
	@echo "== tests"
	$(PY) -m pytest -q -n 2 --dist loadfile

score: setup
	@echo "== extraction on the development articles, scored against their annotations"
	mkdir -p out
	$(KG) extract $(SHARED)/gold/dev -o out/dev.jsonl
	$(PY) $(SHARED)/gold/score.py $(SHARED)/gold/dev out/dev.jsonl --by-type

# Speed: extraction against camel-tools' tokenizer, the store against plain rdflib, each pair in one run.
bench: setup
	$(PY) bench/extraction.py $(SHARED)/corpus/news-2015-2018.jsonl.gz
	$(PY) bench/graph.py --triples 200000 --rdflib

# How many of the people that a corpus names with an office and a nationality the knowledge base knows, and dates rightly.
coverage: setup
	$(PY) -m kg.entities.coverage $(SHARED)/corpus/news-2015-2018.jsonl.gz --every 6

clean:
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
