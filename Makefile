# The two commands of a fresh machine are `make run` and `make test`; docs/running.md says what each needs.

export PORT
PROGRAMS := .venv/bin

.PHONY: help run test bench lint format environment run-packages test-packages

help:
	@echo "make run      the demonstration at http://localhost:8000 (PORT=8001 for another port)"
	@echo "make test     the whole test suite, on SQLite and on PostgreSQL"
	@echo "make bench    speed, as ratios to a floor of the same run, on PostgreSQL (BENCH_DATABASE_URL)"
	@echo "make lint     style, templates, import contracts, types, missing migrations"
	@echo "make format   put the style of the Python code right"

run: run-packages environment
	@setpriv --pdeathsig TERM $(PROGRAMS)/python bin/run.py

test: test-packages environment
	@setpriv --pdeathsig TERM $(PROGRAMS)/python bin/test.py $(ARGS)

bench: environment
	@$(PROGRAMS)/python -m bench $(ARGS)

lint: environment
	$(PROGRAMS)/ruff check --output-format=concise
	$(PROGRAMS)/ruff format --check
	$(PROGRAMS)/djlint templates --lint --quiet
	$(PROGRAMS)/lint-imports
	$(PROGRAMS)/mypy
	$(PROGRAMS)/python manage.py makemigrations --check --dry-run

format: environment
	$(PROGRAMS)/ruff check --fix
	$(PROGRAMS)/ruff format

environment:
	@bin/environment

run-packages:
	@bin/packages run

test-packages:
	@bin/packages run test
