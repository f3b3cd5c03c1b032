# make serve | test | bench | soak | mutants | lock. Each sets up what it needs by itself.

HOST ?= 127.0.0.1
PORT ?= 8000
# Set in many containers: sixty servers start in the tests, and each would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

PYTEST = .venv/bin/python -m pytest
UV_COMPILE = uv pip compile pyproject.toml --quiet --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" --python-version 3.11

.PHONY: help setup setup-dev guide serve test bench soak mutants lock audit format strings

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Install what serving and drawing need
	@.ci/setup

setup-dev: ## Install what the tests need as well
	@.ci/setup --dev

guide: setup ## Build the guide from docs, to be served under /guide
	@.venv/bin/python -m sphinx -q -W -b dirhtml -d var/guide docs api/pages/guide

serve: guide ## Serve the maps on http://127.0.0.1:8000, with the three examples in an empty database
	@mkdir -p var
	.venv/bin/sicetnon migrate
	.venv/bin/sicetnon serve --host $(HOST) --port $(PORT) --example

# Three at a time on two cores, since part of the time some of them wait, for a browser or a server; each begins in a
# part of its own, so that what a part shares is made once.
test: setup-dev ## Run every test: lint, types, architecture, documentation, both databases, the browser
	$(PYTEST) -n 3 --dist worksteal

bench: setup-dev ## Measure, and print each figure beside its limit
	.venv/bin/python -m benchmarks

soak: setup-dev ## Run the tests that take long, at their full sizes
	$(PYTEST) -m "soak and alone"
	$(PYTEST) -m "soak and not alone" -n 4 --dist worksteal

mutants: setup-dev ## Look for changes of the evaluation that no test notices, for an hour at most
	timeout --signal=INT 3600 .venv/bin/mutmut run --max-children 2 || [ $$? = 124 ]
	.venv/bin/mutmut results

format: setup-dev ## Put every Python file into the project's form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

strings: setup ## Gather what the pages say into api/phrases/locale/messages.pot, to be translated
	@mkdir -p api/phrases/locale
	.venv/bin/pybabel -q extract --mapping-file=pyproject.toml --keyword=nform:1,2,3t --keyword=nform:1,2,4c,4t \
		--keyword=Phrase --keyword=pluralise_phrase:1,2 --add-comments="Translators:" --strip-comments --add-location=file --sort-output --omit-header --no-wrap -o api/phrases/locale/messages.pot .

lock: ## Bring the locked requirements to their newest versions
	@.ci/setup
	scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && .venv/bin/python -m venv "$$scratch" \
		&& "$$scratch/bin/pip" install -q uv && PATH="$$scratch/bin:$$PATH" \
		&& $(UV_COMPILE) --upgrade -o requirements.lock \
		&& $(UV_COMPILE) --upgrade --extra dev -c requirements.lock -o requirements-dev.lock

audit: setup-dev ## Look for known weaknesses in what is installed
	.venv/bin/pip-audit --require-hashes --disable-pip -r requirements.lock
