// The gradient of a convolution's bias: sums of float32, each one place after another, eight outputs at a time, which do not wait for
// each other.
import type { Form } from '../executor.js'
import { biasing } from '../convolution.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import { Func, Module } from './assembler.js'
import { during, f32, i32 } from './instructions.js'
import { compiled } from './level.js'
import { addressToRead, arenaBytes, bringBack, done, take } from './scratch.js'

type Biases = MemoriesOf<typeof biasing>
type Numbers = NumbersOf<typeof biasing>

const OUTPUTS = 8

/** Adds what lies at eight places and behind them to eight sums. Parameters: the places, the sums, how many are added to each. */
function eightSums(): Func {
  const func = new Func(new Array<'i32'>(OUTPUTS + 2).fill('i32'))
  const from = Array.from({ length: OUTPUTS }, (_, k) => func.param(k))
  const [out, left] = [func.param(OUTPUTS), func.param(OUTPUTS + 1)]
  const sums = from.map(() => func.local('f32'))
  return func.do(
    sums.map((sum, k) => sum.set(f32.load(out.get, 4 * k))),
    during(left.get, [
      sums.map((sum, k) => sum.set(f32.add(sum.get, f32.load(from[k].get)))),
      from.map((at) => at.set(i32.add(at.get, i32.const(4)))),
      left.set(i32.sub(left.get, i32.const(1))),
    ]),
    sums.map((sum, k) => f32.store(out.get, sum.get, 4 * k)),
  )
}

export function biasesForm([, g]: Biases, [images, outputs, places]: Numbers): Form<Biases, Numbers> | null {
  const count = images * outputs * places
  return (memories, ...numbers) => {
    const from = addressToRead(g, count)
    const sums = take(4 * OUTPUTS * Math.ceil(outputs / OUTPUTS))
    if (from === 0 || sums === 0) {
      done()
      return biasing.js(memories, ...numbers)
    }
    const { run } = compiled('biases', (name) => {
      const module = new Module(name)
      module.add(eightSums(), 'run')
      return module
    })
    arenaBytes().fill(0, sums, sums + 4 * outputs)
    for (let image = 0; image < images; image++)
      for (let o = 0; o < outputs; o += OUTPUTS) {
        // Beyond the last output the last is summed up again.
        const [a, b, c, d, e, f, g, h] = lanes.map(
          (k) => from + 4 * places * (image * outputs + Math.min(o + k, outputs - 1)),
        )
        run(a, b, c, d, e, f, g, h, sums + 4 * o, places)
      }
    bringBack(memories[0], sums, outputs)
    done()
  }
}
const lanes = Array.from({ length: OUTPUTS }, (_, k) => k)
