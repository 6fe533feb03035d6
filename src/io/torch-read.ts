// The value in the bytes of a file that PyTorch wrote, in its zip format or the one before. Follows torch/serialization.py
// and torch/_utils.py; what a file may ask for stands in a list.
import { type DType, dtypes } from '../base/dtype.js'
import { AttributeError, RuntimeError, UnpicklingError } from '../base/errors.js'
import { contiguousStrides, isContiguous, numelOf } from '../base/layout.js'
import {
  Complex,
  type Device,
  Device as DeviceClass,
  isFloatItem,
  noteFloatItem,
  rememberFloats,
  withFloatItems,
  Float,
  Slice,
} from '../base/scalar.js'
import { Size, Tuple } from '../base/tuple.js'
import { Storage, VersionCounter } from '../memory/storage.js'
import { Module } from '../nn/module.js'
import { Dict, OrderedDict } from '../nn/ordered-dict.js'
import { annealingMethods } from '../optim/annealing.js'
import { describedNumber, SavedArray, SavedDtype } from './saved-arrays.js'
import { restoreOfLibrary } from './saved-library.js'
import { named } from './named-things.js'
import { bareModule, isModuleClass, restoreModule } from './saved-objects.js'
import { Parameter } from '../nn/parameter.js'
import { Tensor } from '../tensor/tensor.js'
import {
  type Allowed,
  type Found,
  Named,
  notData,
  PickleReader,
  type PickleWorld,
  WholeFloat,
} from './unpickle.js'
import { storageNames } from './torch-write.js'
import { isZip, ZipArchive } from './zip.js'

type Place = Device | string
/** Where tensors of a file are put: a device for all, by the device that they were on, or as a function says. */
export type MapLocation =
  | null
  | Place
  | Record<string, Place>
  | Map<string, Place>
  | ((storage: unknown, location: string) => unknown)

/** The class of a storage, as a file names it. */
class StorageType {
  constructor(readonly dtype: DType) {}
}
/** A storage of a file, or a part of one. */
interface Memory {
  readonly storage: Storage
  readonly offset: number
  readonly length: number
  readonly device: Place | null
}
const isMemory = (value: unknown): value is Memory =>
  typeof value === 'object' && value !== null && (value as Partial<Memory>).storage instanceof Storage

const wrong = (what: string): UnpicklingError => new UnpicklingError(`the file is damaged: ${what}`)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isSizes = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount)

function tensorOf(memory: unknown, offset: unknown, sizes: unknown, strides: unknown): Tensor {
  if (
    !isMemory(memory) ||
    !isCount(offset) ||
    !isSizes(sizes) ||
    !isSizes(strides) ||
    sizes.length !== strides.length
  )
    throw wrong('a tensor is described in an unknown way')
  const count = numelOf(sizes)
  const last = sizes.reduce((sum, size, i) => sum + (size - 1) * strides[i], offset)
  if (!Number.isSafeInteger(count) || (count > 0 && last >= memory.length))
    throw wrong('a tensor reaches beyond its memory')
  const { storage, device } = memory
  const steps = count === 0 ? contiguousStrides(sizes) : [...strides]
  const tensor = new Tensor(
    storage,
    storage.dtype,
    [...sizes],
    steps,
    memory.offset + offset,
    isContiguous(sizes, steps),
    new VersionCounter(),
  )
  return device === null ? tensor : tensor.to(device)
}

/** All that a storage holds, along one dimension. */
const elementsOf = (memory: Memory): Tensor => tensorOf(memory, 0, [memory.length], [1])

