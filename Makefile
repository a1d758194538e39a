# The same few verbs everywhere. PYTHON3 names the Python that .venv is made from, PORT where to serve,
# SITE what make compress compresses.
PYTHON3 ?= python3
PORT ?= 8000
SITE ?= site
PYTHON := .venv/bin/python
# The lists are complete: --no-deps keeps an old pip from looking for newer versions of what they pin.
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
PROGRAMME := PYTHONPATH=hooks $(PYTHON) -m programme
BROWSER := $(PYTHON) tests/browser_install.py
PYTEST := $(PYTHON) -m pytest -n auto

export NO_MKDOCS_2_WARNING = 1
# The last drops what tests and schema.json are made of: assertions and docstrings.
unexport PYTHONDONTWRITEBYTECODE PYTHONOPTIMIZE

.PHONY: help serve build test test-fast test-hard coverage check bless bench bench-search bench-reading \
  bench-throughput pdf compress links audit validate
.DELETE_ON_ERROR:

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

serve: .venv/.stamp-run ## show the site at http://127.0.0.1:8000/, anew after every change; PORT=8001 elsewhere
	$(PYTHON) -m mkdocs serve --livereload --dev-addr 127.0.0.1:$(PORT)

build: .venv/.stamp-run ## write the site into site/
	$(PYTHON) -m mkdocs build --strict

test: check ## check, then run every test, those in a browser too
	$(BROWSER)
	$(PYTEST) --dist worksteal

test-fast: .venv/.stamp-test ## run the tests that need no browser
	$(PYTEST) --dist worksteal -m "not browser"

test-hard: check ## run the tests that need root, servers and minutes
	$(BROWSER) --hard
	$(PYTEST) --dist worksteal tests/hard

# What builds in copies of the project is measured in a run of its own: among the others it is lost.
coverage: check ## as test, and what serves, slower: how much of hooks/ the tests reach
	$(BROWSER)
	$(PYTEST) --dist worksteal --cov --cov-fail-under=0
	$(PYTEST) --dist worksteal --cov --cov-append tests/test_events.py tests/hard/test_serve.py

check: .venv/.stamp-test ## hold the data to its rules and the code to its style and types
	$(PROGRAMME) check $(if $(EACH),--each)
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	.venv/bin/biome lint --error-on-warnings
	.venv/bin/djlint --quiet --extension jinja hooks/templates
	.venv/bin/djlint --quiet --extension html overrides

pdf: .venv/.stamp-test ## write the site into site/, the editions and the parts as PDF too, linked
	$(BROWSER)
	PRINTED=1 $(PYTHON) -m mkdocs build --strict --site-dir .site.printed
	PYTHONPATH=hooks $(PYTHON) tools/pdf.py .site.printed site

compress: ## put beside each text of site/ a .gz, for servers that send it as it is (nginx: gzip_static)
	find $(SITE) -type f -size +511c ! -name '*.gz' ! -name '*.png' ! -name '*.pdf' -exec gzip -9nkf {} +

links: .venv/.stamp-run ## try every address outside, list what is gone or moved; STRICT=1 then fails
	$(PYTHON) tools/links.py $(if $(STRICT),--strict)

audit: .venv/.stamp-audit ## ask which of the pinned packages have known weaknesses
	PYTHONPATH=.venv/audit $(PYTHON) -m pip_audit --strict --progress-spinner off --disable-pip \
	  --require-hashes $(addprefix -r ,$(wildcard requirements*.txt))

# The checker knows no property paint-order; below file: it takes no file for the site's own, and warns.
validate: build .venv/.stamp-nu ## hold every page to the Nu checker of the W3C; needs Java and npm
	java -jar .venv/nu/node_modules/vnu-jar/build/dist/vnu.jar \
	  --errors-only --filterpattern '.*“paint-order”.*' --skip-non-html site

bless: .venv/.stamp-test ## accept what is new: published ids and expected pages
	$(PROGRAMME) bless $(if $(WORDING),--wording $(WORDING))
	$(PYTHON) -m pytest --bless -qq

