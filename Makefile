# Python 3.11+, make and git suffice: every target sets up what it needs, in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: review test deep check lint types layers wheel-test bench clean help

review: $(RUN) ## build the report of the repository's own review, and say where it is
	@$(BIN)/litreview report

test: $(DEV) ## the whole test suite
	@$(BIN)/python -m pytest -q -n 3

deep: $(DEV) ## the property tests alone, with twenty times as many cases
	@LITREVIEW_DEEP=20 $(BIN)/python -m pytest -q -n 2 tests/property

check: lint types layers wheel-test test ## everything that must hold before a commit

lint: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DEV)
	@$(BIN)/mypy

layers: $(DEV)
	@$(BIN)/lint-imports

wheel-test: $(DEV) ## the test suite against the built wheel, the source tree out of the way
	@PYTHON="$(PYTHON)" BIN="$(abspath $(BIN))" sh tests/wheel.sh

bench: $(DEV) ## what is measured rather than tested: see bench/README.md
	@for script in startup fold load; do $(BIN)/python -m bench.$$script || exit 1; done

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "litreview needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUN): pyproject.toml $(VENV)/pyvenv.cfg
	@echo "installing litreview into $(VENV) (once; about a minute)"
	@$(PIP) install --editable .
	@touch $@

$(DEV): pyproject.toml $(RUN)
	@echo "installing the test and check tools into $(VENV) (once)"
	@$(PIP) install --upgrade "pip>=25.1"
	@$(PIP) install --group test --group check
	@touch $@

clean:
	@rm -rf build dist report .litreview

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'