/** Everything that a file may ask for by name. */
const allowed = new Map<string, Allowed | { readonly value: unknown }>()
const allow = (name: string, entry: Allowed | { readonly value: unknown }): void => {
  allowed.set(name, entry)
}
allow('torch._utils._rebuild_tensor', ([memory, offset, sizes, strides]) =>
  tensorOf(memory, offset, sizes, strides),
)
allow('torch._utils._rebuild_tensor_v2', ([memory, offset, sizes, strides, requiresGrad]) =>
  tensorOf(memory, offset, sizes, strides).requires_grad_(Boolean(requiresGrad)),
)
allow('torch._utils._rebuild_parameter', ([data, requiresGrad]) => {
  if (!(data instanceof Tensor)) throw wrong('a parameter is made of no tensor')
  return Parameter(data, Boolean(requiresGrad))
})
const pairs = (items: unknown): [unknown, unknown][] => {
  if (items === undefined) return []
  if (items instanceof Map) return [...items]
  if (!Array.isArray(items) || !items.every((item) => Array.isArray(item) && item.length === 2))
    throw wrong('a dict is made of no pairs')
  return items as [unknown, unknown][]
}
const listOf = (items: unknown): unknown[] => (Array.isArray(items) ? [...(items as unknown[])] : [])
const place = (at: unknown): number | null => (typeof at === 'number' ? at : null)
/** Curves of schedulers, which a file may take from the classes that have them. */
const gettable: { held(of: unknown): boolean; method: string; value: unknown }[] = []

allow('collections.OrderedDict', ([items]) => new OrderedDict<unknown>(pairs(items)))
allow('collections.Counter', ([items]) => new Map(pairs(items)))
allow('collections.defaultdict', () => new Map())
allow('torch.Size', ([sizes]) => {
  if (!isSizes(sizes)) throw wrong('sizes are no numbers')
  return Size.from(sizes)
})
allow('torch.device', ([type, index]) => {
  if (typeof type !== 'string') throw wrong('a device has no name')
  return new DeviceClass(index === undefined ? type : `${type}:${String(index)}`)
})
allow('numpy.core.multiarray._reconstruct', () => new SavedArray())
allow('numpy._core.multiarray._reconstruct', () => new SavedArray())
allow('numpy.ndarray', { value: null })
allow('numpy.dtype', ([code]) => new SavedDtype(String(code)))
allow('_codecs.encode', ([text]) => new Uint8Array(Buffer.from(String(text), 'latin1')))
allow('builtins.set', ([items]) => new Set(listOf(items)))
allow('builtins.complex', ([re, im]) => new Complex(Number(re), Number(im ?? 0)))
allow('builtins.dict', ([items]) => new Map(pairs(items)))
allow('builtins.list', ([items]) => listOf(items))
allow('numpy.core.multiarray.scalar', ([type, data]) => {
  const number = describedNumber(type, data)
  if (named.things !== null) return named.things.withoutAxes(number.numpy())
  const value = number.item()
  return number.dtype.is_floating_point && Number.isInteger(value) ? new WholeFloat(Number(value)) : value
})
// For programs of TypeScript, which have no such kinds of their own, the nearest ones.
allow('builtins.frozenset', ([items]) => new Set(listOf(items)))
allow('builtins.bytearray', ([text]) => new Uint8Array(Buffer.from(String(text), 'latin1')))
allow('builtins.slice', ([start, stop, step]) => new Slice(place(start), place(stop), place(step)))
allow('collections.deque', ([items]) => listOf(items))

/** Objects that a scheduler's state is written with: not read, and no part of what a file gives. */
class Unread {
  constructor(readonly name: string) {}
}
for (const { owner, isBound, methods } of annealingMethods) {
  const name = owner.join('.')
  allow(name, () => new Unread(name))
  const held = (of: unknown): boolean =>
    (isBound ? of instanceof Unread : of instanceof Named) && (of as Named).name === name
  for (const [method, value] of Object.entries(methods)) gettable.push({ held, method, value })
}
for (const one of 'ASGD Adadelta Adagrad Adam AdamW Adamax LBFGS NAdam RAdam RMSprop Rprop SGD SparseAdam'.split(
  ' ',
)) {
  const name = `torch.optim.${one === 'SparseAdam' ? 'sparse_adam' : one.toLowerCase()}.${one}`
  allow(name, () => {
    const found = ofProgram(name)
    return typeof found === 'object' && found.build ? found.build([]) : new Unread(name)
  })
}
allow('builtins.getattr', ([of, method]) => {
  const found = gettable.find((one) => one.held(of) && one.method === method)
  if (found === undefined) throw notData('builtins.getattr')
  return found.value
})
for (const dtype of dtypes) {
  allow(`torch.${dtype.name}`, { value: dtype })
  const name = storageNames[dtype.name]
  if (name !== undefined) allow(`torch.${name}`, { value: new StorageType(dtype) })
}

