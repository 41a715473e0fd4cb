# make run · make test · make check · make fix · make e2e · make screenshots · make bench · make rush · make fuzz · make faults · make demo · make lock

PYTHON ?= python3
HERE := $(shell cd "$$(dirname "$(strip $(MAKEFILE_LIST))")" && pwd)
WITH = cd "$(HERE)" && exec $(PYTHON) blk_portal/launch/install.py
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test check fix e2e screenshots bench rush fuzz faults demo manage lock

help: ## this list
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1	\2/p' "$(HERE)/Makefile"

run: ## the whole portal with demonstration data (PORT=, BIND=, PORTAL_DATA=)
	@$(WITH) run -m blk_portal.launch.run

test: ## every test but the browser's, on a PostgreSQL of its own (ONLY=tests/audit)
	@$(WITH) test -m pytest -q -n 2 --dist loadgroup --ignore=tests/e2e $(ONLY)

e2e: ## the browser's tests (needs chromium in PATH)
	@$(WITH) e2e -m blk_portal.launch.browser tests/e2e

screenshots: ## the main pages at 390 and 1280 px into docs/img/
	@$(WITH) e2e -m tests.e2e.album

check: ## format, lint, imports, migrations, deployment, sizes
	@$(WITH) quality -m blk_portal.launch.check

fix: ## what the machine can mend itself
	@$(WITH) quality -m blk_portal.launch.check --fix

bench: ## figures: results beside their goals
	@$(WITH) test -m pytest bench -q -s --ds=tests.settings -p no:randomly -p tests.database -o python_files='bench_*.py' -o timeout=900

rush: ## one application beside a bare Django (LOADTEST=), 2,000 people at 208 seats (WHAT="burst --people 300")
	@$(WITH) test -m bench.apply $(WHAT)

fuzz: ## 5,000 generated requests over every public and trainee page (FUZZ_REQUESTS=, FUZZ_SEED=)
	@export FUZZ_REQUESTS="$${FUZZ_REQUESTS:-5000}" && $(WITH) test -m pytest tests/fuzz -q -s

faults: ## kills, losses and black holes on purpose, one table (twenty minutes; SIZE=--small: one)
	@$(WITH) test -m bench.faults $(SIZE)

demo: ## demonstration data into the running portal (again)
	@$(WITH) run -m blk_portal.launch.manage demo

manage: ## a management command in the running portal: make manage DO="check"
	@$(WITH) run -m blk_portal.launch.manage $(DO)

lock: ## requirements/*.txt from *.in (needs uv); larger groups keep the smaller ones' versions
	@cd "$(HERE)/requirements" && set -e && \
	lock() { group=$$1; shift; $${UV:-uv} pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command 'make lock' $$group.in "$$@" -o $$group.txt; } && \
	lock run && lock test -c run.txt && lock e2e -c test.txt && lock quality -c test.txt
