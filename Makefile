# make demo   sets up and builds the graph of the sample articles into out/
# make test   sets up and runs lint, types and all tests
VENV ?= .venv
PY := $(VENV)/bin/python
KG := $(VENV)/bin/kg
PYTHON ?= python3
SHARED ?= ../shared
READY := $(VENV)/.ready

.PHONY: setup demo test lint bench bench-speed bench-scale bench-graph bench-names soak fuzz score coverage clean browser
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

# Speed: each step against camel-tools and spaCy; time, memory and bytes at three sizes; the store against plain rdflib; ten times
# as many names. Prints the tables of BENCHMARKS.md. The parts can be run one by one.
bench: bench-speed bench-scale bench-graph bench-names

bench-speed: setup
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(PY) bench/extraction.py $(SHARED)/corpus/news-2015-2018.jsonl.gz

# With the whole corpus, for an hour: make bench-scale SIZES="300 3000 17857"
SIZES ?= 300 1000 3000
bench-scale: setup
	$(PY) bench/scale.py $(SHARED)/corpus/news-2015-2018.jsonl.gz --sizes $(SIZES)

bench-graph: setup
	$(PY) bench/graph.py

bench-names: setup
	$(PY) bench/names.py $(SHARED)/corpus/news-2015-2018.jsonl.gz

# Faults: builds killed at 20 moments, a disk that fills up (as root, who may mount one), a second writer, an older store; then the
# endpoint under 8 clients for 20 s. FUZZ_MINUTES of random input for each target of bench/fuzz.py. Samples of both stand in the tests.
soak: setup
	$(PY) bench/soak.py --kills 20 --seconds 20

FUZZ_MINUTES ?= 10
fuzz: setup
	$(PY) bench/fuzz.py --minutes $(FUZZ_MINUTES)

# How many of the people that a corpus names with an office and a nationality the knowledge base knows, and dates rightly.
coverage: setup
	$(PY) -m kg.entities.coverage $(SHARED)/corpus/news-2015-2018.jsonl.gz --every 6

clean:
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
