# The chart on a real cluster of two nodes on this machine. Included by the Makefile; no part of .ci/run.
#
# Needs root, podman, Go, and of Debian: etcd-server containerd containernetworking-plugins runc iptables dnsmasq-base.
CLUSTER = $(DIST)/cluster
POSTGRES_IMAGE ?= docker.io/library/postgres:18
VALKEY_IMAGE ?= docker.io/valkey/valkey:8

.PHONY: cluster-test
cluster-test: $(VENV)/.check ## install, upgrade, break, roll back, drain and uninstall the chart on a real cluster (root; builds Kubernetes once, some 15 minutes of CPU)
	@mkdir -p $(CLUSTER)
	@$(PYTHON) scripts/build_kubernetes.py > $(CLUSTER)/programs
	@$(WITH_UV) $(BIN)/python scripts/fetch_tools.py helm kubectl > /dev/null
	@printf 'FROM $(IMAGE)\nENTRYPOINT ["sleep", "infinity"]\n' | $(ENGINE) build -q $(BUILD_OPTIONS) -t localhost/pause:1 - > /dev/null
	@rm -f $(CLUSTER)/images.tar
	@$(ENGINE) tag $(IMAGE) localhost/choosemypower:cluster
	@$(ENGINE) save -m -o $(CLUSTER)/images.tar localhost/choosemypower:cluster localhost/pause:1 $(POSTGRES_IMAGE) $(VALKEY_IMAGE) 2> /dev/null
	@$(BIN)/python -m bench.cluster $$(cat $(CLUSTER)/programs) $(CLUSTER)/images.tar
