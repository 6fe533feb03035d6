// The short way from a loop to its vector code: operands that lie side by side, or are one element each, in what one thread
// does. Which code that is was found out by the calls before; small memories that are not in the arena are copied there.
//
// | float32 elements           | 300    | 1,000  | 2,000  | 4,000  | 10,000 |
// | -------------------------- | ------ | ------ | ------ | ------ | ------ |
// | the loop in JavaScript     | 1.1 µs | 3.4 µs | 7.1 µs | 12 µs  | 31 µs  |
// | found out with every call  |        |        | 3.7 µs | 4.1 µs | 4.7 µs |
// | the short way              | 0.9 µs | 1.4 µs | 1.9 µs | 2.3 µs | 3.5 µs |
import { bool, type DType, type TypedArray, type TypedArrayConstructor } from '../../base/dtype.js'
import { getArena } from '../../memory/allocate.js'
import { RESERVED } from '../../memory/arena.js'
import { threadCount } from '../thread-count.js'
import type { Known } from '../strided.js'
import type { Formula } from './formula.js'
import { bytesOf, canRead, lanesFor } from './lane-types.js'
import { level } from './level.js'
import { nanoseconds } from './parts.js'
import { pool } from './pool.js'
import { costOf, isKnown, isNumber, programOf } from './pointwise.js'
import type { Program } from './pointwise-code.js'

/** A loop as `Loops` compiles them; false where it did nothing. */
export type DenseCall = (
  n: number,
  out: TypedArray,
  outOffset: number,
  outStride: number,
  ...operands: unknown[]
) => boolean

/** What stands for a number that is given with each call. */
const given = Symbol('given')

/** The code for operands that lie in a way, and what it takes to use it. */
interface Way {
  /** Null where there is none. */
  readonly run: Program['run'] | null
  /** Whether it may stop, and leave lanes to the reference: it is then used only where nothing was written yet. */
  readonly isGuarded: boolean
  /** Numbers that it was written for; `given` where any other will do. */
  readonly values: readonly unknown[]
  readonly level: string
  /** Nanoseconds for an element: what takes long is cut for threads, where there are some. */
  readonly cost: number
  /** From how many elements on it may be used: what is not determined to the bit keeps to the size from which it always is. */
  readonly from: number
}

/** The largest memory that is not in the arena unless it was made elsewhere; scratch memory for one. */
const COPIED = 4096
const SLOT = COPIED + 64
/** Up to so many elements are copied one by one. */
const SHORT = 64

/** Windows of the arena's first pages for operands that are copied there: by what their elements are, and which operand. */
const windows = new Map<TypedArrayConstructor, TypedArray[]>()

function windowOf(slot: number, array: TypedArray): TypedArray {
  const ArrayType = array.constructor as TypedArrayConstructor
  let list = windows.get(ArrayType)
  if (list === undefined) windows.set(ArrayType, (list = []))
  return (list[slot] ??= new ArrayType(
    getArena()!.buffer,
    RESERVED - (slot + 1) * SLOT,
    COPIED / ArrayType.BYTES_PER_ELEMENT,
  ))
}

/** The address of a place in the arena's memory; 0 where it is elsewhere. */
const addressIn = (array: TypedArray, at: number, size: number): number =>
  array.byteLength > COPIED && getArena()!.has(array) ? array.byteOffset + at * size : 0

/** The address of elements to be read, of which some that lie elsewhere are copied; 0 where they are too many. */
function addressOf(array: TypedArray, at: number, count: number, size: number, slot: number): number {
  const there = addressIn(array, at, size)
  if (there !== 0) return there
  if (count * size > COPIED) return 0
  const window = windowOf(slot, array)
  if (count <= SHORT) for (let i = 0; i < count; i++) window[i] = array[at + i]
  else
    (window as Float32Array).set(
      (count === array.length ? array : array.subarray(at, at + count)) as Float32Array,
    )
  return window.byteOffset
}

/** The address to write elements to that are brought where they belong by `bringBack`; 0 where they are too many. */
const addressFor = (array: TypedArray, at: number, count: number, size: number): number =>
  addressIn(array, at, size) || (count * size > COPIED ? 0 : windowOf(0, array).byteOffset)

function bringBack(array: TypedArray, at: number, count: number): void {
  const window = windowOf(0, array)
  if (count <= SHORT) {
    for (let i = 0; i < count; i++) array[at + i] = window[i]
    return
  }
  ;(array as Float32Array).set(
    (count === window.length ? window : window.subarray(0, count)) as Float32Array,
    at,
  )
}

/**
 * The short way for a formula.
 *
 * @param kinds one letter an operand: `t` a tensor, `b` one of bools, `s` a value that stays the same
 * @param usualFrom the size from which the loop asks for vectors in any case
 * @param areRows whether it is a loop over rows, as `rowLoop` compiles them
 */
