// Runs a random program of the graph three ways: as it is written; without any write in place, where views pick elements
// and writes put them; and as a function whose slope is measured.
import torch, { type Tensor } from '../../src/index.js'
import { type Operand, ops, type Step, type View, viewOf, writes, numbers } from './graph-steps.js'
import { faultOf } from './verdict.js'

type End = Extract<Step, { ends: unknown }>

const stepsOf = (text: string): Step[] => text.split('\n').map((line) => JSON.parse(line) as Step)
const endOf = (steps: readonly Step[]): End => steps.find((step): step is End => 'ends' in step)!

/** What a program comes to: values, gradients by the name of the variable, and gradients of the gradients. */
interface Outcome {
  readonly values: Map<string, Tensor>
  readonly gradients: Map<string, Tensor | null>
  readonly second: Map<string, Tensor | null>
}

const lossOf = (ends: readonly Tensor[]): Tensor =>
  ends
    .map((end, i) =>
      end
        .sin()
        .mul(numbers(17 + i, end.sizes))
        .sum(),
    )
    .reduce((a, b) => a.add(b))

/** A number that all first gradients count in. */
const slopesOf = (gradients: readonly (Tensor | null)[]): Tensor | null =>
  gradients
    .map((g, i) => g && g.mul(numbers(31 + i, g.sizes)).sum())
    .filter((one): one is Tensor => one !== null)
    .reduce<Tensor | null>((a, b) => a?.add(b) ?? b, null)

const named = <T>(names: readonly string[], values: readonly T[]): Map<string, T> =>
  new Map(names.map((name, i) => [name, values[i]]))

const gradsOf = (value: Tensor, inputs: readonly Tensor[], create_graph: boolean): (Tensor | null)[] =>
  [...torch.autograd.grad(value, [...inputs], { create_graph, allow_unused: true })] as (Tensor | null)[]

/** The gradients of `gradients`' weighted sum; null where that has none. */
const secondOf = (gradients: readonly (Tensor | null)[], inputs: readonly Tensor[]): (Tensor | null)[] => {
  const slopes = slopesOf(gradients)
  return slopes?.requires_grad ? gradsOf(slopes, inputs, false) : inputs.map(() => null)
}

const inMode = <T>(noGrad: boolean | undefined, run: () => T): T => (noGrad ? torch.no_grad(run) : run())

/** As it is written. */
function runAsWritten(steps: readonly Step[]): Outcome {
  const values = new Map<string, Tensor>()
  const leaves = new Map<string, Tensor>()
  const retained = new Set<string>()
  const given = (operand: Operand): Tensor | number =>
    typeof operand === 'number' ? operand : values.get(operand)!
  for (const step of steps)
    if ('leaf' in step) {
      const leaf = numbers(step.seed, step.sizes).requires_grad_(step.grad)
      values.set(step.leaf, leaf)
      if (step.grad) leaves.set(step.leaf, leaf)
    } else if ('of' in step) values.set(step.name, viewOf(values.get(step.of)!, step.view))
    else if ('name' in step) {
      const run = ops[step.op].run as (...args: unknown[]) => Tensor
      values.set(
        step.name,
        inMode(step.noGrad, () => run(...step.args.map(given))),
      )
    } else if ('write' in step)
      inMode(step.noGrad, () => {
        const whole = values.get(step.write)!
        const { write } = writes[step.op]
        ;(write as (...args: unknown[]) => unknown)(
          step.through ? viewOf(whole, step.through) : whole,
          ...step.args.map(given),
        )
      })
    else if ('hook' in step) {
      const handle = values.get(step.hook)!.register_hook((g: Tensor) => g.mul(step.factor))
      if (step.removed) handle.remove()
    } else if ('retain' in step) {
      retained.add(step.retain)
      values.get(step.retain)!.retain_grad()
    }
  const { ends, order, twice } = endOf(steps)
  const loss = lossOf(ends.map((name) => values.get(name)!))
  const names = [...leaves.keys()]
  const second = new Map<string, Tensor | null>()
  if (!loss.requires_grad) return { values, gradients: new Map(), second }
  if (order === 2) {
    const inputs = [...leaves.values()]
    const first = gradsOf(loss, inputs, true)
    return { values, gradients: named(names, first), second: named(names, secondOf(first, inputs)) }
  }
  if (twice) loss.backward({ retain_graph: true })
  loss.backward()
  const gradients = new Map([...names, ...retained].map((name) => [name, values.get(name)!.grad]))
  return { values, gradients, second }
}

