// NumPy's arrays and Python's objects mean one thing in both languages: where Python can be loaded, what an entry in
// TypeScript does with one of them is what a Python program would do.
import { isNumpyNumber, type NumpyFloat, numpyType, plainNumber } from '../../base/numpy-number.js'
import { Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { float } from './results.js'

type Any = any

/** What Python has for the dialect: modules of its own, and how its programs reckon with arrays and objects. */
export interface SharedPython {
  module(path: string): Any
  /** An operator by its name in Python's module `operator`: `add`, `floordiv`, `neg`. */
  operator(name: string, args: readonly unknown[]): Any
  /** A built-in function by name. */
  builtin(name: string, args: readonly unknown[], keywords: Record<string, unknown> | null): Any
  method(array: object, name: string, args: readonly unknown[], keywords: Record<string, unknown> | null): Any
  /** An attribute; AttributeError where there is none. */
  attribute(object: object, name: string): Any
}

let load: (() => SharedPython) | undefined

/** Says how Python is loaded. */
export const sharePython = (how: () => SharedPython): void => void (load = how)

/** How deep in Python's own reckoning we are, where arrays are numpy-ts's. */
let depth = 0

/** Runs what reckons with arrays as numpy-ts has them. */
export function ownArrays<T>(run: () => T): T {
  depth++
  try {
    return run()
  } finally {
    depth--
  }
}

/** Python, for an entry that meets an array; undefined within its own reckoning, and where no Python is. */
export const sharedPython = (): SharedPython | undefined => (depth === 0 ? load?.() : undefined)

/** Whether a value is an array or a number of NumPy's. */
const isNumpys = (value: unknown): boolean => isNumpyArray(value) || isNumpyNumber(value)

/** Under this name an object says which class of Python's it is of. */
export const pythonClass: unique symbol = Symbol('the class in Python')

/** Whether a value is an object of Python's, whose class says what operators make of it; a set is one. */
export const isPythons = (value: unknown): value is object =>
  value instanceof Set ||
  (((typeof value === 'object' && value !== null) || typeof value === 'function') && pythonClass in value)

/** Whether Python knows a value better. */
export const isShared = (value: unknown): value is object => isNumpys(value) || isPythons(value)

/** A number that JavaScript has a kind for, as that kind; whether it is a float is noted. */
function plain(value: unknown): unknown {
  if (!isNumpyNumber(value)) return value
  const type = value[numpyType]
  if (type === 'float64') return float((value as NumpyFloat).value)
  return /^(int64|bool|complex128)$/.test(type) ? plainNumber(value) : value
}

/** What Python gave, as an entry in TypeScript has it. */
export const forEntry = (value: Any): unknown =>
  value instanceof Tuple ? Tuple.from<unknown>([...value].map(plain)) : plain(value)
