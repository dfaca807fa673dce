#!/usr/bin/env bash
# Tries tools/proxy/Caddyfile: Debian's Caddy in front of the release, on ports and a database of its own.
# The last lines count the tests as node does: "# pass N", "# fail N".
. "$(dirname "${BASH_SOURCE[0]}")/../env.sh"

[ -x "$WISHBRIDGE" ] || die "There is no release yet: make build"
tools/install.sh proxy

dir="$(mktemp -d)"
clean_up_on_exit TERM

read -r upstream http https < <(node -e '
  const free = () => new Promise(done => { const s = require("net").createServer().listen(0, "127.0.0.1", () => done(s)) })
  Promise.all([free(), free(), free()]).then(all => {
    console.log(all.map(s => s.address().port).join(" "))
    all.forEach(s => s.close())
  })')

# As the Caddyfile says, but for names: localhost gets a certificate of Caddy's own authority.
export LISTEN="127.0.0.1:$upstream" PUBLIC_URL="https://localhost:$https" TRUSTED_PROXY=X-Forwarded-For
export DATA_DIR="$dir/data" DATABASE_URL="sqlite://$dir/data/wishbridge.db" WRITES_PER_MINUTE=6
export SITE=localhost UPSTREAM="$LISTEN" SIGN_INS="$dir/sign-ins.txt"

log="$dir/log"
LOG=warn "$WISHBRIDGE" demo --wishes 20 >"$SIGN_INS" 2>"$log" || { tail -n 40 "$log" >&2; die "The demo did not load."; }
"$WISHBRIDGE" serve </dev/null >>"$log" 2>&1 &
server=$!

cat >"$dir/Caddyfile" <<CADDY
{
	admin off
	skip_install_trust
	http_port $http
	https_port $https
	storage file_system $dir/caddy
}
import $ROOT/tools/proxy/Caddyfile
CADDY
XDG_CONFIG_HOME="$dir" XDG_DATA_HOME="$dir" caddy run --config "$dir/Caddyfile" --adapter caddyfile </dev/null >"$dir/caddy.log" 2>&1 &
proxy=$!

ready() {
  local root="$dir/caddy/pki/authorities/local/root.crt"
  [ -s "$root" ] && answers 127.0.0.1 "$upstream" /readyz && { : >"/dev/tcp/127.0.0.1/$https"; } 2>/dev/null
}
for _ in $(seq 300); do
  if ready; then break; fi
  kill -0 "$server" 2>/dev/null || { tail -n 40 "$log" >&2; die "The server ended."; }
  kill -0 "$proxy" 2>/dev/null || { tail -n 40 "$dir/caddy.log" >&2; die "Caddy ended."; }
  sleep 0.1
done
ready || { tail -n 20 "$log" "$dir/caddy.log" >&2; die "Server and proxy are not ready after 30 seconds."; }

status=0
CA="$dir/caddy/pki/authorities/local/root.crt" HTTP_URL="http://localhost:$http" SERVER_URL="http://$LISTEN" \
  node --test --test-reporter=tap tools/proxy/proxy.test.mjs || status=$?
[ "$status" = 0 ] || tail -n 20 "$log" "$dir/caddy.log" >&2
exit "$status"