bench: .venv/.stamp-bench .venv/.stamp-lighthouse ## hold the site to its budgets, beside a stock one (an hour); BENCH=--quick
	$(BROWSER)
	PYTHONPATH=hooks:tests $(PYTHON) bench/compare.py $(BENCH)

bench-search: .venv/.stamp-bench ## type our queries into this search and the theme's own; BENCH="--scales 1,10 --quick"
	$(BROWSER)
	PYTHONPATH=hooks:tests $(PYTHON) bench/search.py $(BENCH)

bench-reading: build .venv/.stamp-test ## measure how much of the pages of statements is text, and whether it stays enough
	$(BROWSER)
	PYTHONPATH=hooks:tests $(PYTHON) bench/reading.py

bench-throughput: build .venv/.stamp-bench ## measure what one machine serves, and the stock site; needs Debian's nginx and wrk
	PYTHONPATH=hooks:tests $(PYTHON) bench/throughput.py $(BENCH)

.venv/.stamp-run: requirements.txt | $(PYTHON)
	@echo "Installing what a build needs into .venv (30 MB, some 15 seconds)"
	@$(INSTALL) -r $<
	@$(PROGRAMME) schema
	@touch $@

.venv/.stamp-test: requirements-test.txt requirements-schema.txt .venv/.stamp-run
	@echo "Installing what the tests need into .venv (170 MB, some 40 seconds)"
	@$(INSTALL) -r $<
	@$(INSTALL) --upgrade --target .venv/csl -r requirements-schema.txt
	@touch $@

.venv/.stamp-bench: requirements-bench.txt .venv/.stamp-test
	@echo "Installing what the benchmarks need into .venv (20 MB, some 10 seconds)"
	@$(INSTALL) -r $<
	@touch $@

.venv/.stamp-audit: requirements-audit.txt | $(PYTHON)
	@echo "Installing what the audit needs into .venv/audit (50 MB, some 10 seconds)"
	@$(INSTALL) --upgrade --target .venv/audit -r $<
	@touch $@

.venv/.stamp-nu: tools/nu/package-lock.json | $(PYTHON)
	@command -v java >/dev/null && command -v npm >/dev/null || { echo >&2 "The Nu checker needs Java and npm;" \
	  "on Debian and Ubuntu: apt-get install default-jre-headless npm"; exit 1; }
	@echo "Installing the Nu checker into .venv/nu (35 MB, some 5 seconds)"
	@mkdir -p .venv/nu && cp tools/nu/*.json .venv/nu
	@npm clean-install --prefix .venv/nu --ignore-scripts --silent
	@touch $@

.venv/.stamp-lighthouse: tools/lighthouse/package-lock.json | $(PYTHON)
	@command -v npm >/dev/null || { echo >&2 "Lighthouse needs npm;" \
	  "on Debian and Ubuntu: apt-get install npm"; exit 1; }
	@echo "Installing Lighthouse into .venv/lighthouse (190 MB, some 30 seconds)"
	@mkdir -p .venv/lighthouse && cp tools/lighthouse/*.json .venv/lighthouse
	@npm clean-install --prefix .venv/lighthouse --ignore-scripts --silent
	@touch $@

refuse = { echo >&2 "$(PYTHON3) $(1)"; exit 1; }
another = name another: make PYTHON3=python3.13 $(MAKECMDGOALS)

$(PYTHON):
	@$(PYTHON3) -c '' || $(call refuse,does not run; $(another))
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  $(call refuse,is older than Python 3.11; $(another))
	@$(PYTHON3) -c 'import ensurepip, venv' 2>/dev/null || \
	  $(call refuse,lacks its venv module; on Debian and Ubuntu: apt-get install python3-venv)
	@echo "Making .venv with $(PYTHON3) (some 5 seconds)"
	@$(PYTHON3) -m venv --clear .venv
