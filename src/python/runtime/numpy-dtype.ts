// The dtype of an array as Python knows it: `x.dtype == np.float32`, `dtype('int64')`.
import { reprSymbol, strSymbol } from '../../text/repr.js'
import { core } from './core.js'
import { getters, methods } from './functions.js'
import { builtinClass, classOf, infoOf, isClass, object } from './types.js'

type Any = any

export const dtypeClass = builtinClass('dtype', [object], { module: 'numpy' })

const classes = new Map<string, Any>()

/** Each dtype has a class: `numpy.dtype[float64]`. */
function classFor(name: string): Any {
  let found: Any = classes.get(name)
  const text = `dtype[${name === 'bool' ? 'bool_' : name}]`
  if (found === undefined) classes.set(name, (found = builtinClass(text, [dtypeClass], { module: 'numpy' })))
  return found
}

/** A dtype by its name in NumPy. */
export class NumpyDtype {
  get [classOf](): Any {
    return classFor(this.name)
  }
  constructor(readonly name: string) {}
  get kind(): string {
    return this.name.startsWith('uint') ? 'u' : this.name[0]
  }
  get itemsize(): number {
    return this.kind === 'b' ? 1 : Number(/\d+$/.exec(this.name)?.[0] ?? 64) / 8
  }
  equals(other: unknown): boolean {
    return nameOf(other) === this.name
  }
  toString(): string {
    return this.name
  }
  [strSymbol](): string {
    return this.name
  }
  [reprSymbol](): string {
    return `dtype('${this.name}')`
  }
}

const known = new Map<string, NumpyDtype>()
export function numpyDtype(name: string): NumpyDtype {
  let made = known.get(name)
  if (made === undefined) known.set(name, (made = new NumpyDtype(name)))
  return made
}

const pythons: Record<string, string> = {
  int: 'int64',
  float: 'float64',
  bool: 'bool',
  bool_: 'bool',
  complex: 'complex128',
}

/** The name of what may stand for a dtype: itself, a text, a class; undefined for all else. */
function nameOf(value: Any): string | undefined {
  if (value instanceof NumpyDtype) return value.name
  const name: string | undefined =
    typeof value === 'string' ? value : isClass(value) ? infoOf(value).name : undefined
  return name === undefined ? undefined : (pythons[name] ?? name)
}

const letters: Record<string, string> = {
  b: '?',
  i8: 'l',
  i4: 'i',
  i2: 'h',
  i1: 'b',
  f8: 'd',
  f4: 'f',
  f2: 'e',
}

methods(dtypeClass, {
  '__eq__(other, /)': (self: NumpyDtype, other) => self.equals(other),
  '__ne__(other, /)': (self: NumpyDtype, other) => !self.equals(other),
  '__hash__()': (self: NumpyDtype) => core.hash(self.name),
  '__str__()': (self: NumpyDtype) => self.name,
})
getters(dtypeClass, {
  name: (self: NumpyDtype) => self.name,
  kind: (self: NumpyDtype) => self.kind,
  itemsize: (self: NumpyDtype) => self.itemsize,
  char: (self: NumpyDtype) => letters[`${self.kind}${self.kind === 'b' ? '' : self.itemsize}`] ?? self.kind,
  str: (self: NumpyDtype) => `${self.itemsize === 1 ? '|' : '<'}${self.kind}${self.itemsize}`,
  type: (self: NumpyDtype) =>
    core.getattr(core.importModule('numpy'), self.name === 'bool' ? 'bool_' : self.name),
})
