// The namespace `torch.nn.grad`: the gradients of convolutions as functions. Follows torch/nn/grad.py.
import { gradOf } from '../autograd/engine.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import { swapGrad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import type { Numbers } from './layer.js'

type Gradient = (
  first: Tensor | readonly number[],
  second: Tensor | readonly number[],
  grad_output: Tensor,
  ...options: (Numbers | object)[]
) => Tensor

function gradient(dims: number, of: 'input' | 'weight'): Gradient {
  const parameters = of === 'input' ? 'input_size, weight, grad_output' : 'input, weight_size, grad_output'
  const name = `conv${dims}d_${of}`
  return pythonic(
    `${name}(${parameters}, stride = 1, padding = 0, dilation = 1, groups = 1)`,
    (
      first: Tensor & number[],
      second: Tensor & number[],
      g: Tensor,
      stride: Numbers,
      padding: Numbers,
      dilation: Numbers,
      groups: number,
    ) => {
      const before = swapGrad(true)
      try {
        // Of zeros: the convolution is linear in what the gradient is taken by.
        const zeros = g.new_zeros(of === 'input' ? first : second).requires_grad_()
        const [input, weight] = of === 'input' ? [zeros, second.detach()] : [first.detach(), zeros]
        const output = call(`conv${dims}d`, [
          input,
          weight,
          null,
          stride,
          padding,
          dilation,
          groups,
        ]) as Tensor
        return gradOf([output], [zeros], [g], false, false, false)[0]!
      } finally {
        swapGrad(before)
      }
    },
  ) as unknown as Gradient
}

/** The gradient by the input, of this size, of a convolution of sequences. */
export const conv1d_input = gradient(1, 'input')
/** The gradient by the weight, of this size, of a convolution of sequences. */
export const conv1d_weight = gradient(1, 'weight')
/** The gradient by the input, of this size, of a convolution of images. */
export const conv2d_input = gradient(2, 'input')
/** The gradient by the weight, of this size, of a convolution of images. */
export const conv2d_weight = gradient(2, 'weight')
/** The gradient by the input, of this size, of a convolution of volumes. */
export const conv3d_input = gradient(3, 'input')
/** The gradient by the weight, of this size, of a convolution of volumes. */
export const conv3d_weight = gradient(3, 'weight')
