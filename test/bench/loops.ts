// `npx tsx test/bench/loops.ts`: loops of ten million rounds typed at the prompt, beside plain Node.
import { spawnSync } from 'node:child_process'
import Table from 'cli-table3'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'

const loops: Record<string, string> = {
  'sum of ints': 'let s1 = 0; for (let i = 0; i < 1e7; i++) s1 += i % 7; s1',
  'sum of floats': 'let s2 = 0.; for (let i = 0; i < 1e7; i++) { s2 += i * 0.5 - 1. } s2',
  'names without let': 's3 = 0; for (i = 0; i < 1e7; i++) s3 += i; s3',
  'a function of anything':
    'function f(x) { return x * x + 1 } let s4 = 0; for (let i = 0; i < 1e7; i++) s4 += f(i % 10); s4',
  conditions:
    'const g = (a, b) => a > b ? a - b : b - a; let s5 = 0; for (let i = 0; i < 1e7; i++) { if (i & 1) s5 = g(s5, i); else s5 += 2 } s5',
  'an array':
    'const xs = [1, 2, 3, 4, 5, 6, 7, 8]; let s6 = 0; for (let i = 0; i < 1e7; i++) s6 += xs[i & 7]; s6',
  'an array given':
    'function h(a, n) { let s = 0; for (let i = 0; i < n; i++) s += a[i & 7]; return s } h([1, 2, 3, 4, 5, 6, 7, 8], 1e7)',
  'an array written to':
    'function w(a, n) { for (let i = 0; i < n; i++) a[i & 1023] = i; return a[5] } w(new Array(1024).fill(0), 1e7)',
  'a typed array written to':
    'function v(a, n) { for (let i = 0; i < n; i++) a[i & 1023] = a[(i + 1) & 1023] + i; return a[5] } v(new Float64Array(1024), 1e7)',
  'a matrix':
    'function m(a, n) { let s = 0; for (let i = 0; i < n; i++) s += a[i & 1][i & 1] * 2; return s } m([[1, 2], [3, 4]], 1e7)',
  members:
    'const p = { x: 0, v: 1 }; for (let i = 0; i < 1e7; i++) { p.x += p.v * 0.5; if (p.x > 100) p.x = 0 } p.x',
  methods:
    'class P { x = 0; step(d) { this.x += d; return this } } const q = new P(); for (let i = 0; i < 1e7; i++) q.step(i % 3); q.x',
}

installGlobals()
const session = new Session()
// The parser is loaded by the first input that needs it.
await session.evaluate('1 + 1')

const rounds = 5
/** The least processor time of several rounds, since other programs disturb. */
async function best(once: () => Promise<number> | number): Promise<number> {
  let time = Infinity
  for (let i = 0; i < rounds; i++) time = Math.min(time, await once())
  return time
}

const table = new Table({ head: ['loop', 'prompt', 'node', 'ratio'], style: { head: [], border: [] } })
let worst = 0
for (const [name, code] of Object.entries(loops)) {
  const ours = await best(async () => {
    const start = process.cpuUsage()
    await session.evaluate(code)
    return process.cpuUsage(start).user / 1000
  })
  const plain = `const start = process.cpuUsage(); ${code}; console.log(process.cpuUsage(start).user / 1000)`
  const theirs = await best(() =>
    Number(spawnSync(process.execPath, ['-e', plain], { encoding: 'utf8' }).stdout),
  )
  worst = Math.max(worst, ours / theirs)
  table.push([name, `${ours.toFixed(0)} ms`, `${theirs.toFixed(0)} ms`, (ours / theirs).toFixed(2)])
}
console.log(table.toString())
console.log(`worst ${worst.toFixed(2)}, goal 3`)
process.exit(worst <= 3 ? 0 : 1)
