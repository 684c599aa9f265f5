# The commands that people need. Each works without make as well: see README.md.
PYTHON ?= python3
VENV := $(if $(filter Windows_NT,$(OS)),.venv/Scripts/python.exe,.venv/bin/python)

.PHONY: help book test check package oldest release next lab new chapter bench reading rivals corpus slow record tidy pins zip pdf picture site mutate \
	firefox links vulnerabilities newest prereleases clean environment

help:  ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):[^#]*## */make \1\t/' | expand -t 24

book: environment  ## build the book and say where it is
	@$(VENV) tools/build_book.py

test: environment  ## everything that continuous integration runs
	@$(VENV) tools/run_tests.py

check: environment  ## all that guards one chapter, and nothing else: make check CHAPTER=mathematics/two_layers
	@$(VENV) tools/run_tests.py --chapter "$(CHAPTER)"

package: environment  ## build livefig and formulacheck, and try each in an empty environment by its own tests
	@$(VENV) tools/check_packages.py

oldest: environment  ## the same with the lowest versions that the packages promise to work with
	@$(VENV) tools/check_packages.py --oldest

release: environment  ## see that a package is ready, and try it: make release TAG=livefig-v0.2.0 (PUBLISH=1 uploads it)
	@$(VENV) tools/release.py "$(TAG)" $(if $(PUBLISH),--publish)

next: environment  ## try the packages with a Python to come: make next NEXT=python3.14
	@$(VENV) tools/check_packages.py --python "$(NEXT)"

lab: environment  ## the notebooks in JupyterLab
	@$(VENV) tools/open_lab.py

new: environment  ## begin a chapter: make new CHAPTER=strategy/unit_economics (KIND=argument: a short one, in any part)
	@$(VENV) tools/new_chapter.py "$(CHAPTER)" "$(KIND)"

chapter: environment  ## run, check, build and open one chapter: make chapter CHAPTER=mathematics/two_layers (WATCH=1: at each save)
	@$(VENV) tools/write_chapter.py "$(CHAPTER)" $(if $(WATCH),--watch)

zip: book  ## the built book as one archive that opens from disk
	@$(VENV) tools/pack_book.py

pdf: book  ## the built book as one PDF; needs Chromium or Chrome
	@$(VENV) tools/print_book.py

picture: book  ## pictures of the book: its first page, into _build/art, and its first figure, for the README
	@$(VENV) tools/draw_picture.py

site: zip pdf picture  ## what is published: the pages, the archive, the PDF, the picture, in _build/site
	@rm -rf _build/site && cp -R _build/html _build/site
	@cp _build/neuron-to-venture.zip _build/neuron-to-venture.pdf _build/art/picture.png _build/site

bench: book  ## the tables of speed, of size and of how chapters open
	@$(VENV) tools/bench.py
	@$(VENV) tools/measure_opening.py

reading: book  ## measure how the chapters read as pages: first figure, code, length, what is cut on a phone
	@$(VENV) tools/measure_reading.py

rivals: environment  ## our programs beside NumPy, TensorFlow.js and jax-js; needs the network
	@$(VENV) tools/bench_rivals.py

corpus: environment  ## how many functions, as teachers write them, the engine makes live, and why not the others
	@cd packages/livefig && ../../$(VENV) -m tests.corpus -v

slow: environment  ## the time of a build from nothing and after each kind of edit, for a book of forty chapters
	@$(VENV) tools/measure_build.py --copies 3

record: book  ## measure, and write the results into the pages that state them
	@$(VENV) tools/record_measurements.py

tidy: environment  ## text-only outputs in the notebooks
	@$(VENV) tools/tidy_notebooks.py

mutate: environment  ## plant faults one by one and see that a test finds each
	@$(VENV) tools/mutate.py

firefox: book  ## open the whole book in Firefox as well, and compare with NumPy
	@$(VENV) tools/try_firefox.py

links: book  ## ask for each address outside the book that a page links to; needs the network
	@$(VENV) tools/check_links.py

vulnerabilities: environment  ## ask whether a pinned package has a known weakness; needs the network
	@$(VENV) -m pip install --quiet --disable-pip-version-check pip-audit
	@grep -v '^-e' requirements.txt > _build/pins.txt
	@$(VENV) -m pip_audit --strict --disable-pip --no-deps --requirement _build/pins.txt

newest: environment  ## test with the newest versions instead of the pinned ones, in this environment
	@$(VENV) -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager \
		".[test]" -e "packages/livefig[test,docs]" -e "packages/formulacheck[test]"
	@$(VENV) tools/run_tests.py

prereleases: environment  ## test with NumPy's and Matplotlib's versions to come, in this environment
	@$(VENV) -m pip install --quiet --disable-pip-version-check --upgrade --pre numpy matplotlib
	@$(VENV) tools/run_tests.py

pins: environment  ## requirements.txt anew from what the book and its packages need, and Binder's environment from it
	@$(VENV) -m pip install --quiet --disable-pip-version-check uv
	@$(VENV) -m uv pip compile --quiet pyproject.toml packages/livefig/pyproject.toml packages/formulacheck/pyproject.toml \
		--all-extras --universal --python-version 3.11 --fork-strategy fewest --no-header --no-emit-index-url --upgrade \
		--output-file requirements.txt
	@printf -- '-e packages/livefig\n-e packages/formulacheck\n' >> requirements.txt
	@$(VENV) tools/write_binder.py

clean:  ## remove all that was built (the environment stays; it is the folder .venv)
	@rm -rf _build packages/*/_build packages/*/build packages/*/*.egg-info .pytest_cache .hypothesis packages/*/.hypothesis .ruff_cache

environment:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "No $(PYTHON) was found. Install Python 3.11, 3.12 or 3.13, \
	or name yours: make book PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) tools/setup_environment.py
