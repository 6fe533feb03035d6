// What a tensor says of the memory behind it, and how it is set on another.
import { check, cName, messages, RuntimeError, sizesText, TypeError } from '../../base/errors.js'
import { uint8 } from '../../base/dtype.js'
import { contiguousStrides, numelOf, sameSizes } from '../../base/layout.js'
import { typeName } from '../../base/type-name.js'
import { warn } from '../../base/warnings.js'
import { modes } from '../../tensor/modes.js'
import { emptyTensor, Tensor } from '../../tensor/tensor.js'
import { op } from '../../engine/op.js'
import { growStorage } from '../../engine/place.js'
import './storage-types.js'
import { allOf, checkStorageType, isStorage, TypedStorage, UntypedStorage } from './typed-storage.js'

op('storage(Tensor self) -> TypedStorage', {
  doc: 'All numbers of the memory that this tensor looks at, those of its views and its base included. A write to one is seen in the other.',
  example: ['torch.tensor([[1, 2], [3, 4]]).t().storage().tolist()', '[1, 2, 3, 4]'],
  variants: 'method',
  forward: (self: Tensor) => new TypedStorage(self.memory),
})
for (const name of ['untyped_storage', '_storage'])
  op(`${name}(Tensor self) -> UntypedStorage`, {
    doc: 'The memory that this tensor looks at, as bytes.',
    example: [`torch.tensor([1, 2]).${name}().size()`, '16'],
    variants: 'method',
    forward: (self: Tensor) => new UntypedStorage(self.memory.as(uint8)),
  })
op('is_set_to(Tensor self, Tensor tensor) -> bool', {
  doc: 'Whether both look at the same memory in the same way.',
  example: ['x = torch.ones(2, 3)\nx.is_set_to(x.view(2, 3))', 'True'],
  variants: 'method',
  forward: (self: Tensor, tensor: Tensor) =>
    self.memory === tensor.memory &&
    self.offset === tensor.offset &&
    sameSizes(self.sizes, tensor.sizes) &&
    sameSizes(self.strides, tensor.strides),
})

op(
  'set_(Tensor self, any source=None, int storage_offset=0, int[]? size=None, int[]? stride=None) -> Tensor',
  {
    doc: 'Looks at the memory of another tensor, or at a storage, from now on.',
    example: ['torch.tensor([3]).set_(torch.tensor([1, 2]))', 'tensor([1, 2])'],
    variants: 'method',
    forward: (
      self: Tensor,
      source: unknown,
      offset: number,
      size: number[] | null,
      stride: number[] | null,
    ) => {
      if (self.leafRequiresGrad && modes.grad) throw new RuntimeError(messages.leafInplace)
      const to = setTo(self, source)
      if (size !== null) {
        const strides = stride ?? contiguousStrides(size)
        check(strides.length === size.length, () => 'mismatch in length of strides and shape')
        check(offset >= 0, () => `Tensor: invalid storage offset ${offset}`)
        check(
          size.every((length) => length >= 0),
          () => 'numel: integer multiplication overflow',
        )
        check(
          strides.every((step) => step >= 0),
          () =>
            `Storage size calculation overflowed with sizes=${sizesText(size)} and strides=${sizesText(strides)}`,
        )
        const last = size.reduce((at, length, i) => at + (length - 1) * strides[i], offset)
        if (!size.includes(0)) {
          check(
            last < to.memory.length || !to.memory.isForeign,
            () => 'Trying to resize storage that is not resizable',
          )
          growStorage(to, last + 1)
        }
        to.setGeometry(size, strides, offset)
      }
      self.data = to
      self.counter.value++
      return self
    },
  },
)

/** The tensor that a source of `set_` stands for: nothing, a tensor, or all of a storage. */
function setTo(self: Tensor, source: unknown): Tensor {
  if (source === null) return emptyTensor([0], self.dtype)
  if (source instanceof Tensor) {
    check(
      source.dtype === self.dtype,
      () => `set_: a tensor of ${self.dtype} cannot look at the memory of one of ${source.dtype}`,
    )
    return source.viewAs(source.sizes, source.strides, source.offset)
  }
  if (!isStorage(source))
    throw new TypeError(`set_(): argument 'source' (position 1) must be Tensor, not ${typeName(source)}`)
  checkStorageType(source, self.dtype, cName(self.dtype.scalarName))
  return allOf(source.memory.as(self.dtype))
}

/** `resize` of old: another shape for the same number of elements. */
function resized(self: Tensor, sizes: readonly number[]): Tensor {
  warn('non-inplace resize is deprecated')
  if (numelOf(sizes) !== self.count)
    throw new RuntimeError(
      `requested resize to ${sizes.join('x')} (${numelOf(sizes)} elements in total), but the given tensor has a size of ` +
        `${self.sizes.join('x')} (${self.count} elements). autograd's resize can only change the shape of a given tensor, ` +
        'while preserving the number of elements. ',
    )
  return self.reshape(sizes as number[])
}

op('resize(Tensor self, int[] size) -> Tensor', {
  doc: 'Another shape for the same number of elements. Kept for programs written long ago: say `reshape`.',
  example: ['torch.tensor([[1, 2], [3, 4]]).resize(4)', 'tensor([1, 2, 3, 4])'],
  variants: 'method',
  forward: (self: Tensor, size: number[]) => resized(self, size),
})
op('resize_as(Tensor self, Tensor other) -> Tensor', {
  doc: 'The shape of another tensor for the same number of elements. Kept for programs written long ago: say `reshape`.',
  example: ['torch.tensor([[1, 2]]).resize_as(torch.ones(2))', 'tensor([1, 2])'],
  variants: 'method',
  forward: (self: Tensor, other: Tensor) => resized(self, other.sizes),
})
