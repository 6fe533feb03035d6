// Calls from Python into the library and into TypeScript: what goes in is what these take, what comes out is Python's.
import { ValueError } from '../../base/errors.js'
import { Awaiting } from '../../base/region.js'
import { floatLists } from '../../base/scalar.js'
import { pythonType } from '../../base/type-name.js'
import { Size, Tuple } from '../../base/tuple.js'
import { isNumpyNumber, plainNumber, withPlainNumbers } from '../../base/numpy-number.js'
import { shapeOf, wholeNumber } from '../../dialect/runtime/numpy-arguments.js'
import { ownArrays } from '../../dialect/runtime/shared-python.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { dtypesOfTypes, noteTypes } from '../../base/dtype.js'
import torch, { Tensor } from '../../torch.js'
import { isModule } from '../../dialect/runtime/instances.js'
import { refuseCallBeforeInit } from '../../nn/before-init.js'
import { setLibraryCalls } from './binding.js'
import { Boxed, withoutBoxes } from './boxed.js'
import { DictView, PyByteArray, PyBytes, PyRange } from './containers.js'
import { core, type Keywords } from './core.js'
import { PyDict } from './keys.js'
import { withKeywords } from './library-keywords.js'
import { floating, whole } from './numbers.js'
import { isOwn } from './operands.js'
import { given as quick, withDefaults } from './quick-library.js'
import * as types from './types.js'
import { noteNamespace } from './types.js'

type Any = any

const isText = (key: unknown): boolean => typeof key === 'string'

/** A dict as the library takes options: a plain object. */
const asObject = (dict: PyDict): Any => Object.fromEntries(dict.entries())

/** What stands for a value whose type is called so in messages. */
const called = <T extends object>(value: T, name: string): T =>
  Object.defineProperty(value, pythonType, { value: name, configurable: true })

/** A value as the library takes it. */
export function forLibrary(value: Any): Any {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof PyRange || value instanceof DictView)
    return called(Array.from(value as Iterable<unknown>), types.nameOfType(value))
  if (value instanceof Boxed) return value.value
  if (isNumpyNumber(value)) return plainNumber(value)
  if (value instanceof PyBytes) return called(value.data, types.nameOfType(value))
  if (isOwn(value)) {
    const path = value instanceof Tensor ? undefined : core.special(value, '__fspath__')
    if (path !== undefined) return path(value)
  }
  if (Array.isArray(value) && value.length > 0 && !(value instanceof Tensor))
    value = withPlainNumbers(withoutBoxes(value) as Any[])
  // Groups of parameters.
  if (
    Array.isArray(value) &&
    value[0] instanceof PyDict &&
    value.every((one) => one instanceof PyDict && [...one.keys()].every(isText))
  )
    return value.map(asObject)
  return value
}

/** Whether a value is a sequence by what its class says: it has a length, and items at places. */
const isSequence = (value: Any): boolean =>
  value[types.classOf] !== undefined &&
  !(value instanceof Tensor || value instanceof Map || value instanceof PyBytes || isModule(value)) &&
  core.special(value, '__len__') !== undefined &&
  core.special(value, '__getitem__') !== undefined

