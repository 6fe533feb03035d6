// `npm run bench`: dltorch beside PyTorch, one thread each, in turn, as a table; what limits each row, and which share of its
// time that needs at least, found in the same run; the time for an element by size; and the geometric mean of all ratios to PyTorch.
//   --filter add   only rows whose name contains the word; may be repeated
//   --rounds 5     samples of each row; medians are shown
//   --least        the least of the samples, for machines that others use, too
//   --threads 2    threads of ours, beside one of PyTorch
//   --peers        beside the newest tfjs-wasm and numpy-ts too, which are installed into a temporary folder
//   --json         the figures as JSON
//   --no-build     measure dist/ as it is
//   --device gpu   the cpu beside the gpu instead; see device.ts
// Where others use the machine, cores differ from moment to moment: `taskset -c 1 npm run bench` has both sides on one.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { type Limit, Limits } from './limits.js'
import { measure, measurePeak, measureStart, Peer, root } from './measure.js'
import { installPeers } from './peers.js'
import { measureKey } from './prompt.js'
import { rows } from './rows.js'
import { measureStarts } from './starts.js'

/** One line of the table: times, a time added to Node's own start, one with nothing to compare with, or memory. */
interface Line {
  name: string
  unit: 'seconds' | 'added seconds' | 'own seconds' | 'bytes'
  ours: number | null
  theirs: number | null
  ratio: number | null
  /** Whether the ratio is to bare Node's time. */
  isBesideNode?: boolean
  /** What peers in JavaScript took. */
  others?: (number | null)[]
  /** Asked of the ratio where there is PyTorch to compare with, else of `ours`. */
  goal: number | null
  /** How many elements there are. */
  elements?: number
  limit?: Limit
  /** Why a figure is missing. */
  error?: string
}

const { values: options } = parseArgs({
  options: {
    filter: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '9' },
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    threads: { type: 'string', default: '1' },
    least: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    device: { type: 'string', default: 'cpu' },
  },
})
const rounds = Math.max(1, Number(options.rounds))
const isWanted = ({ name }: { name: string }): boolean =>
  options.filter.length === 0 || options.filter.some((word) => name.includes(word))

const starts = [{ name: 'start: --version', goal: 0.05, args: ['bin/dltorch.js', '--version'] }]
const peaks = [
  {
    name: 'memory: 1,000,000 ops on 20 floats',
    code: 'let x = torch.ones(20)\nfor (let i = 0; i < 1e6; i++) x = x.add(1)',
  },
  {
    name: 'memory: 1,000,000 ops with grad',
    code: 'const x = torch.ones(20, { requires_grad: true })\nfor (let i = 0; i < 1e6; i++) x.add(1)',
  },
  {
    name: 'memory: 2,000 ops on 4 MB',
    code: 'const w = torch.ones(1 << 20)\nlet x = w\nfor (let i = 0; i < 2000; i++) x = x.add(w)',
  },
  {
    name: 'memory: 10,000 Adam steps, 784-128-10, batch of 64',
    code: `const { nn, optim } = torch
const [x, y] = [torch.rand(64, 784), torch.randint(0, 10, [64])]
const net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
const optimizer = optim.Adam(net.parameters())
for (let i = 0; i < 10000; i++) {
  const loss = nn.functional.cross_entropy(net(x), y)
  optimizer.zero_grad()
  loss.backward()
  optimizer.step()
}`,
  },
].map((peak) => ({ ...peak, goal: 600 * 2 ** 20 }))