/** Elements of what a variable looks at, by place. */
function placesIn(sizes: readonly number[], view: View): Tensor {
  const count = sizes.reduce((a, b) => a * b, 1)
  return viewOf(torch.arange(count).view(sizes as number[]), view)
}

const pick = (x: Tensor, places: Tensor): Tensor =>
  x
    .reshape(-1)
    .index_select(0, places.reshape(-1))
    .reshape(places.sizes as number[])

interface Pushed {
  /** What is added to the variables that a gradient is asked of, by their names. */
  readonly by: ReadonlyMap<string, Tensor>
  /** The constants of the program at the place where the slope is measured. */
  readonly constants: readonly Tensor[]
}

/** The same program where nothing is written to: every write makes a new value of the whole memory. */
class Pure {
  readonly #steps: readonly Step[]
  readonly #pushed: Pushed | null
  /** The value of each memory, and what each variable looks at. */
  readonly #memories = new Map<string, Tensor>()
  readonly #views = new Map<string, { of: string; places: Tensor; isDetached: boolean }>()
  readonly constants: Tensor[] = []
  /** Where gradients are asked for: leaves, and what retains its gradient. */
  readonly asked = new Map<string, Tensor>()
  readonly leaves: string[] = []
  /** The largest number that came to be on the way. */
  largest = 0

  constructor(steps: readonly Step[], pushed: Pushed | null) {
    this.#steps = steps
    this.#pushed = pushed
    steps.forEach((step, at) => this.#take(step, at))
  }

  /** What no gradient goes through; its value is that of the program as it is, wherever a slope is measured. */
  #constant(x: Tensor): Tensor {
    const constant = this.#pushed?.constants[this.constants.length] ?? x.detach()
    this.constants.push(constant)
    return constant
  }

