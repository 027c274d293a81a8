# `make` alone lists the targets. scripts/environment finds the interpreter and installs the lock.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON := .venv/bin/python

# Nothing phones home and nothing is fetched at run time.
export RASA_TELEMETRY_ENABLED := false
export DO_NOT_TRACK := 1
export HF_HUB_OFFLINE := 1
export HF_HUB_DISABLE_TELEMETRY := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

# Two processes share the tests; those that use the trained model share one process (tests/conftest.py).
TESTS ?= tests
PYTEST_OPTIONS ?= -n 2 --dist loadgroup

.PHONY: help
help:  ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: prepare  ## start everything on this machine, with demonstration records and a stand-in Slack
	@FOCALPOINT_DEMO=1 .venv/bin/focalpoint serve --with-standin

.PHONY: test
test: prepare  ## run all tests on both lines of the lock (one folder or file: make test TESTS=tests/inquiries)
	@$(PYTHON) -m pytest $(PYTEST_OPTIONS) $(TESTS)
ifeq ($(TESTS),tests)
	@scripts/test-other-line
endif

.PHONY: check
check: environment  ## lint, format, types, import contracts, records and the lock, in seconds
	@$(MAKE) --no-print-directory --keep-going --jobs 2 --output-sync=target \
		check-types check-imports check-lint check-format check-lock check-records

.PHONY: prepare
prepare: environment  ## install, make the database and train, each only if it is needed
	@$(PYTHON) -m bot prepare

.PHONY: environment
environment:  ## build .venv from requirements.txt if the lock has changed
	@scripts/environment

.PHONY: format
format: environment  ## put all Python files in the house format
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

.PHONY: lock
lock: environment  ## write requirements.txt anew from pyproject.toml (newer versions: make lock UPGRADE=--upgrade)
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.10 --extra dev --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) \
		--output-file requirements.txt pyproject.toml >/dev/null
	@$(PYTHON) scripts/check_lock.py

.PHONY: test-other-line
test-other-line: environment  ## run the tests of the rules and the store on Python 3.11 or later, without Rasa
	@scripts/test-other-line

.PHONY: check-types check-imports check-lint check-format check-lock check-records
check-types:
	@.venv/bin/mypy
check-imports:
	@.venv/bin/lint-imports --no-logo
check-lint:
	@.venv/bin/ruff check .
check-format:
	@.venv/bin/ruff format --check .
check-lock:
	@$(PYTHON) scripts/check_lock.py
check-records:
	@.venv/bin/focalpoint check
