#!/usr/bin/env bash
# make dev: rebuilds and reloads on change.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
tools/install.sh build
mkdir -p "${DATA_DIR:-data}"
# In a place of its own: the release that `make run` and `make test` count on keeps its site.
export LEPTOS_SITE_ROOT="$CARGO_TARGET_DIR/dev-site"
# The page's reloader looks for the style by its name without a hash.
export LEPTOS_HASH_FILES=false
exec cargo leptos watch -- serve
