# Every command of the project; `make help` lists them. The README says the same for Windows.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
HOST   ?= 127.0.0.1
PO     := $(wildcard portal/translations/*/LC_MESSAGES/*.po)
export PYTHONDONTWRITEBYTECODE ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup run test unit lint format e2e soak places bench pictures demo-city lock texts

help: ## list the commands
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

$(VENV)/.ready: uv.lock requirements-uv.txt requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt && \
	  UV_SYSTEM_CERTS=1 UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --frozen --quiet --inexact || { \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements-dev.txt && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable . ; }
	touch $@

$(VENV)/.texts: $(VENV)/.ready $(PO)
	$(BIN)/pybabel --quiet compile --directory portal/translations --domain messages
	touch $@

$(VENV)/.static: $(VENV)/.ready $(shell find static -name '*.css' -o -name '*.js' -o -name '*.svg')
	$(BIN)/python -m whitenoise.compress --quiet static
	touch $@

setup: $(VENV)/.ready $(VENV)/.texts $(VENV)/.static ## build .venv from the lock file, compile texts, compress static files

run: export PYTHONDONTWRITEBYTECODE =# compiled modules make the second start twice as fast
run: setup ## start the portal: web and worker, demo town in an empty database
	HOST=$(HOST) PORT=$(PORT) PORTAL_DEMO=$${PORTAL_DEMO-1} $(BIN)/portal run

lint: setup ## style, types, layers, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

format: setup ## put the code into the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

unit: setup ## the fast loop: rules and pages on SQLite
	$(BIN)/python -m pytest -m "not browser and not slow" -q

e2e: setup ## a person's walks in a real browser
	bash .ci/browser
	$(BIN)/python -m pytest -m browser

test: setup lint ## everything that guards the project: lint, both databases, kills, the browser
	bash .ci/browser
	$(BIN)/python tests/run_all.py

soak: setup ## 1,000 kills under writers, 1,000 respondents in chaos (about two hours)
	PORTAL_SOAK=1 $(BIN)/python -m pytest -m slow tests/faults tests/surveys/test_chaos.py --timeout=7200

places: setup ## 1,000 rounds of 100 answers at once for one place of a mentor, on both databases
	PORTAL_PLACE_ROUNDS=1000 $(BIN)/python -m pytest -q tests/mentorships/test_places_at_once.py
	PORTAL_PLACE_ROUNDS=1000 $(BIN)/python -m pytest -q --db=postgres tests/mentorships/test_places_at_once.py

bench: setup ## the portal beside its floor in one run; prints ratios
	$(BIN)/python -m tests.bench

pictures: setup ## every key screen for every role into docs/pictures
	bash .ci/browser
	$(BIN)/python -m tests.pictures

demo-city: setup ## the large demo data
	$(BIN)/portal demo load --size city

texts: setup ## collect the texts of code and templates into the catalogue
	$(BIN)/pybabel --quiet extract -F babel.cfg -k _l -k ngettext:1,2 --sort-by-file --no-location -o .messages.pot .
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --no-wrap --ignore-pot-creation-date -N -i .messages.pot -d portal/translations -l ru
	rm -f .messages.pot
	touch portal/translations/ru/LC_MESSAGES/messages.po

lock: ## renew the lock file and the hashed lists for pip
	uv lock
	uv export --frozen --no-dev --no-emit-project --quiet -o requirements.txt
	uv export --frozen --no-emit-project --quiet -o requirements-dev.txt
