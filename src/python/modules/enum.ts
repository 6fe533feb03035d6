// Python's module `enum`.
import { AttributeError, KeyError, TypeError, ValueError } from '../../base/errors.js'
import { missingArguments } from '../../base/keywords.js'
import { reprSymbol } from '../../text/repr.js'
import { Boxed, unboxed } from '../runtime/boxed.js'
import { allocate, makeClass, onSubclass, unmarked } from '../runtime/classes.js'
import { core, type Keywords, listOf, same } from '../runtime/core.js'
import { PyProperty, Wrapped } from '../runtime/descriptors.js'
import { setOnClass } from '../runtime/attributes.js'
import { noAttribute } from '../runtime/exceptions.js'
import { builtin, call, functionsOf, getters, methods } from '../runtime/functions.js'
import { hash } from '../runtime/hash.js'
import { Kind, kindOf } from '../runtime/numbers.js'
import { unpack } from '../runtime/iteration.js'
import { PyDict } from '../runtime/keys.js'
import * as operators from '../runtime/operators.js'
import * as types from '../runtime/types.js'
import {
  builtinClass,
  classOf,
  find,
  infoOf,
  isSubclass,
  nameOfArgument,
  nameOfType,
  rootOf,
  typeOf,
} from '../runtime/types.js'
import { Tuple } from '../../base/tuple.js'

type Any = any

const EnumType = builtinClass('EnumType', [types.type], { module: 'enum', hasFields: true })
unmarked.add(EnumType)

/** The members of an enum, by name; several names may mean one. */
const members = new WeakMap<object, Map<string, Any>>()
const membersOf = (cls: Any): Map<string, Any> => members.get(cls as object) ?? new Map()
const distinct = (cls: Any): Any[] => [...new Set(membersOf(cls).values())]

/** Those that a loop over the class sees: of flags, those of one bit. */
const listed = (cls: Any): Any[] => {
  const all = distinct(cls)
  const isOneBit = (value: Any): boolean =>
    typeof value !== 'number' || (value > 0 && Number.isInteger(Math.log2(value)))
  return isFlag(cls) ? all.filter((one) => isOneBit(one._value_)) : all
}

/** What `auto()` stands for: the next number, or what is reckoned of such numbers before they are known: `A | B`. */
class Auto {
  value: Any
  constructor(readonly reckon: (() => Any) | null = null) {}
}
const autoClass = builtinClass('auto', [types.object], { module: 'enum' })
Object.defineProperty(Auto.prototype, classOf, { value: autoClass })
infoOf(autoClass).construct = () => new Auto()
const known = (value: Any): Any => (value instanceof Auto ? (value.value ??= value.reckon?.()) : value)
for (const name of ['or', 'and', 'xor', 'add', 'sub', 'mul', 'lshift', 'rshift'] as const)
  methods(autoClass, {
    [`__${name}__(value, /)`]: (a, b) => new Auto(() => operators[name](known(a), known(b))),
    [`__r${name}__(value, /)`]: (a, b) => new Auto(() => operators[name](known(b), known(a))),
  })
methods(autoClass, {
  '__invert__()': (a) => new Auto(() => operators.invert(known(a))),
  '__neg__()': (a) => new Auto(() => operators.neg(known(a))),
})

methods(EnumType, {
  '__iter__()': (cls) => core.iter(listed(cls)),
  '__len__()': (cls) => listed(cls).length,
  '__getitem__(name, /)': (cls, name) => {
    const member: Any = membersOf(cls).get(name as string)
    if (member === undefined) throw new KeyError(core.repr(name))
    return member
  },
  '__contains__(member, /)': (cls, member) => distinct(cls).includes(member),
  '__reversed__()': (cls) => core.iter(listed(cls).reverse()),
})
const plainSetter = (cls: Any, name: string, value: Any): null => {
  if (membersOf(cls).has(name)) throw new AttributeError(`cannot reassign member '${name}'`)
  setOnClass(cls, name, value)
  return null
}
methods(EnumType, {
  '__setattr__(name, value, /)': (cls, name, value) => plainSetter(cls, name as string, value),
  '__getattr__(name, /)': (cls, name) => {
    throw noAttribute(name as string, name as string, cls)
  },
})
getters(EnumType, { __members__: (cls) => new PyDict(membersOf(cls)) })

const isDescriptor = (value: Any): boolean =>
  typeof value === 'function' || value instanceof PyProperty || value instanceof Wrapped

