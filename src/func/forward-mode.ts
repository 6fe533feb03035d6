// `jvp`, `jacfwd`, `linearize`, and `hessian`, which is forward over reverse mode. See Note [Function transforms] in
// reverse-mode.ts.
import { RuntimeError, ValueError } from '../base/errors.js'
import { sameSizes } from '../base/layout.js'
import { Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { atLevel, dualAt, Level, unpackAt } from '../autograd/forward-ad.js'
import { checkCallable } from '../engine/checked.js'
import { call } from '../engine/functions.js'
import { forwardMode } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import { leavesOf, mapTree } from './tree.js'
import {
  type AnyFunction,
  type Argnums,
  checkTensor,
  isTensor,
  isFloat,
  stack,
  optionsOf,
  positions,
  withAux,
  gradOptions,
  gradientsByArgument,
} from './arguments.js'
import { jacrev } from './reverse-mode.js'

/** Runs a function on arguments with tangents; gives the results' values and tangents. */
function pushed(
  func: AnyFunction,
  args: readonly unknown[],
  tangents: readonly unknown[],
  has_aux: boolean,
  what: string,
): [output: unknown, tangent: unknown, aux: unknown] {
  const level = new Level(forwardMode.tangents as Level | null)
  const duals = args.map((arg, i) => {
    const directions = leavesOf(tangents[i])
    let at = 0
    return mapTree(arg, (leaf) => {
      const direction = directions[at++]
      return isTensor(leaf) && isTensor(direction) ? dualAt(level, leaf, direction) : leaf
    })
  })
  return atLevel(level, () => {
    const [output, aux] = withAux(func(...duals), has_aux, what)
    const value = (leaf: unknown): unknown => (isTensor(leaf) ? unpackAt(level, leaf)[0] : leaf)
    const tangent = (leaf: unknown): unknown => {
      if (!isTensor(leaf))
        throw new RuntimeError(
          `${what}: Expected f(*args) to return only tensors, got unsupported type <class '${typeName(leaf)}'>`,
        )
      return (
        unpackAt(level, leaf)[1] ?? atLevel(level.below, () => call('zeros_like', [leaf.detach()]) as Tensor)
      )
    }
    return [mapTree(output, value), mapTree(output, tangent), mapTree(aux, value)]
  })
}

/**
 * The result of `func`, and its Jacobian matrix times a vector: how fast the result changes along `tangents`.
 *
 * @param primals a tuple of the arguments
 * @param tangents a tuple of what they change along
 * @returns `(output, tangent)`, with `has_aux` `(output, tangent, aux)`
 * @example
 * torch.func.jvp((x) => x.sin(), [torch.zeros(2)], [torch.ones(2)]) // (tensor([0., 0.]), tensor([1., 1.]))
 */
export function jvp(
  func: AnyFunction,
  primals: readonly unknown[],
  tangents: readonly unknown[],
  ...rest: (boolean | object)[]
): Tuple {
  checkCallable(func)
  const { has_aux } = optionsOf(rest, { strict: false, has_aux: false })
  const what = 'jvp(f, primals, tangents)'
  if (!Array.isArray(primals))
    throw new RuntimeError(
      `${what}: Expected primals to be a tuple. E.g. it should be valid to call f(*primals).`,
    )
  const [values, directions] = [leavesOf(primals), leavesOf(tangents)]
  if (!Array.isArray(tangents) || values.length !== directions.length)
    throw new RuntimeError(`${what}: Expected primals and tangents to have the same python structure.`)
  values.forEach((value, i) => {
    const direction = directions[i]
    if (!isTensor(value) || !isTensor(direction))
      throw new RuntimeError(`${what}: Expected all primals to be tensors, got <class '${typeName(value)}'>`)
    if (!sameSizes(value.sizes, direction.sizes))
      throw new RuntimeError(
        'Trying to set a forward gradient that has a different size than that of the original Tensor, this is not ' +
          `supported. Tensor is of size [${value.sizes.join(', ')}] while the given forward gradient is of size ` +
          `[${direction.sizes.join(', ')}].`,
      )
  })
  const [output, tangent, aux] = pushed(func, primals, tangents, has_aux, what)
  return has_aux ? Tuple.of(output, tangent, aux) : Tuple.of(output, tangent)
}

/**
 * As `jacrev`, column by column, each by a pass of forward mode: better where there are more outputs than inputs.
 *
 * @example
 * torch.func.jacfwd((x) => x.pow(2))(torch.tensor([1., 2.])) // tensor([[2., 0.], [0., 4.]])
 */
export function jacfwd(func: AnyFunction, ...rest: (Argnums | boolean | object)[]): AnyFunction {
  checkCallable(func)
  const { argnums, has_aux } = optionsOf(rest, { ...gradOptions, randomness: 'error' })
  return (...args: unknown[]) => {
    const chosen = positions(argnums, args.length)
    /** For each leaf of the chosen arguments: the outputs' columns, one for each of its elements. */
    const columns: { input: Tensor; tangents: unknown[] }[] = []
    let outputs: unknown
    let aux: unknown = null
    const along = (position: number, leafIndex: number, direction: Tensor | null): unknown => {
      const tangents = args.map((arg, i) => {
        let at = 0
        return mapTree(arg, () => (i === position && at++ === leafIndex ? direction : null))
      })
      const [output, tangent, extra] = pushed(func, args, tangents, has_aux, 'jacfwd(f)(*args)')
      outputs = output
      aux = extra
      return tangent
    }
    for (const position of chosen)
      leavesOf(args[position]).forEach((leaf, leafIndex) => {
        checkTensor(leaf)
        if (!isFloat(leaf))
          throw new ValueError(
            `Expected primal to be floating point or complex, but got: ${leaf.dtype.toString()}`,
          )
        const tangents = Array.from({ length: leaf.numel() }, (_, k) => {
          const direction = leaf.detach().new_zeros(leaf.sizes as number[])
          direction.view(-1).select(0, k).fill_(1)
          return along(position, leafIndex, direction)
        })
        if (tangents.length === 0) along(position, leafIndex, null)
        columns.push({ input: leaf, tangents })
      })
    const perInput = columns.map(({ input, tangents }) => ({ input, leaves: tangents.map(leavesOf) }))
    let at = -1
    const result = mapTree(outputs, (output) => {
      at++
      const { sizes } = output as Tensor
      const parts = perInput.map(({ input, leaves }) => {
        const shape = [...sizes, ...input.sizes]
        if (leaves.length === 0) return input.detach().new_zeros(shape)
        return stack(
          leaves.map((column) => column[at] as Tensor),
          -1,
        ).reshape(shape)
      })
      return gradientsByArgument(args, chosen, argnums, parts)
    })
    return has_aux ? Tuple.of(result, aux) : result
  }
}

/**
 * A function that gives all second derivatives of `func`, forward over reverse.
 *
 * @example
 * torch.func.hessian((x) => x.pow(3).sum())(torch.tensor([1., 2.])) // tensor([[6., 0.], [0., 12.]])
 */
export const hessian = (func: AnyFunction, argnums: Argnums | { argnums?: Argnums } = 0): AnyFunction => {
  const options = optionsOf([argnums], { argnums: 0 as Argnums })
  return jacfwd(jacrev(func, options), options)
}

/**
 * The result of `func`, and the linear function that is tangent to it there: of tangents, one for each argument.
 */
export function linearize(func: AnyFunction, ...primals: unknown[]): Tuple {
  checkCallable(func)
  const push = (...tangents: unknown[]): unknown => jvp(func, primals, tangents)[1]
  return Tuple.of<unknown>(func(...primals), push)
}

/** The function itself: ops here make what they compute anew, and a function may write to what it made. */
export const functionalize = (func: AnyFunction, _options?: object): AnyFunction => func