  /** The variable whose memory it looks at, of those to come too. */
  #baseOf(name: string): string {
    const view = this.#steps.find((step) => 'of' in step && step.name === name)
    return view && 'of' in view ? this.#baseOf(view.of) : name
  }

  /** Asks for the gradient of what has just come to be, and hooks it, where the program does so later. */
  #watched(name: string, x: Tensor, at: number): Tensor {
    this.largest = Math.max(this.largest, sizeOf(x))
    let result = x
    const isWrittenLater = this.#steps.some(
      (step, i) => i > at && 'write' in step && !step.noGrad && this.#baseOf(step.write) === name,
    )
    if (isWrittenLater) return x
    if (this.leaves.includes(name) || this.#steps.some((step) => 'retain' in step && step.retain === name)) {
      const push = this.#pushed?.by.get(name)
      if (push) result = result.add(push)
      this.asked.set(name, result)
    }
    for (const step of this.#steps)
      if ('hook' in step && step.hook === name && !step.removed)
        result = result.mul(step.factor).add(this.#constant(result.mul(1 - step.factor)))
    return result
  }

  read(name: string): Tensor {
    const view = this.#views.get(name)
    if (!view) return this.#memories.get(name)!
    const known = this.#kept.get(name)
    if (known) return known
    const x = pick(this.read(view.of), view.places)
    return view.isDetached ? this.#constant(x) : x
  }

  /** Views that are watched: what looks at them has to look through one and the same tensor. */
  readonly #kept = new Map<string, Tensor>()

  #take(step: Step, at: number): void {
    const given = (operand: Operand): Tensor | number =>
      typeof operand === 'number' ? operand : this.read(operand)
    if ('leaf' in step) {
      const leaf = numbers(step.seed, step.sizes).requires_grad_(step.grad)
      if (step.grad) this.leaves.push(step.leaf)
      this.#memories.set(step.leaf, this.#watched(step.leaf, leaf, at))
    } else if ('of' in step) {
      const isDetached = step.view[0] === 'detach'
      const places = placesIn(this.read(step.of).sizes, step.view)
      this.#views.set(step.name, { of: step.of, places, isDetached })
      const isWatched = this.#steps.some(
        (later) =>
          ('hook' in later && later.hook === step.name) || ('retain' in later && later.retain === step.name),
      )
      if (isWatched) this.#kept.set(step.name, this.#watched(step.name, this.read(step.name), at))
    } else if ('name' in step) {
      const run = ops[step.op].run as (...args: unknown[]) => Tensor
      const result = run(...step.args.map(given))
      this.#memories.set(
        step.name,
        this.#watched(step.name, step.noGrad ? this.#constant(result) : result, at),
      )
    } else if ('write' in step) this.#put(step, step.args.map(given), at)
  }

  #put(step: Extract<Step, { write: string }>, args: readonly (Tensor | number)[], at: number): void {
    const base = this.#baseOf(step.write)
    const memory = this.#memories.get(base)!
    // The places of the written elements in the memory.
    const path = (name: string): Tensor => {
      const view = this.#views.get(name)
      if (view) return pick(path(view.of), view.places)
      return torch.arange(memory.numel()).view(memory.sizes as number[])
    }
    let places = path(step.write)
    if (step.through) places = viewOf(places, step.through)
    const old = pick(memory, places)
    const gives = writes[step.op].gives as (...args: unknown[]) => Tensor
    const put = (x: Tensor): Tensor =>
      memory
        .reshape(-1)
        .scatter(0, places.reshape(-1), x.reshape(-1))
        .reshape(memory.sizes as number[])
    const value = gives(old, ...args)
    if (!step.noGrad) return void this.#memories.set(base, this.#watched(base, put(value), at))
    // The graph does not hear of it: what is there keeps its gradient, whatever it is now.
    const others = torch.zeros_like(memory).reshape(-1)
    const change = others.scatter(0, places.reshape(-1), value.sub(old).reshape(-1))
    this.#memories.set(base, memory.add(this.#constant(change).reshape(memory.sizes as number[])))
  }
}

interface PureOutcome extends Outcome {
  readonly constants: readonly Tensor[]
  /** The loss and, of programs that take the gradient of the gradient, the number that this is of. */
  readonly loss: number
  readonly slopes: number
  readonly largest: number
}

function runPure(steps: readonly Step[], pushed: Pushed | null): PureOutcome {
  const pure = new Pure(steps, pushed)
  const { ends, order, twice } = endOf(steps)
  const loss = lossOf(ends.map((name) => pure.read(name)))
  const constants = [...pure.constants]
  const values = new Map<string, Tensor>()
  if (!pushed)
    for (const step of steps) {
      const name = 'leaf' in step ? step.leaf : 'name' in step ? step.name : null
      if (name) values.set(name, pure.read(name))
    }
  const [names, inputs] = [[...pure.asked.keys()], [...pure.asked.values()]]
  const { largest } = pure
  const none = {
    values,
    gradients: new Map(),
    second: new Map(),
    constants,
    largest,
    loss: loss.item() as number,
  }
  if (!loss.requires_grad || inputs.length === 0) return { ...none, slopes: 0 }
  if (pushed && order === 1) return { ...none, slopes: 0 }
  const first = gradsOf(loss, inputs, order === 2)
  const gradients = named(names, twice ? first.map((g) => g && g.mul(2)) : first)
  if (order === 1) return { ...none, gradients, slopes: 0 }
  const leaves = pure.leaves.map((name) => pure.asked.get(name)!)
  const firstOfLeaves = pure.leaves.map((name) => gradients.get(name) ?? null)
  const slopes = (slopesOf(firstOfLeaves)?.item() ?? 0) as number
  const second = pushed ? new Map() : named(pure.leaves, secondOf(firstOfLeaves, leaves))
  return { ...none, gradients, second, slopes }
}

