# Two commands do everything: `make run` and `make test`. Both are safe to repeat.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run index test test-fast test-browser test-slow bench evaluate screenshots lint types format clean

run: $(STAMP) ## Install, index and serve on http://127.0.0.1:8000
	$(BIN)/qa index
	$(BIN)/qa serve

index: $(STAMP) ## Build the index if anything changed
	$(BIN)/qa index

test: test-fast test-browser ## Everything but the slow tests

test-fast: $(STAMP) ## What needs neither a browser nor minutes: a plain `pytest`
	$(BIN)/python -m pytest

test-browser: $(STAMP) ## The page in a real Chromium
	$(BIN)/python -m pytest -m 'browser and not slow'

test-slow: $(STAMP) ## The slow tests too; QA_EVAL_DATA names the folder of public data sets
	$(BIN)/python -m pytest -m slow

bench: $(STAMP) ## Speed, memory and retrieval beside a plain baseline
	$(BIN)/python -m tests.bench

evaluate: $(STAMP) index ## Quality on the project's own question set
	$(BIN)/qa evaluate

screenshots: $(STAMP) ## Pictures of the page: five states, two widths, two colour schemes
	$(BIN)/python -m tests.screenshots build/screenshots

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## Remove the virtual environment and caches; indexes stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "review-qa needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)
