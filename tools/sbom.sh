#!/usr/bin/env bash
# make sbom: what a release is made of, as CycloneDX, in target/sbom/.
#   server.cdx.json: crates in the program; browser.cdx.json: crates in the WASM module.
# Packages from npm build and test; none of them is in a release.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

tools/install.sh build sbom
PATH="$TOOLS/cargo-cyclonedx-$CARGO_CYCLONEDX_VERSION/bin:$PATH"
sbom="$CARGO_TARGET_DIR/sbom"
rm -rf "$sbom"
mkdir -p "$sbom"

# cargo-cyclonedx writes beside each manifest, and counts what other features of the workspace need; cargo tree does not.
list() { # NAME PACKAGE FOLDER TARGET FLAG…
  local name="$1" package="$2" folder="$3" target="$4"
  shift 4
  say "Crates in the $name"
  cargo cyclonedx --manifest-path "$folder/Cargo.toml" --format json --spec-version 1.5 --target "$target" \
    --override-filename wishbridge-sbom --quiet "$@"
  cargo tree --locked --package "$package" --target "$target" --edges normal --prefix none --no-dedupe --format '{p}' "$@" >"$sbom/tree"
  node -e '
    const fs = require("fs"), [from, tree, to] = process.argv.slice(1)
    const built = new Set(fs.readFileSync(tree, "utf8").split("\n").map(line => line.split(" ").slice(0, 2).join("@").replace("@v", "@")))
    const bom = JSON.parse(fs.readFileSync(from))
    const has = component => built.has(`${component.name}@${component.version}`)
    bom.components = bom.components.filter(has)
    const left = new Set([bom.metadata.component, ...bom.components].map(component => component["bom-ref"]))
    bom.dependencies = bom.dependencies.filter(entry => left.has(entry.ref))
      .map(entry => ({ ...entry, dependsOn: (entry.dependsOn ?? []).filter(ref => left.has(ref)) }))
    fs.writeFileSync(to, JSON.stringify(bom, null, 1) + "\n")
    console.log(`${bom.components.length} crates`)
  ' "$folder/wishbridge-sbom.json" "$sbom/tree" "$sbom/$name.cdx.json"
  find app server -name wishbridge-sbom.json -delete
  rm "$sbom/tree"
}
list server server server "$(rustc -vV | sed -n 's/^host: //p')"
list browser app app wasm32-unknown-unknown --no-default-features --features hydrate
echo "in $sbom"
