// `torch.autograd.forward_ad`: derivatives that go along with the values, from inputs to outputs. Follows
// torch/autograd/forward_ad.py.
//
// Note [Tangents]. While a level is open, a tensor may have a tangent: how fast it changes along a direction. Each op gives
// its results theirs, the op's derivative times the tangents of its inputs. That product is found by differentiating the
// backward formula with respect to the gradient that comes in, in which it is linear: so every op that can be
// differentiated backward can be forward, and no second table of formulas is needed. The tangents of views are views of
// the tangent, so that writes to one are seen by the other. Levels nest: those of a level are invisible while the
// products of that level are computed, and what is computed carries the tangents of the levels below.
import { NotImplementedError, RuntimeError, ValueError } from '../base/errors.js'
import { sameSizes } from '../base/layout.js'
import { isKeywords } from '../base/keywords.js'
import { region } from '../base/region.js'
import { namedTuple } from '../base/tuple.js'
import { call } from '../engine/functions.js'
import { forwardMode, modes, swapGrad, type Tangents } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { gradOf } from './engine.js'

/** One direction along which tensors change. */
export class Level implements Tangents {
  /** Null for what has none, though its base does. */
  readonly #tangents = new WeakMap<Tensor, Tensor | null>()
  constructor(readonly below: Level | null) {}

