# The ways in. Each target sets itself up: all that it needs is Python 3.10 to 3.13 with venv, and a package index.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --constraint constraints.txt

# Without this, OpenMP's threads burn their core while they wait, which makes torch slow beside any other program.
export OMP_WAIT_POLICY ?= PASSIVE

.PHONY: demo test benchmark benchmark-peers constraints check-constraints clean help

help:
	@echo "make demo               install into .venv and extract from one article"
	@echo "make test               install into .venv and run linters, types, the import contract and all tests"
	@echo "make benchmark          measure speed and memory on 100,000 words"
	@echo "make benchmark-peers    install spaCy into .venv-peers and measure CPU time beside it"
	@echo "make check-constraints  resolve constraints.txt for Python 3.10 to 3.13 without installing"
	@echo "make constraints        write constraints.txt anew with the newest releases"
	@echo "make clean              remove .venv, .venv-peers and everything built"

demo: .venv/library.stamp
	$(BIN)/quotes extract --format table fixtures/articles/mosul.txt

test: .venv/tests.stamp
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

benchmark: .venv/library.stamp
	$(BIN)/python -m benchmarks.speed

benchmark-peers: .venv/library.stamp .venv-peers/peers.stamp
	$(BIN)/python -m benchmarks.peers

check-constraints: .venv/tests.stamp
	$(BIN)/python -m pytest tests/test_constraints.py

# A stamp is as new as the installation that it stands for, so that nothing is installed twice.
.venv/library.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 10) <= v <= (3, 13))' || { \
	  echo "make: quotes needs Python 3.10 to 3.13, and $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
	  "Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "make: $(PYTHON) has no venv; on Debian and Ubuntu, apt install python3-venv brings it." >&2; exit 1; }
	@echo "Installing into .venv: torch and Stanza are large, this takes minutes the first time."
	$(PYTHON) -m venv .venv
	$(PIP) setuptools
	$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/tests.stamp: .venv/library.stamp
	$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $@

.venv-peers/peers.stamp: benchmarks/peers-requirements.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --requirement benchmarks/peers-requirements.txt
	@touch $@

constraints: .venv/tests.stamp
	{ sed -n '/^#/p' constraints.txt && $(BIN)/uv pip compile --quiet --universal --python-version 3.10 \
	  --no-python-downloads --all-extras --no-header --no-annotate pyproject.toml; } > constraints.new
	mv constraints.new constraints.txt

clean:
	rm -rf .venv .venv-peers build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
