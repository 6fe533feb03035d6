// What Python writes between brackets: `x.index(0, '1:3', null, mask)` reads, `x.index_put_([0, mask], v)` writes.
// Slices, numbers, `null` and `'...'` become views; tensors, lists and masks pick elements (pick.ts). Follows
// ATen/TensorIndexing.h.
import { bool, int32, int64, uint8 } from '../../base/dtype.js'
import { IndexError, sizesText, ValueError } from '../../base/errors.js'
import { sameSizes } from '../../base/layout.js'
import { Float, isScalar, type Scalar, Slice } from '../../base/scalar.js'
import { Tensor } from '../../tensor/tensor.js'
import { indexTensor, scalarTensor } from '../../engine/picking.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

const isEllipsis = (item: unknown): boolean => item === '...'
const isMask = (tensor: Tensor): boolean => tensor.dtype === bool || tensor.dtype === uint8

/** `'1:3'` as the slice it spells. */
function readSlice(text: string): Slice {
  const parts = text.split(':')
  const values = parts.map((part) => (part.trim() === '' ? null : Number(part)))
  if (
    parts.length < 2 ||
    parts.length > 3 ||
    values.some((value) => value !== null && !Number.isInteger(value))
  )
    throw new IndexError(
      `'${text}' is no index: a string between brackets is a slice such as '1:3' or '::2', or '...'`,
    )
  return new Slice(values[0], values[1], values[2] ?? null)
}

/** How deep lists may be nested; one that holds itself has no end. */
const MAX_DIMS = 128

/** A list of numbers or booleans, nested or not, as an index tensor. */
function listTensor(list: readonly unknown[]): Tensor {
  const sizes: number[] = []
  for (let level: unknown = list; Array.isArray(level); level = (level as unknown[])[0]) {
    if (sizes.length === MAX_DIMS) throw new ValueError("too many dimensions 'list'")
    sizes.push(level.length)
  }
  const values: number[] = []
  let isBool = false
  const walk = (item: unknown, depth: number): void => {
    if (Array.isArray(item)) {
      if (depth === sizes.length || item.length !== sizes[depth])
        throw new ValueError(
          `expected sequence of length ${sizes[depth] ?? 0} at dim ${depth} (got ${item.length})`,
        )
      for (const inner of item) walk(inner, depth + 1)
      return
    }
    const value: unknown = item instanceof Tensor ? item.item() : item
    if (!isScalar(value)) throw notAnIndex(value)
    isBool ||= typeof value === 'boolean'
    values.push(Math.trunc(Number(value)))
  }
  walk(list, 0)
  const index = indexTensor(values, sizes)
  return isBool ? index.to(bool) : index
}

function notAnIndex(value: unknown): IndexError {
  const type = typeof value === 'number' || value instanceof Float ? 'float' : typeof value
  return new IndexError(
    'only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices ' +
      `(got ${type})`,
  )
}

type Item = number | Slice | null | boolean | Tensor | '...'

function readItem(item: unknown): Item {
  if (item === null || item === undefined) return null
  if (typeof item === 'boolean' || item instanceof Slice || item instanceof Tensor) return item
  if (typeof item === 'number' && Number.isInteger(item)) return item
  if (typeof item === 'bigint') return Number(item)
  if (item === '...') return item
  if (typeof item === 'string') return readSlice(item)
  if (Array.isArray(item)) return listTensor(item)
  throw notAnIndex(item)
}

/** A lone list with more than numbers in it means its elements, as in NumPy of old (treatSequenceAsTuple). */
function readItems(indices: readonly unknown[]): Item[] {
  const [only] = indices
  const isTuple =
    indices.length === 1 &&
    Array.isArray(only) &&
    only.length < 32 &&
    only.some(
      (item) =>
        item instanceof Tensor ||
        Array.isArray(item) ||
        item instanceof Slice ||
        item === null ||
        typeof item === 'string',
    )
  return (isTuple ? (only as unknown[]) : indices).map(readItem)
}

interface Resolved {
  /** The view that numbers, slices and `null` give. */
  readonly view: Tensor
  /** What is then picked from it. */
  readonly indices: Tensor[]
  readonly dims: number[]
}

function sliced(self: Tensor, dim: number, slice: Slice, keepsWhole: boolean): Tensor {
  if (self.sizes.length === 0) throw new IndexError('slice() cannot be applied to a 0-dim tensor.')
  const { start, stop } = slice
  const step = slice.step ?? 1
  if (step === 0) throw new ValueError('slice step cannot be zero')
  if (step < 0) throw new ValueError('step must be greater than zero')
  const size = self.sizes[dim]
  if (keepsWhole && (start ?? 0) === 0 && (stop ?? size) >= size && step === 1) return self
  return self.slice(dim, start ?? 0, stop ?? size, step)
}

function selected(self: Tensor, dim: number, index: number, shownDim: number): Tensor {
  if (index === 0 && dim === 0 && self.sizes.length === 0)
    throw new IndexError(
      'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a ' +
        '0-dim tensor to a number',
    )
  const size = self.sizes[dim] ?? 0
  if (index < -size || index >= size)
    throw new IndexError(`index ${index} is out of bounds for dimension ${shownDim} with size ${size}`)
  return self.select(dim, index)
}

/** How many dimensions of the indexed tensor an item speaks of. */
function dimsOf(item: Item): number {
  if (item instanceof Tensor) return isMask(item) ? item.sizes.length : 1
  return typeof item === 'number' || item instanceof Slice ? 1 : 0
}

