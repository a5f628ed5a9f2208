# The image, compose, the chart and the workflows. Included by the Makefile.
IMAGE ?= localhost/choosemypower:dev
PYTHON_IMAGE ?= docker.io/library/python:3.13-slim-bookworm
ENGINE ?= $(shell command -v podman || command -v docker || echo podman)
# What this machine's engine needs besides, e.g. --isolation=chroot --network=host
BUILD_OPTIONS ?=
FETCH := UV=$(abspath $(UV)) $(BIN)/python scripts/fetch_tools.py

.PHONY: image
image: ## build the container image (IMAGE, PYTHON_IMAGE, BUILD_OPTIONS)
	$(ENGINE) build $(BUILD_OPTIONS) --build-arg PYTHON_IMAGE=$(PYTHON_IMAGE) \
	  --build-arg REVISION=$$(git rev-parse HEAD 2>/dev/null || echo unknown) -t $(IMAGE) .
