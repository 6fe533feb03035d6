// What stands in a class and is not simply handed out: properties, static and class methods.
import { AttributeError, TypeError } from '../../base/errors.js'
import { addressOf, reprSymbol } from '../../text/repr.js'
import { core } from './core.js'
import { getters, methods } from './functions.js'
import * as types from './types.js'
import { classOf, infoOf, typeOf } from './types.js'

type Any = any

/** `@property` */
export class PyProperty {
  constructor(
    readonly fget: Any = null,
    readonly fset: Any = null,
    readonly fdel: Any = null,
    readonly doc: Any = null,
  ) {}
  get #name(): string {
    return (this.fget?.name as string | undefined) ?? ''
  }
  #without(how: string, value: Any): AttributeError {
    const { name } = infoOf(typeOf(value))
    return new AttributeError(`property '${this.#name}' of '${name}' object has no ${how}`)
  }
  read(value: Any): Any {
    if (this.fget === null) throw this.#without('getter', value)
    return core.call(this.fget, [value], null)
  }
  write(value: Any, _name: string, item: Any): void {
    if (this.fset === null) throw this.#without('setter', value)
    core.call(this.fset, [value, item], null)
  }
  remove(value: Any, _name: string): void {
    if (this.fdel === null) throw this.#without('deleter', value)
    core.call(this.fdel, [value], null)
  }
  [reprSymbol](): string {
    return `<property object at ${addressOf(this)}>`
  }
}
Object.defineProperty(PyProperty.prototype, classOf, { value: types.property })
infoOf(types.property).construct = (_cls, args, kwargs) => {
  const [fget, fset, fdel, doc] = args
  return new PyProperty(
    fget ?? kwargs?.fget ?? null,
    fset ?? kwargs?.fset ?? null,
    fdel ?? kwargs?.fdel ?? null,
    doc ?? kwargs?.doc ?? null,
  )
}
methods(types.property, {
  'getter(f, /)': (self: PyProperty, f) => new PyProperty(f, self.fset, self.fdel, self.doc),
  'setter(f, /)': (self: PyProperty, f) => new PyProperty(self.fget, f, self.fdel, self.doc),
  'deleter(f, /)': (self: PyProperty, f) => new PyProperty(self.fget, self.fset, f, self.doc),
})
getters(types.property, {
  fget: (self: PyProperty) => self.fget,
  fset: (self: PyProperty) => self.fset,
  fdel: (self: PyProperty) => self.fdel,
  __doc__: (self: PyProperty) => self.doc ?? (self.fget === null ? null : core.getattr(self.fget, '__doc__')),
})

/** `@staticmethod`, `@classmethod` */
export class Wrapped {
  readonly [classOf]: Any
  constructor(
    readonly kind: 'static' | 'class',
    readonly func: Any,
  ) {
    this[classOf] = kind === 'static' ? types.staticmethod : types.classmethod
  }
  [reprSymbol](): string {
    return `<${this.kind}method(${core.repr(this.func)})>`
  }
}
for (const kind of ['static', 'class'] as const)
  infoOf(types[`${kind}method`]).construct = (_cls, args) => {
    if (args.length !== 1) throw new TypeError(`${kind}method expected 1 argument, got ${args.length}`)
    return new Wrapped(kind, args[0])
  }
getters(types.staticmethod, {
  __func__: (self: Wrapped) => self.func,
  __wrapped__: (self: Wrapped) => self.func,
})
getters(types.classmethod, {
  __func__: (self: Wrapped) => self.func,
  __wrapped__: (self: Wrapped) => self.func,
})
methods(types.staticmethod, {
  '__call__(*args, **kwargs)': (self: Wrapped, args, kwargs) => core.call(self.func, args, kwargs),
})
