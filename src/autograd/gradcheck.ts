// Compares gradients with finite differences. Follows torch/autograd/gradcheck.py for real inputs.
import { asList } from '../base/tuple.js'
import { bind, required } from '../base/keywords.js'
import { RuntimeError, ValueError } from '../base/errors.js'
import { Tensor } from '../tensor/tensor.js'
import { gradOf } from './engine.js'
import { swapGrad } from '../tensor/modes.js'
import { checkCallable } from '../engine/checked.js'

export interface GradcheckOptions {
  /** Step of the finite differences; default 1e-6. */
  eps?: number
  /** Absolute tolerance; default 1e-5. */
  atol?: number
  /** Relative tolerance; default 1e-3. */
  rtol?: number
  /** Throw at the first difference (default) or return false. */
  raise_exception?: boolean
}

/** What PyTorch takes besides; says nothing of real tensors on one device. */
const withoutEffect = {
  check_sparse_nnz: false,
  nondet_tol: 0,
  check_undefined_grad: true,
  check_grad_dtypes: false,
  check_batched_grad: false,
  check_batched_forward_grad: false,
  check_forward_ad: false,
  check_backward_ad: true,
  fast_mode: false,
} as const
const tolerances = { eps: 1e-6, atol: 1e-5, rtol: 1e-3 } as const

type CheckedFunction = (...inputs: Tensor[]) => Tensor | readonly Tensor[]

interface Subject {
  func: CheckedFunction
  inputs: Tensor | readonly Tensor[]
}
interface Weights {
  /** What the first gradients are weighted with. */
  grad_outputs: readonly Tensor[] | null
  gen_non_contig_grad_outputs: boolean
}

const differentiableOutputs = (result: Tensor | readonly Tensor[]): Tensor[] =>
  (result instanceof Tensor ? [result] : [...result]).filter(
    (output) => output instanceof Tensor && output.dtype.is_floating_point,
  )

const elements = (tensor: Tensor): number[] => tensor.detach().reshape(-1).tolist() as number[]

/** Where the elements of a tensor lie in its storage, in row-major order. */
function storageIndices({ sizes, strides, offset }: Tensor): number[] {
  let found = [offset]
  sizes.forEach((size, dim) => {
    found = found.flatMap((start) => Array.from({ length: size }, (_, i) => start + i * strides[dim]))
  })
  return found
}

/** Columns of d output / d input, one a perturbed element of `input`. */
function numericalJacobian(
  f: CheckedFunction,
  inputs: readonly Tensor[],
  input: Tensor,
  output: number,
  eps: number,
): number[][] {
  const before = swapGrad(false)
  try {
    return storageIndices(input).map((at) => {
      const original = input.elementAt(at) as number
      const evaluate = (value: number): number[] => {
        input.setElementAt(at, value)
        return elements(differentiableOutputs(f(...inputs))[output])
      }
      const up = evaluate(original + eps)
      const down = evaluate(original - eps)
      input.setElementAt(at, original)
      return up.map((value, k) => (value - down[k]) / (2 * eps))
    })
  } finally {
    swapGrad(before)
  }
}

function analyticalRow(output: Tensor, inputs: readonly Tensor[], k: number): (number[] | null)[] {
  const seed = output.detach().new_zeros(output.sizes)
  seed.setElementAt(k, 1)
  return gradOf([output], inputs, [seed], true, false, true).map((grad) => (grad ? elements(grad) : null))
}

/** Whether writing one element changes another, too. */
const overlaps = ({ sizes, strides }: Tensor): boolean =>
  sizes.some((size, dim) => size > 1 && strides[dim] === 0)

/**
 * Whether the gradients of `f` agree with finite differences at `inputs`, which should be float64.
 *
 * @example
 * torch.autograd.gradcheck((x) => x.pow(2), [torch.tensor([1, 2.5], { dtype: torch.float64, requires_grad: true })]) // true
 */
