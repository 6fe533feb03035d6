// `torch.from_file`: the bytes of a file as the numbers of a tensor.
import { openSync, closeSync, fstatSync } from 'node:fs'
import { type DType, get_default_dtype } from '../base/dtype.js'
import { NotImplementedError, RuntimeError, TypeError } from '../base/errors.js'
import { bind, byName, required } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { uint8 } from '../base/dtype.js'
import { call } from '../engine/functions.js'
import { type Tensor, tensorFromArray } from '../tensor/tensor.js'
import { fileErrorReason, noFile } from './file-error.js'
import { readWholeFile } from './read-file.js'
import { statsAt } from './stats.js'

interface Options {
  filename: string
  shared: boolean | null
  size: number | bigint | null
  dtype: DType | null
  layout: unknown
  device: unknown
  pin_memory: unknown
  requires_grad: boolean
}

/** The most that is read: what a mapped file would cost nothing for is copied here. */
const mostBytes = 2 ** 30

/** How many bytes a file has; throws as PyTorch does where it cannot be opened. */
function sizeOf(filename: string): number {
  const known = statsAt(filename)
  // Opening a pipe would wait for who writes to it.
  if (known && !known.isFile() && !known.isCharacterDevice())
    throw new RuntimeError(
      `unable to open file <${filename}> in read-only mode: ${fileErrorReason(noFile(filename, known))}`,
    )
  try {
    const file = openSync(filename, 'r')
    try {
      return fstatSync(file).size
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const { errno = 0, code } = error as NodeJS.ErrnoException
    const why =
      code === 'ENOENT' ? 'No such file or directory' : code === 'EACCES' ? 'Permission denied' : code
    throw new RuntimeError(`unable to open file <${filename}> in read-only mode: ${why} (${Math.abs(errno)})`)
  }
}

/**
 * A tensor of the first `size` numbers of a file, which holds nothing but them. What is written to the tensor does not go to
 * the file: `shared` is refused.
 *
 * @param size how many numbers, not bytes
 * @throws RuntimeError where the file is not there or too short
 */
export function from_file(...args: unknown[]): Tensor {
  const bound = bind<Options>('from_file', args, {
    filename: required,
    shared: null,
    size: 0,
    dtype: byName(null),
    layout: byName(null),
    device: byName(null),
    pin_memory: byName(null),
    requires_grad: byName(false),
  })
  const { filename, shared, requires_grad } = bound
  if (typeof filename !== 'string')
    throw new TypeError(
      `from_file(): argument 'filename' (position 1) must be str, not ${typeName(filename)}`,
    )
  if (shared === true)
    throw new NotImplementedError(
      'torch.from_file(shared=True) is left out of dltorch: a file is read once, so write a tensor back with its numpy().tofile(path)',
    )
  const dtype = bound.dtype ?? get_default_dtype()
  const size = Number(bound.size ?? 0)
  const length = size * dtype.itemsize
  if (sizeOf(filename) < length)
    throw new RuntimeError(`file <${filename}> size is smaller than the required mapping size <${length}>`)
  const bytes = Uint8Array.from(readWholeFile(filename, mostBytes).subarray(0, length))
  const flat = tensorFromArray(bytes, [length], uint8)
  const result = (length === 0 ? call('empty', [[0], { dtype }]) : flat.view(dtype)) as Tensor
  return requires_grad ? result.requires_grad_() : result
}
