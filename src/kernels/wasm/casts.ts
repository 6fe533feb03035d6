// Elements of one dtype as those of another, where both lie side by side in the arena: what the loop in copy.ts writes, to the bit.
// Floats become integers by way of int32, which has a vector instruction; vectors with a number beyond that go one by one.
import { bool, type DType, type TypedArray } from '../../base/dtype.js'
import { addressInArena } from '../../memory/allocate.js'
import { Func, Module } from './assembler.js'
import {
  type Code,
  choose,
  during,
  f32,
  f32x4,
  f64,
  f64x2,
  i32,
  i32x4,
  i64,
  i64x2,
  type Local,
  v128,
  when,
} from './instructions.js'
import { bytesOf, canRead, type LaneType, lanesFor, readAll, widthOf, write } from './lane-types.js'
import { compiled, level } from './level.js'
import { inParts } from './parts.js'
import type { Callable } from './thread-code.js'

const vectors = { f32: f32x4, f64: f64x2, i32: i32x4, i64: i64x2 } as const

/** What the processor makes of a number that has no place in an int64, and in an int32. */
const LOWEST = -(2n ** 63n)
const LOWEST_INT32 = -(2 ** 31)

/** One step: reads from `x`, writes to `out`, this many elements. */
interface Step {
  readonly width: number
  readonly code: (func: Func, out: Local, x: Local) => Code
}

/** Lanes of a float that an int32 can be, and their whole parts: in all four lanes, or the lower two of a float64. */
const fitsInt32 = (lanes: 'f32' | 'f64', x: Code): Code =>
  v128.and(
    vectors[lanes].gt(x, vectors[lanes].const(lanes === 'f32' ? -2147483904 : -2147483649)),
    vectors[lanes].lt(x, vectors[lanes].const(2147483648)),
  )
const whole = (lanes: 'f32' | 'f64', x: Code): Code =>
  lanes === 'f32' ? i32x4.truncSat(x) : i32x4.truncSatF64(x)

function stepFor(to: DType, from: DType): Step | null {
  const [target, source] = [lanesFor(to), lanesFor(from)]
  if (target === null || source === null || to === from) return null
  const readWrite = (lanes: LaneType, change: (x: Code) => Code = (x) => x): Step => ({
    width: widthOf(lanes),
    code: (_, out, x) => write(to, lanes, out.get, change(readAll(from, lanes, x.get, 0)), 0, null),
  })
  if (to === bool)
    return readWrite(source, (x) =>
      v128.and(
        vectors[source].ne(x, v128.bytes(new Array<number>(16).fill(0))),
        v128.bytes(new Array<number>(16).fill(1)),
      ),
    )
  if (source === 'i64') return target === 'i32' ? readWrite('i64') : fromInt64(to)
  if (canRead(from, target)) return readWrite(target)
  if (source === 'f64' && target === 'f32')
    return {
      width: 2,
      code: (_, out, x) => v128.store64Lane(out.get, f64x2.demote(v128.load(x.get)), 0),
    }
  if (source === 'f32' || source === 'f64') {
    if (target === 'i64') return toInt64(source)
    // What lies beyond becomes the lowest int32, of whose bits the narrower integers take the low ones. Of uint8 it is an int64.
    if (to.name === 'uint8') return null
    return toInt32(to, source)
  }
  return null
}

const toInt32 = (to: DType, lanes: 'f32' | 'f64'): Step | null =>
  lanes === 'f64' && to.name !== 'int32'
    ? null
    : {
        width: widthOf(lanes),
        code: (func, out, x) => {
          const [value, mask, result] = [0, 1, 2].map(() => func.local('v128'))
          const fits = fitsInt32(lanes, value.get)
          return [
            value.set(v128.load(x.get)),
            // The masks of two float64 as those of the lower lanes.
            mask.set(lanes === 'f32' ? fits : lowHalves(fits)),
            result.set(v128.select(whole(lanes, value.get), i32x4.const(LOWEST_INT32), mask.get)),
            lanes === 'f32'
              ? write(to, 'i32', out.get, result.get, 0, null)
              : v128.store64Lane(out.get, result.get, 0),
          ]
        },
      }