export function gradcheck(
  f: CheckedFunction,
  inputs: Tensor | readonly Tensor[],
  ...rest: (number | boolean | GradcheckOptions)[]
): boolean {
  const bound = bind<Subject & Required<GradcheckOptions>>('gradcheck', [f, inputs, ...rest], {
    func: required,
    inputs: required,
    ...tolerances,
    raise_exception: true,
    ...withoutEffect,
  })
  const { eps, atol, rtol, raise_exception } = bound
  ;({ func: f, inputs } = bound)
  const all = asList<Tensor>(inputs)
  const checked = all.filter((input) => input instanceof Tensor && input.requires_grad)
  if (checked.length === 0)
    throw new ValueError(
      'gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.',
    )
  all.forEach((input, i) => {
    if (input instanceof Tensor && input.requires_grad && overlaps(input))
      throw new RuntimeError(
        `The ${i}th input has a dimension with stride 0. gradcheck only supports inputs that are non-overlapping to be ` +
          'able to compute the numerical gradients correctly. You should call .contiguous on the input before passing ' +
          'it to gradcheck.',
      )
  })
  checkCallable(f)
  const outputs = differentiableOutputs(f(...all))
  for (let o = 0; o < outputs.length; o++) {
    const output = outputs[o]
    const rows = output.requires_grad
      ? Array.from({ length: output.count }, (_, k) => analyticalRow(output, checked, k))
      : null
    for (let n = 0; n < checked.length; n++) {
      const numerical = numericalJacobian(f, all, checked[n], o, eps)
      for (let i = 0; i < checked[n].count; i++)
        for (let k = 0; k < output.count; k++) {
          const expected = numerical[i][k]
          const got = rows?.[k][n]?.[i] ?? 0
          if (Math.abs(got - expected) <= atol + rtol * Math.abs(expected)) continue
          if (!raise_exception) return false
          throw new RuntimeError(
            `Jacobian mismatch for output ${o} with respect to input ${n},\nnumerical: d output[${k}] / d input[${i}] = ` +
              `${expected}\nanalytical: ${got}\n`,
          )
        }
    }
  }
  return true
}

/** `gradcheck` of the gradients themselves: second derivatives against finite differences of the first. */
export function gradgradcheck(
  f: CheckedFunction,
  inputs: Tensor | readonly Tensor[],
  ...rest: (readonly Tensor[] | number | boolean | null | (GradcheckOptions & Partial<Weights>))[]
): boolean {
  const { func, grad_outputs, ...options } = bind<Subject & Required<GradcheckOptions> & Weights>(
    'gradgradcheck',
    [f, inputs, ...rest],
    {
      func: required,
      inputs: required,
      grad_outputs: null,
      ...tolerances,
      gen_non_contig_grad_outputs: false,
      raise_exception: true,
      ...withoutEffect,
    },
  )
  f = func
  inputs = options.inputs
  const all = asList<Tensor>(inputs)
  checkCallable(f)
  const weights =
    grad_outputs ??
    differentiableOutputs(f(...all)).map((output) => {
      // What is drawn here is drawn from the generator of the program, which goes on from there.
      const weight = output.detach().new_empty(output.sizes)
      return weight.uniform_(-1, 1).requires_grad_()
    })
  const first = (...args: Tensor[]): Tensor[] => {
    const own = args.slice(0, all.length)
    const seeds = args.slice(all.length)
    // Under no_grad (finite differences) the first derivative must still be recorded to be taken.
    const before = swapGrad(true)
    try {
      const outputs = differentiableOutputs(f(...own))
      const used = outputs
        .map((output, i) => [output, seeds[i]] as const)
        .filter(([output]) => output.requires_grad)
      const wanted = own.filter((input) => input instanceof Tensor && input.requires_grad)
      return gradOf(
        used.map(([output]) => output),
        wanted,
        used.map(([, seed]) => seed),
        true,
        true,
        true,
      ).filter((grad): grad is Tensor => grad !== null)
    } finally {
      swapGrad(before)
    }
  }
  return gradcheck(first, [...all, ...weights], {
    eps: options.eps,
    atol: options.atol,
    rtol: options.rtol,
    raise_exception: options.raise_exception,
  })
}
