// `convert_conv2d_weight_memory_format`: the weights of convolutions of images, laid out otherwise. Follows
// torch/nn/utils/memory_format.py.
import type { NamedConstant } from '../base/scalar.js'
import { pythonic } from '../engine/python-call.js'
import type { Tensor } from '../tensor/tensor.js'
import { Conv2d, ConvTranspose2d } from './convolution.js'
import type { Module } from './module.js'

/** Gives the weights of all `Conv2d` and `ConvTranspose2d` of a network this memory format. */
export const convert_conv2d_weight_memory_format = pythonic(
  'convert_conv2d_weight_memory_format(module, memory_format)',
  <M extends Module>(module: M, memory_format: NamedConstant): M => {
    for (const each of module.modules())
      if (each instanceof Conv2d || each instanceof ConvTranspose2d) {
        const { weight } = each as unknown as { weight: Tensor }
        weight.data = weight.detach().clone().contiguous({ memory_format })
      }
    return module
  },
)
