// Vectors combined: cartesian_prod, combinations, cross, vander; and diagonals made of any shape.
import { bool, type DType, int64 } from '../../base/dtype.js'
import { check, sizesText } from '../../base/errors.js'
import type { Scalar } from '../../base/scalar.js'
import { checkRoom } from '../../memory/allocate.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

function checkVector(tensor: Tensor): void {
  check(tensor.sizes.length === 1, () => `Expect a 1D vector, but got shape ${sizesText(tensor.sizes)}`)
}

op('cartesian_prod(Tensor[] *tensors) -> Tensor', {
  doc: 'All ways to take one element of each vector, one a row.',
  example: [
    'torch.cartesian_prod(torch.tensor([1, 2]), torch.tensor([4, 5]))',
    'tensor([[1, 4],\n        [1, 5],\n        [2, 4],\n        [2, 5]])',
  ],
  forward: (tensors: Tensor[]) => {
    tensors.forEach(checkVector)
    if (tensors.length === 1) return tensors[0]
    check(tensors.length > 0, () => 'meshgrid expects a non-empty TensorList')
    check(
      tensors.every((tensor) => tensor.dtype === tensors[0].dtype),
      () => 'meshgrid expects all tensors to have the same dtype',
    )
    const grids = call('meshgrid', [...tensors, { indexing: 'ij' }]) as Tensor[]
    return call('stack', [grids.map((grid) => grid.flatten()), 1])
  },
})

op('combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor', {
  doc: 'All ways to choose r elements of a vector, in its order, one a row.',
  example: [
    'torch.combinations(torch.tensor([1, 2, 3]))',
    'tensor([[1, 2],\n        [1, 3],\n        [2, 3]])',
  ],
  variants: 'function',
  forward: (self: Tensor, r: number, withReplacement: boolean) => {
    checkVector(self)
    check(r >= 0, () => `Expect a non-negative number, but got ${r}`)
    if (r === 0) return call('empty', [[0], { dtype: self.dtype, device: self.device }])
    // PyTorch makes a grid of all choices; what it has no memory for is refused here too.
    checkRoom(bool, [Math.max(self.count, 2) ** Math.min(r, 2 ** 20)])
    const places: number[][] = Array.from({ length: r }, () => [])
    const chosen: number[] = []
    const choose = (from: number): void => {
      if (chosen.length === r) {
        for (let k = 0; k < r; k++) places[k].push(chosen[k])
        return
      }
      for (let i = from; i < self.count; i++) {
        chosen.push(i)
        choose(withReplacement ? i : i + 1)
        chosen.pop()
      }
    }
    choose(0)
    const columns = places.map((column) =>
      self.index_select(0, call('tensor', [column, { dtype: int64, device: self.device }]) as Tensor),
    )
    return call('stack', [columns, 1])
  },
})

op('vander(Tensor x, int? N=None, bool increasing=False) -> Tensor', {
  doc: 'Powers of a vector, one power a column: the highest first, unless `increasing`.',
  example: [
    'torch.vander(torch.tensor([1, 2, 3]))',
    'tensor([[1, 1, 1],\n        [4, 2, 1],\n        [9, 3, 1]])',
  ],
  variants: 'function',
  forward: (x: Tensor, n: number | null, increasing: boolean) => {
    check(x.sizes.length === 1, () => 'x must be a one-dimensional tensor.')
    const count = n ?? x.sizes[0]
    check(count >= 0, () => 'N must be non-negative.')
    const dtype: DType = x.dtype.isIntegral || x.dtype === bool ? int64 : x.dtype
    const result: Tensor = call('empty', [[x.sizes[0], count], { dtype, device: x.device }])
    if (count > 0) result.select(1, 0).fill_(1)
    if (count > 1) {
      result.slice(1, 1).copy_(x.unsqueeze(1).expand([x.sizes[0], count - 1]))
      result.slice(1, 1).copy_(result.slice(1, 1).clone().cumprod(1))
    }
    return increasing ? result : result.flip([1])
  },
})

op('diagflat(Tensor self, int offset=0) -> Tensor', {
  doc: 'A matrix with all elements of a tensor on a diagonal.',
  example: ['torch.diagflat(torch.tensor([1, 2]))', 'tensor([[1, 0],\n        [0, 2]])'],
  forward: (self: Tensor, offset: number) => self.contiguous().view([-1]).diag(offset),
})

op('fill_diagonal_(Tensor self, Scalar fill_value, bool wrap=False) -> Tensor', {
  doc: 'Writes a value to the main diagonal; with `wrap` it begins again below a tall matrix.',
  example: ['torch.zeros(2, 2).fill_diagonal_(5)', 'tensor([[5., 0.],\n        [0., 5.]])'],
  variants: 'method',
  forward: (self: Tensor, value: Scalar, wrap: boolean) => {
    const { sizes, strides } = self
    check(sizes.length >= 2, () => 'dimensions must larger than 1')
    if (sizes.length > 2)
      check(
        sizes.every((size) => size === sizes[0]),
        () => 'all dimensions of input must be of equal length',
      )
    const step = strides.reduce((sum, stride) => sum + stride, 0)
    const shortest = Math.min(...sizes)
    self.as_strided([shortest], [step], self.offset).fill_(value)
    if (wrap && sizes.length === 2 && sizes[0] > sizes[1] + 1 && sizes[1] > 0) {
      const first = strides[0] * (sizes[1] + 1)
      const rows = sizes[0] - sizes[1] - 1
      const full = Math.floor(rows / (sizes[1] + 1))
      for (let block = 0; block <= full; block++) {
        const height = Math.min(sizes[1], rows - block * (sizes[1] + 1))
        if (height > 0) self.as_strided([height], [step], self.offset + first * (block + 1)).fill_(value)
      }
    }
    return self
  },
})
