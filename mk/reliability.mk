# What docs/reliability.md says, measured anew. Included by the Makefile; none of it but a part of test-faults is in .ci/run.

.PHONY: test-faults
test-faults: $(VENV)/.check ## break PostgreSQL, Redis and the server under steady load, one fault a test (apt install faketime)
	@$(BIN)/pytest -q -m faults $(ARGS)

.PHONY: memory
memory: $(VENV)/.check ## fill every cache with N=100000 different addresses, and say what parent and worker hold
	@$(BIN)/python -m bench.memory --count $(or $(N),100000)

.PHONY: starts
starts: $(VENV)/.check ## N=500 starts with half a CPU, every other one stopped in the middle: does one hang?
	@$(BIN)/python -m bench.starts $(or $(N),500)

.PHONY: overload
overload: $(VENV)/.check ## ask for three times the pages that a server can make
	@$(BIN)/python -m bench.overload $(ARGS)

.PHONY: soak
soak: $(VENV)/.check ## MINUTES=20 of steady visitors: does memory, or the number of open files, grow?
	@$(BIN)/python -m bench.soak --minutes $(or $(MINUTES),20)
