# Everything a newcomer needs: `make run` and `make test`. The rest is for those who change things.
# Needs Python 3.11 or newer and make; all else is fetched under .venv, node_modules and var.

PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
EMBEDDED := $(BIN)/python -m intelligent_bhutan.embedded
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
TESTS ?= tests
PYTEST := $(BIN)/python -m pytest --numprocesses 2

.PHONY: run test coverage assets messages lint bench faults drill story scan lock manage clean

run: .venv/local  ## the whole portal on this machine
	@exec $(EMBEDDED) run

test: .venv/development assets  ## the whole suite, from nothing, on servers of its own
	@.ci/browser
	@$(EMBEDDED) exec -- $(PYTEST) $(TESTS)

coverage: .venv/development assets  ## the whole suite once more, counting branches; fails under 95 %
	@.ci/browser
	@$(EMBEDDED) exec -- $(PYTEST) --cov --cov-report=term $(TESTS)

assets: .venv/local  ## front-end assets and translations, where their sources changed
	@$(EMBEDDED) build

messages: .venv/local  ## every string of the sources into locale/; keeps what is translated
	@command -v xgettext >/dev/null || { echo "Catalogs are made with GNU gettext: apt-get install gettext"; exit 1; }
	@$(EMBEDDED) exec -- $(BIN)/python manage.py makemessages

lint: .venv/development  ## style, layers, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	@$(EMBEDDED) exec -- $(BIN)/python manage.py lint_migrations

bench: .venv/development assets  ## one table of what the portal can carry, and on which machine (ONLY="pages" for a part)
	@$(EMBEDDED) exec --durable --dir var/bench --env local -- $(BIN)/python -m benchmarks $(ONLY)

faults: .venv/development assets  ## kill servers and workers in the middle, at length
	@$(EMBEDDED) exec --durable --dir var/faults -- $(BIN)/python -m pytest -m faults tests

drill: .venv/development assets  ## restore into an empty machine, upgrade under the release before; prints the times
	@DRILL=1 $(EMBEDDED) exec --durable --dir var/drill -- $(BIN)/python -m pytest -q -s -m drill tests/drill

story: .venv/development assets  ## one month of a dzongkhag, 1,500 people, counted twice (SEED="1 2" for several months)
	@STORY=1 SEED="$(or $(SEED),1)" $(EMBEDDED) exec --dir var/story -- $(BIN)/python -m pytest -q -n 0 -m story tests/story

scan: .venv/development assets  ## let a scanner look: make scan SCANNER="its command, the address comes last"
	@test -n "$(SCANNER)" || { echo 'Say which: make scan SCANNER="its command, the address comes last"'; exit 2; }
	@$(EMBEDDED) exec --portal --dir var/scan --env local -- sh -c '$(SCANNER) "$$PUBLIC_URL"'

manage: .venv/local  ## any management command beside the running portal: make manage DO="shell"
	@$(EMBEDDED) exec --durable --dir var --env local -- $(BIN)/python manage.py $(DO)

lock: .venv/development  ## compile requirements/*.txt and package-lock.json anew
	$(COMPILE) --extra embedded --extra development --output-file requirements/development.txt pyproject.toml
	$(COMPILE) --extra embedded --constraint requirements/development.txt --output-file requirements/local.txt pyproject.toml
	$(COMPILE) --constraint requirements/development.txt --output-file requirements/runtime.txt pyproject.toml
	$(BIN)/npm install --package-lock-only --loglevel error
	$(BIN)/python -m intelligent_bhutan.embedded.locks

clean:  ## everything that was made here, except the data under var
	rm -rf .venv node_modules var/build var/test var/static intelligent_bhutan/static/dist

.venv/local: requirements/local.txt | .venv/bin/python
	@echo "Installing packages; the first time takes a minute or two …"
	@$(INSTALL) requirements/local.txt
	@touch $@

.venv/development: requirements/development.txt | .venv/bin/python
	@echo "Installing packages; the first time takes a minute or two …"
	@$(INSTALL) requirements/development.txt
	@touch $@ .venv/local

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: apt-get install python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "This Python cannot make environments: apt-get install python3-venv"; exit 1; }
