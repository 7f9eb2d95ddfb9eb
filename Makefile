# What there is to do, in one word each; make.py does it (on Windows: `python make.py run`).
PYTHON ?= $(firstword $(foreach name,python3 python3.11 python,$(shell command -v $(name) 2>/dev/null)))
ARGS ?=

TARGETS = setup run test lint format tour bench faults soak lock wheel

.PHONY: help $(TARGETS)
help:
	@$(PYTHON) make.py --help

$(TARGETS):
	@$(PYTHON) make.py $@ $(ARGS)
