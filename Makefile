# Every target in a line: make help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock"
STORE := store
VIEWS := views
BUNDLE := kg/pages/static/built/LICENSES.txt

.DEFAULT_GOAL := help
.PHONY: help setup web programs demo serve test lint format lock bench answers docs clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

setup: .venv/ready ## make the environment: .venv with the locked dependencies and the command .venv/bin/zhengmai, and the pages' scripts
	@$(MAKE) --no-print-directory web

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

.venv/tools: .venv/ready requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

web: $(BUNDLE) ## bundle the pages' scripts, web/src/*.ts, into kg/pages/static/built

$(BUNDLE): web/node_modules/.package-lock.json web/build.mjs web/tsconfig.json $(shell find web/src)
	web/npm run --silent build

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	web/npm ci --loglevel=error

programs: ## install with apt-get what the tests use and is missing: Chromium, a Chinese font, Virtuoso
	@.ci/programs


demo: setup ## read the corpus, build the graph, answer two questions, write the network views
	$(BIN)/zhengmai build corpus --store $(STORE)
	$(BIN)/zhengmai query item-upward -p item=zhumadian-2021-zhuzhengban-44#A/1 --store $(STORE)
	$(BIN)/zhengmai query coverage-summary -p document=henan-2021-yuzheng-2 --store $(STORE)
	@mkdir -p $(VIEWS)
	$(BIN)/zhengmai view documents --store $(STORE) -o $(VIEWS)/documents.html
	$(BIN)/zhengmai view item -p item=zhumadian-2021-zhuzhengban-44#A/1 --store $(STORE) -o $(VIEWS)/item.html
	$(BIN)/zhengmai view coverage -p document=henan-2021-yuzheng-2 --store $(STORE) -o $(VIEWS)/coverage.html
	$(BIN)/zhengmai view department -p body=驻马店市教育局 --store $(STORE) -o $(VIEWS)/department.html

serve: setup ## the pages and the SPARQL endpoint on http://127.0.0.1:8000, over the store of make demo
	$(BIN)/zhengmai serve --store $(STORE) --corpus corpus

test: .venv/tools web programs ## run every test
	$(BIN)/pytest -n 2 --dist loadfile

lint: .venv/tools web ## style and types: ruff, mypy; biome, tsc
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests benchmarks docs
	web/npm run --silent lint

format: .venv/tools web ## rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	web/npm run --silent format

lock: .venv/tools ## resolve the dependencies anew into the two lock files
	$(COMPILE) --extra reasoner --group build -o requirements.lock
	$(COMPILE) --all-extras --group build --group dev -c requirements.lock -o requirements-dev.lock
	$(BIN)/uv pip compile --group node --quiet --universal --generate-hashes --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" -o web/requirements-node.lock

bench: .venv/tools ## measure the reading and the alignment against hand annotation
	$(BIN)/python benchmarks/extraction.py
	$(BIN)/python benchmarks/alignment.py
	$(BIN)/python benchmarks/quality.py

answers: .venv/tools ## what each question answers on the corpus, to be read as a diff of tests/answers
	$(BIN)/python tests/write_answers.py

docs: .venv/tools ## make the reference page of the ontology, the notebooks' output, and the output and pictures that the READMEs show
	$(BIN)/python docs/ontology.py
	$(BIN)/zhengmai build corpus --store $(STORE)
	$(BIN)/python docs/notebooks.py $(STORE)
	$(BIN)/python docs/readme.py
	$(BIN)/python docs/pictures.py $(STORE)

clean: ## remove what was built: store, views, caches
	rm -rf $(STORE) $(VIEWS) build $(dir $(BUNDLE)) .mypy_cache .ruff_cache .pytest_cache .hypothesis