/** The lower halves of two lanes of eight bytes, side by side. */
const lowHalves = (x: Code): Code => [x, x, 0xfd, 13, [0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11]]

const toInt64 = (lanes: 'f32' | 'f64'): Step => ({
  width: widthOf(lanes),
  code: (func, out, x) => {
    const value = func.local('v128')
    const integers = func.local('v128')
    const one = func.local('f64')
    const allFit = lanes === 'f32' ? i32x4.allTrue : i64x2.allTrue
    const single = (k: number): Code => [
      one.set(lanes === 'f32' ? f32.toF64(f32.load(x.get, 4 * k)) : f64.load(x.get, 8 * k)),
      i64.store(
        out.get,
        choose(
          i64.truncSatF64(one.get),
          i64.const(LOWEST),
          i32.and(f64.ge(one.get, f64.const(-(2 ** 63))), f64.lt(one.get, f64.const(2 ** 63))),
        ),
        8 * k,
      ),
    ]
    return [
      value.set(v128.load(x.get)),
      when(
        allFit(fitsInt32(lanes, value.get)),
        [
          integers.set(whole(lanes, value.get)),
          v128.store(out.get, i64x2.extendLowS(integers.get)),
          lanes === 'f32' ? v128.store(out.get, i64x2.extendHighS(integers.get), 16) : [],
        ],
        Array.from({ length: widthOf(lanes) }, (_, k) => single(k)),
      ),
    ]
  },
})

/** To floats, each by way of a float64. */
const fromInt64 = (to: DType): Step => ({
  width: 2,
  code: (_, out, x) =>
    [0, 1].map((k) => {
      const value = f64.ofI64(i64.load(x.get, 8 * k))
      return to.name === 'float32'
        ? f32.store(out.get, f64.toF32(value), 4 * k)
        : f64.store(out.get, value, 8 * k)
    }),
})

/** Elements that a call goes on by. */
const TOGETHER = 4
/** Nanoseconds for an element, about. */
const COST = 0.35

const steps = new Map<number, Step | null>()

/** Parameters: out, x, how many groups of elements. */
function cast(to: DType, from: DType, { width, code }: Step): Func {
  const func = new Func(['i32', 'i32', 'i32'])
  const [out, x, count] = [0, 1, 2].map((k) => func.param(k))
  const advance = (local: Local, by: number): Code => local.set(i32.add(local.get, i32.const(by)))
  const step: Code = [
    code(func, out, x),
    advance(out, width * bytesOf(to)),
    advance(x, width * bytesOf(from)),
  ]
  return func.do(during(count.get, [new Array<Code>(TOGETHER / width).fill(step), advance(count, -1)]))
}

/**
 * Casts elements that lie side by side.
 *
 * @returns how many were done; the last few, or all, are left to the loop
 */
export function castBlock(
  to: DType,
  d: TypedArray,
  dAt: number,
  from: DType,
  s: TypedArray,
  sAt: number,
  count: number,
): number {
  if (level() === 'off') return 0
  const [dAddress, sAddress] = [addressInArena(d), addressInArena(s)]
  if (dAddress === 0 || sAddress === 0) return 0
  const key = to.code * 16 + from.code
  let step = steps.get(key)
  if (step === undefined) steps.set(key, (step = stepFor(to, from)))
  if (step === null) return 0
  const { run } = compiled(`cast ${from.name} to ${to.name}`, (name) => {
    const module = new Module(name)
    module.add(cast(to, from, step), 'run')
    return module
  })
  const groups = Math.floor(count / TOGETHER)
  const [dBytes, sBytes] = [bytesOf(to), bytesOf(from)]
  inParts(run as Callable, [dAddress + dAt * dBytes, sAddress + sAt * sBytes, groups], {
    count: 2,
    steps: [
      [0, TOGETHER * dBytes],
      [1, TOGETHER * sBytes],
    ],
    cost: COST * TOGETHER,
    multiple: 256,
  })
  return groups * TOGETHER
}
