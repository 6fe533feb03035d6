// The short way from a loop to its vector code: operands that lie side by side, or are one element each, in what one thread
// does. Which code that is was found out by the calls before; small memories that are not in the arena are copied there.
//
// | addition of float32, elements | 100     | 300     | 1,000   | 2,000   | 4,000  | 10,000 |
// | ----------------------------- | ------- | ------- | ------- | ------- | ------ | ------ |
// | the loop in JavaScript        | 0.30 µs | 0.67 µs | 2.1 µs  | 4.1 µs  | 8.1 µs | 21 µs  |
// | the short way                 | 0.12 µs | 0.14 µs | 0.24 µs | 0.45 µs | 0.9 µs | 2.2 µs |
import { bool, type DType, type TypedArray } from '../../base/dtype.js'
import { threadCount } from '../thread-count.js'
import type { Known } from '../strided.js'
import type { Formula } from './formula.js'
import { bytesOf, canRead, lanesFor } from './lane-types.js'
import { level } from './level.js'
import { nanoseconds } from './parts.js'
import { pool } from './pool.js'
import { costOf, isKnown, isNumber, programOf } from './pointwise.js'
import type { Program } from './pointwise-code.js'
import { addressIn, COPIED, scratchAt, SHORT, windowOf } from './small-operands.js'

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

/**
 * What finds the address of operand `k`, as `addressOf` does: written for it, so that the copy of a small one sees arrays of
 * one kind.
 */
const addressText = (k: number, count: string, size: number, slot: number): string =>
  `let p${k} = addressIn(a${k}, o${k}, ${size})
  if (p${k} === 0) {
    const count = ${count}
    if (count * ${size} > ${COPIED}) return false
    w${k} ??= windowOf(${slot}, a${k})
    if (count <= ${SHORT}) for (let i = 0; i < count; i++) w${k}[i] = a${k}[o${k} + i]
    else w${k}.set(count === a${k}.length ? a${k} : a${k}.subarray(o${k}, o${k} + count))
    p${k} = ${scratchAt(slot)}
  }`

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
  const windows = ['w = null']
  let tensors = 0
  for (let k = 0; k < kinds.length; k++) {
    if (kinds[k] !== 's') {
      const size = kinds[k] === 'b' ? 1 : computeSize
      params.push(`a${k}`, `o${k}`, `s${k}`, ...(areRows ? [`u${k}`] : []))
      refused.push(`(s${k} !== 1 && s${k} !== 0)`)
      bits.push(`(s${k} << ${tensors})`)
      const count = areRows ? `(s${k} === 1 ? width : 1) + (rows - 1) * u${k}` : `s${k} === 1 ? n : 1`
      windows.push(`w${k} = null`)
      addresses.push(addressText(k, count, size, ++tensors))
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
  const source = `let ${windows.join(', ')}
return function (${own}, ${params.join(', ')}) {
  if (${areRows ? '' : 'os !== 1 || '}${refused.join(' || ') || 'false'}) return false
  const bits = ${bits.join(' | ') || '0'}
  let way = ways[bits]
  if (way === undefined || way.level !== level() || !(${fits.join(' && ') || 'true'}))
    way = ways[bits] = find(bits, [${values.join(', ')}])
  if (way.run === null || n < way.from || (n * way.cost >= nanoseconds.worth && threadCount() > 1)) return false
  pool.settle()
  ${addresses.join('\n  ')}
  const there = addressIn(out, oo, ${outSize})
  if (there === 0) {
    if (n * ${outSize} > ${COPIED}) return false
    w ??= windowOf(0, out)
  } else if (way.isGuarded) return false
  const to = there === 0 ? ${scratchAt(0)} : there
  let stopped = 0
  ${calls.map(({ test, call }) => (test === '' ? call : `if (${test}) ${call}`)).join('\n  else ')}
  if (stopped >= 0) return false
  if (there !== 0) return true
  if (n <= ${SHORT}) for (let i = 0; i < n; i++) out[oo + i] = w[i]
  else out.set(n === w.length ? w : w.subarray(0, n), oo)
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
    'addressIn',
    'windowOf',
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
    addressIn,
    windowOf,
  ) as DenseCall
}