const lines: Line[] = []
function report(line: Line): void {
  lines.push(line)
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${lines.length} ${line.name}`)
}

if (!options['no-build']) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(1)
}
if (options.device !== 'cpu') {
  const { compareDevices } = await import('./device.js')
  compareDevices({ filter: options.filter, rounds, json: options.json })
  process.exit()
}
const library = new URL('../../dist/index.js', import.meta.url).href
const torch = (await import(library)).default as Parameters<(typeof rows)[0]['ours']>[0]
torch.set_num_threads(Math.max(1, Number(options.threads)))
const peer = Peer.find()
const peers = options.peers ? await installPeers() : null
if (typeof peers === 'string') console.error(peers)
const others = typeof peers === 'object' ? peers : null

const wanted = rows.filter(isWanted)
const limits = new Limits(torch, [
  ...new Set(wanted.flatMap(({ work }) => Object.keys(work?.functions ?? {}))),
])
for (const row of wanted) {
  const { name, goal = null, elements, work = {} } = row
  const measured = await measure(row, torch, peer, rounds, options.least, others?.bodies(name))
  const limit = measured.ours === null ? undefined : limits.of(work, measured.ours)
  report({ name, elements, limit, unit: 'seconds', goal, ...measured })
}
peer?.close()
others?.close()
const alone = { theirs: null, ratio: null }
for (const { name, goal, args } of starts.filter(isWanted))
  report({ name, unit: 'added seconds', goal, ...alone, ...measureStart(args, rounds) })
// Beside bare Node in the same round, not PyTorch.
if (isWanted({ name: 'start: ' }))
  for (const start of await measureStarts(rounds)) report({ ...start, unit: 'seconds', isBesideNode: true })
const key = { name: 'prompt: key in an entry of 200 lines', goal: 0.016 }
if (isWanted(key)) {
  const { median, worst } = await measureKey()
  report({ ...key, unit: 'own seconds', ...alone, ...median })
  report({ ...key, name: `${key.name}, the slowest of 60`, unit: 'own seconds', ...alone, ...worst })
}
for (const { name, goal, code } of peaks.filter(isWanted))
  report({ name, unit: 'bytes', goal, ...alone, ...measurePeak(library, code) })
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')

function text(unit: Line['unit'], value: number | null): string {
  if (value === null) return ''
  if (unit === 'bytes') return `${Math.round(value / 2 ** 20)} MB`
  if (unit === 'added seconds') return `${value < 0 ? '' : '+'}${(value * 1000).toFixed(0)} ms`
  const [scale, name] = value < 1e-6 ? [1e9, 'ns'] : value < 1e-3 ? [1e6, 'µs'] : [1e3, 'ms']
  return `${Number((value * scale).toPrecision(3))} ${name}`
}

const limitText = ({ limit }: Line): string =>
  limit ? `${limit.by}, ${Math.round(100 * limit.share)} %` : ''

/** Nanoseconds for an element, by op and size. */
function printElements(): void {
  const sized = lines.filter(({ elements, ours }) => elements !== undefined && ours !== null)
  const opOf = ({ name }: Line): string => name.slice(0, name.lastIndexOf(','))
  const sizes = [...new Set(sized.map(({ elements }) => elements!))].sort((a, b) => a - b)
  if (sizes.length < 2) return
  const table = new Table({
    head: ['ns for an element', ...sizes.map((size) => `1e${Math.log10(size)}`)],
    colAligns: ['left', ...sizes.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  })
  for (const op of new Set(sized.map(opOf)))
    table.push([
      op,
      ...sizes.map((size) => {
        const line = sized.find((one) => opOf(one) === op && one.elements === size)
        return line ? ((line.ours! * 1e9) / size).toPrecision(2) : ''
      }),
    ])
  console.log(table.toString())
}

function printMean(): void {
  const ratios = lines.flatMap(({ unit, ratio, isBesideNode }) =>
    unit === 'seconds' && ratio !== null && !isBesideNode ? [ratio] : [],
  )
  if (ratios.length < 2) return
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
  console.log(`geometric mean of ${ratios.length} ratios to PyTorch: ${mean.toFixed(2)}×`)
}

if (options.json) console.log(JSON.stringify(lines, null, 2))
else {
  const table = new Table({
    head: [
      '',
      'dltorch',
      ...(others?.names ?? []),
      peer ? `PyTorch ${peer.version}` : 'PyTorch (not found)',
      'ratio',
      'goal',
      '',
      'limited by, its share',
    ],
    colAligns: [
      'left',
      'right',
      ...(others?.names ?? []).map(() => 'right' as const),
      'right',
      'right',
      'right',
      'left',
      'left',
    ],
    style: { head: [], border: [], compact: true },
  })
  const none = (others?.names ?? []).map(() => null)
  for (const line of lines) {
    const { name, unit, ours, theirs, others: found = none, ratio, goal, error } = line
    const judged = unit === 'seconds' ? ratio : ours
    const goalText = goal === null ? '' : `≤ ${unit === 'seconds' ? `${goal}×` : text(unit, goal)}`
    const mark = goal === null || judged === null ? '' : judged <= goal ? '✔' : '✖'
    table.push([
      name,
      text(unit, ours) || `no: ${(error ?? '').replace(/\s+/g, ' ').slice(0, 70)}`,
      // In brackets what we are behind.
      ...found.map((time) =>
        time !== null && ours !== null && time < ours ? `(${text(unit, time)})` : text(unit, time),
      ),
      text(unit, theirs),
      ratio === null ? '' : `${ratio.toFixed(2)}×`,
      goalText,
      mark,
      limitText(line),
    ])
  }
  console.log(table.toString())
  printElements()
  printMean()
}