/** Where a storage goes that was on `location`; null for the memory of this process. */
function placeOf(location: unknown, map: MapLocation): Place | null {
  const from = String(location)
  let to: unknown = from
  if (typeof map === 'string' || map instanceof DeviceClass) to = map
  else if (map instanceof Map) to = map.get(from) ?? from
  else if (typeof map === 'function') to = 'cpu'
  else if (map !== null) to = (map as Record<string, Place>)[from] ?? from
  else if (from.startsWith('cuda'))
    throw new RuntimeError(
      'Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are running ' +
        "on a CPU-only machine, please use torch.load with map_location=torch.device('cpu') to map your storages to " +
        'the CPU.',
    )
  return String(to) === 'cpu' ? null : (to as Place)
}

/** A class or function of the program that reads; undefined for what it has not. */
function ofProgram(path: string): Found | undefined {
  const { things } = named
  if (things === null) return undefined
  const at = path.startsWith('__main__.') ? '__main__'.length : path.lastIndexOf('.')
  const [module, name] = [path.slice(0, at), path.slice(at + 1)]
  const found = things.find(module, name)
  if (found === undefined) {
    if (module === '__main__')
      throw new AttributeError(`Can't get attribute '${name}' on <module '__main__'>`)
    return undefined
  }
  if (!things.isClass(found)) return { value: found }
  return {
    value: found,
    build: isModuleClass(found) ? () => bareModule(found) : () => things.bare(found),
  }
}

/** Python 3's names of what pickles of protocol 2 name as Python 2 did. */
const newNames: Readonly<Record<string, string>> = {
  'builtins.long': 'builtins.int',
  'builtins.unicode': 'builtins.str',
  'builtins.xrange': 'builtins.range',
}
function entryOf(path: string): Found | undefined {
  const renamed = path.replace(/^__builtin__\./, 'builtins.')
  const name = Object.hasOwn(newNames, renamed) ? newNames[renamed] : renamed
  const { things } = named
  const make = things?.makerOf(name)
  const build: Found | undefined = make ? (args) => make(args.map((arg) => settled(arg))) : allowed.get(name)
  if (typeof build !== 'function' || things === null || !name.startsWith('builtins.'))
    return build ?? ofProgram(name)
  return { value: things.find('builtins', name.slice('builtins.'.length)), build }
}

const rebuild = (persistent: PickleWorld['persistent']): PickleWorld => ({
  allowed: entryOf,
  build: (object, state) => {
    if (object instanceof SavedArray) object.build(state)
    else if (object instanceof SavedDtype && Array.isArray(state)) object.order = String(state[1])
    if (!(state instanceof Map)) return
    const fields = state as Map<string, unknown>
    const isOwn = named.things?.isOwn(object) ?? false
    // Modules and a program's own classes tell 1.0 from 1.
    const tellsFloats = isOwn || object instanceof Module
    const read = (name: string): unknown => {
      const value = fields.get(name)
      return tellsFloats && isFloatItem(fields, name, value) ? new Float(value as number) : settled(value)
    }
    if (object instanceof Module) restoreModule(object, fields, read)
    // As nothing that `Object.keys` would tell: what a dict has are its items.
    else if (object instanceof OrderedDict)
      for (const name of fields.keys())
        Object.defineProperty(object, name, { value: read(name), writable: true, configurable: true })
    else if (!isOwn && restoreOfLibrary(object, fields.keys(), read)) return
    else if (isOwn) for (const name of fields.keys()) (object as Record<string, unknown>)[name] = read(name)
  },
  persistent,
  extended: (value, items) =>
    typeof value === 'object' &&
    value !== null &&
    (named.things?.extended(
      value,
      items.map((item) => settled(item)),
    ) ??
      false),
  dict: () => new Map(),
  tuple: (items) => {
    const tuple = Tuple.from(items.map((item) => (item instanceof WholeFloat ? item.value : item)))
    items.forEach((item, i) => {
      if (item instanceof WholeFloat) noteFloatItem(tuple, i, item.value)
    })
    return tuple
  },
  float: noteFloatItem,
})

