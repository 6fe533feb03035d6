// `np` at the prompt: numpy-ts, with two things that NumPy has and it has not: `dtype=` by name, and `np.float32`.
//
// Whole numbers become float64, as numpy-ts has it: its int64 arrays round what they are multiplied by.
import { createRequire } from 'node:module'
import { TypeError } from '../tensor/errors.js'

type Maker = (...args: unknown[]) => unknown

/** Functions that make arrays, and the position of their `dtype`. */
const makers: Record<string, number> = {
  array: 1,
  asarray: 1,
  zeros: 1,
  ones: 1,
  empty: 1,
  full: 2,
  arange: 3,
  linspace: 3,
  eye: 3,
}

const dtypes =
  'int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128'.split(' ')

/** `{ dtype: … }`, as the dialect hands over keywords. */
const isKeywords = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

function withKeyword(name: string, make: Maker): Maker {
  const position = makers[name]
  return (...args) => {
    const last = args.at(-1)
    if (!isKeywords(last)) return make(...args)
    const { dtype, ...others } = last
    const [unknown] = Object.keys(others)
    if (unknown !== undefined)
      throw new TypeError(`np.${name}() takes '${unknown}' by position here, only dtype by name`)
    const positional = args.slice(0, -1)
    return make(...Array.from({ length: position }, (_, i) => positional[i]), dtype)
  }
}

/** numpy-ts takes a quarter of a second to load: only who touches `np` waits for it. */
export function loadNumpy(): unknown {
  const numpy = createRequire(import.meta.url)('numpy-ts') as Record<string, Maker>
  const wrapped = Object.keys(makers).map((name) => [name, withKeyword(name, numpy[name])])
  const named = dtypes.map((dtype) => [dtype, dtype])
  return { ...numpy, ...Object.fromEntries([...wrapped, ...named]), bool_: 'bool' }
}
