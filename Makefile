# The commands that people need. Each works without make as well: see README.md.
PYTHON ?= python3
VENV := .venv/bin/python

.PHONY: book test lab bench record tidy pins clean environment

book: environment  ## build the book and say where it is
	@$(VENV) tools/build_book.py

test: environment  ## everything that continuous integration runs
	@$(VENV) tools/run_tests.py

lab: environment  ## the notebooks in JupyterLab
	@$(VENV) -m jupyterlab notebooks

bench: book  ## the tables of speed and size
	@$(VENV) tools/bench.py

record: book  ## measure, and write the results into the pages that state them
	@$(VENV) tools/record_measurements.py

tidy: environment  ## text-only outputs in the notebooks
	@$(VENV) tools/tidy_notebooks.py

pins: environment  ## requirements.txt anew from pyproject.toml
	@$(VENV) -m pip install --quiet --disable-pip-version-check uv
	@$(VENV) -m uv pip compile --quiet pyproject.toml --all-extras --universal --python-version 3.11 \
		--fork-strategy fewest --no-header --upgrade --output-file requirements.txt
	@echo "-e ." >> requirements.txt

clean:  ## remove all that was built (the environment stays; it is the folder .venv)
	@rm -rf _build .pytest_cache .hypothesis .ruff_cache

environment:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "No $(PYTHON) was found. Install Python 3.11, 3.12 or 3.13, \
	or name yours: make book PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) tools/setup_environment.py
