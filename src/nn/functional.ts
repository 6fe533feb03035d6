// The namespace `torch.nn.functional`: what the op table holds under that path, and the forms in place that it has elsewhere.
import '../ops/all.js'
import { functionsOf } from '../engine/functions.js'
import type { TorchFunctions } from '../ops/methods.gen.js'

type OfNamespace = Pick<TorchFunctions, 'relu_' | 'celu_' | 'selu_' | 'rrelu_' | 'threshold_'>
type OfC = Record<'elu_' | 'hardtanh_' | 'leaky_relu_', TorchFunctions['relu_']>

const { elu_, hardtanh_, leaky_relu_ } = functionsOf('_C._nn') as unknown as OfC
const { relu_, celu_, selu_, rrelu_, threshold_ } = functionsOf('') as unknown as OfNamespace

// With its type written out, each function keeps the comment that stands in it.
export const functional: TorchFunctions['nn']['functional'] & OfNamespace & OfC = Object.assign(
  functionsOf('nn.functional') as unknown as TorchFunctions['nn']['functional'],
  {
    relu_,
    celu_,
    selu_,
    rrelu_,
    threshold_,
    elu_,
    hardtanh_,
    leaky_relu_,
  },
)
