#!/usr/bin/env bash
# make test-deb: installs, upgrades, removes and purges the package in a minimal Debian of its own, as root.
# RELEASE=bookworm and MIRROR=http://deb.debian.org/debian choose it. Takes some minutes; not part of make test.
. "$(dirname "${BASH_SOURCE[0]}")/../env.sh"

[ "$(id -u)" = 0 ] || die "debootstrap and chroot need root: sudo make test-deb"
command -v debootstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq debootstrap; }

tools/build.sh
export DEB_LEVEL=1
old="$(tools/deploy/deb.sh 0.0.1+test | tail -n 1)"
new="$(tools/deploy/deb.sh 0.0.2+test | tail -n 1)"
for field in Package Version Depends; do
  [ -n "$(dpkg-deb -f "$new" "$field")" ] || die "the package has no $field"
done

dir="$(mktemp -d "${TMPDIR:-/tmp}/wishbridge-deb.XXXXXX")"
chmod 0755 "$dir" # the root of its system
server=
clean() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  umount "$dir/proc" 2>/dev/null || true
  rm -rf "$dir"
}
trap clean EXIT
debootstrap --variant=minbase --include=ca-certificates,adduser,init-system-helpers \
  "${RELEASE:-bookworm}" "$dir" "${MIRROR:-http://deb.debian.org/debian}" >"$CARGO_TARGET_DIR/debian/debootstrap.log" ||
  { tail -n 20 "$CARGO_TARGET_DIR/debian/debootstrap.log" >&2; die "debootstrap failed"; }
mount -t proc proc "$dir/proc"
# No service starts in there: this script starts what it looks at.
printf '#!/bin/sh\nexit 101\n' >"$dir/usr/sbin/policy-rc.d"
chmod 0755 "$dir/usr/sbin/policy-rc.d"
cp "$old" "$dir/old.deb"
cp "$new" "$dir/new.deb"

inside() { chroot "$dir" env DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
as_service() { inside setpriv --reuid=wishbridge --regid=wishbridge --init-groups "$@"; }
must() { # WHAT COMMAND…
  local what="$1"
  shift
  "$@" || die "NOT SO: $what"
  echo "ok: $what"
}
says() { # WORDS COMMAND…
  local words="$1" said
  shift
  said="$("$@" 2>&1)" && grep -qF -- "$words" <<<"$said"
}
config=/etc/wishbridge/wishbridge.toml

serves() {
  # Without a function around it, so that the number is the server's own.
  chroot "$dir" setpriv --reuid=wishbridge --regid=wishbridge --init-groups --reset-env \
    /usr/bin/wishbridge serve --config "$config" --listen 127.0.0.1:39111 >"$CARGO_TARGET_DIR/debian/serve.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    if curl -fsS http://127.0.0.1:39111/readyz >/dev/null 2>&1; then
      curl -fsS http://127.0.0.1:39111/ | grep -q '<h1' || return 1
      curl -fsS -o /dev/null "http://127.0.0.1:39111$(curl -fsS http://127.0.0.1:39111/ | grep -oE '/pkg/[^"]*\.css' | head -n 1)"
      kill "$server" && wait "$server" || true
      server=
      return
    fi
    sleep 0.2
  done
  return 1
}

must "it installs with its dependencies" inside apt-get install -y -qq --no-install-recommends /old.deb
must "the account exists and cannot sign in" says nologin inside getent passwd wishbridge
must "the settings are closed to others" test "$(stat -c %a "$dir$config")" = 640
must "the data folder belongs to the service alone" test "$(inside stat -c %U:%a /var/lib/wishbridge)" = wishbridge:700
must "the service is enabled" test -L "$dir/etc/systemd/system/multi-user.target.wants/wishbridge.service"
closed() { systemd-analyze security --offline=true --threshold=20 --no-pager "$1" >/dev/null; }
must "the unit is closed up to 2.0" closed "$dir/usr/lib/systemd/system/wishbridge.service"
must "it makes an administrator, and so a database" as_service wishbridge admin --config "$config" --phone 13800138000 --name 叶青
must "it serves its pages and their style" serves
must "the doctor finds nothing wrong" as_service wishbridge doctor --config "$config"
must "everything adds up" as_service wishbridge check --config "$config"

echo '# kept by the operator' >>"$dir$config"
keys="$(sha256sum <"$dir/var/lib/wishbridge/wishbridge.keys")"
must "it upgrades" inside apt-get install -y -qq --no-install-recommends /new.deb
must "a copy was made before the upgrade" sh -c "ls '$dir'/var/backups/wishbridge/before-upgrade-from-0.0.1+test-*.backup >/dev/null"
must "the settings are as the operator left them" grep -q 'kept by the operator' "$dir$config"
must "the keys are the same" test "$(sha256sum <"$dir/var/lib/wishbridge/wishbridge.keys")" = "$keys"
must "it serves after the upgrade" serves
must "everything adds up" as_service wishbridge check --config "$config"

# An upgrade that cannot copy the database changes nothing.
inside chown root:root /var/backups/wishbridge
if inside apt-get install -y -qq --reinstall --no-install-recommends /new.deb >/dev/null 2>&1; then die "NOT SO: it refuses without a copy"; fi
echo "ok: it refuses to upgrade what it cannot copy"
inside chown wishbridge:wishbridge /var/backups/wishbridge
must "it installs again afterwards" inside apt-get install -y -qq --reinstall --no-install-recommends /new.deb

must "it is removed" inside apt-get remove -y -qq wishbridge
must "the program is gone" test ! -e "$dir/usr/bin/wishbridge"
must "data, keys and settings are there" test -s "$dir/var/lib/wishbridge/wishbridge.db" -a -s "$dir/var/lib/wishbridge/wishbridge.keys" -a -s "$dir$config"
must "it installs over what was left" inside apt-get install -y -qq --no-install-recommends /new.deb
must "everything adds up" as_service wishbridge check --config "$config"

must "a purge says that data is kept" says "/var/lib/wishbridge is kept" inside apt-get purge -y wishbridge
must "data and keys are kept" test -s "$dir/var/lib/wishbridge/wishbridge.db" -a -s "$dir/var/lib/wishbridge/wishbridge.keys"
must "the settings are gone" test ! -e "$dir/etc/wishbridge"
echo "The package installs, upgrades, removes and purges."
