// Bessel's functions and Airy's, which PyTorch has without gradients, but for `i1e`.
import { type DType, notImplementedFor } from '../../base/dtype.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import * as bessel from '../../kernels/bessel.js'
import { i0, i1, i1Single } from '../../kernels/special-functions.js'
import { op } from '../../engine/op.js'

/** No 16-bit floats here, and no complex numbers: PyTorch names its kernel. */
const refuse =
  (name: string) =>
  (common: DType): void => {
    if (common.is_complex || common.isHalf) notImplementedFor(`${name}_cpu`, common)
  }

const functions: readonly [
  name: string,
  doc: string,
  output: string,
  kernel: (x: number) => number,
  float32?: (x: number) => number,
][] = [
  [
    'bessel_j0',
    "Bessel's function of the first kind, order 0.",
    '[0.9844, 0.9385]',
    (x) => bessel.besselJ0(x),
  ],
  [
    'bessel_j1',
    "Bessel's function of the first kind, order 1.",
    '[0.1240, 0.2423]',
    (x) => bessel.besselJ1(x),
  ],
  [
    'bessel_y0',
    "Bessel's function of the second kind, order 0.",
    '[-0.9316, -0.4445]',
    (x) => bessel.besselY0(x),
  ],
  [
    'bessel_y1',
    "Bessel's function of the second kind, order 1.",
    '[-2.7041, -1.4715]',
    (x) => bessel.besselY1(x),
  ],
  [
    'modified_bessel_i0',
    "Bessel's modified function of the first kind, order 0.",
    '[1.0157, 1.0635]',
    (x) => i0(x),
  ],
  [
    'modified_bessel_i1',
    "Bessel's modified function of the first kind, order 1.",
    '[0.1260, 0.2579]',
    (x) => i1(x),
    (x) => i1Single(x),
  ],
  [
    'modified_bessel_k0',
    "Bessel's modified function of the second kind, order 0.",
    '[1.5415, 0.9244]',
    (x) => bessel.besselK0(x),
  ],
  [
    'modified_bessel_k1',
    "Bessel's modified function of the second kind, order 1.",
    '[3.7470, 1.6564]',
    (x) => bessel.besselK1(x),
  ],
  [
    'scaled_modified_bessel_k0',
    '`exp(x)` times `modified_bessel_k0`.',
    '[1.9793, 1.5241]',
    (x) => bessel.scaledBesselK0(x),
  ],
  [
    'scaled_modified_bessel_k1',
    '`exp(x)` times `modified_bessel_k1`.',
    '[4.8113, 2.7310]',
    (x) => bessel.scaledBesselK1(x),
  ],
  [
    'spherical_bessel_j0',
    'The spherical Bessel function of order 0, sin(x) / x.',
    '[0.9896, 0.9589]',
    (x) => bessel.sphericalBesselJ0(x),
  ],
  ['airy_ai', "Airy's function Ai.", '[0.2912, 0.2317]', (x) => bessel.airyAi(x)],
]

for (const [name, doc, output, kernel, float32] of functions) {
  const first = /^(airy|scaled|spherical)/.test(name) ? 'Tensor x' : 'Tensor self'
  op(`special.${name}(${first}, *, Tensor? out=None) -> Tensor`, {
    doc,
    example: [`torch.special.${name}(torch.tensor([0.25, 0.5]))`, `tensor(${output})`],
    dtype: 'float',
    refuse: refuse(name),
    kernel,
    float32,
    backward: 'none',
  })
}

op('special.i1e(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: '`i1(x) exp(-|x|)`.',
  example: ['torch.special.i1e(torch.tensor([0.25, 0.5]))', 'tensor([0.0981, 0.1564])'],
  node: 'SpecialI1EBackward0',
  dtype: 'float',
  refuse: refuse('i1e'),
  kernel: (x) => bessel.i1e(x),
  // i1e_backward in FunctionsManual.cpp: near zero the slope is 1/2.
  backward: {
    self: (g, { self, result }) => {
      const eps = self.dtype.name === 'float32' ? 2 ** -23 : 2 ** -52
      const isLarge = self.abs().gt(eps) as Tensor
      const safe: Tensor = call('where', [isLarge, self, eps])
      const slope: Tensor = call('special.i0e', [self]).sub(result.mul(self.sgn().add(safe.reciprocal())))
      return g.mul(call('where', [isLarge, slope, 0.5]) as Tensor)
    },
  },
})
