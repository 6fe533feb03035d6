// The graph node of a table op: keeps what its backward formulas destructure, and calls them.
import type { BackwardFormula, Overload } from './op.js'
import { messages, RuntimeError, TypeError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { parametersOf } from '../base/source-text.js'
import { modes, savedHooks, type SavedHooks } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { modifiedInPlace } from '../tensor/view-history.js'
import { type Grad, Node } from '../tensor/node.js'

/** One name of a formula's saved object, and where its value comes from. */
interface Slot {
  readonly name: string
  readonly from: 'value' | 'result' | 'results' | 'sizes' | 'strides' | 'offset' | 'dtype' | 'device'
  readonly index: number
}

/** What a node saves when a given set of inputs needs gradients. */
interface Plan {
  readonly slots: readonly Slot[]
  /** Makes the object that the formulas destructure, of the kept values and the two extras. */
  readonly assemble: (kept: readonly unknown[], grads: unknown, needs: unknown) => object
  readonly wantsGrads: boolean
  readonly wantsNeeds: boolean
}

/** Names that a formula destructures from its second parameter; null where it takes the whole object. */
function destructured(formula: BackwardFormula): readonly string[] | null {
  const [, saved] = parametersOf(formula)
  return saved === undefined ? [] : saved.properties
}

function slotFor(overload: Overload, name: string): Slot | null {
  const { params, returns } = overload.schema
  const value = params.findIndex((param) => param.name === name)
  if (value >= 0) return { name, from: 'value', index: value }
  if (name === 'result') return { name, from: 'result', index: 0 }
  if (name === 'results') return { name, from: 'results', index: 0 }
  const result = returns.findIndex((item) => item.name === name)
  if (result >= 0) return { name, from: 'result', index: result }
  for (const from of ['sizes', 'strides', 'offset', 'dtype', 'device'] as const) {
    if (!name.endsWith(`_${from}`)) continue
    const index = params.findIndex((param) => param.name === name.slice(0, -from.length - 1))
    if (index >= 0) return { name, from, index }
  }
  return null
}

function makePlan(overload: Overload, needed: (name: string) => boolean): Plan {
  const { backward } = overload.entry
  const formulas =
    typeof backward === 'function'
      ? [backward as unknown as BackwardFormula]
      : Object.entries(backward as Record<string, BackwardFormula>)
          .filter(([name]) => needed(name))
          .map(([, formula]) => formula)
  const names = new Set<string>()
  for (const formula of formulas) {
    const { params, returns } = overload.schema
    const own = destructured(formula) ?? [
      ...params.map((param) => param.name),
      ...returns.map((item) => item.name),
      'grads',
      'needs',
    ]
    for (const name of own) names.add(name)
  }
  const slots: Slot[] = []
  for (const name of names) {
    if (name === 'grads' || name === 'needs') continue
    const slot = slotFor(overload, name)
    if (!slot) throw new Error(`internal: ${overload.path}: a backward formula asks for '${name}'`)
    slots.push(slot)
  }
  // Checked in this order: PyTorch unpacks inputs first, each in its place.
  const rank = ({ from, index }: Slot): number => index + (from === 'result' || from === 'results' ? 1000 : 0)
  slots.sort((a, b) => rank(a) - rank(b))
  const wantsGrads = names.has('grads')
  const wantsNeeds = names.has('needs')
  return { slots, assemble: assembler(slots, wantsGrads, wantsNeeds), wantsGrads, wantsNeeds }
}

/** Code of its own for each set of names, since an object filled name by name costs more than most formulas. */
function assembler(slots: readonly Slot[], wantsGrads: boolean, wantsNeeds: boolean): Plan['assemble'] {
  const parts = slots.map(({ name }, i) => `${name}: kept[${i}]`)
  if (wantsGrads) parts.push('grads')
  if (wantsNeeds) parts.push('needs')

  return new Function('kept', 'grads', 'needs', `return { ${parts.join(', ')} }`) as Plan['assemble']
}

/** Indices of the parameters that can have a gradient. */
function differentiable(overload: Overload): number[] {
  const { backward } = overload.entry
  const result: number[] = []
  overload.schema.params.forEach((param, i) => {
    if (param.type !== 'Tensor' && param.type !== 'Tensor|Scalar') return
    if (typeof backward === 'object' && !(param.name in backward)) return
    result.push(i)
  })
  return result
}

interface Derived {
  /** Indices of the parameters that can have a gradient, and their names. */
  readonly differentiable: readonly number[]
  readonly names: readonly string[]
  readonly plans: Plan[]
}

/** Made once an overload, when its first node is. */
function derivedOf(overload: Overload): Derived {
  if (overload.plans.length === 0) {
    const indices = differentiable(overload)
    const names = indices.map((index) => overload.schema.params[index].name)
    overload.plans.push({ differentiable: indices, names, plans: [] } satisfies Derived)
  }
  return overload.plans[0] as Derived
}

/** Whether a value is a tensor that requires grad. */
export const needsGrad = (value: unknown): boolean => value instanceof Tensor && value.requires_grad

/** Whether a call of `overload` with these values belongs into the graph. */
export function requiresNode(overload: Overload, values: readonly unknown[]): boolean {
  const { backward } = overload.entry
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value instanceof Tensor) {
      if (!needsGrad(value)) continue
    } else if (!Array.isArray(value) || !value.some(needsGrad)) continue
    if (
      typeof backward === 'function' ||
      (backward as Record<string, unknown>)[overload.schema.params[i].name]
    )
      return true
  }
  return false
}

