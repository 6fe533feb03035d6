// What the machine allows: how long a row's memory, its arithmetic and its calls take at least, each measured in the same run and
// right beside the row, as machines change their pace.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { float32 } from '../../src/base/dtype.js'
import type * as Torch from '../../src/index.js'
import { Func, Module } from '../../src/kernels/wasm/assembler.js'
import { during, f32x4, i32, type Local, v128 } from '../../src/kernels/wasm/instructions.js'
import { compile, hasMadd } from '../../src/kernels/wasm/level.js'
import { addressInArena, allocate, release } from '../../src/memory/allocate.js'
import { root } from './measure.js'
import type { Work } from './rows.js'

type TorchModule = typeof Torch.default

/** What limits a row, and which share of its time that needs at least. */
export interface Limit {
  readonly by: 'memory' | 'arithmetic' | 'calls'
  readonly share: number
}

const LANES = 4

/** The least seconds that `body` took for a call, of samples that last about a millisecond each. */
function least(body: () => unknown, samples = 12): number {
  const sample = (calls: number): number => {
    const start = performance.now()
    for (let i = 0; i < calls; i++) body()
    return (performance.now() - start) / 1000
  }
  let calls = 1
  while (calls < 1e6 && sample(calls) < 1e-3) calls *= 2
  let best = Infinity
  for (let i = 0; i < samples; i++) best = Math.min(best, sample(calls) / calls)
  return best
}

/** So many independent sums keep both units for multiply-adds at work. */
const CHAINS = 12
const TURNS = 1000

function chains(): () => number {
  const func = new Func(['i32'], ['i32'])
  const left = func.param(0)
  const sums = Array.from({ length: CHAINS }, (): Local => func.local('v128'))
  const step = ({ get }: Local) => (hasMadd() ? f32x4.madd(get, get, get) : f32x4.add(get, get))
  func.do(
    during(left.get, [sums.map((sum) => sum.set(step(sum))), left.set(i32.sub(left.get, i32.const(1)))]),
    // All of them are used, so that none is left out.
    v128.anyTrue(sums.map(({ get }) => get).reduce((a, b) => f32x4.add(a, b))),
  )
  const module = new Module('the peak of arithmetic', true)
  module.add(func, 'run')
  const { run } = compile(module)
  return () => run(TURNS)
}

/** Bytes that the loop of a copy takes at a time. */
const COPIED = 64

function copy(): (from: number, to: number, blocks: number) => number {
  const func = new Func(['i32', 'i32', 'i32'])
  const [from, to, left] = [0, 1, 2].map((k) => func.param(k))
  const places = Array.from({ length: COPIED / 16 }, (_, k) => 16 * k)
  func.do(
    during(left.get, [
      places.map((at) => v128.store(to.get, v128.load(from.get, at), at)),
      [from, to].map((one) => one.set(i32.add(one.get, i32.const(COPIED)))),
      left.set(i32.sub(left.get, i32.const(1))),
    ]),
  )
  const module = new Module('the peak of memory')
  module.add(func, 'run')
  return compile(module).run
}

/** Finds the limits of rows. */
export class Limits {
  readonly #torch: TorchModule
  #chains: (() => number) | undefined
  #copy: ReturnType<typeof copy> | undefined
  #least: (() => unknown) | undefined
  #steps = new Map<string, number>()

  /** @param functions all that the rows take, by name */
  constructor(torch: TorchModule, functions: readonly string[]) {
    this.#torch = torch
    if (functions.length === 0) return
    const file = fileURLToPath(new URL('steps.ts', import.meta.url))
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx/esm', file, ...functions], {
      cwd: root,
      encoding: 'utf8',
    })
    this.#steps = new Map(Object.entries(JSON.parse(stdout) as Record<string, number>))
  }

  /** What limits work that took so many seconds. */
  of(work: Work, seconds: number): Limit {
    const { bytes = 0, calls = 1 } = work
    const needs: [Limit['by'], number][] = [
      ['memory', bytes === 0 ? 0 : this.#memory(bytes)],
      ['arithmetic', this.#arithmetic(work)],
      ['calls', calls * this.#call()],
    ]
    const [by, need] = needs.reduce((most, one) => (one[1] > most[1] ? one : most))
    return { by, share: need / seconds }
  }

  /** Reading and writing so many bytes: a copy of half of them. */
  #memory(bytes: number): number {
    const blocks = Math.ceil(bytes / 2 / COPIED)
    const [from, to] = [0, 1].map(() => allocate(float32, (blocks * COPIED) / 4))
    const run = (this.#copy ??= copy())
    const [start, end] = [addressInArena(from), addressInArena(to)]
    const seconds = least(() => run(start, end, blocks), 20)
    release(from)
    release(to)
    return seconds
  }

  #arithmetic({ operations = 0, functions = {}, products = 0 }: Work): number {
    let count = operations
    for (const [name, numbers] of Object.entries(functions)) count += this.#steps.get(name)! * numbers
    const own = (work: number): number =>
      work === 0 ? 0 : (work / (LANES * CHAINS * TURNS)) * least((this.#chains ??= chains()))
    return own(count) + (products === 0 ? 0 : Math.min(own(products), this.#product(products)))
  }

  /** By the pace of a product of matrices of middle size: that of a library, where there is one. */
  #product(products: number): number {
    const n = 256
    const [a, b] = [this.#torch.rand(n, n), this.#torch.rand(n, n)]
    return (products / n ** 3) * least(() => this.#torch.mm(a, b))
  }

  /** A call that computes next to nothing, when the compilers know it. */
  #call(): number {
    const body = (this.#least ??= this.#leastCall())
    return least(body)
  }

  #leastCall(): () => unknown {
    const [a, b] = [this.#torch.rand(1), this.#torch.rand(1)]
    const body = (): unknown => this.#torch.add(a, b)
    for (let i = 0; i < 1e5; i++) body()
    return body
  }
}