interface Id {
  readonly dtype: DType
  readonly key: string
  readonly location: unknown
  readonly count: number
  readonly view: unknown
}
function idOf(id: readonly unknown[]): Id {
  const [kind, type, key, location, count, view] = id
  if (kind !== 'storage' || !(type instanceof StorageType) || typeof key !== 'string' || !isCount(count))
    throw wrong('a storage is named in an unknown way')
  return { dtype: type.dtype, key, location, count, view }
}

function storageOf(dtype: DType, bytes: Uint8Array): Storage {
  const array = new dtype.ArrayType(bytes.length / dtype.ArrayType.BYTES_PER_ELEMENT)
  new Uint8Array(array.buffer, array.byteOffset, bytes.length).set(bytes)
  return new Storage(array, dtype)
}

function fromZip(bytes: Uint8Array, map: MapLocation): unknown {
  const archive = new ZipArchive(bytes)
  const found = archive.names.find((name) => /^[^/]+\/data\.pkl$/.test(name))
  if (found === undefined)
    throw new RuntimeError('PytorchStreamReader failed locating file data.pkl: file not found')
  const folder = found.slice(0, found.indexOf('/'))
  if (archive.names.includes(`${folder}/constants.pkl`))
    throw new RuntimeError('the file is a TorchScript archive, which is code: only data is read from files')
  if (
    archive.names.includes(`${folder}/byteorder`) &&
    Buffer.from(archive.read(`${folder}/byteorder`)).toString() !== 'little'
  )
    throw new RuntimeError('the file was written on a machine with another order of bytes')
  const known = new Map<string, Storage>()
  const world = rebuild((id) => {
    const { dtype, key, location, count } = idOf(id)
    let storage = known.get(key)
    if (storage === undefined) {
      const data = archive.read(`${folder}/data/${key}`)
      if (data.length < count * dtype.itemsize) throw wrong(`storage ${key} has fewer numbers than it says`)
      known.set(key, (storage = storageOf(dtype, data.subarray(0, count * dtype.itemsize))))
    }
    if (storage.dtype !== dtype) throw wrong(`storage ${key} has two types`)
    return { storage, offset: 0, length: storage.length, device: placeOf(location, map) }
  })
  return new PickleReader(archive.read(found), world).read()
}

const magic = 0x1950a86a20f9469cfc6cn

