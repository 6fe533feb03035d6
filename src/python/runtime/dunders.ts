// The special methods that built-in classes have for their operators, so that they can be called by name and through
// `super()`.
import { core } from './core.js'
import { methods } from './functions.js'
import { kindOf, Kind, onNumbers } from './numbers.js'
import * as comparison from './comparison.js'
import { NotImplemented } from './types.js'
import { unboxed } from './boxed.js'

type Any = any
export { bound } from './conversions.js'

/** `__eq__`, `__lt__` and their like, with values that `fits`. */
export function makeComparisons(cls: Any, fits: (value: Any) => boolean, hasOrder = true): void {
  const make = (name: string): ((a: Any, b: Any) => Any) => {
    const operator = comparison.plainComparison(name)
    return (a, b) => (fits(b) ? operator(unboxed(a), unboxed(b)) : NotImplemented)
  }
  for (const name of ['eq', 'ne', ...(hasOrder ? ['lt', 'le', 'gt', 'ge'] : [])])
    methods(cls, { [`__${name}__(value, /)`]: make(name) })
}

/** The operators of numbers. */
export function makeArithmetic(cls: Any, names: readonly string[]): void {
  for (const name of names) {
    const compute = onNumbers[name]
    const run = (a: Any, b: Any): Any => {
      const [x, y] = [unboxed(a), unboxed(b)]
      if (kindOf(y) === Kind.none) return NotImplemented
      return compute(x, y) ?? NotImplemented
    }
    methods(cls, {
      [`__${name}__(value, /)`]: run,
      [`__r${name}__(value, /)`]: (a, b) => (kindOf(unboxed(b)) === Kind.none ? NotImplemented : run(b, a)),
    })
  }
}

export const textMethods = (cls: Any): void => {
  methods(cls, {
    '__repr__()': (value) => core.repr(unboxed(value)),
    '__str__()': (value) => core.str(unboxed(value)),
    '__format__(spec, /)': (value, spec) => core.format(unboxed(value), spec as string),
    '__hash__()': (value) => core.hash(unboxed(value)),
  })
}