  of(tensor: Tensor): Tensor | null {
    const own = this.#tangents.get(tensor)
    if (own !== undefined) return own
    // A view that was made before its base had a tangent.
    const base = tensor.viewInfo === null ? undefined : this.#tangents.get(tensor.viewInfo.base)
    if (base === undefined || base === null) return null
    return this.#hidden(() => this.#seen(tensor, base))
  }
  set(tensor: Tensor, tangent: Tensor | null): void {
    this.#tangents.set(tensor, tangent)
  }
  /** The part of a base's tangent that a view of the base sees. */
  #seen(view: Tensor, tangent: Tensor): Tensor {
    const { base } = view.viewInfo!
    const whole = tangent.contiguousFlag || !base.contiguousFlag ? tangent : tangent.contiguous()
    return whole.as_strided([...view.sizes], [...view.strides], view.offset - base.offset + whole.offset)
  }

  /** Runs what this level does not see. */
  #hidden<T>(run: () => T): T {
    return atLevel(this.below, run)
  }

  view(values: unknown[], run: (values: unknown[]) => unknown): unknown {
    return this.#hidden(() => {
      const result = run(values)
      const tangent = this.of(values[0] as Tensor)
      if (tangent === null) return result
      const seen = run([tangent, ...values.slice(1)])
      if (result instanceof Tensor) this.set(result, seen as Tensor)
      else
        (result as Tensor[]).forEach((tensor, i) => {
          this.set(tensor, (seen as Tensor[])[i])
        })
      return result
    })
  }

  custom(
    values: unknown[],
    run: () => unknown,
    slopes: (tangents: (Tensor | null)[], results: unknown[]) => (Tensor | null)[],
  ): unknown {
    return this.#hidden(() => {
      const tangents = values.map((value) => (value instanceof Tensor ? this.of(value) : null))
      const result = run()
      if (tangents.every((tangent) => tangent === null)) return result
      const results = Array.isArray(result) ? (result as unknown[]) : [result]
      slopes(tangents, results).forEach((tangent, i) => {
        if (results[i] instanceof Tensor) this.set(results[i], tangent)
      })
      return result
    })
  }

  turn(values: unknown[], run: (values: unknown[]) => unknown): void {
    const self = values[0] as Tensor
    for (let level: Level | null = this; level !== null; level = level.below) {
      const tangent = level.of(self)
      if (tangent !== null)
        level.set(self, atLevel(level.below, () => run([tangent, ...values.slice(1)])) as Tensor)
    }
  }

  result(values: unknown[], run: (values: unknown[]) => unknown): unknown {
    return this.#hidden(() => {
      const { given, inputs, tangents } = this.#lifted(values)
      if (inputs.length === 0) return run(values)
      const keepsGraph = modes.gradEnabled && tensorsOf(values).some((tensor) => tensor.requires_grad)
      const keepsTangents =
        keepsGraph || (modes.gradEnabled && tangents.some((tangent) => tangent.requires_grad))
      const before = swapGrad(true)
      let result: unknown
      try {
        result = run(given)
        this.#differentiate(tensorsOf([result]), inputs, tangents, keepsTangents)
      } finally {
        swapGrad(before)
      }
      if (!keepsGraph)
        for (const tensor of tensorsOf([result])) {
          tensor.node = null
          tensor.outputIndex = 0
          takeTangentsOff(tensor, tensor, this.below)
        }
      return result
    })
  }

  /** The values with leaves in the place of what has a tangent, so that a graph of this op alone is recorded. */
  #lifted(values: unknown[]): { given: unknown[]; inputs: Tensor[]; tangents: Tensor[] } {
    const lifted = new Map<Tensor, Tensor>()
    const inputs: Tensor[] = []
    const tangents: Tensor[] = []
    const lift = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.some((item) => item instanceof Tensor) ? value.map(lift) : value
      if (!(value instanceof Tensor)) return value
      const tangent = this.of(value)
      if (tangent === null) return value
      let alias = lifted.get(value)
      if (alias === undefined) {
        lifted.set(value, (alias = freshInput(value, this)))
        inputs.push(alias)
        tangents.push(tangent)
      }
      return alias
    }
    return { given: values.map(lift), inputs, tangents }
  }

  /** Gives the outputs of one op their tangents. */
  #differentiate(
    results: readonly Tensor[],
    inputs: readonly Tensor[],
    tangents: readonly Tensor[],
    keepsGraph: boolean,
  ): void {
    const outputs = results.filter((tensor) => tensor.requires_grad)
    if (outputs.length === 0) return
    const seeds = outputs.map((output) =>
      output
        .detach()
        .new_zeros(output.sizes as number[])
        .requires_grad_(),
    )
    const slopes = gradOf(outputs, inputs, seeds, true, true, true)
    const used = slopes.flatMap((slope, i) => (slope === null ? [] : [{ slope, tangent: tangents[i] }]))
    if (used.length === 0) return
    const linear = used.filter(({ slope }) => slope.requires_grad)
    const products =
      linear.length === 0
        ? seeds.map(() => null)
        : gradOf(
            linear.map(({ slope }) => slope),
            seeds,
            linear.map(({ slope, tangent }) =>
              tangent.dtype === slope.dtype ? tangent : tangent.to(slope.dtype),
            ),
            true,
            keepsGraph,
            true,
          )
    outputs.forEach((output, i) => {
      const product = products[i] ?? output.detach().new_zeros(output.sizes as number[])
      // Memory of its own: a write to the output goes to no other tangent.
      const isOwn = product.contiguousFlag && !tangents.some((tangent) => tangent.memory === product.memory)
      const tangent = isOwn ? product : product.clone()
      this.set(output, keepsGraph ? tangent : offGraph(tangent, this.below))
    })
  }

  write(values: unknown[], run: (values: unknown[]) => Tensor): Tensor {
    const self = values[0] as Tensor
    if (!tensorsOf(values).some((tensor) => this.of(tensor) !== null)) return this.#hidden(() => run(values))
    // Written to a copy, whose value and tangent are then copied.
    const copy = this.#hidden(() => self.clone())
    const before = this.of(self)
    if (before !== null) this.set(copy, before)
    const written = this.result([copy, ...values.slice(1)], ([first, ...rest]) =>
      run([this.#hidden(() => (first as Tensor).clone()), ...rest]),
    ) as Tensor
    const tangent = this.#tangents.get(written) ?? null
    return this.#hidden(() => {
      self.copy_(written)
      this.#writeTangent(self, before, tangent)
      return self
    })
  }

  #writeTangent(self: Tensor, before: Tensor | null, tangent: Tensor | null): void {
    if (before === null && self.viewInfo !== null) {
      // The tangent of a view is one of its base: what else of the base there is does not change.
      const { base } = self.viewInfo
      this.set(base, call('zeros_like', [base.detach()]) as Tensor)
      before = this.of(self)!
    }
    if (before === null) {
      if (tangent !== null) this.set(self, tangent)
    } else if (before.is_leaf && before.requires_grad) this.set(self, tangent ?? before.detach().mul(0))
    else if (tangent === null) before.zero_()
    else before.copy_(tangent)
  }

  detached(tensor: Tensor): Tensor {
    return offGraph(tensor, this)
  }

  refuseOut(name: string, values: readonly unknown[]): void {
    if (tensorsOf(values).some((tensor) => this.of(tensor) !== null))
      throw new NotImplementedError(
        `Trying to use forward AD with ${name}_out that does not support it because it is an out= function`,
      )
  }
}

/** The tensors among the values of a call or its results, lists gone through. */
function tensorsOf(values: readonly unknown[], depth = 0): Tensor[] {
  return values.flatMap((value) => {
    if (value instanceof Tensor) return [value]
    return Array.isArray(value) && depth < 3 ? tensorsOf(value as unknown[], depth + 1) : []
  })
}

const currentLevel = (): Level | null => forwardMode.tangents as Level | null

/** Runs as if this were the innermost level. */
export function atLevel<T>(level: Level | null, run: () => T): T {
  const before = forwardMode.tangents
  forwardMode.tangents = level
  try {
    return run()
  } finally {
    forwardMode.tangents = before
  }
}

/**
 * An input for a graph of its own: the same values, connected to the graph that `tensor` is part of, with the tangents that
 * it has at this level and those below.
 */
