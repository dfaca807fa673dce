// Writes a .br beside each text file of a built site, as the server sends it: node tools/precompress.mjs target/site
// Compressed once as far as Brotli can; while serving, it compresses a fifth less. cargo-leptos could do it (--precompress),
// but is built without optimisation here, and would do the sounds too.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const site = process.argv[2]
for (const folder of ['.', 'pkg', 'docs']) {
  for (const name of readdirSync(join(site, folder))) {
    const path = join(site, folder, name)
    if (!/\.(css|js|svg|wasm|webmanifest)$/.test(name) || statSync(path).size < 1000) continue
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)))
  }
}
