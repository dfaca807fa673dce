// Runs Lighthouse on pages of a server and prints the medians; ends with 1 when one misses its mark.
//   LIGHTHOUSE=… CHROME_PATH=… RUNS=5 node tools/lighthouse/judge.mjs http://127.0.0.1:3000 target/lighthouse [PATH…]
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const [origin, results, ...chosen] = process.argv.slice(2)
const runs = Number(process.env.RUNS ?? 5)
const wish = /href="(\/wishes\/\d+)"/.exec(await (await fetch(origin)).text())[1]
const paths = chosen.length ? chosen : ['/', wish, '/wanted', '/about', '/how', '/help', '/sign-in', '/register']

const marks = ['performance', 'accessibility', 'best-practices', 'seo']
// Name, where it is in a report, what it may be at most.
const measures = [
  ['LCP ms', 'largest-contentful-paint', 1000],
  ['TBT ms', 'total-blocking-time', 30],
  ['CLS', 'cumulative-layout-shift', 0],
  ['kB', 'total-byte-weight', Infinity],
]
const median = of => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)]

let missed = 0
console.log(['page', ...marks, ...measures.map(([name]) => name)].join('\t'))
for (const [index, path] of paths.entries()) {
  const reports = []
  for (let run = 0; run < runs; run++) {
    const file = `${results}/${index}-${run}.json`
    execFileSync(process.env.LIGHTHOUSE, [
      `${origin}${path}`, '--quiet', '--output=json', `--output-path=${file}`, `--only-categories=${marks}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
    ], { stdio: ['ignore', 'ignore', 'inherit'] })
    reports.push(JSON.parse(readFileSync(file, 'utf8')))
  }
  const points = marks.map(mark => Math.round(100 * median(reports.map(report => report.categories[mark].score))))
  const values = measures.map(([name, audit]) => median(reports.map(report => report.audits[audit].numericValue)) / (name === 'kB' ? 1000 : 1))
  console.log([path, ...points, ...values.map(value => Math.round(value * 1000) / 1000)].join('\t'))
  const failed = Object.values(reports[0].audits).filter(audit => audit.score !== null && audit.score < 1)
  if (points.some(each => each < 100)) {
    for (const { id, title, displayValue = '' } of failed) console.log(`\t${id}: ${title} ${displayValue}`)
  }
  missed += points.filter(each => each < 100).length + values.filter((value, at) => value > measures[at][2]).length
}
if (missed) console.log(`${missed} marks missed; reports in ${results}`)
process.exit(missed ? 1 : 0)