export function freshInput(tensor: Tensor, level: Level | null = currentLevel()): Tensor {
  const isConnected = modes.grad && tensor.requires_grad
  const fresh = isConnected ? atLevel(null, () => tensor.view_as(tensor)) : tensor.detach().requires_grad_()
  return withTangentsOf(tensor, fresh, level)
}

/** A tensor off the graph, with its tangents off it too. */
function offGraph(tensor: Tensor, level: Level | null): Tensor {
  const result = tensor.requires_grad ? tensor.detach() : tensor
  takeTangentsOff(tensor, result, level)
  return result
}
/** Gives `other` the tangents of `tensor`, off the graph. */
function takeTangentsOff(tensor: Tensor, other: Tensor, level: Level | null): void {
  for (let at = level; at !== null; at = at.below) {
    const tangent = at.of(tensor)
    if (tangent !== null) at.set(other, offGraph(tangent, at.below))
  }
}

/** Gives `other` the tangents that `tensor` has at a level and those below. */
export function withTangentsOf(tensor: Tensor, other: Tensor, level: Level | null = currentLevel()): Tensor {
  for (let at = level; at !== null; at = at.below) {
    const tangent = at.of(tensor)
    if (tangent !== null) at.set(other, tangent)
  }
  return other
}

// ---- what `forward_ad` offers ----

const noLevel =
  'Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first.'
type WithLevel = number | null | { level?: number | null }

/**
 * A tensor of the same values with a tangent: how fast it changes along the direction that is looked at.
 *
 * @example
 * const { forward_ad } = torch.autograd
 * forward_ad.dual_level(() => {
 *   const x = forward_ad.make_dual(torch.tensor([3.]), torch.tensor([1.]))
 *   return forward_ad.unpack_dual(x.pow(2)).tangent
 * }) // tensor([6.])
 */
export function make_dual(tensor: Tensor, tangent: Tensor, _keywords?: { level?: number | null }): Tensor {
  const level = currentLevel()
  if (level === null) throw new RuntimeError(noLevel)
  for (const [name, value] of [
    ['primal', tensor],
    ['tangent', tangent],
  ] as const)
    if (!value.dtype.is_floating_point && !value.dtype.is_complex)
      throw new ValueError(`Expected ${name} to be floating point or complex, but got: ${value.dtype}`)
  if (!sameSizes(tensor.sizes, tangent.sizes))
    throw new RuntimeError(
      'Trying to set a forward gradient that has a different size than that of the original Tensor, this is not supported. ' +
        `Tensor is of size [${tensor.sizes.join(', ')}] while the given forward gradient is of size [${tangent.sizes.join(', ')}].`,
    )
  return dualAt(level, tensor, tangent)
}

/** A view of `tensor` that has a tangent at a level. */
export function dualAt(level: Level, tensor: Tensor, tangent: Tensor): Tensor {
  const dual = atLevel(level.below, () => tensor.view_as(tensor))
  level.set(dual, tangent)
  return dual
}

/** What a tensor is at a level: its value without the tangent, and the tangent. */
export function unpackAt(level: Level, tensor: Tensor): [primal: Tensor, tangent: Tensor | null] {
  const tangent = level.of(tensor)
  if (tangent === null) return [tensor, null]
  const primal = atLevel(level.below, () => tensor.view_as(tensor))
  level.set(primal, null)
  return [primal, tangent]
}

export type UnpackedDualTensor = readonly [primal: Tensor, tangent: Tensor | null] & {
  readonly primal: Tensor
  readonly tangent: Tensor | null
}

/** The value and the tangent of a tensor, as a tuple; the tangent is null where the tensor does not change. */
export function unpack_dual(tensor: Tensor, _keywords?: { level?: number | null }): UnpackedDualTensor {
  const level = currentLevel()
  const parts = level === null ? [tensor, null] : unpackAt(level, tensor)
  return namedTuple('UnpackedDualTensor', ['primal', 'tangent'], parts) as unknown as UnpackedDualTensor
}

/** Opens a level; `exit_dual_level` closes it. */
export function enter_dual_level(): number {
  if (forwardMode.tangents !== null)
    throw new RuntimeError('Nested forward mode AD is not supported at the moment')
  forwardMode.tangents = new Level(null)
  return 0
}

/** Closes the level: its tangents are gone. */
export function exit_dual_level(level: WithLevel = null): void {
  const number = isKeywords(level) ? (level.level ?? null) : level
  if (forwardMode.tangents === null) throw new RuntimeError('Dual level must be a positive number.')
  if (number !== null && number !== 0)
    throw new RuntimeError(
      'Trying to exit a forward AD level that was not the last one that was created. This is not supported.',
    )
  forwardMode.tangents = null
}

/** Opens a level for a callback, or until the returned guard is disposed. */
export function dual_level(): Disposable
export function dual_level<T>(callback: () => T): T
export function dual_level<T>(callback?: () => T): T | Disposable {
  const level = enter_dual_level()
  return region(
    {
      [Symbol.dispose]() {
        exit_dual_level(level)
      },
    },
    callback,
  )
}