const sizeOf = (x: Tensor | null): number =>
  x && x.numel() > 0 ? (x.detach().abs().max().item() as number) : 0

/** What differs between two accounts of the same; null is 0. */
function difference(
  what: string,
  one: ReadonlyMap<string, Tensor | null>,
  other: ReadonlyMap<string, Tensor | null>,
): string | null {
  for (const [name, x] of one) {
    const y = other.get(name) ?? null
    if (!x && !y) continue
    const gap = x && y ? sizeOf(x.detach().sub(y.detach())) : Math.max(sizeOf(x), sizeOf(y))
    const scale = 1 + Math.max(sizeOf(x), sizeOf(y))
    if (!(gap <= 1e-9 * scale) && Number.isFinite(scale)) return `${what} differs from that without writes`
  }
  return null
}

const step = 1e-5

/** Whether the slope of `value` along one direction is what the gradients say. */
function isSlope(
  gradients: ReadonlyMap<string, Tensor | null>,
  valueAt: (by: ReadonlyMap<string, Tensor>) => number,
  tolerance: number,
): boolean {
  const by = (length: number): Map<string, Tensor> =>
    new Map(
      [...gradients].flatMap(([name, g], i) =>
        g ? [[name, numbers(53 + i, g.sizes).mul(length)] as const] : [],
      ),
    )
  const expected = [...gradients].reduce(
    (sum, [, g], i) =>
      sum +
      (g
        ? (g
            .detach()
            .mul(numbers(53 + i, g.sizes))
            .sum()
            .item() as number)
        : 0),
    0,
  )
  const across = (length: number): number => (valueAt(by(length)) - valueAt(by(-length))) / (2 * length)
  // Richardson: what a curve adds to a difference falls with the square of the step.
  const measured = (4 * across(step / 2) - across(step)) / 3
  const scale = 1 + [...gradients.values()].reduce((most, g) => Math.max(most, sizeOf(g)), Math.abs(measured))
  // Where numbers run away, differences say nothing.
  return scale > 1e4 || !Number.isFinite(measured) || Math.abs(measured - expected) <= tolerance * scale
}

/** Where curves are too steep for a difference, a gradient that is right would look wrong. */
const isTame = ({ largest }: PureOutcome): boolean => largest < 30

/** The kind of fault that a program shows, null for none. */
export function faultOfGraph(text: string): string | null {
  const steps = stepsOf(text)
  const { isSafe, twice } = endOf(steps)
  let written: Outcome
  try {
    written = runAsWritten(steps)
  } catch (error) {
    const fault = faultOf(error)
    if (fault !== null) return fault
    return isSafe ? `refused: ${(error as Error).message.split('\n')[0].replace(/[\d.]+/g, 'N')}` : null
  }
  const pure = runPure(steps, null)
  const gap =
    difference('a value', pure.values, written.values) ??
    difference('a gradient', written.gradients, pure.gradients) ??
    difference('a second gradient', written.second, pure.second)
  if (gap !== null || !isTame(pure)) return gap
  const at = (by: ReadonlyMap<string, Tensor>): PureOutcome =>
    runPure(steps, { by, constants: pure.constants })
  const first = new Map([...pure.gradients].map(([name, g]) => [name, g && twice ? g.mul(0.5) : g]))
  if (!isSlope(first, (by) => at(by).loss, 1e-6)) return 'a gradient is not the slope'
  if (!isSlope(pure.second, (by) => at(by).slopes, 1e-5))
    return 'a second gradient is not the slope of the first'
  return null
}
