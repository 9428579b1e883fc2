# The few verbs people use. Everything runs in .venv, which the first verb makes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BUILD := build
COVERAGE := --cov --cov-report=term:skip-covered --cov-fail-under=90

.DEFAULT_GOAL := help
.PHONY: help demo test check bench docs clean

help: ## show what each verb does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "emergent-scaling needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[parquet]' --group dev
	@touch $@

demo: $(READY) ## verdicts and a report page on a bundled dataset, under build/
	@mkdir -p $(BUILD)
	$(BIN)/scaling detect obs-emergent --task arithmetic_2da --task arithmetic_3da --family Pythia --family OPT --family GPT-Neo/J --quiet
	$(BIN)/scaling plot obs-emergent --task arithmetic_2da --family Pythia --family OPT --family GPT-Neo/J -o $(BUILD)/demo.svg --force --quiet
	$(BIN)/scaling report obs-emergent --task arithmetic_2da --task arithmetic_3da --family Pythia --family OPT --family GPT-Neo/J -o $(BUILD)/demo.html --force --quiet
	@echo
	@echo "The report page:  $(BUILD)/demo.html   (open it in a browser)"
	@echo "One figure:       $(BUILD)/demo.svg"
	@echo "Next:             $(BIN)/scaling data list"
	@echo "                  $(BIN)/scaling detect YOUR.csv     ($(BIN)/scaling data template explains the columns)"

test: $(READY) ## the test suite but the slow studies (make bench) and the docs (make check); COVER=1: with coverage
	$(BIN)/python -m pytest --ignore=tests/test_docs.py --numprocesses auto --dist worksteal $(if $(COVER),$(COVERAGE))

check: $(READY) ## lint, format, types, layers, and whether the generated docs and figures are up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py tests/test_docs.py
	$(BIN)/scaling figures build --check --n-jobs -1

bench: $(READY) ## speed against scipy loops, start-up time, and the slow studies
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python -m pytest -q -m slow --numprocesses auto

docs: $(READY) ## write the generated docs and figures again
	$(BIN)/python docs/generate.py

clean: ## remove the environment and everything built
	rm -rf $(VENV) $(BUILD) dist .pytest_cache .mypy_cache .ruff_cache .coverage
