// Writes random programs of the graph: 5 to 15 ops on a few leaves, with views, writes in place, hooks, `retain_grad`,
// `no_grad`. It keeps to what PyTorch allows, and knows whether a write touches what a formula keeps.
import { Chance } from './chance.js'
import {
  type Operand,
  type OpName,
  ops,
  type Step,
  type View,
  type WriteName,
  writes,
} from './graph-steps.js'

interface Variable {
  readonly name: string
  readonly sizes: readonly number[]
  /** The variable whose memory it looks at; itself where that is its own. */
  readonly base: string
  readonly isLeaf: boolean
  /** Made whole and in order, so that it may be flattened. */
  readonly isInOrder: boolean
  /** No gradient goes through it, or elements of it share their place: it is not written to. */
  readonly isReadOnly: boolean
}

const dimOps: readonly OpName[] = [
  'sum',
  'mean',
  'cumsum',
  'softmax',
  'logsumexp',
  'prod',
  'cumprod',
  'flip',
  'roll',
  'double',
]
const pairOps: readonly OpName[] = ['add', 'sub', 'mul', 'ratio', 'lerp', 'atan2', 'where']
const numberOps = ['add', 'sub', 'mul'] as const satisfies readonly (OpName & WriteName)[]
const pairWrites: readonly WriteName[] = ['add', 'sub', 'mul', 'lerp', 'addcmul', 'copy']
const others = <T>(all: readonly T[], ...lists: (readonly T[])[]): T[] =>
  all.filter((one) => !lists.some((list) => list.includes(one)))
const singleOps = others<OpName>(Object.keys(ops) as OpName[], dimOps, pairOps, ['matmul'])
const singleWrites = others<WriteName>(Object.keys(writes) as WriteName[], pairWrites)

const fits = (small: readonly number[], large: readonly number[]): boolean =>
  small.length <= large.length &&
  small.every((size, i) => size === 1 || size === large[large.length - small.length + i])

class Writer {
  readonly #chance: Chance
  readonly #steps: Step[] = []
  readonly #variables: Variable[] = []
  /** Memory that a formula keeps, and memory that may not be written to for another reason. */
  readonly #kept = new Set<string>()
  readonly #frozen = new Set<string>()
  /** Memory that the formula that made it keeps: a hook on it is told of second gradients that come through there. */
  readonly #keptResults = new Set<string>()
  /** What has a hook or a retained gradient already. */
  readonly #watched = new Set<string>()
  /** Views whose memory was written to since they were made: other views of them go around them. */
  readonly #overtaken = new Set<string>()
  #isSafe = true

  constructor(seed: number) {
    this.#chance = new Chance(seed)
  }

