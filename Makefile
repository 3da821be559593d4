# Each target sets up what it needs in .venv, from a plain Python 3.11 or newer.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help example test quality format schema build clean

help: ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /:\t/'

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "medsafe needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

example: $(READY) ## check a real medication list
	$(BIN)/medsafe check examples/lists/clinic.txt --patient "71 y, female, eGFR 52" --as-of 2026-11-23

test: $(READY) ## run all tests and doctests
	$(BIN)/python -m pytest -q

quality: $(READY) ## lint, formatting, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: $(READY) ## write docs/schema from the models
	for kind in report change-report options switch regimens layer knowledge sources classes properties drugs products familiar strangers conditions \
		facts problems scales tests rules changes members grades names; do $(BIN)/medsafe schema $$kind > docs/schema/$$kind.json; done

build: $(READY) ## build the sdist and the wheel into dist/
	$(BIN)/python -m build

clean: ## remove what the other targets made
	rm -rf .venv dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
