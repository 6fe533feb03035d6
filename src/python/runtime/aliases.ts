// What brackets and `|` make of classes: `list[int]`, `int | None`; for annotations, `isinstance`, and those who read them.
import { TypeError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import { core } from './core.js'
import { getters, methods } from './functions.js'
import * as types from './types.js'
import { builtinClass, classOf, infoOf, isClass } from './types.js'

type Any = any

const aliasClass = builtinClass('GenericAlias', [types.object], { module: 'types' })
export const unionType = builtinClass('UnionType', [types.object], { module: 'types' })

/** A class as annotations name it. */
export function nameInAnnotation(item: Any): string {
  if (item === null || item === types.NoneType) return 'None'
  if (isClass(item)) {
    const { module, name, qualname } = infoOf(types.canonicalClass(item))
    return module === 'builtins' ? name : `${module}.${qualname}`
  }
  if (Array.isArray(item)) {
    const names = item.map(nameInAnnotation).join(', ')
    return item instanceof Tuple ? names : `[${names}]`
  }
  return item === types.Ellipsis ? '...' : core.repr(item)
}

/** `list[int]` */
export class GenericAlias {
  readonly args: Tuple
  constructor(
    readonly origin: Any,
    key: Any,
  ) {
    this.args = key instanceof Tuple ? key : Tuple.of<unknown>(key)
  }
  get __origin__(): Any {
    return this.origin
  }
  __instancecheck__(): never {
    if (infoOf(this.origin).isPython)
      throw new TypeError('Subscripted generics cannot be used with class and instance checks')
    throw new TypeError('isinstance() argument 2 cannot be a parameterized generic')
  }
  [reprSymbol](): string {
    return `${nameInAnnotation(this.origin)}[${nameInAnnotation(this.args)}]`
  }
}
Object.defineProperty(GenericAlias.prototype, classOf, { value: aliasClass })

/** `int | None` */
export class Union {
  readonly args: Tuple
  constructor(...sides: Any[]) {
    const parts = sides.flatMap((side) => (side instanceof Union ? [...side.args] : [side ?? types.NoneType]))
    this.args = Tuple.from<unknown>(new Set(parts))
  }
  /** Whether one of the classes passes the test. */
  __instancecheck__(test: (cls: Any) => boolean): boolean {
    return this.args.some(test)
  }
  [reprSymbol](): string {
    return Array.from(this.args, nameInAnnotation).join(' | ')
  }
}
Object.defineProperty(Union.prototype, classOf, { value: unionType })

const joins = (value: Any): boolean =>
  value === null || isClass(value) || value instanceof GenericAlias || value instanceof Union

/** `a | b` of classes; undefined where these are none. */
export const union = (a: Any, b: Any): Union | undefined =>
  joins(a) && joins(b) && !(a === null && b === null) ? new Union(a, b) : undefined

for (const cls of [aliasClass, unionType]) {
  methods(cls, {
    '__or__(other, /)': (self, other) => union(self, other) ?? types.NotImplemented,
    '__ror__(other, /)': (self, other) => union(other, self) ?? types.NotImplemented,
    '__hash__()': (self) => core.hash(self.args),
  })
  getters(cls, { __args__: (self) => self.args, __parameters__: () => Tuple.of() })
}
methods(aliasClass, {
  '__getattr__(name, /)': (self: GenericAlias, name) => core.getattr(self.origin, name as string),
  '__call__(*args, **kwargs)': (self: GenericAlias, args, kwargs) => core.call(self.origin, args, kwargs),
  '__eq__(other, /)': (self: GenericAlias, other) =>
    other instanceof GenericAlias &&
    self.origin === other.origin &&
    core.truth(core.eq(self.args, other.args)),
})
getters(aliasClass, { __origin__: (self: GenericAlias) => self.origin })
methods(unionType, {
  '__eq__(other, /)': (self: Union, other) =>
    other instanceof Union &&
    self.args.length === other.args.length &&
    self.args.every((one) => other.args.includes(one)),
})