  write(): Step[] {
    const chance = this.#chance
    const count = 1 + chance.below(3)
    for (let i = 0; i < count; i++) this.#leaf(i === 0 || chance.is(0.8))
    const target = 5 + chance.below(11)
    for (let tries = 0; tries < 200 && this.#opCount < target; tries++) {
      const what = chance.next()
      if (what < 0.42) this.#op()
      else if (what < 0.66) this.#view()
      else if (what < 0.9) this.#write()
      else if (what < 0.95) this.#hook()
      else this.#retain()
    }
    const isFirstOnly = this.#steps.some((step) => {
      const hooked = 'hook' in step ? this.#named(step.hook) : null
      return hooked && (hooked.isLeaf || this.#keptResults.has(hooked.base))
    })
    const order = !isFirstOnly && chance.is(0.4) ? 2 : 1
    const made = this.#variables.filter(({ isLeaf }) => !isLeaf)
    const ends = made.slice(-3).map(({ name }) => name)
    if (made.length > 3 && chance.is(0.5)) ends.push(chance.pick(made.slice(0, -3)).name)
    this.#steps.push({ ends, order, twice: order === 1 && chance.is(0.2), isSafe: this.#isSafe })
    return this.#steps
  }

  get #opCount(): number {
    return this.#steps.filter((step) => 'op' in step || 'view' in step).length
  }

  readonly #isLeaf = (name: string): boolean => this.#named(name).isLeaf

  #named(name: string): Variable {
    return this.#variables.find((one) => one.name === name)!
  }

  #newName(): string {
    return `v${this.#variables.length}`
  }

  #leaf(grad: boolean): void {
    const chance = this.#chance
    const sizes = Array.from({ length: 1 + chance.below(3) }, () => 1 + chance.below(3))
    const leaf = this.#newName()
    this.#steps.push({ leaf, sizes, seed: chance.below(1000), grad })
    this.#variables.push({ name: leaf, sizes, base: leaf, isLeaf: true, isInOrder: true, isReadOnly: false })
  }

  /** Rather something new. */
  #some(variables: readonly Variable[] = this.#variables): Variable {
    const chance = this.#chance
    return chance.is(0.5) ? chance.pick(variables.slice(-3)) : chance.pick(variables)
  }

  #op(): void {
    const chance = this.#chance
    const x = this.#some()
    const rank = x.sizes.length
    const kind = chance.next()
    let op: OpName
    let args: Operand[]
    let sizes: readonly number[] = x.sizes
    if (kind < 0.3 || rank === 0) [op, args] = [chance.pick(singleOps), [x.name]]
    else if (kind < 0.6) {
      const dim = chance.below(rank)
      ;[op, args] = [chance.pick(dimOps), [x.name, dim]]
      if (['mean', 'logsumexp', 'prod'].includes(op)) sizes = sizes.filter((_, i) => i !== dim)
      if (op === 'sum' || op === 'double')
        sizes = sizes.map((size, i) => (i !== dim ? size : op === 'sum' ? 1 : 2 * size))
    } else if (kind < 0.9) {
      const y = this.#operandFor(x, chance.is(0.2))
      op = chance.pick<OpName>(typeof y === 'number' ? numberOps : pairOps)
      args =
        typeof y === 'string' && chance.is(0.5) && op !== 'lerp' && op !== 'where' ? [y, x.name] : [x.name, y]
    } else {
      const y = this.#variables.find(
        (one) => rank === 2 && one.sizes.length === 2 && one.sizes[0] === x.sizes[1],
      )
      if (!y) return
      ;[op, args, sizes] = ['matmul', [x.name, y.name], [x.sizes[0], y.sizes[1]]]
    }
    if (sizes.reduce((a, b) => a * b, 1) > 40) return
    const name = this.#newName()
    this.#steps.push({ name, op, args, ...(chance.is(0.07) ? { noGrad: true } : {}) })
    this.#variables.push({ name, sizes, base: name, isLeaf: false, isInOrder: false, isReadOnly: false })
    const { keeps } = ops[op]
    if (keeps === 'args' || keeps === 'both') this.#keep(args)
    if (keeps === 'result' || keeps === 'both') {
      this.#keep([name])
      this.#keptResults.add(name)
    }
  }

  #keep(operands: readonly Operand[]): void {
    for (const one of operands) if (typeof one === 'string') this.#kept.add(this.#named(one).base)
  }

  /** A variable that broadcasts to `x`, or a number. */
  #operandFor(x: Variable, mayBeNumber: boolean, avoiding?: string): Operand {
    const chance = this.#chance
    const fitting = this.#variables.filter(({ sizes, base }) => fits(sizes, x.sizes) && base !== avoiding)
    if (mayBeNumber || fitting.length === 0) return chance.pick([0.5, -1.5, 2])
    return chance.pick(fitting).name
  }

  #viewFor({ sizes, isInOrder }: Variable, isWritten: boolean): View | null {
    const chance = this.#chance
    const rank = sizes.length
    if (!isWritten && chance.is(0.1)) return ['detach']
    if (!isWritten && chance.is(0.15)) return ['expand', [2, ...sizes]]
    if (rank === 0 || chance.is(0.1)) return ['unsqueeze', chance.below(rank + 1)]
    const dim = chance.below(rank)
    const size = sizes[dim]
    switch (chance.below(isInOrder && rank > 1 ? 6 : 5)) {
      case 0:
        return ['select', dim, chance.below(size)]
      case 1: {
        const start = chance.below(size)
        return ['narrow', dim, start, 1 + chance.below(size - start)]
      }
      case 2:
        return rank > 1 ? ['transpose', dim, chance.below(rank)] : null
      case 3:
        return rank > 1 ? ['diagonal'] : null
      case 4:
        // Windows that overlap are read only.
        return isWritten ? ['unfold', dim, 1, 1] : ['unfold', dim, Math.min(2, size), 1]
      default:
        return ['flatten']
    }
  }

  #view(): void {
    const of = this.#some()
    const view = this.#viewFor(of, false)
    if (!view) return
    const sizes = sizesAfter(of.sizes, view)
    const isReadOnly = of.isReadOnly || view[0] === 'detach' || view[0] === 'expand' || view[0] === 'unfold'
    if (sizes.reduce((a, b) => a * b, 1) > 40) return
    const name = this.#newName()
    this.#steps.push({ name, of: of.name, view })
    this.#variables.push({ name, sizes, base: of.base, isLeaf: false, isInOrder: false, isReadOnly })
  }

  #write(): void {
    const chance = this.#chance
    const noGrad = chance.is(0.15)
    const isReckless = chance.is(0.06)
    const targets = this.#variables.filter(
      ({ base, isReadOnly }) =>
        !isReadOnly &&
        !this.#frozen.has(base) &&
        (noGrad || !this.#isLeaf(base)) &&
        (isReckless || !this.#kept.has(base)),
    )
    if (targets.length === 0) return
    const to = this.#some(targets)
    const through = chance.is(0.3) ? this.#viewFor(to, true) : null
    const seen = through ? { ...to, sizes: sizesAfter(to.sizes, through) } : to
    let op: WriteName
    let args: Operand[] = []
    if (chance.is(0.35)) op = chance.pick(singleWrites)
    else {
      const other = this.#operandFor(seen, chance.is(0.2), to.base)
      op = chance.pick<WriteName>(typeof other === 'number' ? numberOps : pairWrites)
      args = [other]
    }
    if (this.#kept.has(to.base)) this.#isSafe = false
    for (const { name, base } of this.#variables)
      if (base === to.base && name !== base) this.#overtaken.add(name)
    this.#steps.push({
      write: to.name,
      op,
      args,
      ...(noGrad ? { noGrad } : {}),
      ...(through ? { through } : {}),
    })
    const { keeps } = writes[op]
    if (keeps === 'args') this.#keep(args)
    if (keeps === 'self') {
      this.#keep([to.name])
      this.#keptResults.add(to.base)
    }
  }

  /** What is not yet watched, and does not change any more from then on. */
  #watch(): Variable | null {
    const one = this.#some()
    if (this.#watched.has(one.base) || this.#overtaken.has(one.name) || one.isReadOnly) return null
    this.#watched.add(one.base)
    this.#frozen.add(one.base)
    return one
  }

  #hook(): void {
    const one = this.#watch()
    const chance = this.#chance
    if (!one || !this.#hasGradient(one)) return
    const isRemoved = chance.is(0.25)
    this.#steps.push({
      hook: one.name,
      factor: chance.pick([2, -1, 0.5]),
      ...(isRemoved ? { removed: true } : {}),
    })
  }

  #retain(): void {
    const one = this.#watch()
    if (one && !one.isLeaf && this.#hasGradient(one)) this.#steps.push({ retain: one.name })
  }

  /** Whether a gradient is sure to be wanted of it: hooks on others are refused. */
  #hasGradient({ name, base }: Variable): boolean {
    const wanted = new Set<string>()
    for (const step of this.#steps)
      if ('leaf' in step) {
        if (step.grad) wanted.add(step.leaf)
      } else if ('of' in step) {
        if (step.view[0] !== 'detach' && wanted.has(step.of)) wanted.add(step.name)
      } else if ('name' in step) {
        if (!step.noGrad && step.args.some((arg) => wanted.has(String(arg)))) wanted.add(step.name)
      }
    // A base that became part of a graph by a write is left aside.
    return wanted.has(name) && wanted.has(base)
  }
}

function sizesAfter(sizes: readonly number[], view: View): readonly number[] {
  const [kind] = view
  switch (kind) {
    case 'transpose':
      return sizes.map((size, i) => (i === view[1] ? sizes[view[2]] : i === view[2] ? sizes[view[1]] : size))
    case 'select':
      return sizes.filter((_, i) => i !== view[1])
    case 'narrow':
      return sizes.map((size, i) => (i === view[1] ? view[3] : size))
    case 'unsqueeze':
      return [...sizes.slice(0, view[1]), 1, ...sizes.slice(view[1])]
    case 'diagonal':
      return [...sizes.slice(2), Math.min(sizes[0], sizes[1])]
    case 'unfold':
      return [...sizes.map((size, i) => (i === view[1] ? size - view[2] + 1 : size)), view[2]]
    case 'expand':
      return view[1]
    case 'flatten':
      return [sizes.reduce((a, b) => a * b, 1)]
    case 'detach':
      return sizes
  }
}

/** A program from its seed, a step a line. */
export const graphFrom = (seed: number): string =>
  new Writer(seed)
    .write()
    .map((step) => JSON.stringify(step))
    .join('\n')
