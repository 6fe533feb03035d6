// Views as copies: `view_copy`, `t_copy` and their like give what the view of that name gives, in memory of its own; one
// mechanism makes them all. Follows the `_copy` entries of native_functions.yaml, which PyTorch generates likewise.
import type { Tensor } from '../../tensor/tensor.js'
import { Tuple } from '../../base/tuple.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

type Views = Tensor | readonly Tensor[]
type Method = (...args: readonly unknown[]) => Views

/** The view of that name, which some have as a method alone and others as a function alone. */
function viewOf(name: string, self: Tensor, rest: readonly unknown[]): Views {
  const method = (self as unknown as Record<string, Method | undefined>)[name]
  return method === undefined ? (call(name, [self, ...rest]) as Views) : method.apply(self, [...rest])
}

/** The view `split` and the copy `split_copy.Tensor`, of `split.Tensor`. */
function named(name: string): { view: string; copy: string } {
  const [view] = name.split('.')
  return { view, copy: `${view}_copy${name.slice(view.length)}` }
}

/** Puts `<name>_copy` in the table. */
function copyOf(name: string, parameters: string, example: readonly [code: string, output: string]): void {
  const { view, copy } = named(name)
  const keywords = parameters.includes(', *') ? ', Tensor? out=None' : ', *, Tensor? out=None'
  // What comes by name alone says how the view is made, which a copy does not show.
  const places = parameters.split(', *')[0].split(', ').length - 1
  op(`${copy}(Tensor self${parameters}${keywords}) -> Tensor`, {
    doc: `What \`${view}\` gives, in memory of its own.`,
    example,
    variants: 'function',
    forward: (self: Tensor, ...rest: unknown[]) =>
      (viewOf(view, self, rest.slice(0, places)) as Tensor).clone(),
  })
}

/** As `copyOf`, where the view is a tuple of views. */
function copiesOf(name: string, parameters: string, example: readonly [code: string, output: string]): void {
  const { view, copy } = named(name)
  op(`${copy}(Tensor self${parameters}) -> Tensor[]`, {
    doc: `What \`${view}\` gives, each in memory of its own.`,
    example,
    variants: 'function',
    forward: (self: Tensor, ...rest: unknown[]) =>
      Tuple.from((viewOf(view, self, rest) as readonly Tensor[]).map((part) => part.clone())),
  })
}

const row = 'torch.tensor([[1, 2, 3]])'

copyOf('alias', '', [`torch.alias_copy(${row})`, 'tensor([[1, 2, 3]])'])
copyOf('as_strided', ', int[] size, int[] stride, int? storage_offset=None', [
  `torch.as_strided_copy(${row}, [2, 2], [1, 1])`,
  'tensor([[1, 2],\n        [2, 3]])',
])
copyOf('detach', '', [`torch.detach_copy(${row})`, 'tensor([[1, 2, 3]])'])
copyOf('diagonal', ', int offset=0, int dim1=0, int dim2=1', [
  `torch.diagonal_copy(${row}, 1)`,
  'tensor([2])',
])
copyOf('expand', ', int[] size, *, bool implicit=False', [
  `torch.expand_copy(${row}, [2, 3])`,
  'tensor([[1, 2, 3],\n        [1, 2, 3]])',
])
copyOf('permute', ', int[] dims', [
  `torch.permute_copy(${row}, [1, 0])`,
  'tensor([[1],\n        [2],\n        [3]])',
])
copyOf('select.int', ', int dim, int index', [`torch.select_copy(${row}, 1, 0)`, 'tensor([1])'])
copyOf('slice.Tensor', ', int dim=0, int? start=None, int? end=None, int step=1', [
  `torch.slice_copy(${row}, 1, 1)`,
  'tensor([[2, 3]])',
])
copyOf('squeeze', '', [`torch.squeeze_copy(${row})`, 'tensor([1, 2, 3])'])
copyOf('squeeze.dim', ', int dim', [`torch.squeeze_copy(${row}, 0)`, 'tensor([1, 2, 3])'])
copyOf('t', '', [`torch.t_copy(${row})`, 'tensor([[1],\n        [2],\n        [3]])'])
copyOf('transpose.int', ', int dim0, int dim1', [
  `torch.transpose_copy(${row}, 0, 1)`,
  'tensor([[1],\n        [2],\n        [3]])',
])
copyOf('unfold', ', int dimension, int size, int step', [
  `torch.unfold_copy(${row}, 1, 2, 1)`,
  'tensor([[[1, 2],\n         [2, 3]]])',
])
copyOf('unsqueeze', ', int dim', [`torch.unsqueeze_copy(${row}, 0)`, 'tensor([[[1, 2, 3]]])'])
copyOf('view.dtype', ', ScalarType dtype', [
  'torch.view_copy(torch.tensor([1.5]), torch.int32)',
  'tensor([1069547520], dtype=torch.int32)',
])
copyOf('view', ', int[] size', [
  `torch.view_copy(${row}, [3, 1])`,
  'tensor([[1],\n        [2],\n        [3]])',
])
copyOf('view_as_complex', '', [
  'torch.view_as_complex_copy(torch.tensor([[1.5, 2]]))',
  'tensor([1.5000+2.j])',
])
copyOf('view_as_real', '', [
  'torch.view_as_real_copy(torch.tensor([new torch.Complex(1, 2)]))',
  'tensor([[1., 2.]])',
])
copiesOf('split.Tensor', ', int split_size, int dim=0', [
  `torch.split_copy(${row}, 2, 1)`,
  '(tensor([[1, 2]]), tensor([[3]]))',
])
copiesOf('split_with_sizes', ', int[] split_sizes, int dim=0', [
  `torch.split_with_sizes_copy(${row}, [1, 2], 1)`,
  '(tensor([[1]]), tensor([[2, 3]]))',
])
copiesOf('unbind.int', ', int dim=0', [
  `torch.unbind_copy(${row}, 1)`,
  '(tensor([1]), tensor([2]), tensor([3]))',
])
