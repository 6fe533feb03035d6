// The orthonormal factor of a matrix, by Householder reflections; what `nn.init.orthogonal_` starts from.
import { emptyTensor, type Tensor } from '../tensor/tensor.js'

/**
 * Q of the QR decomposition with a positive diagonal of R: unique, so that it does not depend on LAPACK's signs.
 *
 * @param matrix at least as many rows as columns
 */
export function orthonormal(matrix: Tensor): Tensor {
  const [m, n] = matrix.sizes
  const a = Float64Array.from(matrix.reshape([-1]).tolist() as number[])
  const reflections: Float64Array[] = []
  const signs: number[] = []
  /** Applies I - 2vvᵀ to columns `from …` of `x`. */
  const reflect = (x: Float64Array, v: Float64Array, k: number, from: number): void => {
    for (let j = from; j < n; j++) {
      let dot = 0
      for (let i = k; i < m; i++) dot += v[i] * x[i * n + j]
      for (let i = k; i < m; i++) x[i * n + j] -= 2 * dot * v[i]
    }
  }
  for (let k = 0; k < n; k++) {
    const v = new Float64Array(m)
    let squares = 0
    for (let i = k; i < m; i++) squares += (v[i] = a[i * n + k]) ** 2
    const length = Math.sqrt(squares)
    const diagonal = v[k] > 0 ? -length : length
    v[k] -= diagonal
    let norm = 0
    for (let i = k; i < m; i++) norm += v[i] ** 2
    if (norm > 0) for (let i = k; i < m; i++) v[i] /= Math.sqrt(norm)
    reflect(a, v, k, k)
    reflections.push(v)
    signs.push(Math.sign(diagonal))
  }
  const q = new Float64Array(m * n)
  for (let k = 0; k < n; k++) q[k * n + k] = 1
  for (let k = n - 1; k >= 0; k--) reflect(q, reflections[k], k, 0)
  const result = emptyTensor([m, n], matrix.dtype)
  for (let i = 0; i < m * n; i++) result.setElementAt(result.offset + i, q[i] * signs[i % n])
  return result
}