function resolve(self: Tensor, items: readonly Item[]): Resolved {
  const specified = items.reduce<number>((sum, item) => sum + dimsOf(item), 0)
  const rank = self.sizes.length
  const alone = items.length === 1
  const isNumber = alone && typeof items[0] === 'number'
  if (specified > rank && !isNumber && !(alone && items[0] instanceof Slice))
    throw new IndexError(`too many indices for tensor of dimension ${rank}`)
  const indices: Tensor[] = []
  const dims: number[] = []
  let view = self
  let dim = 0
  let shownDim = 0
  const record = (index: Tensor): void => {
    indices.push(index)
    dims.push(dim++)
  }
  for (const item of items) {
    if (typeof item === 'number') view = selected(view, dim, item, shownDim)
    else if (item instanceof Slice) view = sliced(view, dim++, item, !alone)
    else if (item === null) view = view.unsqueeze(dim++)
    else if (isEllipsis(item)) {
      dim += rank - specified
      shownDim += rank - specified
    } else if (typeof item === 'boolean') {
      view = view.unsqueeze(dim)
      record(indexTensor(item ? [0] : [], [item ? 1 : 0]))
    } else {
      const tensor = item as Tensor
      if (isMask(tensor)) {
        if (tensor.sizes.length === 0) {
          view = view.unsqueeze(dim)
          record(indexTensor(tensor.item() ? [0] : [], [tensor.item() ? 1 : 0]))
        } else {
          tensor.sizes.forEach((size, k) => {
            if (size !== view.sizes[dim + k])
              throw new IndexError(
                `The shape of the mask ${sizesText(tensor.sizes)} at index ${k} does not match the shape of the ` +
                  `indexed tensor ${sizesText(view.sizes)} at index ${dim + k}`,
              )
          })
          for (const column of tensor.nonzero().unbind(1)) record(column)
        }
      } else if (tensor.dtype.isIntegral && tensor.sizes.length === 0)
        view = selected(view, dim, Number(tensor.item()), shownDim)
      else if (tensor.dtype === int64 || tensor.dtype === int32) record(tensor)
      else throw new IndexError('tensors used as indices must be long, byte or bool tensors')
    }
    shownDim += dimsOf(item)
  }
  return { view, indices, dims }
}

op('index(Tensor self, any[] *indices) -> Tensor', {
  doc:
    "What Python writes `x[…]`: numbers, slices (`new torch.Slice(1, 3)` or `'1:3'`), `'...'`, `null` for a new " +
    'dimension, integer tensors or lists, and masks. A view, unless tensors, lists or masks pick elements.',
  example: ["torch.tensor([[1, 2, 3], [4, 5, 6]]).index(':', '1:')", 'tensor([[2, 3],\n        [5, 6]])'],
  aliases: ['__getitem__'],
  variants: 'method',
  forward: (self: Tensor, given: unknown[]) => {
    const { view, indices, dims } = resolve(self, readItems(given))
    if (indices.length > 0) return call('_index', [view, indices, dims])
    return view === self ? call('alias', [self]) : view
  },
})

/** Leading dimensions of size 1 may be too many (slicePrefix1sSize). */
function withoutLeadingOnes(value: Tensor): Tensor {
  const { sizes } = value
  let first = 0
  while (first < sizes.length && sizes[first] === 1) first++
  return first === 0 ? value : value.reshape(sizes.slice(first))
}

function assign(
  self: Tensor,
  given: readonly unknown[],
  values: Tensor | Scalar,
  accumulate: boolean,
): Tensor {
  const items = readItems(given)
  if (items.length === 1 && items[0] === false) return self
  const { view, indices, dims } = resolve(self, items.length === 1 && items[0] === true ? [null] : items)
  let value = values instanceof Tensor ? values : scalarTensor(values, self.dtype)
  if (indices.length > 0) {
    if (value.sizes.length === 0 && value.dtype !== self.dtype) value = value.to(self.dtype)
    call('_index_put_', [view, indices, dims, withoutLeadingOnes(value), accumulate])
    return self
  }
  if (value.sizes.length === 0 && !accumulate) {
    view.fill_(value)
    return self
  }
  if (!sameSizes(value.sizes, view.sizes)) value = withoutLeadingOnes(value).expand(view.sizes)
  if (accumulate) view.add_(value)
  else view.copy_(value)
  return self
}

op('index_put_(Tensor self, any[] indices, Tensor|Scalar values, bool accumulate=False) -> Tensor', {
  doc: 'What Python writes `x[indices] = values`; with `accumulate`, values are added, also where a place is named twice.',
  oneSignature: ['index_put'],
  example: ["torch.tensor([1, 2, 3]).index_put_(['1:'], 0)", 'tensor([1, 0, 0])'],
  forward: assign,
})

op('index_put(Tensor self, any[] indices, Tensor|Scalar values, bool accumulate=False) -> Tensor', {
  doc: 'A copy of the tensor in which the indexed elements are `values`.',
  oneSignature: ['index_put'],
  example: [
    'torch.tensor([1, 2, 3]).index_put([torch.tensor([0, 2])], torch.tensor(9))',
    'tensor([9, 2, 9])',
  ],
  forward: (self: Tensor, given: unknown[], values: Tensor | Scalar, accumulate: boolean) => {
    const { view, indices, dims } = resolve(self, readItems(given))
    if (view !== self || indices.length === 0) return assign(self.clone(), given, values, accumulate)
    const value = values instanceof Tensor ? values : scalarTensor(values, self.dtype)
    return call('_index_put', [self, indices, dims, value, accumulate])
  },
})