/** A saved tensor as a hook of the user's packed it. */
class Packed {
  readonly #hooks: SavedHooks
  readonly #value: unknown
  constructor(hooks: SavedHooks, tensor: Tensor) {
    this.#hooks = hooks
    this.#value = hooks.pack(tensor)
  }
  unpacked(): unknown {
    const tensor = this.#hooks.unpack(this.#value)
    if (!(tensor instanceof Tensor))
      throw new TypeError(
        'Output of saved tensor unpack_hook expected to be a Tensor but got result of type ' +
          typeName(tensor),
      )
    return tensor
  }
}
/** What was saved, out of the hooks' hands. */
function unpacked(value: unknown): unknown {
  if (value instanceof Packed) return value.unpacked()
  return Array.isArray(value) && value[0] instanceof Packed ? value.map(unpacked) : value
}
function packed(value: unknown, hooks: SavedHooks): unknown {
  if (value instanceof Tensor) return new Packed(hooks, value)
  return Array.isArray(value) && value[0] instanceof Tensor ? value.map((item) => packed(item, hooks)) : value
}

/** What a node keeps whose formulas ask for nothing. */
const nothing: never[] = []

export class OpNode extends Node {
  #kept: unknown[] | null
  /** Of what is kept, the versions of its tensors. */
  readonly #versions: number[]
  readonly #derived: Derived
  readonly #plan: Plan
  /** Bit k: the k-th differentiable parameter needs a gradient. */
  readonly #mask: number
  /** For each differentiable parameter its number of edges, -1 for one tensor; null where all are single. */
  readonly #counts: number[] | null
  #savesTensors = false
  #isPacked = false

