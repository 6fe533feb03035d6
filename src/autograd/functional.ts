// `torch.autograd.functional`: derivatives of functions rather than of tensors. Follows torch/autograd/functional.py.
// Results are detached unless `create_graph` is set.
import { bind, required } from '../base/keywords.js'
import { checkCallable } from '../engine/checked.js'
import { call } from '../engine/functions.js'
import { AssertionError, NotImplementedError, RuntimeError, TypeError } from '../base/errors.js'
import { emptyTensor, Tensor } from '../tensor/tensor.js'
import { asList, Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { gradOf } from './engine.js'
import { swapGrad } from '../tensor/modes.js'
import type { Grad } from '../tensor/node.js'

type OneOrMore = Tensor | readonly Tensor[]
type Differentiable = (...inputs: Tensor[]) => OneOrMore

export interface FunctionalOptions {
  /** Records the derivative itself, so that it can be differentiated again. */
  create_graph?: boolean
  /** Refuses outputs that do not depend on an input, instead of giving zeros for them. */
  strict?: boolean
}

export interface JacobianOptions extends FunctionalOptions {
  /** Has no effect here: what PyTorch computes with it, faster, is the same. */
  vectorize?: boolean
  /** `'forward-mode'` or `'reverse-mode'`: which way PyTorch goes; the values are the same. */
  strategy?: string
}
export interface HessianOptions extends FunctionalOptions {
  vectorize?: boolean
  outer_jacobian_strategy?: string
}

export interface ProductOptions extends FunctionalOptions {
  /** The vector; may be left out where it has one element. */
  v?: OneOrMore | null
}

/** One result where one tensor was given, else a tuple. */
const likeGiven = <T>(given: unknown, results: readonly T[]): T | Tuple<T> =>
  Array.isArray(given) ? Tuple.from(results) : results[0]

/** What all of them are of. */
interface Subject {
  func: Differentiable
  inputs: OneOrMore
}
const subject = { func: required, inputs: required } as const

/** Runs `derive` on fresh inputs that require grad, with recording on. */
function differentiate<R>(
  name: string,
  f: Differentiable,
  inputs: OneOrMore,
  keepsGraph: boolean,
  derive: (inputs: Tensor[], outputs: readonly Tensor[], given: OneOrMore) => R,
): R {
  const before = swapGrad(true)
  try {
    checkCallable(f)
    checkTensors('The inputs', name, inputs)
    const fresh = asList<Tensor>(inputs).map((input) =>
      keepsGraph && input.requires_grad ? input.view_as(input) : input.detach().requires_grad_(),
    )
    const given = f(...fresh)
    const outputs = asList<Tensor>(given)
    for (const output of outputs)
      if (!(output instanceof Tensor))
        throw new TypeError(
          `The outputs of the user-provided function given to ${name} must be either a Tensor or a tuple of Tensors ` +
            `but the given outputs of the user-provided function has type ${typeName(output)}.`,
        )
    return derive(fresh, outputs, given)
  } finally {
    swapGrad(before)
  }
}

/** Refuses arguments that are no tensors, in the words of torch/autograd/functional.py. */
function checkTensors(what: string, name: string, given: unknown): void {
  const expected = `${what} given to ${name} must be either a Tensor or a tuple of Tensors but the given`
  if (given instanceof Tensor) return
  if (!Array.isArray(given))
    throw new TypeError(`${expected} ${what.slice(4).toLowerCase()} has type <class '${typeName(given)}'>.`)
  given.forEach((item: unknown, i) => {
    if (!(item instanceof Tensor))
      throw new TypeError(`${expected} element at index ${i} has type <class '${typeName(item)}'>.`)
  })
}

/** Gradients of those outputs that have a history; zeros, or the error of strict mode, where an input has no part. */
function gradients(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  weights: readonly Grad[],
  records: boolean,
  strict = false,
  which = 'The output',
): Tensor[] {
  const used = outputs.flatMap((output, i) =>
    output.requires_grad ? [{ output, weight: weights[i] ?? null }] : [],
  )
  if (strict && used.length < outputs.length)
    throw new RuntimeError(
      `${which} of the user-provided function does not require gradients. The outputs must be computed in a ` +
        'differentiable manner from the input when running in strict mode.',
    )
  const roots = used.map(({ output }) => output)
  const seeds = used.map(({ weight }) => weight)
  const grads =
    roots.length === 0 ? inputs.map(() => null) : gradOf(roots, inputs, seeds, true, records, true)
  return grads.map((grad, i) => {
    if (grad !== null) return grad
    if (strict)
      throw new RuntimeError(
        `${which} of the user-provided function is independent of input ${i}. This is not allowed in strict mode.`,
      )
    return inputs[i].new_zeros(inputs[i].sizes)
  })
}

const finished = (tensors: readonly Tensor[], createGraph: boolean): readonly Tensor[] =>
  createGraph ? tensors : tensors.map((tensor) => tensor.detach())

/** The vector of a product, checked against what it is multiplied with; null stands for a single 1. */
function vectorFor(v: OneOrMore | null, tensors: readonly Tensor[], isSingle: boolean, why: string): Grad[] {
  if (v === null) {
    if (!isSingle || tensors[0].count !== 1) throw new RuntimeError(why)
    return [tensors[0].detach().new_ones(tensors[0].sizes)]
  }
  checkTensors('The v', 'the function', v)
  const list = asList<Tensor>(v)
  if (list.length !== tensors.length)
    throw new RuntimeError(
      `v is a tuple of invalid length: should be ${tensors.length} but got ${list.length}.`,
    )
  list.forEach((item, i) => {
    if (String(item.sizes) !== String(tensors[i].sizes))
      throw new RuntimeError(
        `Entry ${i} in v has invalid size: should be ${tensors[i].shape} but got ${item.shape}.`,
      )
  })
  return list.slice()
}

const vectorForInputs = (v: OneOrMore | null, fresh: readonly Tensor[], inputs: OneOrMore): Grad[] =>
  vectorFor(
    v,
    fresh,
    !Array.isArray(inputs),
    'The vector v can only be None if the input to the user-provided function is a single Tensor with a single element.',
  )

/** The rows of d output / d input, one for each element of the output. */
function jacobianOf(
  output: Tensor,
  inputs: readonly Tensor[],
  options: Required<FunctionalOptions>,
  which: string,
): Tensor[] {
  const rows = Array.from({ length: output.count }, (_, k) => {
    const weight = output.detach().new_zeros(output.sizes)
    weight.setElementAt(weight.offset + k, 1)
    return gradients([output], inputs, [weight], options.create_graph, options.strict, which)
  })
  return inputs.map((input, i) => {
    const sizes = [...output.sizes, ...input.sizes]
    if (rows.length === 0) return emptyTensor(sizes, output.dtype, output.device)
    const stacked = call('stack', [rows.map((row) => row[i])]) as Tensor
    return stacked.view(sizes)
  })
}

const none = { create_graph: false, strict: false } as const

/** Refuses what PyTorch cannot compute together. */
function checkStrategy(
  name: string,
  option: string,
  strategy: string,
  given: Required<JacobianOptions>,
): void {
  const { create_graph, strict, vectorize } = given
  if (strategy !== 'forward-mode' && strategy !== 'reverse-mode')
    throw new AssertionError(
      'Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function has more outputs than ' +
        'inputs, "forward-mode" tends to be more performant. Otherwise, prefer to use "reverse-mode".',
    )
  const together = (flag: string): string =>
    `torch.autograd.functional.${name}: \`${flag}=True\` and \`${option}="forward-mode"\` are not supported together (yet). ` +
    `Please either set \`${flag}=False\` or \`${option}="reverse-mode"\`.`
  if (strategy === 'forward-mode') {
    if (create_graph) throw new NotImplementedError(together('create_graph'))
    if (strict) throw new RuntimeError(together('strict'))
    if (!vectorize)
      throw new NotImplementedError(
        'Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented for `vectorize=True`.',
      )
  } else if (strict && vectorize)
    throw new RuntimeError(
      'torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported together. Please either ' +
        'set `strict=False` or `vectorize=False`.',
    )
}

/**
 * All derivatives of all outputs of `f` with respect to all inputs, of shape output + input. Several inputs or outputs
 * give tuples, nested in this order: outputs, inputs.
 *
 * @example
 * torch.autograd.functional.jacobian((x) => x.pow(2), torch.tensor([1, 2.5])) // tensor([[2., 0.], [0., 5.]])
 */
export function jacobian(
  f: Differentiable,
  inputs: OneOrMore,
  ...rest: (boolean | string | JacobianOptions)[]
): Tensor | Tuple {
  const options = bind<Required<JacobianOptions> & Subject>('jacobian', [f, inputs, ...rest], {
    ...subject,
    ...none,
    vectorize: false,
    strategy: 'reverse-mode',
  })
  ;({ func: f, inputs } = options)
  checkStrategy('jacobian', 'strategy', options.strategy, options)
  return differentiate('jacobian', f, inputs, options.create_graph, (fresh, outputs, given) => {
    const rows = outputs.map((output, i) => {
      const parts = jacobianOf(output, fresh, options, `Output ${i}`)
      return likeGiven(inputs, finished(parts, options.create_graph))
    })
    return likeGiven<Tensor | Tuple>(given, rows) as Tensor | Tuple
  })
}

function checkScalar(name: string, outputs: readonly Tensor[], given: OneOrMore): void {
  if (Array.isArray(given))
    throw new RuntimeError(`The function given to ${name} should return a single Tensor`)
  if (outputs[0].count !== 1)
    throw new RuntimeError(
      `The Tensor returned by the function given to ${name} should contain a single element`,
    )
}

/**
 * All second derivatives of a function with one number as its result.
 *
 * @example
 * torch.autograd.functional.hessian((x) => x.pow(3).sum(), torch.tensor([1, 2.5])) // tensor([[6., 0.], [0., 15.]])
 */
export function hessian(
  f: Differentiable,
  inputs: OneOrMore,
  ...rest: (boolean | string | HessianOptions)[]
): Tensor | Tuple {
  const given = bind<Required<HessianOptions> & Subject>('hessian', [f, inputs, ...rest], {
    ...subject,
    ...none,
    vectorize: false,
    outer_jacobian_strategy: 'reverse-mode',
  })
  ;({ func: f, inputs } = given)
  const { create_graph, strict, vectorize, outer_jacobian_strategy } = given
  const options = { create_graph, strict, vectorize, strategy: outer_jacobian_strategy }
  checkStrategy('hessian', 'outer_jacobian_strategy', outer_jacobian_strategy, options)
  const slope = (...fresh: Tensor[]): OneOrMore => {
    const given = f(...fresh)
    const outputs = asList<Tensor>(given)
    checkScalar('hessian', outputs, given)
    const grads = gradients(outputs, fresh, [], true, strict)
    return Array.isArray(inputs) ? grads : grads[0]
  }
  return jacobian(slope, inputs, { create_graph, strict })
}

const noProduct = { v: null, create_graph: false, strict: false } as const
type ProductArgument = OneOrMore | null | boolean | ProductOptions

/** The result of `f`, and a vector times its Jacobian matrix: what `backward` computes. */
export function vjp(f: Differentiable, inputs: OneOrMore, ...rest: ProductArgument[]): Tuple {
  const bound = bind<Required<ProductOptions> & Subject>('vjp', [f, inputs, ...rest], {
    ...subject,
    ...noProduct,
  })
  ;({ func: f, inputs } = bound)
  const { v, create_graph, strict } = bound
  return differentiate('vjp', f, inputs, create_graph, (fresh, outputs, given) => {
    const weights = vectorFor(
      v,
      outputs,
      !Array.isArray(given),
      'The vector v can only be None if the user-provided function returns a single Tensor with a single element.',
    )
    const products = gradients(outputs, fresh, weights, create_graph, strict)
    return Tuple.of<unknown>(
      likeGiven(given, finished(outputs, create_graph)),
      likeGiven(inputs, finished(products, create_graph)),
    )
  })
}

/** The result of `f`, and its Jacobian matrix times a vector, by differentiating backward's own dependence on weights. */
export function jvp(f: Differentiable, inputs: OneOrMore, ...rest: ProductArgument[]): Tuple {
  const bound = bind<Required<ProductOptions> & Subject>('jvp', [f, inputs, ...rest], {
    ...subject,
    ...noProduct,
  })
  ;({ func: f, inputs } = bound)
  const { v, create_graph, strict } = bound
  return differentiate('jvp', f, inputs, create_graph, (fresh, outputs, given) => {
    const weights = vectorForInputs(v, fresh, inputs)
    const seeds = outputs.map((output) => output.detach().new_zeros(output.sizes).requires_grad_())
    const slopes = gradients(outputs, fresh, seeds, true, strict)
    const products = gradients(slopes, seeds, weights, create_graph, strict)
    return Tuple.of<unknown>(
      likeGiven(given, finished(outputs, create_graph)),
      likeGiven(given, finished(products, create_graph)),
    )
  })
}

function hessianProduct(name: string, f: Differentiable, inputs: OneOrMore, rest: ProductArgument[]): Tuple {
  const bound = bind<Required<ProductOptions> & Subject>(name, [f, inputs, ...rest], {
    ...subject,
    ...noProduct,
  })
  ;({ func: f, inputs } = bound)
  const { v, create_graph, strict } = bound
  return differentiate(name, f, inputs, create_graph, (fresh, outputs, given) => {
    checkScalar(name, outputs, given)
    const weights = vectorForInputs(v, fresh, inputs)
    const slopes = gradients(outputs, fresh, [], true, strict)
    const products = gradients(slopes, fresh, weights, create_graph, strict)
    return Tuple.of<unknown>(
      likeGiven(given, finished(outputs, create_graph)),
      likeGiven(inputs, finished(products, create_graph)),
    )
  })
}

/** The result of `f`, one number, and a vector times the matrix of its second derivatives. */
export const vhp = (f: Differentiable, inputs: OneOrMore, ...rest: ProductArgument[]): Tuple =>
  hessianProduct('vhp', f, inputs, rest)

/** As `vhp`: the matrix of second derivatives is its own transpose. */
export const hvp = (f: Differentiable, inputs: OneOrMore, ...rest: ProductArgument[]): Tuple =>
  hessianProduct('hvp', f, inputs, rest)
