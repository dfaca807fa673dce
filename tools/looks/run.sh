#!/usr/bin/env bash
# Screenshots of every page of every role at 390, 1366 and 1920 px, light and dark, and one sheet to look at them.
#   tools/looks/run.sh [PLAYWRIGHT-FLAG…]     e.g.  LOOKS_OF=/shop tools/looks/run.sh -g shopkeeper
# The list of pages is that of the tests of pages: end2end/fixtures/paths.ts. Results: target/looks/index.html
. "$(dirname "${BASH_SOURCE[0]}")/../env.sh"

looks="$CARGO_TARGET_DIR/looks"
status=0
RESULTS_DIR="$looks" tools/e2e.sh --config=looks.config.ts "$@" || status=$?
node tools/looks/run.sheet.mjs "$looks"
echo "$looks/index.html"
exit "$status"
