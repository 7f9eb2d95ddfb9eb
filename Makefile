# What there is to do, in one word each; make.py does it (on Windows: `python make.py run`).
PYTHON ?= $(firstword $(foreach name,python3 python3.11 python,$(shell command -v $(name) 2>/dev/null)))
ARGS ?=

TARGETS = setup run test lint format tour bench estimates faults soak lock wheel

# `make estimates FILE…`: what follows names files, not things to make
ifeq ($(firstword $(MAKECMDGOALS)),estimates)
FILES := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
ARGS += $(FILES)
.PHONY: $(FILES)
$(FILES):
	@:
endif

.PHONY: help $(TARGETS)
help:
	@$(PYTHON) make.py --help

$(TARGETS):
	@$(PYTHON) make.py $@ $(ARGS)
