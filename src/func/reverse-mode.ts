// `grad`, `vjp`, `jacrev`: functions from functions, in reverse mode, as torch.func of PyTorch 2 has them. They nest.
//
// Note [Function transforms]. Reverse mode runs the function on fresh inputs: leaves of their own, or views where the given
// tensor is part of a graph. The derivative is recorded, and what comes out is taken off the graph again if all that it
// hangs on is those leaves. Forward mode opens a level of tangents (Note [Tangents] in autograd/forward-ad.ts).
import { RuntimeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { sameSizes } from '../base/layout.js'
import { Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { gradOf } from '../autograd/engine.js'
import type { Level } from '../autograd/forward-ad.js'
import { checkCallable } from '../engine/checked.js'
import { call } from '../engine/functions.js'
import { forwardMode, swapGrad } from '../tensor/modes.js'
import { AccumulateGrad, type Node } from '../tensor/node.js'
import type { Tensor } from '../tensor/tensor.js'
import { leavesOf, mapTree } from './tree.js'
import {
  type AnyFunction,
  type Argnums,
  isTensor,
  stack,
  optionsOf,
  positions,
  freshArguments,
  withAux,
  gradOptions,
  gradientsByArgument,
} from './arguments.js'

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

/** Refuses an output that no derivative can be of. */
function checkSloped({ dtype }: Tensor): void {
  if (!dtype.is_floating_point && !dtype.is_complex)
    throw new RuntimeError(
      `vjp(f, ...): All outputs of f must be floating-point or complex Tensors, got Tensor with dtype ${dtype.toString()}`,
    )
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
            `${what}: Expected f(*args) to return a Tensor, got <class '${typeName(output)}'>`,
          )
        if (output.ndim !== 0)
          throw new RuntimeError(
            `${what}: Expected f(*args) to return a scalar Tensor, got tensor with ${output.ndim} dims. Maybe you wanted to ` +
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
      leavesOf(output).forEach((leaf) => isTensor(leaf) && checkSloped(leaf))
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
          checkSloped(output)
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
