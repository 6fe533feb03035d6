// The product of two vectors with vectors: lanes as the reference has them, which adds up what they leave.
import type { Form } from '../executor.js'
import { dot, HALF, LANES, sumOfLanes, withRest } from '../dot.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import { Func, Module } from './assembler.js'
import { type Code, during, f32x4, i32, type Local, v128 } from './instructions.js'
import { compiled, hasMadd } from './level.js'
import { addressOf, arenaBytes, done, take } from './scratch.js'

const advance = (x: Local, by: Code): Code => x.set(i32.add(x.get, by))

/** Parameters: where the 32 lanes go, x, y, how many terms: a multiple of 32. */
function lanes(): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32'])
  const [to, x, y, left] = [0, 1, 2, 3].map((k) => func.param(k))
  const sums = Array.from({ length: LANES / 4 }, () => func.local('v128'))
  const terms = (sums: readonly Local[]): Code => [
    sums.map((sum, v) => sum.set(f32x4.madd(v128.load(x.get, 16 * v), v128.load(y.get, 16 * v), sum.get))),
    advance(x, i32.const(16 * sums.length)),
    advance(y, i32.const(16 * sums.length)),
    advance(left, i32.const(-4 * sums.length)),
  ]
  const halves = Array.from({ length: HALF / 4 }, (_, v) => sums[4 * (v >> 1) + (v & 1)])
  return func.do(
    during(i32.ge(left.get, i32.const(LANES)), terms(sums)),
    halves.map((half, v) => half.set(f32x4.add(half.get, sums[4 * (v >> 1) + (v & 1) + 2].get))),
    during(left.get, terms(halves)),
    halves.map((half, v) => v128.store(to.get, half.get, 16 * v)),
  )
}

type Operands = MemoriesOf<typeof dot>
type Numbers = NumbersOf<typeof dot>

/** The form for these operands, if multiply-adds are fused and both lie in the arena; else null. */
export function dotForm([, x, y]: Operands, [n]: Numbers): Form<Operands, Numbers> | null {
  if (!hasMadd() || n < LANES || addressOf(x) === 0 || addressOf(y) === 0) return null
  return ([out, x, y], n) => {
    const whole = n - (n % HALF)
    const to = take(4 * HALF)
    if (to === 0) return dot.js([out, x, y], n)
    const code = compiled('dot', (name) => {
      const module = new Module(name)
      module.add(lanes(), 'lanes')
      return module
    })
    code.lanes(to, addressOf(x), addressOf(y), whole)
    const bytes = arenaBytes()
    const sum = sumOfLanes(new Float32Array(bytes.buffer, to, HALF))
    done()
    out.array[out.at] = withRest(sum, x, y, whole, n)
  }
}
