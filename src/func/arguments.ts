// What function transforms share: the arguments they differentiate by, their options, and results by argument.
import { RuntimeError, TypeError, ValueError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { freshInput } from '../autograd/forward-ad.js'
import { call } from '../engine/functions.js'
import { Tensor } from '../tensor/tensor.js'
import { mapTree } from './tree.js'

export type AnyFunction = (...args: any[]) => any
/** Which arguments are differentiated by: one, or several. */
export type Argnums = number | readonly number[]

/** Refuses what a function from functions can have no derivative by. */
export function checkTensor(leaf: unknown): asserts leaf is Tensor {
  if (!isTensor(leaf))
    throw new ValueError(`Thing passed to transform API must be Tensor, got <class '${typeName(leaf)}'>`)
}

export const isTensor = (value: unknown): value is Tensor => value instanceof Tensor
export const isFloat = ({ dtype }: Tensor): boolean => dtype.is_floating_point || dtype.is_complex
export const stack = (tensors: readonly Tensor[], dim = 0): Tensor => call('stack', [tensors, dim]) as Tensor

/** Options in order or by name, as Python's functions take them. */
export function optionsOf<T extends object>(args: readonly unknown[], defaults: T): T {
  const given = [...args]
  const keywords = isKeywords(given.at(-1)) ? (given.pop() as Partial<T>) : {}
  const names = Object.keys(defaults)
  return { ...defaults, ...Object.fromEntries(given.map((value, i) => [names[i], value])), ...keywords }
}

/** The positions that `argnums` names, counted from the front. */
export function positions(argnums: Argnums, count: number): number[] {
  const list = typeof argnums === 'number' ? [argnums] : [...argnums]
  return list.map((at) => {
    if (!Number.isInteger(at)) throw new TypeError(`argnum must be int, got <class '${typeName(at)}'>`)
    if (at < -count || at >= count)
      throw new RuntimeError(`Got argnum=${at}, but only ${count} positional inputs`)
    return at < 0 ? at + count : at
  })
}

/** One result where one argument was named, else a tuple of them. */
export const byArgnums = (argnums: Argnums, results: readonly unknown[]): unknown =>
  typeof argnums === 'number' ? results[0] : Tuple.from(results)

/** The arguments with fresh inputs in the place of the tensors of some. */
export function freshArguments(
  args: readonly unknown[],
  chosen: readonly number[],
): { fresh: unknown[]; inputs: Tensor[] } {
  const inputs: Tensor[] = []
  const fresh = args.map((arg, i) =>
    chosen.includes(i)
      ? mapTree(arg, (leaf) => {
          checkTensor(leaf)
          if (!isFloat(leaf))
            throw new RuntimeError('only Tensors of floating point dtype can require gradients')
          const input = freshInput(leaf)
          inputs.push(input)
          return input
        })
      : arg,
  )
  return { fresh, inputs }
}

/** A result and what goes along with it, where `has_aux` says that a function gives both. */
export function withAux(result: unknown, has_aux: boolean, what: string): [output: unknown, aux: unknown] {
  if (!has_aux) return [result, null]
  if (!Array.isArray(result) || result.length !== 2)
    throw new RuntimeError(
      `${what}: output of function f should be a tuple: (output, aux) if has_aux is True`,
    )
  return [result[0], result[1]]
}

export const gradOptions = { argnums: 0 as Argnums, has_aux: false }

/** Gradients of the leaves in the shape of the arguments. */
export function gradientsByArgument(
  args: readonly unknown[],
  chosen: readonly number[],
  argnums: Argnums,
  grads: readonly Tensor[],
): unknown {
  let at = 0
  const perArgument = chosen.map((position) =>
    mapTree(args[position], (leaf) => (isTensor(leaf) && isFloat(leaf) ? grads[at++] : leaf)),
  )
  return byArgnums(argnums, perArgument)
}
