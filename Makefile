# `make demo` and `make test` set up what they need in .venv; nothing else is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two processes, each with its own TensorFlow, take up to 8 GiB.
PARALLEL ?= -n 2
export TF_CPP_MIN_LOG_LEVEL ?= 3
# Many tests start the command: without bytecode each start would compile the package again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check fast clean

demo: $(VENV)/.ready
	$(BIN)/nnspec train specs/multiclass-tabular.yaml

test: $(VENV)/.ready check
	$(BIN)/python -m pytest $(PARALLEL) -m "not backend"
	$(BIN)/python -m pytest $(PARALLEL) -m backend

check: $(VENV)/.ready
	$(BIN)/ruff check nnspec tests benchmarks
	$(BIN)/ruff format --check nnspec tests benchmarks
	$(BIN)/mypy
	$(BIN)/nnspec schema --check
	$(BIN)/python -m nnspec.interop.introspection --check
	$(BIN)/nnspec validate specs

fast: $(VENV)/.ready
	$(BIN)/python -m pytest $(PARALLEL) -m "not backend"

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $@

clean:
	rm -rf $(VENV) runs build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
