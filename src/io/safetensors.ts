// The safetensors format: eight bytes with the length of a JSON header, the header, and the elements of every tensor one
// after another. Reads and writes bytes; knows no files. (https://github.com/huggingface/safetensors, "Format".)
import { type DType, dtypes } from '../base/dtype.js'
import { ValueError } from '../base/errors.js'
import { numelOf } from '../base/layout.js'
import type { Tensor } from '../tensor/tensor.js'
import { tensorFromArray } from '../tensor/tensor.js'

/** What a file holds. */
export interface TensorFile {
  readonly tensors: Map<string, Tensor>
  /** Text that came with them. */
  readonly metadata: Record<string, string>
}

/** The format's names. It has none for complex numbers of double precision, and few readers know the single ones. */
const names: Partial<Record<DType['name'], string>> = {
  bool: 'BOOL',
  uint8: 'U8',
  int8: 'I8',
  int16: 'I16',
  int32: 'I32',
  int64: 'I64',
  float16: 'F16',
  bfloat16: 'BF16',
  float32: 'F32',
  float64: 'F64',
}
const types = new Map<string, DType>(
  dtypes.flatMap((dtype) => (names[dtype.name] ? [[names[dtype.name]!, dtype]] : [])),
)

/** A longer header than this is refused by other readers too. */
const longestHeader = 100_000_000
const reserved = '__metadata__'

interface Entry {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [from: number, to: number]
}

/** A copy of a tensor's elements in row-major order. */
function bytesOf(tensor: Tensor): Uint8Array {
  const plain = tensor.detach().to('cpu').contiguous()
  const { array } = plain.memory
  const { itemsize } = plain.dtype
  return new Uint8Array(array.buffer, array.byteOffset + plain.offset * itemsize, plain.nbytes).slice()
}

/**
 * The bytes of a file with these tensors, in parts to be written one after another.
 *
 * @throws ValueError for a dtype that the format does not have
 */
export function encodeTensors(
  tensors: Iterable<readonly [string, Tensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  // The widest elements first: each then begins at a multiple of its size.
  const sorted = [...tensors].sort(
    ([a, x], [b, y]) => y.dtype.itemsize - x.dtype.itemsize || (a < b ? -1 : a > b ? 1 : 0),
  )
  const header: Record<string, Entry | Readonly<Record<string, string>>> = {}
  if (Object.keys(metadata).length > 0) header[reserved] = metadata
  let at = 0
  for (const [name, tensor] of sorted) {
    const dtype = names[tensor.dtype.name]
    if (dtype === undefined)
      throw new ValueError(`${name} is ${tensor.dtype}, and safetensors has no such dtype`)
    if (name === reserved || Object.hasOwn(header, name))
      throw new ValueError(`two tensors cannot both be named ${name}`)
    header[name] = { dtype, shape: [...tensor.sizes], data_offsets: [at, at + tensor.nbytes] }
    at += tensor.nbytes
  }
  const json = Buffer.from(JSON.stringify(header))
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ')
  json.copy(padded)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return [length, padded, ...sorted.map(([, tensor]) => bytesOf(tensor))]
}

const damaged = (reason: string): ValueError => new ValueError(`no safetensors data: ${reason}`)

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** The tensor that an entry of the header describes. */
function readTensor(name: string, entry: unknown, data: Uint8Array): Tensor {
  const { dtype: type, shape, data_offsets: offsets } = (entry ?? {}) as Partial<Entry>
  if (!Array.isArray(shape) || !shape.every(isCount)) throw damaged(`the shape of ${name} is damaged`)
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw damaged(`the place of ${name} is damaged`)
  if (typeof type !== 'string') throw damaged(`the type of ${name} is damaged`)
  const dtype = types.get(type)
  if (!dtype) throw new ValueError(`${name} has elements of type ${type}, which torch does not have`)
  const [from, to] = offsets
  const length = numelOf(shape) * dtype.itemsize
  if (to - from !== length)
    throw damaged(`${name} has ${to - from} bytes, and its shape [${shape.join(', ')}] asks for ${length}`)
  if (to > data.length) throw damaged(`it ends before ${name} does; was it written to its end?`)
  const array = new dtype.ArrayType(length / dtype.ArrayType.BYTES_PER_ELEMENT)
  new Uint8Array(array.buffer, array.byteOffset, length).set(data.subarray(from, to))
  return tensorFromArray(array, shape, dtype)
}

/**
 * The tensors in the bytes of a file.
 *
 * @throws ValueError with the reason, where the bytes are damaged or something else
 */
export function decodeTensors(bytes: Uint8Array): TensorFile {
  if (bytes.length < 8) throw damaged(`it has ${bytes.length} bytes`)
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  if (length > longestHeader || length > bytes.length - 8)
    throw damaged('its first bytes are not the length of a header')
  let header: Record<string, unknown>
  try {
    const parsed: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)),
    )
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SyntaxError()
    header = parsed as Record<string, unknown>
  } catch {
    throw damaged('its header is no JSON object')
  }
  const data = bytes.subarray(8 + length)
  const tensors = new Map<string, Tensor>()
  let free = data.length
  for (const [name, entry] of Object.entries(header)) {
    if (name === reserved) continue
    const tensor = readTensor(name, entry, data)
    // A small file could otherwise ask for any amount of memory.
    if ((free -= tensor.nbytes) < 0) throw damaged(`${name} lies where another tensor does`)
    tensors.set(name, tensor)
  }
  const said = header[reserved] ?? {}
  if (
    typeof said !== 'object' ||
    said === null ||
    Object.values(said).some((text) => typeof text !== 'string')
  )
    throw damaged('its metadata are not text')
  return { tensors, metadata: said as Record<string, string> }
}
