#!/usr/bin/env bash
# make deb: the release as a Debian package, target/debian/wishbridge_VERSION_ARCH.deb, from what make build left.
# tools/deploy/deb.sh VERSION makes it with another version, as the test of upgrades does.
# By dpkg-deb, which every Debian has: cargo-deb would compile the server once more without its pages, whose names carry
# hashes, and knows neither the link in /usr/bin nor the unit with the package's paths.
. "$(dirname "${BASH_SOURCE[0]}")/../env.sh"

command -v dpkg-deb >/dev/null || die "dpkg-deb is missing: a Debian package is made on Debian."
[ -x "$WISHBRIDGE" ] && [ -d "$CARGO_TARGET_DIR/site/pkg" ] || die "make build first."

number="$(sed -nE 's/^version = "(.*)"/\1/p' Cargo.toml | head -n 1)"
# Versions grow with the commits until releases have numbers of their own.
built="$(git log -1 --format=%cd --date=format:%Y%m%d.%H%M%S 2>/dev/null || date +%Y%m%d.%H%M%S)"
version="${1:-$number+$built}"
arch="$(dpkg --print-architecture)"
out="$CARGO_TARGET_DIR/debian"
root="$out/root"
rm -rf "$root"
mkdir -p "$root"/{DEBIAN,etc/wishbridge,usr/bin,usr/lib/wishbridge,usr/lib/systemd/system,usr/share/doc/wishbridge/examples}

# The program looks for its pages beside itself, wherever a link led to it.
lib="$root/usr/lib/wishbridge"
install -m 0755 "$WISHBRIDGE" "$lib/wishbridge"
[ ! -f "${WISHBRIDGE%/*}/hash.txt" ] || install -m 0644 "${WISHBRIDGE%/*}/hash.txt" "$lib/hash.txt"
cp -r "$CARGO_TARGET_DIR/site" "$lib/site"
ln -s ../lib/wishbridge/wishbridge "$root/usr/bin/wishbridge"

unit="$root/usr/lib/systemd/system/wishbridge.service"
sed 's#/opt/wishbridge/wishbridge#/usr/lib/wishbridge/wishbridge#; s#file:///opt/wishbridge#file:///usr/share/doc/wishbridge#' \
  tools/deploy/wishbridge.service >"$unit"
! grep -q /opt/ "$unit" || die "the unit still names /opt"

# The site's name and its proxy are for the operator to say; without them it serves this machine only.
sed -E 's/^(public_url|trusted_proxy) =/# \1 =/' tools/deploy/wishbridge.toml >"$root/etc/wishbridge/wishbridge.toml"

doc="$root/usr/share/doc/wishbridge"
cp docs/operate.md SECURITY.md docs/threats.md "$doc/"
cp tools/proxy/Caddyfile tools/deploy/{prometheus.yml,wishbridge-alarms.yml,dashboard.json} "$doc/examples/"
gzip -9n <CHANGELOG.md >"$doc/changelog.gz"
{
  echo "Wishbridge (心愿桥), under the Apache License 2.0; see /usr/share/common-licenses/Apache-2.0."
  echo "Fonts in the program are under the SIL Open Font License; make sbom lists the crates that it is made of."
} >"$doc/copyright"
find "$root" -type d -exec chmod 0755 {} +
find "$lib/site" "$doc" "$root/usr/lib/systemd" -type f -exec chmod 0644 {} +
chmod 0640 "$root/etc/wishbridge/wishbridge.toml"

# What the program is linked with, in the versions of this machine.
needs="libc6, libgcc-s1"
if command -v dpkg-shlibdeps >/dev/null; then
  mkdir -p "$out/shlibs/debian"
  : >"$out/shlibs/debian/control"
  found="$(cd "$out/shlibs" && dpkg-shlibdeps -O --ignore-missing-info "$lib/wishbridge" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')" || true
  needs="${found:-$needs}"
fi

cat >"$root/DEBIAN/control" <<CONTROL
Package: wishbridge
Version: $version
Architecture: $arch
Maintainer: Wishbridge maintainers <maintainers@wishbridge.invalid>
Section: web
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $needs, adduser, init-system-helpers (>= 1.54~)
Recommends: caddy | nginx
Suggests: postgresql (>= 15), postgresql-client
Description: small wishes of families, claimed and fulfilled
 Families in hardship post small wishes, neighbours claim them, community
 shops hand the goods over, and caseworkers and organisations stand by.
 .
 /usr/share/doc/wishbridge/operate.md says how to run it.
CONTROL
echo /etc/wishbridge/wishbridge.toml >"$root/DEBIAN/conffiles"
for script in preinst postinst prerm postrm; do
  install -m 0755 "tools/deploy/debian/$script" "$root/DEBIAN/$script"
done
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)

package="$out/wishbridge_${version}_$arch.deb"
dpkg-deb --root-owner-group -Zxz "-z${DEB_LEVEL:-6}" --build "$root" "$package" >&2
rm -rf "$root" "$out/shlibs"
echo "$package"
