# A fresh machine needs make and Python 3.11 or newer; everything else is installed here, hash-locked.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
WORKERS ?= 2
BIN := .venv/bin
READY := .venv/.ready
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	$(if $(UPGRADE),--upgrade)

.DELETE_ON_ERROR:
.PHONY: demo test run check bench peers screenshots examples faults lock sbom clean

demo: $(READY)
	@$(BIN)/yeongo demo $(if $(UNTIL),--until $(UNTIL)) $(if $(filter-out 0,$(SERVE)),--serve)

test: $(READY)
	@$(BIN)/pytest -n $(WORKERS)

# A call that stands on other rules than its folder says keeps them and says so: changing it is an amendment, not a start.
run: $(READY)
	@$(BIN)/yeongo init
	@for call in calls/*/; do $(BIN)/yeongo call load "$$call" || true; done
	@$(BIN)/yeongo serve

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/bandit -q -r states storage workflow jobs entrypoints -c pyproject.toml
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yeongo lifecycle check
	@for call in calls/*/; do $(BIN)/yeongo call check "$$call" || exit 1; done
	$(BIN)/yeongo docs --check

bench: $(READY)
	@$(BIN)/yeongo bench transitions
	@$(BIN)/yeongo bench replay
	@$(BIN)/yeongo bench storm
	@$(BIN)/yeongo bench reminders
	@$(BIN)/yeongo bench verify
	@$(BIN)/yeongo bench asof
	@$(BIN)/yeongo bench rush
	@$(BIN)/yeongo bench console

# What one would take instead of us, in an environment of its own, for `yeongo bench storm --peers` and `transitions --peers`.
peers: .venv-peers/.ready

.venv-peers/.ready: bench/peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/peers.txt
	@touch $@

# The pictures of the console in docs/console; needs Debian's chromium.
screenshots: $(READY)
	@$(BIN)/python -m tests.end_to_end.screenshots

# The examples in the API's document, of what was asked and answered in the demo's play.
examples: $(READY)
	@$(BIN)/python -m tests.entrypoints.api.recording

faults: $(READY)
	@$(BIN)/pytest -m long

# The lock files name versions and hashes only, never where they come from. `make lock UPGRADE=1` takes newer versions.
lock: $(READY)
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements.in requirements-dev.in -c requirements.txt -o requirements-dev.txt
	$(COMPILE) bench/peers.in -c requirements.txt -o bench/peers.txt

# The bill of materials: what an installation runs, from the lock, as CycloneDX.
sbom: $(READY)
	@mkdir -p build
	@$(BIN)/python -W ignore::UserWarning -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml --output-reproducible -o build/sbom.json

clean:
	rm -rf .venv .venv-peers .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.txt requirements-dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
