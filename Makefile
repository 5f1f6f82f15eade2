# `make test` and `make check` set up what they need: Python 3.11+, make and git suffice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed

.PHONY: test check lint types layers wheel-test bench clean

test: $(DEV) ## the whole test suite
	@$(BIN)/python -m pytest -q -n 2

check: lint types layers test ## everything that must hold before a commit

lint: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DEV)
	@$(BIN)/mypy

layers: $(DEV)
	@$(BIN)/lint-imports

wheel-test: $(DEV) ## the test suite against the built wheel, the source tree out of the way
	@$(BIN)/python -m build --wheel --outdir build/wheel . >build/wheel.log 2>&1 || (cat build/wheel.log; exit 1)

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -m venv $(VENV)

$(RUN): pyproject.toml $(VENV)/pyvenv.cfg
	@echo "installing litreview into $(VENV) (once; about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): pyproject.toml $(RUN)
	@echo "installing the test and check tools into $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test --group check
	@touch $@

clean:
	@rm -rf build dist report .litreview
