# Everything a developer types. `make` alone lists it. All of it comes from PyPI, except where a target says so.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .tools
UV := $(TOOLS)/bin/uv
export UV_PYTHON_DOWNLOADS := never
# Behind a proxy that inspects TLS, the system's certificates know it, as they do for pip; uv's own do not.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif
# Warnings of pip and uv about versions of themselves help nobody here.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "make %-14s %s\n", $$1, $$2}'

$(UV): locks/uv.txt
	@$(PYTHON) scripts/bootstrap.py $(TOOLS) $<

# What locks/NAME.txt says, by hash and as built packages only, so that nothing unlocked runs. From uv's cache where all
# of it is there: no network then. The project itself is built by uv, which fetches nothing for it.
PIP_INSTALL = $(UV) pip install --quiet --python $(BIN)/python
LOCKED = $(PIP_INSTALL) --require-hashes --no-build
install = @{ test -x $(BIN)/python || $(UV) venv --quiet --clear --python $(PYTHON) $(VENV); } && \
	{ $(LOCKED) --offline -r locks/$(1).txt 2>/dev/null || $(LOCKED) -r locks/$(1).txt; } && \
	$(PIP_INSTALL) --offline --no-deps --editable .

# One stamp per set of dependencies, so that a second run starts at once.
$(VENV)/.run: $(UV) pyproject.toml locks/embedded.txt
	@echo "Installing dependencies …"
	$(call install,embedded)
	@touch $@

$(VENV)/.check: $(UV) pyproject.toml locks/check.txt
	@echo "Installing dependencies for tests and checks …"
	$(call install,check)
	@touch $(VENV)/.run $@

# To add a dependency: write it into pyproject.toml (a new group also here, in LOCKED_GROUPS), type `make lock`, commit both.
# In a conflict while rebasing: `git checkout --theirs locks; make lock`.
LOCKED_GROUPS := embedded traces contract clients browser mutants
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(ARGS)
.PHONY: lock
lock: $(UV) ## after a change of dependencies in pyproject.toml: write locks/ anew (ARGS=--upgrade, or ARGS="--upgrade-package httpx")
	$(LOCK) pyproject.toml --group check --output-file locks/check.txt
	$(LOCK) pyproject.toml --constraint locks/check.txt --output-file locks/product.txt
	@for group in $(LOCKED_GROUPS); do \
	  (set -x; $(LOCK) pyproject.toml --group $$group --constraint locks/check.txt --output-file locks/$$group.txt) || exit 1; done
	@for group in uv compile; do (set -x; $(LOCK) --group pyproject.toml:$$group --output-file locks/$$group.txt) || exit 1; done

.PHONY: run
run: $(VENV)/.run ## set up and serve on http://localhost:4324 (PORT, DATABASE_URL, REDIS_URL, PLANS=file-or-URL)
	@exec $(BIN)/choosemypower run

.PHONY: standins
standins: $(VENV)/.check ## stand-ins of every service that we ask; prints the environment that points at them
	@$(BIN)/python -m tests.standins

# Files of tests side by side, in the order of the folders; each process has a PostgreSQL of its own.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: test
test: $(VENV)/.check ## set up and run every test, on all processors (ARGS="-n 0" in one process, as a debugger wants it)
	@$(BIN)/pytest -q $(SIDE_BY_SIDE) -m "not shared and not browser and not lighthouse and not edge and not image and not contract and not clients and not faults and not observability" $(ARGS)

.PHONY: how-well
how-well: $(VENV)/.check ## measure our reading on the cases that come with the program, and write what /how-well shows
	@$(BIN)/python scripts/compile_how_well.py

.PHONY: test-shared
test-shared: $(VENV)/.check ## the tests over the real listings in ../shared/data
	@$(BIN)/pytest -q -m shared $(ARGS)

.PHONY: test-contract
test-contract: $(VENV)/.check ## attack every API operation from its OpenAPI document (SEEDS="1 2 3")
	$(call install,contract)
	@$(if $(SEEDS),SEEDS="$(SEEDS)") $(BIN)/pytest -q -m contract $(ARGS)

.PHONY: test-clients
test-clients: $(VENV)/.check ## generate clients of the API in Python, TypeScript and Go, and read every operation (needs npm and go)
	$(call install,clients)
	@$(BIN)/pytest -q -m clients $(ARGS)

