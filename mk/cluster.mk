# The chart on a real cluster of two nodes on this machine. Included by the Makefile; no part of .ci/run.
#
# Needs root, podman, Go, and of Debian: etcd-server containerd containernetworking-plugins runc iptables dnsmasq-base.
CLUSTER = $(DIST)/cluster
# As the chart's values name them; where these are not to be had, POSTGRES_IMAGE and VALKEY_IMAGE take their names.
OF_THE_CHART := docker.io/library/postgres:18 docker.io/valkey/valkey:8
POSTGRES_IMAGE ?= $(word 1,$(OF_THE_CHART))
VALKEY_IMAGE ?= $(word 2,$(OF_THE_CHART))

.PHONY: cluster-test
cluster-test: $(VENV)/.check ## install, upgrade, break, roll back, drain and uninstall the chart on a real cluster (root; builds Kubernetes once, some 15 minutes of CPU)
	@mkdir -p $(CLUSTER)
	@$(PYTHON) scripts/build_kubernetes.py > $(CLUSTER)/programs
	@$(WITH_UV) $(BIN)/python scripts/fetch_tools.py helm kubectl > /dev/null
	@printf 'FROM $(IMAGE)\nENTRYPOINT ["sleep", "infinity"]\n' | $(ENGINE) build -q $(BUILD_OPTIONS) -t localhost/pause:1 - > /dev/null
	@rm -f $(CLUSTER)/images.tar
	@$(ENGINE) tag $(IMAGE) localhost/choosemypower:cluster
	@$(ENGINE) tag $(POSTGRES_IMAGE) $(word 1,$(OF_THE_CHART))
	@$(ENGINE) tag $(VALKEY_IMAGE) $(word 2,$(OF_THE_CHART))
	@$(ENGINE) save -q -m -o $(CLUSTER)/images.tar localhost/choosemypower:cluster localhost/pause:1 $(OF_THE_CHART)
	@$(BIN)/python -m bench.cluster $$(cat $(CLUSTER)/programs) $(CLUSTER)/images.tar