export function denseCall(
  formula: Formula,
  compute: DType,
  out: DType,
  kinds: string,
  usualFrom: number,
  areRows = false,
): DenseCall | null {
  const lanes = lanesFor(compute)
  if (lanes === null || compute.slots > 1 || out.slots > 1) return null
  if (kinds.includes('b') && !canRead(bool, lanes)) return null

  /** Finds the code for operands of which those in `bits` lie side by side. */
  const find = (bits: number, values: readonly Known[]): Way => {
    const way = {
      run: null,
      isGuarded: false,
      values: values.map((value) => (isKnown(value) ? value : given)),
      level: level(),
      cost: 0,
      from: 0,
    }
    const areNumbers = values.every((value) => isKnown(value) || isNumber(value, lanes))
    if (level() === 'off' || !areNumbers) return way
    let tensors = 0
    let numbers = 0
    const args = [...kinds].map((kind) => {
      if (kind !== 's') {
        const access = ((bits >> tensors++) & 1) === 1 ? 'dense' : 'single'
        return { dtype: kind === 'b' ? bool : compute, access } as const
      }
      const value = values[numbers++]
      return isKnown(value) ? { value } : ({ dtype: null } as const)
    })
    const program = programOf(formula, { lanes, out, outIsDense: true, args })
    if (program === null) return way
    const { run, isGuarded, isExact } = program
    return { ...way, run, isGuarded, cost: costOf(program), from: isExact ? 0 : usualFrom }
  }
  return written(kinds, bytesOf(compute), bytesOf(out), find, areRows)
}

/** What `denseCall` gives, written for its operands: each place of a call sees one kind of each. */
function written(
  kinds: string,
  computeSize: number,
  outSize: number,
  find: (bits: number, values: readonly Known[]) => Way,
  areRows: boolean,
): DenseCall {
  const params: string[] = []
  const call: string[] = []
  const addresses: string[] = []
  const bits: string[] = []
  const refused: string[] = []
  const values: string[] = []
  const fits: string[] = []
  let tensors = 0
  for (let k = 0; k < kinds.length; k++) {
    if (kinds[k] !== 's') {
      const size = kinds[k] === 'b' ? 1 : computeSize
      params.push(`a${k}`, `o${k}`, `s${k}`, ...(areRows ? [`u${k}`] : []))
      refused.push(`(s${k} !== 1 && s${k} !== 0)`)
      bits.push(`(s${k} << ${tensors})`)
      const count = areRows ? `(s${k} === 1 ? width : 1) + (rows - 1) * u${k}` : `s${k} === 1 ? n : 1`
      addresses.push(
        `const p${k} = addressOf(a${k}, o${k}, ${count}, ${size}, ${++tensors}); if (p${k} === 0) return false`,
      )
      call.push(areRows ? `p${k}, u${k} * ${size}, ${size}` : `p${k}, 0, ${size}`)
    } else {
      const v = values.length
      params.push(`v${k}`)
      values.push(`v${k}`)
      fits.push(`(way.values[${v}] === v${k} || (way.values[${v}] === given && isGiven(v${k})))`)
      call.push(`GIVEN${v}`)
    }
  }
  // Numbers that the code was written for are not given again: a call for each way to have them.
  const callOf = (areGiven: number): string => {
    const args = call.flatMap((arg) => {
      const match = /^GIVEN(\d+)$/.exec(arg)
      if (match === null) return [arg]
      return (areGiven >> Number(match[1])) & 1 ? [values[Number(match[1])]] : []
    })
    const shape = areRows ? ['rows, width', `width * ${outSize}`] : ['1, n', '0']
    return `stopped = way.run(${shape[0]}, to, ${shape[1]}, ${outSize}, ${args.join(', ')})`
  }
  const isGivenAt = (v: number): string => `(way.values[${v}] === given)`
  const calls = Array.from({ length: 1 << values.length }, (_, areGiven) => ({
    test: values.map((_, v) => `${isGivenAt(v)} === ${String(((areGiven >> v) & 1) === 1)}`).join(' && '),
    call: callOf(areGiven),
  }))
  const own = areRows ? 'n, rows, width, out, oo' : 'n, out, oo, os'
  const source = `return function (${own}, ${params.join(', ')}) {
  if (${areRows ? '' : 'os !== 1 || '}${refused.join(' || ') || 'false'}) return false
  const bits = ${bits.join(' | ') || '0'}
  let way = ways[bits]
  if (way === undefined || way.level !== level() || !(${fits.join(' && ') || 'true'}))
    way = ways[bits] = find(bits, [${values.join(', ')}])
  if (way.run === null || n < way.from || (n * way.cost >= nanoseconds.worth && threadCount() > 1)) return false
  pool.settle()
  ${addresses.join('\n  ')}
  const to = addressFor(out, oo, n, ${outSize})
  if (to === 0) return false
  if (way.isGuarded && addressIn(out, oo, ${outSize}) !== 0) return false
  let stopped = 0
  ${calls.map(({ test, call }) => (test === '' ? call : `if (${test}) ${call}`)).join('\n  else ')}
  if (stopped >= 0) return false
  if (n * ${outSize} <= ${COPIED} && addressIn(out, oo, ${outSize}) === 0) bringBack(out, oo, n)
  return true
}`
  const make = new Function(
    'ways',
    'find',
    'given',
    'isGiven',
    'level',
    'nanoseconds',
    'threadCount',
    'pool',
    'addressOf',
    'addressFor',
    'addressIn',
    'bringBack',
    source,
  )
  return make(
    [],
    find,
    given,
    (value: Known) => !isKnown(value),
    level,
    nanoseconds,
    threadCount,
    pool,
    addressOf,
    addressFor,
    addressIn,
    bringBack,
  ) as DenseCall
}
