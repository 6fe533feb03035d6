// Means and variances of float32 lanes whose elements are neighbours, in float64: the mean first, then the squared distances
// from it. The reference's one pass in float64 differs by less than what float32 can tell.
import { float32 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import { moments } from '../moments.js'
import { type Code, during, f32, f64, f64x2, Func, i32, type Local, Module, v128 } from './assembler.js'
import { compiled } from './level.js'
import { addressOf, arenaBytes, done, take } from './scratch.js'

const advance = (x: Local, by: number): Code => x.set(i32.add(x.get, i32.const(by)))

/** Parameters: x, n, where the mean and the sum of squares go, as float64. */
function ofRow(): Func {
  const func = new Func(['i32', 'i32', 'i32'])
  const [x, n, out] = [0, 1, 2].map((k) => func.param(k))
  const [p, left] = [func.local('i32'), func.local('i32')]
  const sums = Array.from({ length: 4 }, () => func.local('v128'))
  const [mean, total] = [func.local('f64'), func.local('f64')]
  const [means, distance] = [func.local('v128'), func.local('v128')]
  /** The sum over all elements of what is made of two at a time, and of one. */
  const sumOf = (pair: (x: Code) => Code, single: (x: Code) => Code): Code => [
    p.set(x.get),
    left.set(n.get),
    sums.map((sum) => sum.set(f64x2.const(0))),
    during(i32.ge(left.get, i32.const(8)), [
      sums.map((sum, k) => [
        distance.set(pair(f64x2.promoteLow(v128.load64Zero(p.get, 8 * k)))),
        sum.set(f64x2.add(sum.get, distance.get)),
      ]),
      advance(p, 32),
      advance(left, -8),
    ]),
    sums[0].set(f64x2.add(f64x2.add(sums[0].get, sums[1].get), f64x2.add(sums[2].get, sums[3].get))),
    total.set(f64.add(f64x2.lane(sums[0].get, 0), f64x2.lane(sums[0].get, 1))),
    during(left.get, [
      total.set(f64.add(total.get, single(f32.toF64(f32.load(p.get))))),
      advance(p, 4),
      advance(left, -1),
    ]),
  ]
  const rest = func.local('f64')
  return func.do(
    sumOf(
      (value) => value,
      (value) => value,
    ),
    mean.set(f64.div(total.get, f64.ofI32(n.get))),
    means.set(f64x2.splat(mean.get)),
    sumOf(
      (value) => [distance.set(f64x2.sub(value, means.get)), f64x2.mul(distance.get, distance.get)],
      (value) => [rest.set(f64.sub(value, mean.get)), f64.mul(rest.get, rest.get)],
    ),
    f64.store(out.get, mean.get),
    f64.store(out.get, total.get, 8),
  )
}

type Memories = MemoriesOf<typeof moments>
type Numbers = NumbersOf<typeof moments>

export function momentsForm(
  [spread, mean, x]: Memories,
  [, , outer, n, inner, isHalf, isWhole]: Numbers,
): Form<Memories, Numbers> | null {
  if (x.dtype !== float32 || inner !== 1 || isHalf || isWhole || n < 16 || outer * n < 4096) return null
  if (spread.dtype !== float32 || mean.dtype !== float32 || addressOf(x) === 0) return null
  return (memories, ...numbers) => {
    const [correction, root, outer, n] = numbers
    const to = take(16)
    if (to === 0) moments.js(memories, ...numbers)
    else {
      const [spreads, means] = [memories[0].array as Float32Array, memories[1].array as Float32Array]
      const found = new Float64Array(arenaBytes().buffer, to, 2)
      const from = addressOf(memories[2])
      const { row } = compiled('moments', (name) => {
        const module = new Module(name)
        module.add(ofRow(), 'row')
        return module
      })
      const divisor = Math.max(n - correction, 0)
      for (let o = 0; o < outer; o++) {
        row(from + 4 * o * n, n, to)
        const variance = found[1] / divisor
        means[memories[1].at + o] = found[0]
        spreads[memories[0].at + o] = root ? Math.sqrt(variance) : variance
      }
    }
    done()
  }
}
