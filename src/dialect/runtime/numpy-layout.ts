// Arrays of NumPy as numpy-ts computes with them: parts of another array, which it often reads as if they were the whole of
// its memory, are copied first.
import torch, { type Tensor } from '../../torch.js'
import { isNumpyArray } from '../../text/numpy-text.js'

type Any = any

const isWhole = ({ storage, size, flags }: Any): boolean =>
  storage === undefined || (flags.C_CONTIGUOUS && storage.data.length === size * widthOf(storage))

/** Complex numbers lie as pairs. */
const widthOf = ({ dtype }: Any): number => (String(dtype).startsWith('complex') ? 2 : 1)

const copied = (array: Any): Any =>
  (torch as Any)[String(array.dtype)] === undefined
    ? array.copy()
    : (torch.from_numpy(array) as Tensor).clone({ memory_format: torch.contiguous_format } as never).numpy()

/** The array itself where it is the whole of its memory, row by row; a copy that is, of any other. */
export const laidOut = (value: Any): Any => (isNumpyArray(value) && !isWhole(value) ? copied(value) : value)

/** In another type: numpy-ts reads the memory of a part of an array as if it were the part. */
export const inType = (array: Any, dtype: string): Any => laidOut(array).astype(dtype)

/** Methods that look at the memory of the array, or write to it. */
const onMemory = new Set(
  `slice get set iget iset fill itemset put sort partition transpose swapaxes squeeze view copy resize dispose toString
   expand_dims moveaxis rollaxis iindex bindex __getitem__ __setitem__`.split(/\s+/),
)

/** Whether a method may be called on a copy. */
export const readsOnly = (name: string): boolean => !onMemory.has(name)
