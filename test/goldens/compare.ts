// Holds a dltorch result against a recorded one and says where they part. Knows nothing about how the result was made.
import { isObject, isTensor, type Encoded, type EncodedTensor, type Torch } from './encoding.js'

/** What differs (`kind`: value, dtype, shape, type, …), where (`out[1]`, `grad of t0`), and how. */
export interface Difference {
  kind: string
  where: string
  text: string
}

export interface Tolerance {
  /** A recorded float32 error: allow a few times that. "Infinity": one side may overflow or be NaN. */
  error?: number | 'Infinity'
  /** Replaces the rule below: [per float32, per float64], relative to max(1, |want|). 0 is exact. */
  fixed?: [number, number]
}

// Relative to 1 + |want|. A half has 11 bits and a bfloat16 8: one unit in the last place, for what was computed in
// float32 and rounded. Integers and bools are exact.
const tolerances: Record<string, number> = {
  float32: 1e-5,
  complex64: 1e-5,
  float64: 1e-10,
  complex128: 1e-10,
  float16: 1e-3,
  bfloat16: 8e-3,
}
const doubles = ['float64', 'complex128']
const singles = ['float32', 'complex64', 'float16', 'bfloat16']
// Near the end of the float32 range the order of two multiplications decides between a number and infinity.
const NEAR_OVERFLOW = 1e37

export const dtypeName = (dtype: unknown) => String(dtype).replace(/^torch\./, '')
export const isTensorValue = (v: any): boolean =>
  typeof v === 'object' && v !== null && typeof v.tolist === 'function' && 'dtype' in v && 'shape' in v

/** The tensors in a result, depth first: `out_strides`, `grad_fn` and the gradients go by this order. */
export function tensorsIn(v: unknown): any[] {
  if (isTensorValue(v)) return [v]
  return Array.isArray(v) ? v.flatMap(tensorsIn) : []
}

/** The elements of a tensor in row-major order. */
export function elementsOf(tensor: any): unknown[] {
  const list = tensor.tolist()
  return Array.isArray(list) ? list.flat(Infinity as 1) : [list]
}

export function compare(
  torch: Torch,
  got: any,
  want: Encoded | undefined,
  where = 'out',
  tolerance: Tolerance = {},
): Difference | null {
  const differ = (kind: string, text: string): Difference => ({ kind, where, text })
  const wrong = (text: string) => differ('value', `got ${show(got)}, want ${text}`)

  if (isTensor(want)) return compareTensor(got, want, where, tolerance)
  if (want === null || want === undefined) return got === null || got === undefined ? null : wrong('null')
  if (typeof want === 'boolean' || typeof want === 'string') return got === want ? null : wrong(show(want))
  if (typeof want === 'number') {
    if (!Number.isInteger(want)) return closeNumber(Number(got), want) ? null : wrong(String(want))
    if (typeof got !== 'number' && typeof got !== 'bigint') {
      return differ('type', `got ${show(got)}, want the int ${want}`)
    }
    return Number.isInteger(Number(got)) && BigInt(got) === BigInt(want) ? null : wrong(String(want))
  }

  const sequence = Array.isArray(want) ? want : (want.$tuple ?? want.$size ?? want.items)
  if (sequence) {
    if (!Array.isArray(got)) return differ('type', `got ${show(got)}, want an array of ${sequence.length}`)
    if (got.length !== sequence.length) {
      return differ('length', `got ${got.length} items, want ${sequence.length}`)
    }
    const kind = sequenceKind(torch, got, want)
    if (kind) return differ('type', kind)
    for (let i = 0; i < sequence.length; i++) {
      const difference = compare(torch, got[i], sequence[i], `${where}[${i}]`, tolerance)
      if (difference) return difference
    }
    return null
  }

  if (!isObject(want)) return wrong(show(want))
  if ('$float' in want) {
    const isFloat = typeof got === 'number' || got instanceof torch.Float
    return isFloat && closeNumber(Number(got), Number(want.$float)) ? null : wrong(`the float ${want.$float}`)
  }
  if ('$int' in want) {
    const isInt = typeof got === 'bigint' || typeof got === 'number'
    return isInt && String(got) === want.$int ? null : wrong(`${want.$int}n`)
  }
  if ('$complex' in want) {
    const [re, im] = want.$complex.map(Number)
    return got instanceof torch.Complex && closeNumber(got.re, re) && closeNumber(got.im, im)
      ? null
      : wrong(`${re}+${im}j`)
  }
  if ('$dtype' in want) return got === torch[want.$dtype] ? null : wrong(`torch.${want.$dtype}`)
  if ('$layout' in want) return got === torch[want.$layout] ? null : wrong(`torch.${want.$layout}`)
  if ('$memory_format' in want)
    return got === torch[want.$memory_format] ? null : wrong(`torch.${want.$memory_format}`)
  if ('$device' in want) return String(got) === want.$device ? null : wrong(want.$device)
  throw new Error(`golden: no comparison for ${Object.keys(want)}`)
}

