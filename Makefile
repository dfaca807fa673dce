# `make` lists the targets; tools/ has one script for each.
.DEFAULT_GOAL := help
.PHONY: help run dev build check test simulate fuzz mutants e2e looks lighthouse bench deb test-deb fmt lint audit sbom clean
MAKEFLAGS += --no-print-directory

help:
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build and start on http://127.0.0.1:3000, with demo data (DEMO=0: empty; LISTEN, DATABASE_URL, DATA_DIR)
	@tools/run.sh

dev: ## Rebuild and reload on every change
	@tools/dev.sh

build: ## Build the release: target/release/wishbridge and target/site
	@tools/build.sh

check: ## Run what a commit must pass: format, words, clippy, order of folders
	@tools/check.sh

test: ## Run every check: format, clippy, rustdoc, tests on both databases, a real browser
	@tools/test.sh

simulate: ## Live 1,000 towns with faults beside a model (SEEDS=1000, SEED=7 for one of them, STEPS=120)
	@tools/simulate.sh

fuzz: ## Let libFuzzer look at every parser of outside input (FUZZ_SECONDS=60 each, FUZZ=sheets for one)
	@tools/fuzz.sh

mutants: ## Change rules one at a time and see whether a test notices; hours (MUTANTS='--file …' for a part)
	@tools/mutants.sh

e2e: build ## Run the browser tests alone (ARGS='--project=phone -g claim')
	@tools/e2e.sh $(ARGS)

looks: build ## Take pictures of every page, at three widths, light and dark (LOOKS_OF=/shop)
	@tools/looks/run.sh $(ARGS)

lighthouse: build ## Let Lighthouse judge eight public pages on a phone (RUNS=1 for a quick look)
	@tools/lighthouse/run.sh $(ARGS)

bench: ## Measure pages, claims, growing feeds and memory against plain baselines
	@tools/bench.sh

deb: build ## Make a Debian package of the release in target/debian
	@tools/deploy/deb.sh

test-deb: ## Install, upgrade, remove and purge that package in a Debian of its own (as root)
	@tools/deploy/test-deb.sh

fmt: ## Format the source
	@cargo fmt --all

lint: ## Run clippy as make test does, for the server and for browsers
	@cargo clippy --workspace --all-targets -- -D warnings
	@cargo clippy -p app --no-default-features --features hydrate --target wasm32-unknown-unknown -- -D warnings

audit: ## Ask what is known against dependencies: licences, duplicates, unused ones, advisories
	@tools/audit.sh

sbom: ## List what a release is made of, as CycloneDX, in target/sbom
	@tools/sbom.sh

clean: ## Remove what was built (not data/, not the tools kept for next time)
	@rm -rf target end2end/node_modules