  constructor(
    readonly overload: Overload,
    values: readonly unknown[],
  ) {
    super()
    const derived = derivedOf(overload)
    this.#derived = derived
    const { edges } = this
    let mask = 0
    let counts: number[] | null = null
    for (let k = 0; k < derived.differentiable.length; k++) {
      const value = values[derived.differentiable[k]]
      if (value instanceof Tensor) {
        const edge = value.edge()
        edges.push(edge)
        if (edge !== null) mask |= 1 << k
      } else if (Array.isArray(value)) {
        counts ??= derived.differentiable.map(() => -1)
        counts[k] = value.length
        for (const item of value as (Tensor | null)[]) {
          const edge = item ? item.edge() : null
          edges.push(edge)
          if (edge !== null) mask |= 1 << k
        }
      } else edges.push(null)
    }
    this.comeAfterInputs()
    this.#mask = mask
    this.#counts = counts
    this.#plan = derived.plans[mask] ??= makePlan(overload, (name) => {
      const k = derived.names.indexOf(name)
      return k >= 0 && (mask & (1 << k)) !== 0
    })
    const { slots } = this.#plan
    this.#kept = slots.length === 0 ? nothing : new Array<unknown>(slots.length)
    this.#versions = slots.length === 0 ? nothing : new Array<number>(slots.length)
    const { params } = overload.schema
    for (let i = 0; i < slots.length; i++) {
      const { from, index } = slots[i]
      if (from === 'result' || from === 'results') continue
      const value = values[index]
      if (from === 'value') {
        this.#keep(i, value)
        // PyTorch makes a tensor of a number beside a tensor: `w * 3` has something saved to free, `w + 3` has not.
        if (params[index].type === 'Tensor|Scalar') this.#savesTensors = true
      } else if (Array.isArray(value)) this.#kept[i] = (value as Tensor[]).map((item) => item[from])
      else this.#kept[i] = value instanceof Tensor ? value[from] : null
    }
  }

  get className(): string {
    return this.ownName ?? this.overload.nodeName
  }
  /** The class name, where it is not the overload's own. */
  ownName?: string

  #keep(i: number, value: unknown): void {
    if (savedHooks.current === null) this.#kept![i] = value
    else {
      this.#kept![i] = packed(value, savedHooks.current)
      this.#isPacked = true
    }
    if (value instanceof Tensor) {
      if (value.inference) throw new RuntimeError(messages.savedInference)
      this.#versions[i] = value.counter.value
      this.#savesTensors = true
    } else if (Array.isArray(value) && value[0] instanceof Tensor) {
      this.#versions[i] = (value as Tensor[]).reduce((sum, item) => sum + item.counter.value, 0)
      this.#savesTensors = true
    }
  }

  /** Told the results once they exist. */
  keepResults(results: readonly Tensor[]): void {
    const { slots } = this.#plan
    for (let i = 0; i < slots.length; i++) {
      const { from, index } = slots[i]
      if (from === 'results') this.#keep(i, results)
      else if (from === 'result') this.#keep(i, results[index])
    }
  }

  /**
   * What was saved under a name of the op's signature, or as its result, as `y.grad_fn._saved_self` asks; null where the
   * gradient that needs it is not asked for, undefined where none does.
   */
  saved(name: string): unknown {
    const isNamed = (slot: Slot): boolean => slot.name === name
    if (!makePlan(this.overload, () => true).slots.some(isNamed)) return undefined
    if (this.#kept === null) throw new RuntimeError(messages.freedGraph)
    const i = this.#plan.slots.findIndex(isNamed)
    if (i < 0) return null
    if (this.#savesTensors) this.#checkVersion(i)
    return unpacked(this.#kept[i]) ?? null
  }

  /** Throws where a saved tensor was written to since. */
  #checkVersion(i: number): void {
    const value = this.#kept![i]
    const expected = this.#versions[i]
    if (value instanceof Tensor) {
      if (value.counter.value !== expected) throw modifiedInPlace(value, expected, this.#outputAt(i))
    } else if (Array.isArray(value) && value[0] instanceof Tensor) {
      const total = (value as Tensor[]).reduce((sum, item) => sum + item.counter.value, 0)
      if (total !== expected) throw modifiedInPlace(value[0], expected, this.#outputAt(i))
    }
  }

  /** Which of this node's own outputs slot `i` holds; null where it holds an input. */
  #outputAt(i: number): { node: Node; index: number } | null {
    const { from, index } = this.#plan.slots[i]
    if (from === 'results') return { node: this, index: 0 }
    if (from !== 'result') return null
    const { dtype } = this.outputs[index]
    return dtype.is_floating_point || dtype.is_complex ? { node: this, index } : null
  }

  apply(grads: Grad[]): Grad[] {
    if (this.#kept === null) throw new RuntimeError(messages.freedGraph)
    if (this.#savesTensors) for (let i = 0; i < this.#kept.length; i++) this.#checkVersion(i)
    const { names } = this.#derived
    const needs = this.#plan.wantsNeeds
      ? Object.fromEntries(names.map((name, k) => [name, (this.#mask & (1 << k)) !== 0]))
      : null
    const kept = this.#isPacked ? this.#kept.map(unpacked) : this.#kept
    const saved = this.#plan.assemble(kept, grads, needs) as Record<string, unknown>
    let g = grads[0] as Tensor
    if (grads[0] === null) {
      const other = grads.find((item) => item !== null) as Tensor
      g = other.new_zeros(this.outputs[0].sizes, { dtype: this.outputs[0].dtype })
    }
    const { backward } = this.overload.entry
    const record = typeof backward === 'function' ? backward(g, saved) : null
    const result: Grad[] = []
    for (let i = 0; i < this.edges.length; i++) result.push(null)
    let at = 0
    for (let k = 0; k < names.length; k++) {
      const count = this.#counts === null ? -1 : this.#counts[k]
      if ((this.#mask & (1 << k)) !== 0) {
        const name = names[k]
        const grad =
          record !== null ? record[name] : (backward as Record<string, BackwardFormula>)[name](g, saved)
        if (count < 0) result[at] = (grad ?? null) as Grad
        else (grad as Grad[]).forEach((item, i) => (result[at + i] = item))
      }
      at += count < 0 ? 1 : count
    }
    return result
  }

  override get givesAway(): boolean {
    return !this.#isPacked
  }

  override release(): void {
    if (this.#savesTensors) this.#kept = null
  }
}

/** Hangs results on their node. Integer results take no gradient. */
export function attach(node: OpNode, result: Tensor | readonly Tensor[]): void {
  const results = result instanceof Tensor ? [result] : result
  const { differentiable } = node.overload.entry
  for (let i = 0; i < results.length; i++) {
    const tensor = results[i]
    node.outputs.push({ sizes: tensor.sizes, dtype: tensor.dtype })
    if (!tensor.dtype.is_floating_point && !tensor.dtype.is_complex) continue
    if (i >= (differentiable ?? results.length)) continue
    if (tensor.dtype.is_complex && node.overload.entry.realGradient)
      throw new RuntimeError(messages.realGradient(node.overload.schema.name))
    tensor.node = node
    tensor.outputIndex = i
  }
  node.keepResults(results)
  if (modes.observer !== null) modes.observer(node, results)
}
