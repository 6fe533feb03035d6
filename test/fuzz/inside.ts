// Whether a tensor looks at its own memory only.
import type { Tensor } from '../../src/tensor/tensor.js'

/** What is wrong with where a tensor lies, null for nothing. */
export function faultOfPlace(tensor: Tensor): string | null {
  const { sizes, strides, offset, count, memory } = tensor
  if (!sizes.every((size) => Number.isInteger(size) && size >= 0)) return 'sizes that are none'
  if (count !== sizes.reduce((a, b) => a * b, 1)) return 'another count than its sizes'
  if (count === 0) return null
  let [first, last] = [offset, offset]
  sizes.forEach((size, dim) => {
    const reach = (size - 1) * strides[dim]
    if (reach < 0) first += reach
    else last += reach
  })
  return first < 0 || last >= memory.length ? 'reaches outside its memory' : null
}
