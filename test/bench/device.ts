// `npm run bench -- --device gpu`: the cpu and every backend of gpu.js side by side, one process each, the cost of
// moving tensors, and from which size on the gpu wins.
//   --filter mm    only rows whose name contains the word; may be repeated
//   --rounds 3     samples of each figure; medians are shown
//   --json         the figures as JSON
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import Table from 'cli-table3'
import type * as Torch from '../../src/index.js'
import { median } from './measure.js'

type TorchModule = typeof Torch.default

/** What is measured at several sizes; `count` says how large a size is, in words. */
interface Row {
  readonly name: string
  readonly sizes: readonly number[]
  readonly sizeText: (n: number) => string
  readonly body: (torch: TorchModule, n: number, device: string) => () => unknown
  /** Only on a gpu: what it costs to get there and back. */
  readonly isTransfer?: boolean
}

const counts = [100, 10_000, 1_000_000]
const elements = (n: number): string => `${n.toLocaleString('en')} elements`
const square = (n: number): string => `${n} × ${n}`

const rows: readonly Row[] = [
  {
    name: 'add',
    sizes: counts,
    sizeText: elements,
    body(torch, n, device) {
      const [a, b] = [torch.ones(n, { device }), torch.ones(n, { device })]
      return () => a.add(b)
    },
  },
  {
    name: 'sigmoid, mul, add',
    sizes: counts,
    sizeText: elements,
    body(torch, n, device) {
      const a = torch.ones(n, { device })
      return () => a.sigmoid().mul(a).add(a)
    },
  },
  {
    name: 'sum',
    sizes: counts,
    sizeText: elements,
    body(torch, n, device) {
      const a = torch.ones(n, { device })
      return () => a.sum()
    },
  },
  {
    name: 'mm',
    sizes: [32, 128, 512],
    sizeText: square,
    body(torch, n, device) {
      const a = torch.ones(n, n, { device })
      return () => a.mm(a)
    },
  },
  {
    name: 'training step, 2 layers',
    sizes: [8, 64, 256],
    sizeText: (n) => `${n} × ${n}`,
    body(torch, n, device) {
      const { nn, optim } = torch
      const net = nn.Sequential(nn.Linear(n, n), nn.ReLU(), nn.Linear(n, 1)).to(device)
      const x = torch.ones(n, n, { device })
      const y = torch.ones(n, 1, { device })
      const optimizer = new optim.SGD(net.parameters(), { lr: 0.001 })
      return () => {
        optimizer.zero_grad()
        nn.functional.mse_loss(net(x), y).backward()
        optimizer.step()
      }
    },
  },
  {
    name: 'to the gpu',
    sizes: counts,
    sizeText: elements,
    isTransfer: true,
    body(torch, n) {
      const a = torch.ones(n)
      return () => a.to('gpu')
    },
  },
  {
    name: 'back to the cpu',
    sizes: counts,
    sizeText: elements,
    isTransfer: true,
    body(torch, n) {
      const a = torch.ones(n, { device: 'gpu' })
      return () => a.cpu()
    },
  },
]

export interface DeviceOptions {
  readonly filter: readonly string[]
  readonly rounds: number
  readonly json: boolean
}

const here = fileURLToPath(import.meta.url)

/** Seconds of one call, the median of some samples; work that is still under way counts. */
function seconds(torch: TorchModule, body: () => unknown, isGpu: boolean, rounds: number): number {
  const run = (calls: number): number => {
    const start = performance.now()
    for (let i = 0; i < calls; i++) body()
    if (isGpu) torch.gpu.synchronize()
    return (performance.now() - start) / 1000
  }
  // Once to compile, then as often as makes a sample worth measuring.
  run(2)
  let calls = 1
  for (let spent = run(1); spent < 0.03 && calls < 1e5; spent = run(calls))
    calls = Math.ceil(calls * Math.min(10, 0.04 / Math.max(spent, 1e-6)))
  return median(Array.from({ length: rounds }, () => run(calls) / calls))
}

/** The figures of one column, by row and size; run in a process of its own, since there is one backend in each. */
async function column(where: string, { filter, rounds }: DeviceOptions): Promise<Record<string, number>> {
  const torch = (await import(new URL('../../dist/index.js', import.meta.url).href)).default as TorchModule
  const isGpu = where !== 'cpu'
  const figures: Record<string, number> = {}
  for (const row of rows) {
    if (filter.length > 0 && !filter.some((word) => row.name.includes(word))) continue
    if (row.isTransfer && !isGpu) continue
    for (const n of row.sizes)
      figures[`${row.name} ${n}`] = seconds(torch, row.body(torch, n, isGpu ? 'gpu' : 'cpu'), isGpu, rounds)
  }
  if (isGpu) process.stderr.write(`${where}: ${torch.gpu.get_device_name()}\n`)
  return figures
}

const timeText = (value: number | undefined): string => {
  if (value === undefined) return ''
  const [scale, unit] = value < 1e-6 ? [1e9, 'ns'] : value < 1e-3 ? [1e6, 'µs'] : [1e3, 'ms']
  return `${Number((value * scale).toPrecision(3))} ${unit}`
}

/** Measures in turn, and prints. */
export function compareDevices(options: DeviceOptions): void {
  const places = ['cpu', 'gpu headlessgl', 'gpu webasm', 'gpu cpu']
  const columns = places.map((place) => {
    const where = place.replace('gpu ', 'gpu:')
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...process.execArgv, here, where, JSON.stringify(options)],
      {
        env: { ...process.env, DLTORCH_GPU_BACKEND: place.split(' ')[1] ?? '' },
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      },
    )
    if (status === 0) {
      process.stderr.write(stderr)
      return { place, figures: JSON.parse(stdout) as Record<string, number>, error: '' }
    }
    const error = /\w*Error: (.*)/.exec(stderr)?.[1] ?? 'it did not run'
    return { place, figures: null, error }
  })
  if (options.json) {
    console.log(JSON.stringify(columns, null, 2))
    return
  }
  const table = new Table({
    head: ['', 'size', ...places],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  const notes: string[] = []
  for (const row of rows) {
    const shown = row.sizes.filter((n) =>
      columns.some(({ figures }) => figures?.[`${row.name} ${n}`] !== undefined),
    )
    if (shown.length === 0) continue
    for (const n of shown)
      table.push([
        n === shown[0] ? row.name : '',
        row.sizeText(n),
        ...columns.map(({ figures }) => timeText(figures?.[`${row.name} ${n}`])),
      ])
    if (row.isTransfer) continue
    const wins = columns.slice(1).flatMap(({ place, figures }) => {
      // By more than measuring the same twice differs.
      const from = shown.find((n) => {
        const key = `${row.name} ${n}`
        return Number(figures?.[key]) < 0.9 * Number(columns[0].figures?.[key])
      })
      return figures === null || from === undefined ? [] : [`${place} from ${row.sizeText(from)} on`]
    })
    notes.push(`${row.name}: ${wins.length > 0 ? wins.join(', ') : 'the gpu does not win on this machine'}`)
  }
  console.log(table.toString())
  console.log('Faster than the cpu, at the sizes measured:')
  for (const note of notes) console.log(`  ${note}`)
  for (const { place, error } of columns) if (error) console.log(`${place} was not measured: ${error}`)
}

if (process.argv[1] === here)
  console.log(JSON.stringify(await column(process.argv[2], JSON.parse(process.argv[3]) as DeviceOptions)))
