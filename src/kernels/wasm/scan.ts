// Running sums and products of float32 lanes whose elements are neighbours, carried in float64 as the reference's are.
import { float32 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { Memory } from '../kernel.js'
import { type Code, during, f32, f64, Func, i32, Module } from './assembler.js'
import { compiled } from './level.js'
import { addressOf } from './scratch.js'

/** Parameters: out, x, n. */
function lane(isProduct: boolean): Func {
  const func = new Func(['i32', 'i32', 'i32'])
  const [out, x, n] = [0, 1, 2].map((k) => func.param(k))
  const running = func.local('f64')
  const next: Code = f32.toF64(f32.load(x.get))
  return func.do(
    running.set(f64.const(isProduct ? 1 : 0)),
    during(n.get, [
      running.set((isProduct ? f64.mul : f64.add)(running.get, next)),
      f32.store(out.get, f64.toF32(running.get)),
      x.set(i32.add(x.get, i32.const(4))),
      out.set(i32.add(out.get, i32.const(4))),
      n.set(i32.sub(n.get, i32.const(1))),
    ]),
  )
}

type Pair = readonly [out: Memory, x: Memory]
type Numbers = [isProduct: boolean, outer: number, n: number, inner: number, isHalf: boolean]

export function scanForm([out, x]: Pair, [, outer, n, inner, isHalf]: Numbers): Form<Pair, Numbers> | null {
  if (x.dtype !== float32 || out.dtype !== float32 || inner !== 1 || isHalf || n < 64) return null
  if (outer * n < 4096 || addressOf(x) === 0 || addressOf(out) === 0) return null
  return ([out, x], isProduct, outer, n) => {
    const { run } = compiled(`scan ${isProduct}`, (name) => {
      const module = new Module(name)
      module.add(lane(isProduct), 'run')
      return module
    })
    const [to, from] = [addressOf(out), addressOf(x)]
    for (let o = 0; o < outer; o++) run(to + 4 * o * n, from + 4 * o * n, n)
  }
}
