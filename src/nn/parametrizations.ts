// `nn.utils.parametrizations`: weights that stay orthogonal, or of largest singular value 1, as they are trained. Follows
// torch/nn/utils/parametrizations.py.
import { IndexError, NotImplementedError, ValueError } from '../base/errors.js'
import { sameSizes } from '../base/layout.js'
import type { Size } from '../base/tuple.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import { no_grad } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { repr, str } from '../text/repr.js'
import { Module } from './module.js'
import { register_parametrization } from './parametrize.js'

const maps = ['matrix_exp', 'cayley', 'householder'] as const
type Map_ = (typeof maps)[number]

const tensorOf = (path: string, ...args: unknown[]): Tensor => call(path, args) as Tensor
const eyeLike = (n: number, like: Tensor): Tensor =>
  tensorOf('eye', n, { dtype: like.dtype, device: like.device })
const diagonalOf = (matrix: Tensor): Tensor => matrix.diagonal(0, -2, -1)

function isOrthogonal(q: Tensor): boolean {
  const [n, k] = [q.size(-2), q.size(-1)]
  const epsilon = q.dtype.name === 'float64' || q.dtype.name === 'complex128' ? 2 ** -52 : 2 ** -23
  return call('allclose', [q.mH.matmul(q), eyeLike(k, q), { atol: 10 * n * epsilon }]) as boolean
}
/** Q of the QR decomposition, with the signs of R's diagonal. */
function makeOrthogonal(a: Tensor): Tensor {
  const [x, tau] = call('geqrf', [a]) as [Tensor, Tensor]
  return tensorOf('linalg.householder_product', x, tau).mul(diagonalOf(x).sgn().unsqueeze(-2))
}

class Orthogonal extends Module {
  shape: Size
  orthogonal_map: Map_
  declare base: Tensor | null

  constructor(weight: Tensor, map: Map_, isTrivialized: boolean) {
    super()
    if (weight.is_complex() && map === 'householder')
      throw new ValueError('The householder parametrization does not support complex tensors.')
    this.shape = weight.shape
    this.orthogonal_map = map
    // What a weight is orthogonal to is multiplied by this, so that any orthogonal weight can be assigned.
    if (isTrivialized) this.register_buffer('base', null)
  }

  override forward(given: Tensor): Tensor {
    const isWide = given.size(-2) < given.size(-1)
    let x = isWide ? given.mT : given
    const [n, k] = [x.size(-2), x.size(-1)]
    let q: Tensor
    if (this.orthogonal_map === 'householder') {
      const a = x.tril(-1)
      const tau = a.mul(a).sum(-2).add(1).reciprocal().mul(2)
      q = tensorOf('linalg.householder_product', a, tau).mul(diagonalOf(x).int().unsqueeze(-2))
    } else {
      // Skew-symmetric, so that its exponential is orthogonal.
      x = x.tril()
      if (n !== k)
        x = tensorOf('cat', [x, x.new_zeros([n, n - k]).expand([...x.sizes.slice(0, -2), -1, -1])], -1)
      const a = x.sub(x.mH)
      if (this.orthogonal_map === 'matrix_exp') q = tensorOf('matrix_exp', a)
      else {
        const identity = eyeLike(n, a)
        q = tensorOf('linalg.solve', identity.sub(a.mul(0.5)), identity.add(a.mul(0.5)))
      }
      if (n !== k) q = q.narrow(-1, 0, k)
    }
    if (Object.hasOwn(this, 'base')) q = this.base!.matmul(q)
    return isWide ? q.mT : q
  }

  right_inverse(given: Tensor): Tensor {
    return no_grad(() => {
      if (!sameSizes(given.sizes, this.shape))
        throw new ValueError(
          `Expected a matrix or batch of matrices of shape ${str(this.shape)}. Got a tensor of shape ${str(given.shape)}.`,
        )
      const isWide = given.size(-2) < given.size(-1)
      let q = isWide ? given.mT : given
      const [n, k] = [q.size(-2), q.size(-1)]
      if (!Object.hasOwn(this, 'base')) {
        if (this.orthogonal_map !== 'householder')
          throw new NotImplementedError(
            'It is not possible to assign to the matrix exponential or the Cayley parametrizations when ' +
              'use_trivialization=False.',
          )
        const [a, tau] = call('geqrf', [q]) as [Tensor, Tensor]
        const diagonal = diagonalOf(a)
        diagonal.sign_()
        // Where no reflection is made, the sign turns.
        diagonal.copy_(tensorOf('where', tau.eq(0), diagonal.neg(), diagonal))
        return isWide ? a.mT : a
      }
      if (n === k) q = isOrthogonal(q) ? q.clone() : makeOrthogonal(q)
      else {
        const more = tensorOf('randn', [...q.sizes.slice(0, -2), n, n - k], {
          dtype: q.dtype,
          device: q.device,
        })
        q = makeOrthogonal(tensorOf('cat', [q, more], -1))
      }
      this.base = q
      const result = tensorOf('zeros_like', given)
      diagonalOf(result).fill_(-1)
      return result
    })
  }
}
Object.defineProperty(Orthogonal, 'name', { value: '_Orthogonal' })

type AnyStep = (module: any, ...args: any[]) => any
/** The arguments after the module: in order, or by name from any place on. */
type Step<K extends object> = <M extends Module>(module: M, ...args: (K[keyof K] | K)[]) => M

