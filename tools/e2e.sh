#!/usr/bin/env bash
# Browser tests, and a client that is generated from the API, against the release (make test: its own build), on a server,
# a database and a port of their own.
#   tools/e2e.sh [PLAYWRIGHT-FLAG…]      e.g.  tools/e2e.sh --project=phone -g claim
# Results, screenshots of every page and the server's log: target/e2e/
# No test reads the screenshots; PICTURES= saves their time.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

[ -x "$WISHBRIDGE" ] || die "There is no release yet: make build"
tools/install.sh browser

results="$CARGO_TARGET_DIR/e2e"
rm -rf "$results"
mkdir -p "$results"

# A client of the API as others make it: types from the description, and a program that must compile against them.
openapi-typescript server/openapi.json --output end2end/client/api.d.ts >&2
tsc --project end2end

dir="$(mktemp -d)"
clean_up_on_exit TERM

port="$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')"
export PSEUDO_LANGUAGE=1 DATA_DIR="$dir" DATABASE_URL="sqlite://$dir/wishbridge.db" LISTEN="127.0.0.1:$port"
export PICTURES="${PICTURES-yes}" SIGN_INS="$dir/sign-ins.txt" BASE_URL="http://127.0.0.1:$port" RESULTS="$results" CHROMIUM
CHROMIUM="$(tools/chromium.sh)"

log="$results/server.log"
"$WISHBRIDGE" demo >"$SIGN_INS" 2>"$log" || { tail -n 40 "$log" >&2; die "The demo did not load."; }
"$WISHBRIDGE" serve </dev/null >>"$log" 2>&1 &
server=$!
for _ in $(seq 300); do
  if answers 127.0.0.1 "$port" /readyz; then break; fi
  kill -0 "$server" 2>/dev/null || { tail -n 40 "$log" >&2; die "The server ended."; }
  sleep 0.1
done
answers 127.0.0.1 "$port" /readyz || { tail -n 40 "$log" >&2; die "The server is not ready after 30 seconds."; }

status=0
(cd end2end && playwright test "$@") || status=$?
[ "$status" = 0 ] || { echo "The server's last lines ($log):" >&2; tail -n 20 "$log" >&2; }
exit "$status"