function fromOldFormat(bytes: Uint8Array, map: MapLocation): unknown {
  const known = new Map<string, Storage>()
  let left = bytes.length
  const world = rebuild((id) => {
    const { dtype, key, location, count, view } = idOf(id)
    let storage = known.get(key)
    if (storage === undefined) {
      left -= count * dtype.itemsize
      if (left < 0) throw wrong('it asks for more memory than the file has')
      known.set(key, (storage = new Storage(new dtype.ArrayType(count * dtype.slots), dtype)))
    }
    if (storage.dtype !== dtype) throw wrong(`storage ${key} has two types`)
    let [offset, length] = [0, storage.length]
    if (Array.isArray(view)) {
      const [, from, size] = view as unknown[]
      if (!isCount(from) || !isCount(size) || from + size > length)
        throw wrong('a view reaches beyond its storage')
      offset = from
      length = size
    }
    return { storage, offset, length, device: placeOf(location, map) }
  })
  const reader = new PickleReader(bytes, world)
  if (reader.read() !== magic) throw new UnpicklingError('Invalid magic number; corrupt file?')
  const version = reader.read()
  if (version !== 1001) throw new UnpicklingError(`Invalid protocol version: ${String(version)}`)
  const system = reader.read()
  if (system instanceof Map && system.get('little_endian') === false)
    throw new RuntimeError('the file was written on a machine with another order of bytes')
  const value = reader.read()
  const keys = reader.read()
  if (!Array.isArray(keys)) throw wrong('it has no list of storages')
  let { at } = reader
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (const key of keys as unknown[]) {
    const storage = known.get(String(key))
    if (storage === undefined) throw wrong('its storages have other names')
    if (at + 8 > bytes.length) throw wrong('it ends before its storages do')
    const count = Number(data.getBigInt64(at, true))
    const length = count * storage.dtype.itemsize
    at += 8
    if (count !== storage.length || at + length > bytes.length) throw wrong('it ends before its storages do')
    const { array } = storage
    new Uint8Array(array.buffer, array.byteOffset, length).set(bytes.subarray(at, at + length))
    at += length
  }
  return value
}

/**
 * Dicts as they are written here: with texts for keys, or whole numbers, they are objects; others stay Maps.
 */
export function settled(value: unknown, known = new Map<unknown, unknown>()): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Tensor) return value
  if (value instanceof SavedArray) return value.array
  if (isMemory(value)) return elementsOf(value).storage()
  if (value instanceof Unread) throw notData(value.name)
  if (value instanceof Uint8Array && named.things !== null) return named.things.bytes(value)
  if (known.has(value)) return known.get(value)
  if (value instanceof Tuple) {
    if (value instanceof Size) return value
    const items = withFloatItems(value).map((item) => settled(item, known))
    const made = rememberFloats(Tuple.from(items))
    known.set(value, made)
    return made
  }
  if (Array.isArray(value)) {
    known.set(value, value)
    value.forEach((item, i) => {
      if (typeof item === 'object') value[i] = settled(item, known)
    })
    return value
  }
  if (!(value instanceof Map)) return value
  if (value instanceof OrderedDict) {
    known.set(value, value)
    for (const [key, item] of [...value])
      if (typeof item === 'object') value.set(key, settled(item, known) as never)
    return value
  }
  // A dict of a kind of its own, such as a defaultdict, stays that.
  if (value.constructor !== Map) {
    known.set(value, value)
    for (const [key, item] of [...value]) if (typeof item === 'object') value.set(key, settled(item, known))
    return value
  }
  const keys = [...value.keys()]
  const areTexts = keys.every((key) => typeof key === 'string' && !/^\d+$/.test(key) && key !== '__proto__')
  const isObject = areTexts || keys.every(isCount)
  const made: object = isObject ? new Dict() : new Map()
  known.set(value, made)
  for (const [key, item] of value) {
    const own = settled(item, known)
    if (made instanceof Map) made.set(key, own)
    else (made as Record<string, unknown>)[String(key)] = own
    if (isFloatItem(value, key, item)) noteFloatItem(made, isObject ? String(key) : key, item as number)
  }
  return made
}

/** The value of a pickle, or of a file of PyTorch's, and how many bytes it took. */
export function decodePickle(bytes: Uint8Array): [unknown, number] {
  if (isZip(bytes)) return [decodeTorch(bytes, null), bytes.length]
  const world = rebuild(() => {
    throw wrong('it names a storage that it has not')
  })
  const reader = new PickleReader(bytes, world)
  return [settled(reader.read()), reader.at]
}

/** The value in the bytes of a file. */
export function decodeTorch(bytes: Uint8Array, map: MapLocation): unknown {
  try {
    return settled(isZip(bytes) ? fromZip(bytes, map) : fromOldFormat(bytes, map))
  } catch (error) {
    // Lists in lists in lists, or what was read past the end.
    if (error instanceof RangeError) throw wrong('it ends early, or is nested too deeply')
    throw error
  }
}
