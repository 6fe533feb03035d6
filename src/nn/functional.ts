// The namespace `torch.nn.functional`: what the op table holds under that path, and the forms in place that it has elsewhere.
import '../ops/all.js'
import { functionTree } from '../engine/functions.js'
import type { TorchFunctions } from '../ops/methods.gen.js'

type OfNamespace = Pick<TorchFunctions, 'relu_' | 'celu_' | 'selu_' | 'rrelu_' | 'threshold_'>
type OfC = Record<'elu_' | 'hardtanh_' | 'leaky_relu_', TorchFunctions['relu_']>

const { nn, _C, ...torch } = functionTree() as unknown as TorchFunctions & { _C: { _nn: OfC } }
const { elu_, hardtanh_, leaky_relu_ } = _C._nn
const { relu_, celu_, selu_, rrelu_, threshold_ } = torch

// With its type written out, each function keeps the comment that stands in it.
export const functional: TorchFunctions['nn']['functional'] & OfNamespace & OfC = Object.assign(
  nn.functional,
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
