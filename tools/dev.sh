#!/usr/bin/env bash
# make dev: rebuilds and reloads on change.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
tools/install.sh build
mkdir -p "${DATA_DIR:-data}"
# A separate site folder, because `make run` and `make test` rely on the release's.
export LEPTOS_SITE_ROOT="$CARGO_TARGET_DIR/dev-site"
# The live reloader finds the stylesheet by its name without a hash.
export LEPTOS_HASH_FILES=false
exec cargo leptos watch --split -- serve
