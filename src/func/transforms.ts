// `grad`, `vjp`, `jvp`, `jacrev`, `jacfwd`, `hessian`: functions from functions, as torch.func of PyTorch 2 has them. They nest.
//
// Note [Function transforms]. Reverse mode runs the function on fresh inputs: leaves of their own, or views where the given
// tensor is part of a graph. The derivative is recorded, and what comes out is taken off the graph again if all that it
// hangs on is those leaves. Forward mode opens a level of tangents (Note [Tangents] in autograd/forward-ad.ts).
import { RuntimeError, TypeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { sameSizes } from '../base/layout.js'
import { Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { gradOf } from '../autograd/engine.js'
import { atLevel, dualAt, freshInput, Level, unpackAt } from '../autograd/forward-ad.js'
import { checkCallable } from '../engine/checked.js'
import { call } from '../engine/functions.js'
import { forwardMode, swapGrad } from '../tensor/modes.js'
import { AccumulateGrad, type Node } from '../tensor/node.js'
import { Tensor } from '../tensor/tensor.js'
import { leavesOf, mapTree } from './tree.js'

type AnyFunction = (...args: any[]) => any
/** Which arguments are differentiated by: one, or several. */
type Argnums = number | readonly number[]

const isTensor = (value: unknown): value is Tensor => value instanceof Tensor
const isFloat = ({ dtype }: Tensor): boolean => dtype.is_floating_point || dtype.is_complex
const stack = (tensors: readonly Tensor[], dim = 0): Tensor => call('stack', [tensors, dim]) as Tensor

// ---- arguments ----

/** Options in order or by name, as Python's functions take them. */
export function optionsOf<T extends object>(args: readonly unknown[], defaults: T): T {
  const given = [...args]
  const keywords = isKeywords(given.at(-1)) ? (given.pop() as Partial<T>) : {}
  const names = Object.keys(defaults)
  return { ...defaults, ...Object.fromEntries(given.map((value, i) => [names[i], value])), ...keywords }
}

/** The positions that `argnums` names, counted from the front. */
function positions(argnums: Argnums, count: number): number[] {
  const list = typeof argnums === 'number' ? [argnums] : [...argnums]
  return list.map((at) => {
    if (!Number.isInteger(at)) throw new TypeError(`argnum must be int, got <class '${typeName(at)}'>`)
    if (at < -count || at >= count)
      throw new RuntimeError(`Got argnum=${at}, but only ${count} positional inputs`)
    return at < 0 ? at + count : at
  })
}

/** One result where one argument was named, else a tuple of them. */
const byArgnums = (argnums: Argnums, results: readonly unknown[]): unknown =>
  typeof argnums === 'number' ? results[0] : Tuple.of(...results)

/** The arguments with fresh inputs in the place of the tensors of some. */
function freshArguments(
  args: readonly unknown[],
  chosen: readonly number[],
): { fresh: unknown[]; inputs: Tensor[] } {
  const inputs: Tensor[] = []
  const fresh = args.map((arg, i) =>
    chosen.includes(i)
      ? mapTree(arg, (leaf) => {
          if (!isTensor(leaf) || !isFloat(leaf)) return leaf
          const input = freshInput(leaf)
          inputs.push(input)
          return input
        })
      : arg,
  )
  return { fresh, inputs }
}

// ---- reverse mode ----

/** Runs with recording on; `finish` afterwards takes what hangs on the fresh inputs alone off the graph. */
function recording<R>(run: () => R, inputs: () => readonly Tensor[]): R {
  const before = swapGrad(true)
  try {
    const result = run()
    const own = new Set(inputs().map((input) => input.edge()?.node))
    return mapTree(result, (leaf) =>
      isTensor(leaf) ? released(leaf, (tensor) => before && leadsElsewhere(tensor, own)) : leaf,
    ) as R
  } finally {
    swapGrad(before)
  }
}

/** A tensor and its tangents, off the graph where that need not stay. */
function released(
  tensor: Tensor,
  stays: (tensor: Tensor) => boolean,
  level = forwardMode.tangents as Level | null,
): Tensor {
  const result = tensor.requires_grad && !stays(tensor) ? tensor.detach() : tensor
  for (let at = level; at !== null; at = at.below) {
    const tangent = at.of(tensor)
    if (tangent !== null) at.set(result, released(tangent, stays, at.below))
  }
  return result
}

/** Whether the graph of a tensor has leaves beside those of `own`. */
function leadsElsewhere(tensor: Tensor, own: ReadonlySet<Node | undefined>): boolean {
  const start = tensor.edge()?.node
  const seen = new Set<Node>()
  const open = start === undefined ? [] : [start]
  while (open.length > 0) {
    const node = open.pop()!
    if (seen.has(node)) continue
    seen.add(node)
    if (node instanceof AccumulateGrad && !own.has(node)) return true
    for (const edge of node.edges) if (edge !== null) open.push(edge.node)
  }
  return false
}

/** Gradients with the derivative recorded; zeros where an output does not depend on an input. */
function gradients(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  weights: readonly (Tensor | null)[],
): Tensor[] {
  const used = outputs
    .map((output, i) => ({ output, weight: weights[i] }))
    .filter(({ output }) => output.requires_grad)
  const grads =
    used.length === 0 || inputs.length === 0
      ? inputs.map(() => null)
      : gradOf(
          used.map(({ output }) => output),
          inputs,
          used.map(({ weight }) => weight),
          true,
          true,
          true,
        )
  return grads.map((grad, i) => grad ?? (call('zeros_like', [inputs[i].detach()]) as Tensor))
}

/** A result and what goes along with it, where `has_aux` says that a function gives both. */
function withAux(result: unknown, has_aux: boolean, what: string): [output: unknown, aux: unknown] {
  if (!has_aux) return [result, null]
  if (!Array.isArray(result) || result.length !== 2)
    throw new RuntimeError(
      `${what}: output of function f should be a tuple: (output, aux) if has_aux is True`,
    )
  return [result[0], result[1]]
}

const gradOptions = { argnums: 0 as Argnums, has_aux: false }

/**
 * A function that gives the gradient and the value of `func`, whose result is one number.
 *
 * @param argnums which argument it is the gradient by; a list gives a tuple of gradients
 * @param has_aux whether `func` gives a pair, of which the second is handed on
 * @returns a function of the same arguments, which gives `(gradient, value)`, or `(gradient, (value, aux))`
 */
export function grad_and_value(func: AnyFunction, ...rest: (Argnums | boolean | object)[]): AnyFunction {
  checkCallable(func)
  const { argnums, has_aux } = optionsOf(rest, gradOptions)
  return (...args: unknown[]) => {
    const chosen = positions(argnums, args.length)
    let inputs: Tensor[] = []
    return recording(
      () => {
        const made = freshArguments(args, chosen)
        inputs = made.inputs
        const what = 'grad_and_value(f)(*args)'
        const [output, aux] = withAux(func(...made.fresh), has_aux, what)
        if (!isTensor(output))
          throw new RuntimeError(
            `${what}: Expected f(*args) to return a tensor, got <class '${typeName(output)}'>`,
          )
        if (output.ndim !== 0)
          throw new RuntimeError(
            `${what}: Expected f(*args) to return a scalar tensor, got tensor with ${output.ndim} dims. Maybe you wanted to ` +
              'use the vjp or jacrev APIs instead?',
          )
        const grads = gradients([output], inputs, [null])
        const value = has_aux ? Tuple.of<unknown>(output, aux) : output
        return Tuple.of<unknown>(gradientsByArgument(args, chosen, argnums, grads), value)
      },
      () => inputs,
    )
  }
}

/** Gradients of the leaves in the shape of the arguments. */
function gradientsByArgument(
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

/**
 * A function that gives the gradient of `func`, whose result is one number.
 *
 * @param argnums which argument it is the gradient by; a list gives a tuple of gradients
 * @param has_aux whether `func` gives a pair, of which the second is handed on: the result is `(gradient, aux)`
 * @example
 * torch.func.grad((x) => x.pow(3))(torch.tensor(2.)) // tensor(12.)
 */
export function grad(func: AnyFunction, ...rest: (Argnums | boolean | object)[]): AnyFunction {
  const both = grad_and_value(func, ...rest)
  const { has_aux } = optionsOf(rest, gradOptions)
  return (...args: unknown[]) => {
    const [slope, value] = both(...args) as [unknown, [unknown, unknown]]
    return has_aux ? Tuple.of(slope, value[1]) : slope
  }
}

/**
 * The result of `func`, and a function that gives a vector times its Jacobian matrix: what `backward` computes.
 *
 * @returns `(output, vjp_fn)`, with `has_aux` `(output, vjp_fn, aux)`; `vjp_fn` gives a tuple, one for each argument
 * @example
 * const [output, pull] = torch.func.vjp((x) => x.sin(), torch.zeros(2))
 * pull(torch.ones(2)) // (tensor([1., 1.]),)
 */
export function vjp(func: AnyFunction, ...primals: unknown[]): Tuple {
  checkCallable(func)
  const last = primals.at(-1)
  const hasKeywords =
    isKeywords(last) && Object.keys(last).every((key) => key === 'has_aux') && 'has_aux' in last
  const has_aux = hasKeywords && Boolean(last.has_aux)
  const args = hasKeywords ? primals.slice(0, -1) : primals
  let inputs: Tensor[] = []
  let outputs: unknown
  const made = recording(
    () => {
      const given = freshArguments(
        args,
        args.map((_, i) => i),
      )
      inputs = given.inputs
      const [output, aux] = withAux(func(...given.fresh), has_aux, 'vjp(f, *primals)')
      outputs = output
      return Tuple.of(output, aux)
    },
    () => inputs,
  )
  const pull = (...cotangents: unknown[]): unknown => {
    const given = isKeywords(cotangents.at(-1)) && !isKeywords(outputs) ? cotangents.slice(0, -1) : cotangents
    const results = leavesOf(outputs) as Tensor[]
    const weights = leavesOf(given[0]) as Tensor[]
    if (results.length !== weights.length)
      throw new RuntimeError(
        'Expected pytree structure of cotangents to be the same as pytree structure of outputs to the function.',
      )
    results.forEach((result, i) => {
      if (!sameSizes(result.sizes, weights[i].sizes))
        throw new RuntimeError(
          `Mismatch in shape: grad_output[${i}] has a shape of ${weights[i].shape} and output[${i}] has a shape of ${result.shape}.`,
        )
    })
    return recording(
      () =>
        gradientsByArgument(
          args,
          args.map((_, i) => i),
          args.map((_, i) => i),
          gradients(results, inputs, weights),
        ),
      () => inputs,
    )
  }
  return has_aux ? Tuple.of<unknown>(made[0], pull, made[1]) : Tuple.of<unknown>(made[0], pull)
}

/**
 * A function that gives all derivatives of all outputs of `func` by an argument, row by row, each by a backward pass. Their
 * shape is that of the output and then that of the argument.
 *
 * @example
 * torch.func.jacrev((x) => x.pow(2))(torch.tensor([1., 2.])) // tensor([[2., 0.], [0., 4.]])
 */
export function jacrev(func: AnyFunction, ...rest: (Argnums | boolean | object)[]): AnyFunction {
  checkCallable(func)
  const { argnums, has_aux } = optionsOf(rest, { ...gradOptions, chunk_size: null })
  return (...args: unknown[]) => {
    const chosen = positions(argnums, args.length)
    let inputs: Tensor[] = []
    return recording(
      () => {
        const made = freshArguments(args, chosen)
        inputs = made.inputs
        const [outputs, aux] = withAux(func(...made.fresh), has_aux, 'jacrev(f)(*args)')
        const result = mapTree(outputs, (output) => {
          if (!isTensor(output))
            throw new RuntimeError(
              `jacrev(f, ...): Expected f to return only tensors, got <class '${typeName(output)}'>`,
            )
          const rows = Array.from({ length: output.numel() }, (_, k) => {
            const weight = output.detach().new_zeros(output.sizes as number[])
            weight.view(-1).select(0, k).fill_(1)
            return gradients([output], inputs, [weight])
          })
          const parts = inputs.map((input, i) =>
            rows.length === 0
              ? input.detach().new_zeros([...output.sizes, ...input.sizes])
              : stack(rows.map((row) => row[i])).reshape([...output.sizes, ...input.sizes]),
          )
          return gradientsByArgument(args, chosen, argnums, parts)
        })
        return has_aux ? Tuple.of<unknown>(result, aux) : result
      },
      () => inputs,
    )
  }
}

// ---- forward mode ----

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
        if (!isTensor(leaf) || !isFloat(leaf)) return
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
