# `make run` and `make test` need Python 3.11 or newer and a checkout, nothing else. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# The project is installed without its dependencies (the lock brought them) and with the locked build backend.
INSTALL_PROJECT := $(PIP) install --quiet --no-deps --no-build-isolation -e .
# Cores as the system counts them; "auto" would take half of a virtual machine's.
PYTEST := $(BIN)/python -m pytest -n logical --dist worksteal
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-config --no-emit-index-url --custom-compile-command "make lock" pyproject.toml
EXTRACT := $(BIN)/pybabel --quiet extract --keywords t --keywords tn:1,2 --keywords mark --omit-header --no-location --sort-output
POT := bot/locale/studybot.pot

.DEFAULT_GOAL := help
.PHONY: help run dev test fast lint types imports locks size check mutants soak lock catalogue catalogue-check clean

help:  ## List what can be made
	@awk -F ':.*## *' '/^[a-z-]+:.*##/ { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp  ## Install what is needed and start the service
	@$(BIN)/studybot run

dev: $(VENV)/dev.stamp  ## Install what tests and checks need

test: dev  ## Run the whole test suite, in parallel
	$(PYTEST)

# Files whose tests take the longest together; `make test` runs them all.
LONG := rules/test_calendar_over_zones.py features/test_secrecy.py features/test_recap.py delivery/test_time_control.py \
	delivery/test_failures.py study/test_recaps.py study/test_answers_at_once.py study/test_quiz_points.py \
	contract/test_third_party.py storage/test_migrations.py

fast: dev  ## The tests of the inner loop: SQLite alone, no browser, nothing slow
	STUDYBOT_TEST_POSTGRES=0 $(PYTEST) -m "not slow and not browser" $(addprefix --ignore=tests/,$(LONG))

mutants: dev  ## Plant known faults in copies of the tree: the tests named for each must see it
	$(BIN)/python -m tools.run_mutants

SOAK_LIVES ?= 3000
SOAK_SECONDS ?= 900
soak: dev  ## Random lives and kills for half an hour or more (SOAK_LIVES, SOAK_SECONDS)
	STUDYBOT_TEST_LIVES=$(SOAK_LIVES) $(PYTEST) tests/delivery/never_twice
	STUDYBOT_TEST_KILL_SECONDS=$(SOAK_SECONDS) $(BIN)/python -m pytest tests/service/kills

lint: dev  ## Style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: dev  ## Strict types
	$(BIN)/mypy

imports: dev  ## Who may import whom
	$(BIN)/lint-imports

locks: dev  ## The locks satisfy pyproject.toml
	$(BIN)/python -m tools.check_locks

size: dev  ## The size budget of functions and files
	$(BIN)/python -m tools.check_size bot adapters tests tools

check: lint types imports locks size catalogue-check  ## Every check but the tests

lock: dev  ## Renew the locks as far as pyproject.toml asks (UPGRADE=--upgrade: everything)
	$(LOCK) $(UPGRADE) --group build --output-file requirements.txt
	$(LOCK) $(UPGRADE) --group dev --constraints requirements.txt --output-file requirements-dev.txt

catalogue: dev  ## Collect the sentences for translators
	@mkdir -p $(dir $(POT))
	$(EXTRACT) --output-file $(POT) bot adapters

catalogue-check: dev  ## The collected sentences are those of the code
	@mkdir -p build
	$(EXTRACT) --output-file build/studybot.pot bot adapters
	@diff -u $(POT) build/studybot.pot || { echo "$(POT) is out of date: run 'make catalogue' and commit it." >&2; exit 1; }

clean:  ## Remove the environment and what was built; data/ stays
	rm -rf $(VENV) build *.egg-info

# pip comes last into a new environment: where it is, the environment is whole.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "studybot needs Python 3.11 or newer, and '$(PYTHON)' is not:" >&2; $(PYTHON) --version >&2; \
		echo "Install one and name it, for example: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp is as old as the last installation from its lock, so a second start installs nothing.
$(VENV)/run.stamp: requirements.txt pyproject.toml | $(BIN)/pip
	$(PIP) install --quiet --require-hashes -r requirements.txt
	$(INSTALL_PROJECT)
	@touch $@

# The development lock holds everything of the other one too, in the same versions.
$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml | $(BIN)/pip
	$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	$(INSTALL_PROJECT)
	@touch $@ $(VENV)/run.stamp