/** The tensor of this name; it must be one. */
function weightOf(module: Module, name: string): Tensor {
  const weight = (module as unknown as Record<string, unknown>)[name]
  if (!(weight instanceof Tensor))
    throw new ValueError(`Module '${repr(module)}' has no parameter or buffer with name '${name}'`)
  return weight
}

/**
 * Keeps a matrix orthogonal: its rows or columns, whichever are fewer, have length 1 and are orthogonal to each other.
 *
 * @param orthogonal_map how a matrix of any numbers becomes orthogonal: `'matrix_exp'`, `'cayley'` or `'householder'`
 * @example
 * const layer = nn.utils.parametrizations.orthogonal(nn.Linear(3, 3))
 * torch.allclose(layer.weight.mm(layer.weight.T), torch.eye(3), { atol: 1e-5 }) // true
 */
export const orthogonal = pythonic<
  AnyStep,
  Step<{
    name?: string
    orthogonal_map?: string | null
    use_trivialization?: boolean
  }>
>(
  "orthogonal(module, name = 'weight', orthogonal_map = None, *, use_trivialization = True)",
  <M extends Module>(
    module: M,
    name = 'weight',
    orthogonal_map: string | null = null,
    isTrivialized = true,
  ): M => {
    const weight = weightOf(module, name)
    if (weight.ndim < 2)
      throw new ValueError(
        `Expected a matrix or batch of matrices. Got a tensor of ${weight.ndim} dimensions.`,
      )
    const usual = weight.size(-2) === weight.size(-1) || weight.is_complex() ? 'matrix_exp' : 'householder'
    const map = maps.find((each) => each === (orthogonal_map ?? usual))
    if (map === undefined)
      throw new ValueError(
        `orthogonal_map has to be one of "matrix_exp", "cayley", "householder". Got: ${orthogonal_map}`,
      )
    const step = new Orthogonal(weight, map, isTrivialized)
    return register_parametrization(module, name, step, { unsafe: true })
  },
)

const normalize = (vector: Tensor, eps: number): Tensor =>
  tensorOf('nn.functional.normalize', vector, { dim: 0, eps })

class SpectralNorm extends Module {
  dim: number
  eps: number
  n_power_iterations = 1
  declare _u: Tensor
  declare _v: Tensor

  constructor(weight: Tensor, iterations: number, dim: number, eps: number) {
    super()
    const { ndim } = weight
    if (dim >= ndim || dim < -ndim)
      throw new IndexError(
        `Dimension out of range (expected to be in range of [-${ndim}, ${ndim - 1}] but got ${dim})`,
      )
    if (iterations <= 0)
      throw new ValueError(
        `Expected n_power_iterations to be positive, but got n_power_iterations=${iterations}`,
      )
    this.dim = dim >= 0 ? dim : dim + ndim
    this.eps = eps
    if (ndim === 1) return
    this.n_power_iterations = iterations
    const matrix = this.#matrixOf(weight.detach())
    const [height, width] = matrix.sizes
    const [u, v] = [matrix.new_empty([height]).normal_(0, 1), matrix.new_empty([width]).normal_(0, 1)]
    this.register_buffer('_u', normalize(u, eps))
    this.register_buffer('_v', normalize(v, eps))
    this.#iterate(matrix, 15)
  }
  /** With the rows along `dim`. */
  #matrixOf(weight: Tensor): Tensor {
    const others = weight.sizes.map((_, i) => i).filter((i) => i !== this.dim)
    return (this.dim === 0 ? weight : weight.permute([this.dim, ...others])).flatten(1)
  }
  #iterate(matrix: Tensor, times: number): void {
    no_grad(() => {
      for (let i = 0; i < times; i++) {
        this._u.copy_(normalize(matrix.mv(this._v), this.eps))
        this._v.copy_(normalize(matrix.t().mv(this._u), this.eps))
      }
    })
  }
  override forward(weight: Tensor): Tensor {
    if (weight.ndim === 1) return normalize(weight, this.eps)
    const matrix = this.#matrixOf(weight)
    if (this.training) this.#iterate(matrix, this.n_power_iterations)
    // Two calls may go into one backward pass: the first one's vectors stay what they were.
    const [u, v] = [this._u.clone(), this._v.clone()]
    return weight.div(u.dot(matrix.mv(v)))
  }
  right_inverse(value: Tensor): Tensor {
    return value
  }
}
Object.defineProperty(SpectralNorm, 'name', { value: '_SpectralNorm' })

/**
 * Keeps the largest singular value of a weight at 1 (Miyato et al., 2018), by power iteration whenever it is read in
 * training.
 *
 * @param dim the dimension of the outputs; 1 for transposed convolutions, 0 for all else
 * @example
 * const layer = nn.utils.parametrizations.spectral_norm(nn.Linear(20, 40))
 */
export const spectral_norm = pythonic<
  AnyStep,
  Step<{
    name?: string
    n_power_iterations?: number
    eps?: number
    dim?: number | null
  }>
>(
  "spectral_norm(module, name = 'weight', n_power_iterations = 1, eps = 1e-12, dim = None)",
  <M extends Module>(
    module: M,
    name = 'weight',
    iterations = 1,
    eps = 1e-12,
    dim: number | null = null,
  ): M => {
    const weight = weightOf(module, name)
    const at = dim ?? (/^(Parametrized)?ConvTranspose/.test(module._get_name()) ? 1 : 0)
    return register_parametrization(module, name, new SpectralNorm(weight, iterations, at, eps))
  },
)
