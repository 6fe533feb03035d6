// NumPy's arrays in PyTorch's files, as NumPy pickles them: an empty array, and then its shape, its dtype and its bytes.
import { dtypes } from '../base/dtype.js'
import { TypeError, UnpicklingError } from '../base/errors.js'
import { type NumpyNumber, numpyType, plainNumber } from '../base/numpy-number.js'
import { call } from '../engine/functions.js'
import { shareMemory, foreign } from '../ops/shape/tensor-data.js'
import type { Tensor } from '../tensor/tensor.js'
import type { PickleWriter } from './pickle.js'

const codes: Record<string, string> = {
  float64: 'f8',
  float32: 'f4',
  float16: 'f2',
  complex128: 'c16',
  complex64: 'c8',
  int64: 'i8',
  int32: 'i4',
  int16: 'i2',
  int8: 'i1',
  uint8: 'u1',
  bool: 'b1',
}

/** Writes an array; `remember` is called when what stands for it has been written. */
export function writeArray(pickle: PickleWriter, value: unknown, remember: () => void): void {
  const tensor = (shareMemory(value) as Tensor).contiguous()
  const { dtype } = tensor
  const width = dtype.itemsize * tensor.count
  const { array } = tensor.memory
  const start = array.byteOffset + tensor.offset * dtype.itemsize
  pickle.global('numpy.core.multiarray', '_reconstruct')
  pickle.mark()
  pickle.global('numpy', 'ndarray')
  ints(pickle, [0])
  writeBytes(pickle, Buffer.from('b'))
  pickle.tuple()
  pickle.reduce()
  remember()
  pickle.mark()
  pickle.int(1)
  ints(pickle, tensor.sizes)
  writeType(pickle, codes[dtype.name], dtype.itemsize)
  pickle.bool(false)
  writeBytes(pickle, Buffer.from(array.buffer as ArrayBuffer, start, width))
  pickle.tuple()
  pickle.build()
}

function writeType(pickle: PickleWriter, code: string, itemsize: number): void {
  pickle.global('numpy', 'dtype')
  pickle.mark()
  pickle.text(code)
  pickle.bool(false)
  pickle.bool(true)
  pickle.tuple()
  pickle.reduce()
  pickle.mark()
  pickle.int(3)
  pickle.text(itemsize === 1 ? '|' : '<')
  for (let i = 0; i < 3; i++) pickle.none()
  pickle.int(-1)
  pickle.int(-1)
  pickle.int(0)
  pickle.tuple()
  pickle.build()
}

/** Writes one of NumPy's numbers. */
export function writeNumber(pickle: PickleWriter, value: NumpyNumber): void {
  const dtype = dtypes.find((one) => one.name === value[numpyType])
  if (dtype === undefined) throw new TypeError(`cannot pickle 'numpy.${value[numpyType]}' object`)
  const { array } = (call('tensor', [plainNumber(value), { dtype }]) as Tensor).memory
  pickle.global('numpy.core.multiarray', 'scalar')
  pickle.mark()
  writeType(pickle, codes[dtype.name], dtype.itemsize)
  writeBytes(pickle, Buffer.from(array.buffer as ArrayBuffer, array.byteOffset, dtype.itemsize))
  pickle.tuple()
  pickle.reduce()
}

function ints(pickle: PickleWriter, values: readonly number[]): void {
  pickle.mark()
  for (const value of values) pickle.int(value)
  pickle.tuple()
}

/** Bytes have no opcode in protocol 2: a text of one character each. */
export function writeBytes(pickle: PickleWriter, data: Buffer): void {
  pickle.global('_codecs', 'encode')
  pickle.mark()
  pickle.text(data.toString('latin1'))
  pickle.text('latin1')
  pickle.tuple()
  pickle.reduce()
}

/** A dtype of NumPy's in a file. */
export class SavedDtype {
  order = '<'
  constructor(readonly code: string) {}
}

/** The tensor that NumPy describes: its sizes, its dtype, whether it is laid out by columns, and its bytes. */
function described(sizes: unknown, type: unknown, isFortran: unknown, data: unknown): Tensor {
  const wrong = (): UnpicklingError => new UnpicklingError('an array of NumPy is not as NumPy writes it')
  const name =
    type instanceof SavedDtype ? Object.keys(codes).find((key) => codes[key] === type.code) : undefined
  const dtype = dtypes.find((one) => one.name === name)
  if (!dtype || !Array.isArray(sizes) || !(data instanceof Uint8Array) || (type as SavedDtype).order === '>')
    throw wrong()
  const count = (sizes as number[]).reduce((a, b) => a * b, 1)
  if (data.length !== count * dtype.itemsize) throw wrong()
  const memory = new dtype.ArrayType(data.length / dtype.ArrayType.BYTES_PER_ELEMENT)
  new Uint8Array(memory.buffer).set(data)
  const flat = foreign(memory, dtype)
  const turned = [...(sizes as number[])].reverse()
  const whole =
    isFortran === true
      ? flat.view(turned).permute(turned.map((_, i) => turned.length - 1 - i))
      : flat.view(sizes)
  return (whole as Tensor).contiguous()
}

/** A number of NumPy's, by its dtype and its bytes. */
export const describedNumber = (type: unknown, data: unknown): Tensor => described([], type, false, data)

/** An array of which the rest is still to be read. */
export class SavedArray {
  array: unknown = null

  /** Takes what the file says of the array. */
  build(state: unknown): void {
    const [, sizes, type, isFortran, data] = Array.isArray(state) ? (state as unknown[]) : []
    this.array = described(sizes, type, isFortran, data).numpy()
  }
}
