#!/usr/bin/env bash
# make dev: rebuilds and reloads on change.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
tools/install.sh build
mkdir -p "${DATA_DIR:-data}"
exec cargo leptos watch -- serve
