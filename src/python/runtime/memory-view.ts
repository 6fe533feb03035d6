// `memoryview`: the bytes of an object, without a copy.
import { TypeError, ValueError } from '../../base/errors.js'
import { Slice } from '../../base/scalar.js'
import { iteratorClass, PyByteArray, PyBytes, PyIterator, type Span } from './containers.js'
import { addressOf, reprSymbol } from '../../text/repr.js'
import { core } from './core.js'
import { getters, methods } from './functions.js'
import { indexOf, plainItem, spanOf } from './subscripts.js'
import { Tuple } from '../../base/tuple.js'
import { builtinClass, classOf, infoOf, nameOfType, object } from './types.js'

type Any = any

export const memoryview = builtinClass('memoryview', [object])

/** It is taken wherever bytes are. */
class MemoryView extends PyBytes {
  constructor(
    data: Uint8Array,
    readonly of: PyBytes = new PyBytes(data),
  ) {
    super(data)
  }
  override part(span: Span): PyBytes {
    const { start, step, count } = span
    // What is written to a part is written to the whole; one with gaps is a copy.
    return step === 1 ? new MemoryView(this.data.subarray(start, start + count), this.of) : super.part(span)
  }
  override [reprSymbol](): string {
    return `<memory at ${addressOf(this)}>`
  }
}
Object.defineProperty(MemoryView.prototype, classOf, { value: memoryview })

infoOf(memoryview).construct = (_cls, args) => {
  const [of] = args
  if (args.length !== 1 || !(of instanceof PyBytes))
    throw new TypeError(`memoryview: a bytes-like object is required, not '${nameOfType(of)}'`)
  return new MemoryView(of.data, of instanceof MemoryView ? of.of : of)
}

const isReadOnly = (self: MemoryView): boolean => !(self.of instanceof PyByteArray)

methods(memoryview, {
  'tobytes(order="C")': (self, order = 'C') => {
    if (order !== null && typeof order !== 'string')
      throw new TypeError(`tobytes() argument 'order' must be str or None, not ${nameOfType(order)}`)
    if (order !== null && !['C', 'F', 'A'].includes(order))
      throw new ValueError("order must be 'C', 'F' or 'A'")
    return new PyBytes(self.data.slice() as Uint8Array)
  },
  'tolist()': (self) => [...(self.data as Uint8Array)],
  'hex(sep=None, bytes_per_sep=1)': (self, ...how: Any[]) =>
    core.call(
      core.getattr(new PyBytes(self.data as Uint8Array), 'hex'),
      how.filter((one) => one !== undefined),
      null,
    ),
  'release()': () => null,
  'toreadonly()': (self) => new MemoryView(self.data as Uint8Array),
  '__enter__()': (self) => self as Any,
  '__exit__(*args)': () => null,
  '__len__()': (self) => self.data.length as number,
  '__iter__()': (self) => new PyIterator(iteratorClass('memory_iterator'), self.data[Symbol.iterator]()),
  '__setitem__(key, value, /)': (self, key, value) => {
    if (isReadOnly(self as MemoryView)) throw new TypeError('cannot modify read-only memory')
    if (!(key instanceof Slice)) {
      const [at, byte] = [indexOf(key), indexOf(value)]
      if (byte === undefined) throw new TypeError("memoryview: invalid type for format 'B'")
      if (Number(byte) < 0 || Number(byte) > 255)
        throw new ValueError("memoryview: invalid value for format 'B'")
      plainItem(new PyBytes(self.data as Uint8Array), key)
      self.data[Number(at) < 0 ? Number(at) + (self.data.length as number) : Number(at)] = Number(byte)
      return null
    }
    const { start, count, step } = spanOf(key, self.data.length as number)
    if (!(value instanceof PyBytes) || value.length !== count)
      throw new ValueError('memoryview assignment: lvalue and rvalue have different structures')
    for (let i = 0; i < count; i++) self.data[start + i * step] = value.data[i]
    return null
  },
  '__eq__(other, /)': (self, other) =>
    other instanceof PyBytes && Buffer.compare(self.data as Uint8Array, other.data) === 0,
})
getters(memoryview, {
  nbytes: ({ data }: MemoryView) => data.length,
  itemsize: () => 1,
  format: () => 'B',
  ndim: () => 1,
  readonly: isReadOnly,
  obj: ({ of }: MemoryView) => of,
  shape: ({ data }: MemoryView) => Tuple.of(data.length),
  strides: () => Tuple.of(1),
  contiguous: () => true,
})
