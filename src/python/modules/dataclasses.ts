// Python's module `dataclasses`.
import { AttributeError, TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import { setField } from '../runtime/attributes.js'
import { core } from '../runtime/core.js'
import { entriesOf, isDict } from '../runtime/dicts.js'
import { builtin, call, functionsOf, type Inner, makeFunction } from '../runtime/functions.js'
import { PyDict } from '../runtime/keys.js'
import { nested } from '../runtime/text.js'
import * as types from '../runtime/types.js'
import { builtinClass, classOf, infoOf, inner, isClass, NotImplemented, typeOf } from '../runtime/types.js'
import { fromPython } from './written.js'

type Any = any

const fieldClass = builtinClass('Field', [types.object], { module: 'dataclasses', hasFields: true })
const MISSING = { [classOf]: builtinClass('_MISSING_TYPE', [types.object], { module: 'dataclasses' }) }

class Field {
  name = ''
  type: Any = null
  constructor(
    readonly defaultValue: Any,
    readonly factory: Any,
    readonly init: boolean,
    readonly repr: boolean,
    readonly compare: boolean,
    public isKeyword: boolean,
  ) {}
  /** What is only told to `__post_init__`: `InitVar[int]`. */
  isInitOnly = false
  get default(): Any {
    return this.defaultValue === undefined ? MISSING : this.defaultValue
  }
  get default_factory(): Any {
    return this.factory ?? MISSING
  }
  get isRequired(): boolean {
    return this.defaultValue === undefined && this.factory === undefined
  }
  [reprSymbol](): string {
    return `Field(name=${core.repr(this.name)},type=${core.repr(this.type)})`
  }
}
Object.defineProperty(Field.prototype, classOf, { value: fieldClass })

function field(
  value: Any,
  factory: Any,
  init: Any,
  repr: Any,
  _hash: Any,
  compare: Any,
  _metadata: Any,
  isKeyword: Any,
): Field {
  if (value !== undefined && factory !== undefined)
    throw new ValueError('cannot specify both default and default_factory')
  const said = (given: Any): boolean => given === undefined || core.truth(given)
  return new Field(
    value,
    factory,
    said(init),
    said(repr),
    said(compare),
    isKeyword !== undefined && core.truth(isKeyword),
  )
}

const own = new WeakMap<object, Field[]>()
const frozen = new WeakSet<object>()

const fieldsOf = (cls: Any): Field[] | undefined => {
  for (const one of infoOf(cls).mro)
    if (own.has(one as object)) return own.get(one as object)!.filter((field) => !field.isInitOnly)
  return undefined
}

export const FrozenInstanceError: Any = { FrozenInstanceError: class extends AttributeError {} }
  .FrozenInstanceError
types.declare(FrozenInstanceError, 'FrozenInstanceError', [AttributeError], {
  module: 'dataclasses',
  hasFields: true,
})

/** A method that is written into a class, as `def` would. */
function put(cls: Any, name: string, count: number, run: (...args: Any[]) => Any): void {
  const { dict } = infoOf(cls)
  if (dict.has(name) && dict.get(name) !== null) return
  const f: Any = (...args: Any[]): Any => run(...args)
  Object.defineProperty(f, 'name', { value: name })
  Object.defineProperty(f, inner, {
    value: { name, js: run, count, invoke: (args) => run(...args) } satisfies Inner,
  })
  core.setattr(cls, name, f)
}

interface Options {
  init: boolean
  repr: boolean
  eq: boolean
  order: boolean
  frozen: boolean
  keywordOnly: boolean
}

function collect(cls: Any, options: Options): Field[] {
  const all = new Map<string, Field>()
  for (const base of [...infoOf(cls).mro].reverse())
    if (base !== cls) for (const one of own.get(base as object) ?? []) all.set(one.name, one)
  const { dict } = infoOf(cls)
  const annotations = dict.get('__annotations__') as Map<string, Any> | undefined
  let isKeyword = options.keywordOnly
  for (const [name, annotation] of annotations ?? []) {
    const text = typeof annotation === 'string' ? annotation : core.repr(annotation)
    if (/^(typing\.)?ClassVar\b/.test(text)) continue
    if (/\bKW_ONLY\b/.test(text)) {
      isKeyword = true
      continue
    }
    const given = dict.get(name) as Any
    let one: Field
    if (given instanceof Field) one = given
    else {
      if (
        given !== undefined &&
        ((Array.isArray(given) && !(given instanceof Tuple)) ||
          isDict(given) ||
          (given instanceof Set && typeOf(given) === types.set))
      )
        throw new ValueError(
          `mutable default ${core.repr(typeOf(given))} for field ${name} is not allowed: use default_factory`,
        )
      one = new Field(given, undefined, true, true, true, isKeyword)
    }
    one.isKeyword ||= isKeyword
    one.isInitOnly = /^(dataclasses\.)?InitVar\b/.test(text)
    one.name = name
    one.type = annotation
    if (given instanceof Field) {
      if (one.defaultValue === undefined) {
        dict.delete(name)
        Reflect.deleteProperty(cls.prototype as object, name)
        Reflect.deleteProperty(cls as object, name)
      } else core.setattr(cls, name, one.defaultValue)
    }
    all.set(name, one)
  }
  types.changes.count++
  return [...all.values()]
}

function makeInit(cls: Any, fields: readonly Field[]): void {
  if (infoOf(cls).dict.has('__init__')) return
  const taken = fields.filter((one) => one.init)
  const positional = taken.filter((one) => !one.isKeyword)
  const byKeyword = taken.filter((one) => one.isKeyword)
  const firstDefault = positional.findIndex((one) => !one.isRequired)
  if (firstDefault >= 0) {
    const wrong = positional.slice(firstDefault).find((one) => one.isRequired)
    if (wrong) throw new TypeError(`non-default argument '${wrong.name}' follows default argument`)
  }
  const absent = Symbol('left out')
  const order = [...positional, ...byKeyword]
  const init = makeFunction(
    {
      name: '__init__',
      qualname: `${infoOf(cls).qualname}.__init__`,
      doc: null,
      params: {
        posOnly: [],
        args: ['self', ...positional.map((one) => one.name)],
        vararg: null,
        kwOnly: byKeyword.map((one) => one.name),
        kwarg: null,
      },
      defaults: positional.filter((one) => !one.isRequired).map(() => absent),
      kwDefaults: Object.fromEntries(
        byKeyword.filter((one) => !one.isRequired).map((one) => [one.name, absent]),
      ),
      annotations: null,
      isGenerator: false,
    },
    (self: Any, ...values: Any[]) => {
      const told: Any[] = []
      for (const one of fields) {
        const at = order.indexOf(one)
        let value: Any = at < 0 ? absent : values[at]
        if (value === absent) {
          if (one.isRequired) continue
          value = one.factory === undefined ? one.defaultValue : call(one.factory, [], null)
        }
        if (one.isInitOnly) told.push(value)
        else setField(self, one.name, value)
      }
      const after = core.special(self, '__post_init__')
      if (after) after(self, ...told)
      return null
    },
  )
  core.setattr(cls, '__init__', init)
}

function process(cls: Any, options: Options): Any {
  const all = collect(cls, options)
  own.set(cls as object, all)
  const fields = all.filter((one) => !one.isInitOnly)
  const values = (self: Any): Tuple =>
    Tuple.from<unknown>(fields.filter((one) => one.compare).map((one) => core.getattr(self, one.name)))
  const { dict } = infoOf(cls)
  if (options.init) makeInit(cls, all)
  if (options.repr)
    put(cls, '__repr__', 1, (self: Any) =>
      nested(self as object, '...', () => {
        const parts = fields
          .filter((one) => one.repr)
          .map((one) => `${one.name}=${core.repr(core.getattr(self, one.name))}`)
        return `${infoOf(typeOf(self)).qualname}(${parts.join(', ')})`
      }),
    )
  if (options.eq) {
    put(cls, '__eq__', 2, (a: Any, b: Any) =>
      typeOf(a) === typeOf(b) ? core.eq(values(a), values(b)) : NotImplemented,
    )
    if (options.frozen) put(cls, '__hash__', 1, (self: Any) => core.hash(values(self)))
    else if (!dict.has('__hash__')) dict.set('__hash__', null)
  }
  if (options.order)
    for (const [name, test] of [
      ['__lt__', (a: Any, b: Any) => core.lt(a, b)],
      ['__gt__', (a: Any, b: Any) => core.lt(b, a)],
      ['__le__', (a: Any, b: Any) => core.truth(core.lt(a, b)) || core.truth(core.eq(a, b))],
      ['__ge__', (a: Any, b: Any) => core.truth(core.lt(b, a)) || core.truth(core.eq(a, b))],
    ] as const)
      put(cls, name, 2, (a: Any, b: Any) =>
        typeOf(a) === typeOf(b) ? test(values(a), values(b)) : NotImplemented,
      )
  if (options.frozen) {
    frozen.add(cls as object)
    put(cls, '__setattr__', 3, (_self: Any, name: Any) => {
      throw new FrozenInstanceError(`cannot assign to field ${core.repr(name)}`)
    })
    put(cls, '__delattr__', 2, (_self: Any, name: Any) => {
      throw new FrozenInstanceError(`cannot delete field ${core.repr(name)}`)
    })
  }
  core.setattr(cls, '__dataclass_fields__', new PyDict(fields.map((one) => [one.name, one])))
  core.setattr(
    cls,
    '__match_args__',
    Tuple.from(fields.filter((one) => one.init && !one.isKeyword).map((one) => one.name)),
  )
  types.changes.count++
  return cls
}

function dataclass(cls: Any, ...given: Any[]): Any {
  const [init, repr, eq, order, , isFrozen, , keywordOnly] = given
  const said = (value: Any, otherwise: boolean): boolean =>
    value === undefined ? otherwise : core.truth(value)
  const options: Options = {
    init: said(init, true),
    repr: said(repr, true),
    eq: said(eq, true),
    order: said(order, false),
    frozen: said(isFrozen, false),
    keywordOnly: said(keywordOnly, false),
  }
  return cls === undefined || cls === null
    ? builtin('wrap', 'cls', (one: Any) => process(one, options))
    : process(cls, options)
}

function required(value: Any, called: string): Field[] {
  const fields = isClass(value) ? undefined : fieldsOf(typeOf(value))
  if (fields === undefined) throw new TypeError(`${called}() should be called on dataclass instances`)
  return fields
}

const converted = (value: Any, make: (pairs: [string, Any][]) => Any): Any => {
  const fields =
    value !== null && typeof value === 'object' && !isClass(value) ? fieldsOf(typeOf(value)) : undefined
  if (fields !== undefined)
    return make(fields.map((one) => [one.name, converted(core.getattr(value, one.name), make)]))
  if (value instanceof Tuple) return Tuple.from(value.map((item) => converted(item, make)))
  if (Array.isArray(value)) return value.map((item) => converted(item, make))
  if (isDict(value))
    return new PyDict([...entriesOf(value)].map(([key, item]) => [key, converted(item, make)]))
  return value
}

export const module = {
  MISSING,
  Field: fieldClass,
  FrozenInstanceError,
  KW_ONLY: 'KW_ONLY',
  __getattr__: fromPython('dataclasses', '_dataclasses', ['InitVar', 'make_dataclass']),
  ...functionsOf({
    'dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False)':
      dataclass,
    'field(*, default=0, default_factory=0, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=False)':
      field,
    'fields(class_or_instance)': (value: Any) => {
      const fields = fieldsOf(isClass(value) ? value : typeOf(value))
      if (fields === undefined) throw new TypeError('must be called with a dataclass type or instance')
      return Tuple.from(fields)
    },
    'asdict(obj)': (value: Any) => {
      required(value, 'asdict')
      return converted(value, (pairs) => new PyDict(pairs))
    },
    'astuple(obj)': (value: Any) => {
      required(value, 'astuple')
      return converted(value, (pairs) => Tuple.from<unknown>(pairs.map(([, item]) => item)))
    },
    'replace(obj, /, **changes)': (value: Any, changes: Record<string, Any>) => {
      const fields = required(value, 'replace').filter((one) => one.init)
      const all = Object.fromEntries(fields.map((one) => [one.name, core.getattr(value, one.name)]))
      return call(typeOf(value), [], { ...all, ...changes })
    },
    'is_dataclass(obj)': (value: Any) => fieldsOf(isClass(value) ? value : typeOf(value)) !== undefined,
  }),
}
