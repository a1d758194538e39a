# The same few verbs everywhere. PYTHON3 names the Python that .venv is made from.
PYTHON3 ?= python3
PYTHON := .venv/bin/python
# The lists are complete: --no-deps keeps an old pip from looking for newer versions of what they pin.
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
PROGRAMME := PYTHONPATH=hooks $(PYTHON) -m programme

export NO_MKDOCS_2_WARNING = 1
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help serve build test check bless bench-search pdf
.DELETE_ON_ERROR:

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

serve: .venv/.stamp-run ## show the site at http://127.0.0.1:8000/, anew after every change
	$(PYTHON) -m mkdocs serve --livereload

build: .venv/.stamp-run ## write the site into site/
	$(PYTHON) -m mkdocs build --strict

test: check ## check, then run every test, those in a browser too
	$(PYTHON) tests/browser_install.py
	$(PYTHON) -m pytest --cov -n auto --dist loadfile

check: .venv/.stamp-test ## hold the data to its rules and the code to its style and types
	$(PROGRAMME) check
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy

pdf: build .venv/.stamp-test ## print the editions and the parts into site/take-away/
	$(PYTHON) tests/browser_install.py
	$(PYTHON) tools/pdf.py

bless: .venv/.stamp-test ## accept what is new: published ids and expected pages
	$(PROGRAMME) bless $(if $(WORDING),--wording $(WORDING))
	$(PYTHON) -m pytest --bless

bench-search: .venv/.stamp-bench ## type our queries into this search and the theme's own; BENCH="--scales 1,10 --quick"
	$(PYTHON) tests/browser_install.py
	PYTHONPATH=hooks:tests $(PYTHON) bench/search.py $(BENCH)

.venv/.stamp-run: requirements.txt | $(PYTHON)
	$(PIP) -r $<
	@touch $@

.venv/.stamp-test: requirements-test.txt requirements-schema.txt .venv/.stamp-run
	$(PIP) -r $<
	$(PIP) -r requirements-schema.txt
	@touch $@

.venv/.stamp-bench: requirements-bench.txt .venv/.stamp-test
	$(PIP) -r $<
	@touch $@

$(PYTHON):
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo >&2 \
	  "$(PYTHON3) must be Python 3.11 or newer; name another: make PYTHON3=python3.13 serve"; exit 1; }
	@$(PYTHON3) -c 'import ensurepip, venv' 2>/dev/null || { echo >&2 \
	  "$(PYTHON3) lacks its venv module; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON3) -m venv --clear .venv
