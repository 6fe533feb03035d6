// The orthogonal polynomials of `torch.special`; PyTorch has no gradients of them.
import { type DType, notImplementedFor } from '../../base/dtype.js'
import * as polynomials from '../../kernels/polynomials.js'
import { op } from '../../engine/op.js'

const exact = (x: number): number => x

const families: [name: string, words: string, output: string, polynomial: polynomials.Polynomial][] = [
  ['hermite_polynomial_h', "the physicists' Hermite polynomial", '-1.', polynomials.hermiteH],
  ['hermite_polynomial_he', "the probabilists' Hermite polynomial", '-0.7500', polynomials.hermiteHe],
  ['laguerre_polynomial_l', "Laguerre's polynomial", '0.1250', polynomials.laguerre],
  ['legendre_polynomial_p', "Legendre's polynomial", '-0.1250', polynomials.legendre],
]
const kinds = [
  ['t', 'first', '-0.5000', '-1.'],
  ['u', 'second', '0.', '-1.'],
  ['v', 'third', '-1.', '-1.'],
  ['w', 'fourth', '1.', '-1.'],
] as const
for (const [kind, ordinal, output, shifted] of kinds) {
  const words = `Chebyshev's polynomial of the ${ordinal} kind`
  families.push(
    [`chebyshev_polynomial_${kind}`, words, output, polynomials.chebyshevPolynomial(kind, false)],
    [
      `shifted_chebyshev_polynomial_${kind}`,
      `${words}, shifted to [0, 1]`,
      shifted,
      polynomials.chebyshevPolynomial(kind, true),
    ],
  )
}

const operands = [
  ['', 'Tensor x, Tensor n'],
  ['.x_scalar', 'Tensor|Scalar x, Tensor n'],
  ['.n_scalar', 'Tensor x, Tensor|Scalar n'],
] as const

for (const [name, words, output, polynomial] of families)
  for (const [overload, params] of operands)
    op(`special.${name}${overload}(${params}, *, Tensor? out=None) -> Tensor`, {
      doc: `The value of ${words} of degree n at x.`,
      example: [`torch.special.${name}(torch.tensor([0.5]), 2)`, `tensor([${output}])`],
      dtype: 'float',
      refuse: (common: DType) => {
        if (common.is_complex || common.isHalf) notImplementedFor(`${name}_cpu`, common)
      },
      kernel: (x, n) => polynomial(x, n, exact),
      float32: (x, n) => polynomial(x, n, Math.fround),
      backward: 'none',
    })