function compareTensor(
  got: any,
  want: EncodedTensor,
  where: string,
  { error, fixed }: Tolerance,
): Difference | null {
  const differ = (kind: string, text: string): Difference => ({ kind, where, text })
  if (!isTensorValue(got)) return differ('type', `got ${show(got)}, want a ${want.$t}[${want.shape}] tensor`)
  const dtype = dtypeName(got.dtype)
  if (dtype !== want.$t) return differ('dtype', `got ${dtype}, want ${want.$t}`)
  if (String([...got.shape]) !== String(want.shape)) {
    return differ('shape', `got [${[...got.shape]}], want [${want.shape}]`)
  }
  if (!want.data || want.uninitialized) return null

  const values = elementsOf(got)
  if (values.length !== want.data.length) {
    return differ('value', `tolist() has ${values.length} elements, want ${want.data.length}`)
  }
  const relative = fixed
    ? fixed[doubles.includes(dtype) ? 1 : 0]
    : Math.max(tolerances[dtype] ?? 0, error === 'Infinity' ? 0 : 4 * (error ?? 0))
  // Recorded texts are the shortest that tell one float32 from the next, so they mean that float32.
  const isSingle = singles.includes(dtype)
  const round = isSingle ? Math.fround : Number
  const close = (a: unknown, b: unknown): boolean => {
    if (Array.isArray(b)) return close((a as any).re, b[0]) && close((a as any).im, b[1])
    if (typeof b === 'boolean' || typeof a === 'boolean') return a === b
    // int64 beyond 2^53 is a bigint here and a decimal string there.
    if (typeof a === 'bigint' || (typeof b === 'string' && /^-?\d+$/.test(b))) return String(a) === String(b)
    const x = Number(a)
    const y = round(Number(b))
    if (Number.isNaN(x) || Number.isNaN(y)) {
      return (Number.isNaN(x) && Number.isNaN(y)) || error === 'Infinity'
    }
    if (x === y) return true
    if (error === 'Infinity' && Math.max(Math.abs(x), Math.abs(y)) > NEAR_OVERFLOW) return true
    if (!Number.isFinite(y)) return false
    const scale = fixed ? Math.max(1, Math.abs(y)) : 1 + Math.abs(y)
    return Math.abs(x - y) <= relative * scale
  }
  const wrong = values.flatMap((v, i) => (close(v, want.data![i]) ? [] : [i]))
  if (wrong.length === 0) return null
  const i = wrong[0]!
  const share = values.length > 1 ? `${wrong.length} of ${values.length} elements, first ` : ''
  const place = want.shape.length ? `[${unravel(i, want.shape)}] ` : ''
  const off =
    typeof values[i] === 'number' && Number.isFinite(Number(want.data[i]))
      ? ` (off by ${Math.abs((values[i] as number) - Number(want.data[i])).toExponential(1)})`
      : ''
  const value = values[i]
  const readable = isSingle && typeof value === 'number' ? Number(value.toPrecision(9)) : value
  return differ('value', `${share}${place}got ${show(readable)}, want ${show(want.data[i])}${off}`)
}

/** Python tells (1, 2), [1, 2] and torch.Size([1, 2]) apart; so does dltorch, by the class of the array. */
function sequenceKind(torch: Torch, got: any, want: any): string | null {
  const plain = got.constructor === Array
  if (Array.isArray(want)) return plain ? null : `got a ${got.constructor.name}, want a list (a plain array)`
  if (plain) return `got a plain array, want a ${want.$size ? 'torch.Size' : 'tuple'}`
  if (want.$size && !String(got).startsWith('torch.Size(')) return `got ${String(got)}, want a torch.Size`
  if (!want.$namedtuple) return null
  const missing = want.fields.find((f: string, i: number) => got[f] !== got[i])
  if (missing) return `got no field .${missing}, want ${want.$namedtuple} with ${want.fields.join(', ')}`
  const text: string = torch.repr(got)
  return text.startsWith(`${want.$namedtuple}(`)
    ? null
    : `prints as ${text.split('(')[0]}, want ${want.$namedtuple}`
}

// Python floats come out of float64 arithmetic, or of a float32 element.
const closeNumber = (a: number, b: number) =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-6 * Math.max(1e-30, Math.abs(b))

function unravel(i: number, shape: number[]): number[] {
  const index: number[] = []
  for (const n of [...shape].reverse()) {
    index.unshift(i % n)
    i = Math.floor(i / n)
  }
  return index
}

export function show(v: any): string {
  if (isTensorValue(v)) return `a ${dtypeName(v.dtype)}[${[...v.shape]}] tensor`
  if (typeof v === 'bigint') return `${v}n`
  if (typeof v === 'number') return Object.is(v, -0) ? '-0' : String(v)
  if (Array.isArray(v)) return `[${v.map(show).join(', ')}]`
  if (typeof v === 'object' && v !== null && 're' in v && 'im' in v) return `${v.re}+${v.im}j`
  if (typeof v === 'function') return `a function`
  return typeof v === 'string' ? JSON.stringify(v) : String(v)
}