/** Data for a tensor, whose lists may be any sequences, one in another. */
function asData(value: Any, depth = 0): Any {
  if (typeof value !== 'object' || value === null || depth > 128) return value
  if (Array.isArray(value)) {
    if (value instanceof Tensor || !value.some((item) => typeof item === 'object' && item !== null))
      return value
    const items = value.map((item) => asData(item, depth + 1))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (value instanceof PyRange || value instanceof PyByteArray) return Array.from(value)
  if (!isSequence(value)) return value
  const length = Number(core.special(value, '__len__')!(value))
  return asData(
    Array.from({ length }, (_, i): Any => core.getitem(value, i)),
    depth + 1,
  )
}

/** Whether NumPy's numbers stand in it, whose types count. */
const hasTypes = (value: Any, depth = 0): boolean =>
  isNumpyNumber(value) ||
  (Array.isArray(value) &&
    !(value instanceof Tensor) &&
    depth < 64 &&
    value.some((item) => hasTypes(item, depth + 1)))

noteTypes(types)

/** Keywords of a call in Python on their way into the library; what has no prototype is no dict. */
function keywordsFor(kwargs: Keywords): Record<string, Any> {
  const made = Object.create(null) as Record<string, Any>
  for (const name of Object.keys(kwargs!)) {
    const value = forLibrary(kwargs![name])
    made[name] = name === 'dtype' ? (dtypesOfTypes.get(value) ?? value) : value
  }
  return made
}

/** What the library gave, as Python knows it. */
export function fromLibrary(value: Any): Any {
  if (value === undefined) return null
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return withFloats(value)
  // Regions begin at `with`.
  if (value instanceof Awaiting) value.suspend()
  return value
}

/** Lists of floats hold floats; see Note [Lists of floats]. */
function withFloats(list: Any[]): Any[] {
  if (floatLists.has(list)) {
    floatLists.delete(list)
    list.forEach((item, i) => {
      if (typeof item === 'number') list[i] = floating(item)
    })
  } else if (!(list instanceof Size)) for (const item of list) if (Array.isArray(item)) withFloats(item)
  return list
}

const isFloatType = (value: Any): boolean =>
  value instanceof Tensor
    ? value.is_floating_point()
    : isNumpyArray(value) && /^float/.test(String((value as Any).dtype))

/**
 * Data whose whole numbers are ints for certain: in TypeScript, where no one tells `1` from `1.`, those of a tensor that
 * requires grad are taken for floats.
 */
function asInts(data: Any, depth = 0): Any {
  if (Number.isSafeInteger(data)) return BigInt(data as number)
  return Array.isArray(data) && !floatLists.has(data) && depth < 64 && !hasTypes(data)
    ? data.map((item) => asInts(item, depth + 1))
    : data
}

/** Functions that make a tensor, or an array, of what they are given, with the types of NumPy's numbers. */
const takeTypes = new Set('tensor as_tensor asarray new_tensor default_convert default_collate'.split(' '))
export const arrayMakers: ReadonlySet<string> = new Set('array asarray full arange'.split(' '))

export function callLibrary(
  f: Any,
  args: readonly Any[],
  kwargs: Keywords,
  isClass: boolean,
  makers: ReadonlySet<string> = takeTypes,
): Any {
  const isMaker = makers.has(f.name as string)
  const takesData = isMaker || /Tensor$/.test(f.name as string)
  let given = (takesData ? args.map((value) => asData(value)) : args).map((value): unknown =>
    isMaker && hasTypes(value) ? value : forLibrary(value),
  )
  if (kwargs !== null) {
    const keywords = keywordsFor(kwargs)
    if (keywords.requires_grad && f === torch.tensor && keywords.dtype === undefined) {
      if (given.length > 0) given[0] = asInts(given[0])
      else if ('data' in keywords) keywords.data = asInts(keywords.data)
    }
    given = withKeywords(f, given, keywords)
  }
  return fromLibrary(isClass ? Reflect.construct(f as NewableFunction, given) : f(...given))
}

/** Methods of arrays that give one number, a float where the array's are. */
const giveNumbers = new Set('item sum mean std var max min prod dot trace median ptp'.split(' '))

/** Methods of arrays that are NumPy's functions of the same name. */
const asFunctions = new Set(
  (
    'sum prod mean std var max min argmax argmin cumsum cumprod any all clip dot transpose argsort nonzero repeat take ' +
    'searchsorted diagonal trace ptp round squeeze swapaxes choose argpartition'
  ).split(' '),
)

/** Zeros follow what there is no more of; numpy-ts gives another array, and begins again. */
function resizeInPlace(array: Any, shape: readonly number[]): void {
  if (array._base) throw new ValueError('cannot resize this array: it does not own its data')
  const np: Any = core.importModule('numpy')
  const zeros = core.call(core.getattr(np, 'zeros'), [Tuple.from(shape)], { dtype: array.dtype as unknown })
  const kept = Math.min(zeros.size as number, array.size as number)
  for (let i = 0; i < kept; i++) zeros.iset(i, array.iget(i))
  array._storage = zeros._storage
}

/** NumPy's methods take keywords, and lists of sizes; numpy-ts's take neither. */
function callArrayMethod(self: Any, method: Any, name: string, args: readonly Any[], kwargs: Keywords): Any {
  const np = (): Any => core.importModule('numpy')
  if (name === 'astype') {
    const type: Any = args[0] ?? kwargs?.dtype
    if (type === types.str || type === 'str')
      return core.call(core.getattr(np(), 'array'), [self.tolist()], { dtype: type })
    return core.call(core.getattr(np(), 'array'), [self], { dtype: type })
  }
  if (name === 'sort') {
    // In its own memory, which is what a program calls it for.
    const sorted: Any = core.call(core.getattr(np(), 'sort'), [self, ...args], kwargs)
    core.setitem(self, types.Ellipsis, sorted)
    return null
  }
  if (name === 'resize') {
    const given: Any = args.length === 1 ? args[0] : [...args]
    resizeInPlace(self, shapeOf(isNumpyArray(given) ? (given as Any).tolist() : given))
    return null
  }
  if (name === 'item' && Array.isArray(args[0]))
    return callPlainMethod(self, method, name, args[0] as Any[], null)
  if (name === 'view' && args.length > 0)
    return self.view(String(core.getattr(core.call(core.getattr(np(), 'dtype'), [args[0]], null), 'name')))
  // Column after column.
  const isFlat = name === 'flatten' || name === 'ravel'
  if ((kwargs?.order === 'F' && (isFlat || name === 'reshape')) || (isFlat && args[0] === 'F')) {
    const order = { order: 'F' }
    return name === 'reshape'
      ? core.call(core.getattr(np(), name), [self, Array.isArray(args[0]) ? args[0] : [...args]], order)
      : core.call(core.getattr(np(), 'ravel'), [self], order)
  }
  if (name === 'reshape') {
    const given: Any = isNumpyArray(args[0]) ? (args[0] as Any).tolist() : args[0]
    return self.reshape(
      Array.from((Array.isArray(given) ? given : args) as Any[], (size) => wholeNumber(plainNumber(size))),
    )
  }
  if (name === 'transpose' && args.length > 0)
    return core.call(core.getattr(np(), name), [self, Array.isArray(args[0]) ? args[0] : [...args]], kwargs)
  if (name === 'clip' && kwargs !== null && ('min' in kwargs || 'max' in kwargs)) {
    const { min, max, ...others } = kwargs
    const bounds = { a_min: args[0] ?? min ?? null, a_max: args[1] ?? max ?? null }
    return core.call(core.getattr(np(), name), [self], { ...bounds, ...others })
  }
  if (asFunctions.has(name)) return core.call(core.getattr(np(), name), [self, ...args], kwargs)
  return callPlainMethod(
    self,
    method,
    name,
    kwargs === null ? args : [...args, ...Object.values(kwargs)],
    null,
  )
}

function callMethod(self: Any, method: Any, name: string, args: readonly Any[], kwargs: Keywords): Any {
  if (isModule(self)) refuseCallBeforeInit(self as object, name)
  return isNumpyArray(self)
    ? ownArrays((): Any => callArrayMethod(self, method, name, args, kwargs))
    : callPlainMethod(self, method, name, args, kwargs)
}

function callPlainMethod(self: Any, method: Any, name: string, args: readonly Any[], kwargs: Keywords): Any {
  const said = withDefaults(name, args, kwargs)
  let given = (name === 'new_tensor' ? said.map((value) => asData(value)) : said).map(forLibrary)
  if (kwargs !== null) given = withKeywords(method, given, keywordsFor(kwargs))
  return givenByMethod(self, name, method.apply(self, given))
}

function givenByMethod(self: Any, name: string, result: Any): Any {
  if (result instanceof Tensor) return result
  if (
    typeof result === 'number' &&
    giveNumbers.has(name) &&
    (isFloatType(self) || /^(mean|std|var|median)$/.test(name))
  )
    return floating(result)
  if (name === 'tolist' && isFloatType(self)) return allFloats(result)
  if (isNumpyArray(self)) {
    if (result instanceof ArrayBuffer) return new PyBytes(new Uint8Array(result))
    if (name === 'tolist' || name === 'item') {
      const type = String((self as Any).dtype)
      if (type === 'bool') return allBools(result)
      if (type.endsWith('int64')) return allInts(result)
    }
  }
  return fromLibrary(result)
}

/** numpy-ts gives ints of 64 bits as bigints; an int of Python's is one only where a number could not hold it. */
function allInts(value: Any): Any {
  if (Array.isArray(value)) return value.map(allInts)
  return typeof value === 'bigint' ? whole(value) : value
}

/** numpy-ts gives 1 for True. */
function allBools(value: Any): Any {
  return Array.isArray(value) ? value.map(allBools) : Boolean(value)
}

function allFloats(value: Any): Any {
  if (typeof value === 'number') return floating(value)
  if (!Array.isArray(value)) return value
  floatLists.delete(value)
  value.forEach((item, i) => {
    value[i] = allFloats(item)
  })
  return value
}

setLibraryCalls(callMethod)
Object.assign(quick, { byMethod: givenByMethod, by: fromLibrary })

/** A plain object of the library's as a module. */
export const asModule = <T extends object>(namespace: T): T => noteNamespace(namespace)
