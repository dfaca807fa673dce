#!/usr/bin/env bash
# make simulate: lives of a town with faults, compared with a model after each step, on both databases.
# SEEDS=1000 how many; SEED=7 that one alone; STEPS=120 its steps, at most 1000. A seed that fails is printed.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

export SEEDS="${SEEDS:-1000}"
# On a disk every commit waits for it; a life needs a few megabytes.
[ -w /dev/shm ] && export TMPDIR="${TMPDIR:-/dev/shm}"
tools/with-postgres.sh cargo test -p store --test it simulation::lives -- --nocapture "$@"