.PHONY: test-browser
test-browser: $(VENV)/.check ## drive the site in Debian's chromium, with axe on every kind of page (apt install chromium npm)
	$(call install,browser)
	@$(BIN)/pytest -q -m browser $(ARGS)

.PHONY: browser-test
browser-test: $(VENV)/.check ## all of it: test-browser, axe in every look, Lighthouse on ten kinds of page (some twenty minutes)
	$(call install,browser)
	@AXE_LOOKS=all $(BIN)/pytest -q -m "browser or lighthouse" $(ARGS)

.PHONY: test-alerts
test-alerts: $(VENV)/.check ## faults of four servers through a real Prometheus and Alertmanager to a stand-in Slack and inbox, an alert a test (apt install prometheus prometheus-alertmanager)
	@$(BIN)/pytest -q -m observability $(ARGS)

.PHONY: dashboard-picture
dashboard-picture: $(VENV)/.check ## the Grafana dashboard as a picture over four servers with visitors: .screenshots/dashboard.png (apt install prometheus prometheus-alertmanager chromium)
	@$(BIN)/python -m tests.observability.picture $(ARGS)

.PHONY: test-axe
test-axe: $(VENV)/.check ## axe on every kind of page at four widths, light, dark, in forced colours and at 200 % text (some ten minutes)
	$(call install,browser)
	@AXE_LOOKS=all $(BIN)/pytest -q -m browser tests/browser/test_accessibility.py $(ARGS)

.PHONY: visitors
visitors: $(VENV)/.check ## a day of 20,000 page views over four processes, and whether the report counts every one
	@VISITORS_VIEWS=20000 $(BIN)/pytest -q tests/events/test_report.py -k four_processes

.PHONY: screenshots
screenshots: $(VENV)/.check ## pictures of every kind of page of a running site in .screenshots/ (SITE=http://localhost:4324; ARGS=--readme for those of the README)
	$(call install,browser)
	@$(BIN)/python scripts/screenshots.py $(SITE) $(ARGS)

.PHONY: test-edge
test-edge: $(VENV)/.check ## our Varnish and nginx configurations (apt install varnish nginx)
	@$(BIN)/pytest -q -m edge $(ARGS)

# A grammar is one decision with many branches; every other function stays below radon's rank D (21 branches).
FEE_GRAMMAR := */documents/fee_text.py,*/documents/thresholds.py,*/documents/denials.py,*/documents/statements.py,*/documents/charges_of_text.py
.PHONY: check
check: $(VENV)/.check ## format, lint, types, import contracts, templates, chart, workflows
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@! $(BIN)/radon cc --min D --show-complexity --exclude "$(FEE_GRAMMAR)" src | grep . || \
	  { echo "check: too many branches in one function (above): give parts of it names"; exit 1; }
	$(BIN)/python scripts/lint_templates.py
	@if ls mk/*.mk >/dev/null 2>&1; then $(MAKE) --no-print-directory platform-check; fi

.PHONY: house
house: $(VENV)/.check ## how many lines, public names and so on src/ has, now and before it was put in order (needs the history)
	@$(BIN)/python scripts/measure_house.py

.PHONY: mutants
mutants: $(VENV)/.check ## which small changes of pricing, plans, facets and cache keys does no test notice? (an hour or two; ONLY="choosemypower.pricing.year*" for a part)
	$(call install,mutants)
	@HYPOTHESIS_PROFILE=mutants nice $(BIN)/mutmut run --max-children $(or $(CHILDREN),1) $(if $(ONLY),"$(ONLY)") >/dev/null
	@$(BIN)/python scripts/list_mutants.py

.PHONY: format
format: $(VENV)/.check ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: bench
bench: $(VENV)/.check ## the benchmarks; writes bench/results/ and prints ratios (wrk and nginx from Debian make it complete)
	@$(BIN)/python -m bench $(ARGS)
	@$(BIN)/python -m bench.ingest
	@$(BIN)/python -m bench.reading
	@$(BIN)/python -m bench.meters
	@$(BIN)/python -m bench.lookups
	@$(BIN)/python -m bench.sources
	@$(BIN)/python -m bench.pricing

.PHONY: clean
clean: ## remove what the commands above made (keeps .data/, the development database)
	rm -rf $(VENV) $(TOOLS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist mutants

-include mk/*.mk