const isFlag = (cls: Any): boolean =>
  infoOf(cls).mro.some((one) => infoOf(one).name === 'Flag' && infoOf(one).module === 'enum')

/** The next value of `auto()`. */
function nextValue(cls: Any, name: string, before: readonly Any[], start: Any = 1): Any {
  const own = find(cls, '_generate_next_value_') as Any
  if (own !== undefined)
    return call(own instanceof Wrapped ? own.func : own, [name, start, before.length, [...before]], null)
  if (rootOf(cls) === types.str) return name.toLowerCase()
  const numbers = before.filter((value) => typeof value === 'number')
  if (numbers.length === 0) return start
  const most = Math.max(0, ...(numbers as number[]))
  if (!isFlag(cls)) return most + 1
  return most === 0 ? start : 2 ** (Math.floor(Math.log2(most)) + 1)
}

function makeMember(cls: Any, name: string | null, value: Any): Any {
  const root = rootOf(cls)
  const args: Any[] = value instanceof Tuple ? [...value] : [value]
  const makes = find(cls, '__new__') as Any
  let member: Any
  if (makes !== undefined) member = call(makes instanceof Wrapped ? makes.func : makes, [cls, ...args], null)
  else member = allocate(cls, cls, root === types.object ? [] : args, null)
  const put = (key: string, item: Any): void => {
    Object.defineProperty(member, key, { value: item, writable: true, configurable: true, enumerable: false })
  }
  put('_name_', name)
  if (!Object.hasOwn(member as object, '_value_'))
    put('_value_', member instanceof Boxed ? member.value : value)
  const init = core.special(member, '__init__')
  if (init && typeof find(cls, '__init__') === 'function') init(member, ...args)
  return member
}

function becomeEnum(cls: Any, namespace: Record<string, Any>): Any {
  const info = infoOf(cls)
  for (const base of info.bases)
    if (membersOf(base).size > 0)
      throw new TypeError(`<enum '${info.name}'> cannot extend <enum '${infoOf(base).name}'>`)
  const all = new Map<string, Any>()
  const values: Any[] = []
  for (const [name, given] of Object.entries(namespace)) {
    if (/^_.*_$/.test(name) || name.startsWith('__') || isDescriptor(given)) continue
    const settled = (one: Any): Any => {
      if (!(one instanceof Auto)) return one
      return (one.value ??= one.reckon === null ? nextValue(cls, name, values) : one.reckon())
    }
    let value: Any = settled(given)
    if (value instanceof Tuple && value.some((part) => part instanceof Auto))
      value = Tuple.from(value.map(settled))
    const member = [...all.values()].find((one) => same(one._value_, value)) ?? makeMember(cls, name, value)
    values.push(value)
    all.set(name, member)
    info.dict.set(name, member)
    for (const owner of [cls, cls.prototype] as object[])
      Object.defineProperty(owner, name, {
        value: member,
        writable: true,
        configurable: true,
        enumerable: false,
      })
  }
  types.changes.count++
  members.set(cls as object, all)
  Object.defineProperty(cls, classOf, { value: EnumType, configurable: true })
  Object.defineProperty(cls, reprSymbol, { value: () => `<enum '${info.name}'>`, configurable: true })
  info.text = `<enum '${info.name}'>`
  if (all.size > 0)
    info.construct = (_cls, [value]) => {
      const found = lookup(cls, value)
      if (found === undefined) throw new ValueError(`${core.repr(value)} is not a valid ${info.qualname}`)
      return found
    }
  return cls
}

function lookup(cls: Any, value: Any): Any {
  for (const member of distinct(cls)) if (member === value || same(member._value_, value)) return member
  if (isFlag(cls) && typeof value === 'number') return composed(cls, value)
  const missing = find(cls, '_missing_') as Any
  const found: Any =
    missing === undefined
      ? null
      : call(missing instanceof Wrapped ? missing.func : missing, [cls, value], null)
  return found ?? undefined
}

/** A flag made of several. */
function composed(cls: Any, value: number): Any {
  const known = distinct(cls).find((one) => one._value_ === value)
  if (known !== undefined) return known
  const names = distinct(cls)
    .filter(
      (one) =>
        one._value_ !== 0 && (value & one._value_) === one._value_ && (one._value_ & (one._value_ - 1)) === 0,
    )
    .map((one) => one._name_ as string)
  const all = distinct(cls).reduce((bits: number, one) => bits | one._value_, 0)
  const rest = value & ~all
  // What is a number besides keeps bits that have no name.
  if (rest !== 0 && rootOf(cls) === types.int) names.push(String(rest))
  else if (rest !== 0) throw new ValueError(`${value} is not a valid ${infoOf(cls).qualname}`)
  return makeMember(cls, names.length === 0 ? null : names.join('|'), value)
}

