.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
TEST_VENV := .venv-test
PIP_OPTIONS := --quiet --disable-pip-version-check --no-input
SAMPLE := ingestion/sources/exemples/brouillon-b1.md
REPORT := lecture-brouillon-b1.html
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export HF_HUB_OFFLINE := 1
export LANGSMITH_TRACING := false

.PHONY: help
help: ## Show what can be done here
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: run
run: demo ## Read the sample draft, then serve the web application
	@$(VENV)/bin/jury-blanc serve

.PHONY: demo
demo: $(VENV)/ready ## Import the référentiel, build the index, read the sample draft
	@echo "== Le référentiel"
	@$(VENV)/bin/jury-blanc referentiel import ingestion/sources/referentiel.txt
	@echo "== L’index de recherche"
	@$(VENV)/bin/jury-blanc ingest index
	@echo "== Une lecture"
	@$(VENV)/bin/jury-blanc review $(SAMPLE)
	@$(VENV)/bin/jury-blanc review $(SAMPLE) --format html --out $(REPORT)
	@echo "La même lecture, à ouvrir dans un navigateur : $(CURDIR)/$(REPORT)"

.PHONY: test
test: $(TEST_VENV)/ready ## Run the default test suite (under 10 minutes)
	$(TEST_VENV)/bin/python -m pytest -n 2 --dist loadfile -m "not long and not consistency and not release"

.PHONY: test-long
test-long: $(TEST_VENV)/ready ## Run the tests that take longer
	$(TEST_VENV)/bin/python -m pytest -n 2 --dist loadfile -m "long or consistency"

.PHONY: tools
tools: ## Install Chromium, LibreOffice and PHP for the tests that need them (Debian, Ubuntu); they are skipped without
	@if command -v chromium >/dev/null && command -v soffice >/dev/null && command -v php >/dev/null; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then echo "Install Chromium, LibreOffice Writer and PHP to run every test." >&2; exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi; \
	$$as_root apt-get update -qq && \
	$$as_root apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends chromium libreoffice-writer php-cli >/dev/null

.PHONY: release
release: $(TEST_VENV)/ready ## Run what only a release needs: the whole kill matrix
	$(TEST_VENV)/bin/python -m pytest -m release

.PHONY: consistency
consistency: $(VENV)/ready ## Measure the embedded assessor on the full suite (more than half an hour on two cores)
	$(VENV)/bin/jury-blanc evaluate run --suite full --reports junit,md,csv,html

.PHONY: check
check: $(TEST_VENV)/ready ## Check style, types and import contracts
	$(TEST_VENV)/bin/ruff check .
	$(TEST_VENV)/bin/ruff format --check .
	$(TEST_VENV)/bin/mypy
	$(TEST_VENV)/bin/lint-imports

.PHONY: measure
measure: $(TEST_VENV)/ready ## Print the figures that README quotes
	$(TEST_VENV)/bin/python -m evaluations.dossiers
	$(TEST_VENV)/bin/python -m evaluations.passages
	$(TEST_VENV)/bin/python -m evaluations.questions
	$(TEST_VENV)/bin/python -m evaluations.bench_readers
	$(TEST_VENV)/bin/python -m evaluations.bench_review
	$(TEST_VENV)/bin/python -m evaluations.bench_service

.PHONY: clean
clean: ## Remove the environments and everything that was built
	rm -rf $(VENV) $(TEST_VENV) build dist $(REPORT) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/ready: pyproject.toml constraints.txt
	@$(call check-python)
	@echo "Installation (une à deux minutes la première fois)…" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install $(PIP_OPTIONS) --editable .
	@touch $@

$(TEST_VENV)/ready: pyproject.toml constraints.txt
	@$(call check-python)
	@echo "Installation de l’environnement de test (quelques minutes la première fois)…" >&2
	@$(PYTHON) -m venv $(TEST_VENV)
	@$(TEST_VENV)/bin/python -m pip install $(PIP_OPTIONS) --editable '.[semantic,serving,test]'
	@touch $@

define check-python
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Jury Blanc demande Python 3.11 ou plus récent. Indiquez-le ainsi : make run PYTHON=python3.12" >&2; exit 3; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "Le module venv de Python manque. Sur Debian ou Ubuntu : apt install python3-venv" >&2; exit 3; }
endef
