#!/usr/bin/env bash
# make lighthouse: what Lighthouse says of eight public pages on a phone, the median of five runs each, against the release.
#   RUNS=1 tools/lighthouse/run.sh /wanted /help      fewer runs, pages of your choice
# Fails below 100 points, above 1.0 s to the largest part of a page, 30 ms of blocked time, or any shift of its layout.
# Reports: target/lighthouse/. On a busy machine times say nothing; the other three marks do.
. "$(dirname "${BASH_SOURCE[0]}")/../env.sh"

[ -x "$WISHBRIDGE" ] || die "There is no release yet: make build"
tools/install.sh browser lighthouse

results="$CARGO_TARGET_DIR/lighthouse"
rm -rf "$results"
mkdir -p "$results"
dir="$(mktemp -d)"
clean_up_on_exit TERM

port="$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')"
export DATA_DIR="$dir" DATABASE_URL="sqlite://$dir/wishbridge.db" LISTEN="127.0.0.1:$port"
"$WISHBRIDGE" demo >"$dir/sign-ins.txt" 2>"$results/server.log" || die "The demo did not load: $results/server.log"
"$WISHBRIDGE" serve </dev/null >>"$results/server.log" 2>&1 &
server=$!
for _ in $(seq 300); do
  if answers 127.0.0.1 "$port" /readyz; then break; fi
  kill -0 "$server" 2>/dev/null || die "The server ended: $results/server.log"
  sleep 0.1
done

CHROME_PATH="$(tools/chromium.sh)"
export CHROME_PATH LIGHTHOUSE="$TOOLS/lighthouse-$LIGHTHOUSE_VERSION/node_modules/.bin/lighthouse"
node tools/lighthouse/judge.mjs "http://127.0.0.1:$port" "$results" "$@"