// ---- the classes ----

const base = (name: string, bases: Any[]): Any => {
  const cls = makeClass(name, name, bases, null, { __module__: 'enum' })
  Object.defineProperty(cls, onSubclass, { value: becomeEnum })
  Object.defineProperty(cls, reprSymbol, { value: () => `<enum '${name}'>`, configurable: true })
  infoOf(cls).text = `<enum '${name}'>`
  return cls
}
const Enum = base('Enum', [])
const classNameOf = (self: Any): string => infoOf(typeOf(self)).name

/** What a member prints and is compared by, as if it was written in Python. */
const written = (cls: Any, name: string, count: number, run: (...args: Any[]) => Any): void => {
  const f: Any = (...args: Any[]): Any => run(...args)
  Object.defineProperty(f, 'name', { value: name })
  Object.defineProperty(f, types.inner, {
    value: {
      name,
      js: run,
      count,
      invoke: (args: Any[]) => {
        if (args.length < count)
          throw missingArguments(`Enum.${name}()`, ['self', 'other'].slice(args.length, count))
        if (args.length > count)
          throw new TypeError(
            `Enum.${name}() takes ${count} positional argument${count === 1 ? '' : 's'} but ${args.length} were given`,
          )
        return run(...args)
      },
    },
  })
  core.setattr(cls, name, f)
}
for (const [name, of] of [
  ['name', '_name_'],
  ['value', '_value_'],
] as const)
  core.setattr(Enum, name, new PyProperty(builtin(name, 'self, /', (self: Any) => self[of] as Any)))
written(
  Enum,
  '__repr__',
  1,
  (self: Any) => `<${classNameOf(self)}.${self._name_}: ${core.repr(self._value_)}>`,
)
written(Enum, '__str__', 1, (self: Any) => `${classNameOf(self)}.${self._name_}`)
written(Enum, '__hash__', 1, (self: Any) => core.hash(self._name_))
written(Enum, '__format__', 2, (self: Any, spec: Any) => core.format(core.str(self), spec as string))
written(Enum, '__deepcopy__', 2, (self: Any) => self as Any)
written(Enum, '__eq__', 2, (a: Any, b: Any) =>
  a === b
    ? true
    : a instanceof Boxed && (!(b instanceof Boxed) || isSubclass(typeOf(b), typeOf(a)))
      ? core.eq(a.value, unboxed(b))
      : types.NotImplemented,
)

const IntEnum = base('IntEnum', [types.int, Enum])
const StrEnum = base('StrEnum', [types.str, Enum])
for (const cls of [IntEnum, StrEnum]) {
  written(cls, '__str__', 1, (self: Any) => core.str(self._value_))
  written(cls, '__format__', 2, (self: Any, spec: Any) => core.format(self._value_, spec as string))
}
written(
  IntEnum,
  '__repr__',
  1,
  (self: Any) => `<${classNameOf(self)}.${self._name_}: ${core.repr(self._value_)}>`,
)
written(
  StrEnum,
  '__repr__',
  1,
  (self: Any) => `<${classNameOf(self)}.${self._name_}: ${core.repr(self._value_)}>`,
)

const Flag = base('Flag', [Enum])
for (const name of ['or', 'and', 'xor'] as const)
  written(Flag, `__${name}__`, 2, (a: Any, b: Any) =>
    typeOf(a) === typeOf(b)
      ? composed(typeOf(a), operators[name](a._value_, b._value_) as number)
      : types.NotImplemented,
  )
const inverted = (self: Any): Any =>
  composed(
    typeOf(self),
    distinct(typeOf(self)).reduce((bits: number, one) => bits | one._value_, 0) & ~self._value_,
  )
written(Flag, '__invert__', 1, inverted)
written(Flag, '__bool__', 1, (self: Any) => self._value_ !== 0)
written(Flag, '__contains__', 2, (self: Any, other: Any) => (self._value_ & other._value_) === other._value_)
/** Its members, each of one bit. */
const bitsOf = (self: Any): Any[] =>
  distinct(typeOf(self)).filter(
    ({ _value_: bit }) => bit !== 0 && (bit & (bit - 1)) === 0 && (self._value_ & bit) === bit,
  )
