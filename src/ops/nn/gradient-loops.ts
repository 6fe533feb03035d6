// What the activations share: dtypes they refuse, and the two ways back.
//
// Note [Two ways back]. Each gradient is one loop over a `…_backward` formula. Such a loop has no gradient itself, so
// where the backward pass is recorded (`create_graph`), it is composed of differentiable ops instead; PyTorch does so
// for `silu` and `mish` (tools/autograd/derivatives.yaml, `infinitely_differentiable_silu_backward`).
import { modes } from '../../tensor/modes.js'
import { type DType, notImplementedFor } from '../../base/dtype.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call, callInplace } from '../../engine/functions.js'
import { type Entry, op } from '../../engine/op.js'

/** Refuses integers, with the name that PyTorch's loop has in its message. */
export const floatsOnly =
  (name: string) =>
  (dtype: DType): void => {
    if (!dtype.is_floating_point) notImplementedFor(name, dtype)
  }

/** `g * slope`, from the loop or composed; see Note [Two ways back]. */
export const back = (path: string, args: readonly unknown[], composed: () => Tensor): Tensor =>
  modes.grad ? composed() : call(path, args)

export const where = (condition: Tensor, a: unknown, b: unknown): Tensor => call('where', [condition, a, b])

/** The entry of the loop `name_backward`; see Note [Two ways back]. What float32 needs besides: its own formula, or vectors. */
export function gradientLoop(
  name: string,
  params: string,
  kernel: (g: number, ...values: any[]) => number,
  singles: Pick<Entry, 'float32' | 'vectorized'> = {},
): void {
  op(`_C._nn.${name}_backward(Tensor grad_output, Tensor self${params}) -> Tensor`, {
    doc: `The gradient of \`${name}\`.`,
    kernel,
    ...singles,
    backward: 'none',
  })
}

/** `nn.functional`'s face of an op without parameters: in place on request. */
export const either =
  (path: string) =>
  (input: Tensor, inplace: boolean): Tensor =>
    inplace ? callInplace(path, [input]) : call(path, [input])
