// Puts what end2end/looks.spec.ts noted into one page: a row for each address, a column for each width and scheme.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = process.argv[2]
const plain = text => text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`)
const noted = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.json') && file !== 'results.json') : []
const looks = noted.flatMap(file => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))

const rows = new Map()
for (const look of looks) {
  const key = `${look.role} ${look.path}`
  rows.set(key, [...(rows.get(key) ?? []), look])
}
const cell = ({ file, width, scheme, over }) =>
  `<a href="${plain(file)}"${over > 0 ? ' class="over"' : ''}><img src="${plain(file)}" alt="" loading="lazy"><span>${width} ${scheme}${over > 0 ? ` · ${over} px too wide` : ''}</span></a>`
const row = ([key, all]) => `<section><h2>${plain(key)}</h2><div>${all.map(cell).join('')}</div></section>`

writeFileSync(`${folder}/index.html`, `<!doctype html><meta charset="utf-8"><title>Looks</title>
<style>
body { font: 14px system-ui; margin: 16px; background: #eee; color: #111 }
h2 { font-size: 15px; margin: 24px 0 8px }
div { display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-start }
a { display: grid; gap: 4px; color: inherit; text-decoration: none }
img { height: 300px; max-width: 420px; object-fit: cover; object-position: top; border: 1px solid #999; background: #fff }
.over img { border: 3px solid #c00 }
</style>
<h1>${rows.size} pages, ${looks.length} pictures</h1>
${[...rows].map(row).join('\n')}
`)