written(Flag, '__iter__', 1, (self: Any) => core.iter(bitsOf(self)))
written(Flag, '__len__', 1, (self: Any) => bitsOf(self).length)
written(Flag, '__str__', 1, (self: Any) =>
  self._name_ === null ? `${classNameOf(self)}(${self._value_})` : `${classNameOf(self)}.${self._name_}`,
)
const reprOfFlag = (self: Any): string =>
  self._name_ === null
    ? `<${classNameOf(self)}: ${self._value_}>`
    : `<${classNameOf(self)}.${self._name_}: ${self._value_}>`
written(Flag, '__repr__', 1, reprOfFlag)

const IntFlag = base('IntFlag', [types.int, Flag])
for (const name of ['or', 'and', 'xor'] as const) {
  const withInt = (self: Any, other: Any): Any =>
    kindOf(unboxed(other)) === Kind.int
      ? composed(typeOf(self), operators[name](self._value_, Number(unboxed(other))) as number)
      : types.NotImplemented
  written(IntFlag, `__${name}__`, 2, withInt)
  written(IntFlag, `__r${name}__`, 2, withInt)
}
written(IntFlag, '__invert__', 1, inverted)
written(IntFlag, '__str__', 1, (self: Any) => core.str(self._value_))
written(IntFlag, '__format__', 2, (self: Any, spec: Any) => core.format(self._value_, spec as string))
written(IntFlag, '__repr__', 1, reprOfFlag)

/** The names and values of `Enum('Color', 'RED GREEN')`: one text, names, pairs, or a dict. */
function namedValues(cls: Any, given: Any, start: Any): Any[] {
  const text = unboxed(given)
  const names: Any[] =
    typeof text === 'string' ? text.replaceAll(',', ' ').split(/\s+/).filter(Boolean) : listOf(given)
  if (typeof text === 'string' || (Array.isArray(given) && typeof unboxed(names[0]) === 'string')) {
    const values: Any[] = []
    return names.map((name) => {
      const value: Any = nextValue(cls, name as string, values, start)
      values.push(value)
      return [name, value]
    })
  }
  return names.map((item): Any =>
    typeof item === 'string' ? [item, core.getitem(given, item)] : unpack(item, 2),
  )
}

/** `Enum('Color', 'RED GREEN')`. */
function functional(cls: Any): Any {
  const make = builtin(
    infoOf(cls).name,
    'value, names=None, *, module=None, qualname=None, type=None, start=1',
    (
      name: Any,
      names: Any = null,
      module: Any = null,
      qualname: Any = null,
      type: Any = null,
      start: Any = 1,
    ) => {
      if (names === null) throw new ValueError(`${core.repr(name)} is not a valid ${infoOf(cls).qualname}`)
      const text = unboxed(name)
      if (typeof text !== 'string')
        throw new TypeError(`type.__new__() argument 1 must be str, not ${nameOfArgument(name)}`)
      const namespace: Record<string, Any> = Object.create(null)
      namespace.__module__ = module ?? '__main__'
      for (const [key, value] of namedValues(cls, names, start)) {
        if (typeof key !== 'string') {
          hash(key)
          if (!(key instanceof Tuple)) throw new TypeError(`object of type '${nameOfType(key)}' has no len()`)
          throw new TypeError(`attribute name must be string, not '${nameOfType(key)}'`)
        }
        if (key in namespace)
          throw new TypeError(`${core.repr(key)} already defined as ${core.repr(namespace[key])}`)
        namespace[key] = value
      }
      return makeClass(text, qualname ?? text, type === null ? [cls] : [type, cls], null, namespace)
    },
  )
  return (_cls: Any, args: Any[], kwargs: Keywords): Any => call(make, args, kwargs)
}
for (const cls of [Enum, IntEnum, StrEnum, Flag, IntFlag]) infoOf(cls).construct = functional(cls)

export const module = {
  Enum,
  IntEnum,
  StrEnum,
  Flag,
  IntFlag,
  EnumMeta: EnumType,
  EnumType,
  auto: autoClass,
  ...functionsOf({
    'unique(enumeration)': (cls: Any) => {
      const names = [...membersOf(cls)].filter(([name, member]) => member._name_ !== name)
      if (names.length > 0)
        throw new ValueError(
          `duplicate values found in ${core.repr(cls)}: ${names.map(([name, member]) => `${name} -> ${member._name_ as string}`).join(', ')}`,
        )
      return cls
    },
  }),
}
