// Steps of optimizers on vectors, for float32: the same operations as the reference's, each rounded once.
import { float32 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import type { adam, sgd } from '../optimizer.js'
import { Module } from './assembler.js'
import { f32x4 } from './instructions.js'
import { denseLoop } from './dense.js'
import { compiled, type Exports } from './level.js'
import { inParts } from './parts.js'
import { addressOf } from './scratch.js'
import type { Callable } from './thread-code.js'

type SgdMemories = MemoriesOf<typeof sgd>
type SgdNumbers = NumbersOf<typeof sgd>

/** The addresses of memories; null where one of them is not in the arena. */
function addresses(memories: readonly Memory[]): number[] | null {
  const found = memories.map(addressOf)
  return found.includes(0) ? null : found
}

/** Nanoseconds for an element of one memory, and elements that are not torn apart. */
const COST = 0.25
const TOGETHER = 1024

/** Runs a step on all elements, some of them by each thread. */
function inSlices(run: Exports[string], addresses: number[], n: number, numbers: number[]): void {
  const count = addresses.length
  inParts(run as Callable, [...addresses, n, ...numbers], {
    count,
    steps: addresses.map((_, k) => [k, 4] as const),
    cost: COST * count,
    multiple: TOGETHER,
  })
}

const { fround } = Math

/** `p += -rate * step`, the step by momentum where there is a buffer. */
const sgdCode = (decays: boolean, hasBuffer: boolean, nesterov: boolean, isFirst: boolean) =>
  compiled(`sgd ${decays} ${hasBuffer} ${nesterov} ${isFirst}`, (name) => {
    const module = new Module(name)
    module.add(
      denseLoop(hasBuffer ? 3 : 2, 5, (math, memory, [rate, decay, sign, momentum, kept]) => {
        const value = memory.read(0)
        const grad = math.mul(sign, memory.read(1))
        const step = decays ? math.fma(decay, value, grad) : grad
        if (!hasBuffer) {
          memory.write(0, math.fma(rate, step, value))
          return
        }
        const before = memory.read(2)
        const sum = isFirst ? before : math.fma(kept, step, math.mul(momentum, before))
        memory.write(2, sum)
        memory.write(0, math.fma(rate, nesterov ? math.fma(momentum, sum, step) : sum, value))
      }),
      'run',
    )
    return module
  }).run

export function sgdForm(
  [param, buffer, grad]: SgdMemories,
  _: SgdNumbers,
): Form<SgdMemories, SgdNumbers> | null {
  if (param.dtype !== float32) return null
  const found = addresses(buffer === null ? [param, grad] : [param, grad, buffer])
  if (found === null) return null
  return (_, n, lr, beta, share, weightDecay, nesterov, maximize, isFirst) => {
    const run = sgdCode(weightDecay !== 0, buffer !== null, nesterov, isFirst)
    inSlices(run, found, n, [
      fround(-lr),
      fround(weightDecay),
      maximize ? -1 : 1,
      fround(beta),
      fround(share),
    ])
  }
}

type AdamMemories = MemoriesOf<typeof adam>
type AdamNumbers = NumbersOf<typeof adam>

const adamCode = (decays: boolean, hasLargest: boolean) =>
  compiled(`adam ${decays} ${hasLargest}`, (name) => {
    const module = new Module(name)
    module.add(
      denseLoop(hasLargest ? 5 : 4, 10, (math, memory, given) => {
        const [rate, beta1, beta2, new1, new2, eps, decay, shrink, correction, sign] = given
        const value = math.mul(memory.read(0), shrink)
        const grad = math.mul(sign, memory.read(1))
        const step = decays ? math.fma(decay, value, grad) : grad
        const average = math.fma(new1, step, math.mul(beta1, memory.read(2)))
        let spread = math.fma(math.mul(new2, step), step, math.mul(beta2, memory.read(3)))
        memory.write(2, average)
        memory.write(3, spread)
        if (hasLargest) {
          spread = math.context.hold(f32x4.max(memory.read(4), spread))
          memory.write(4, spread)
        }
        const root = math.context.hold(f32x4.sqrt(spread))
        const denominator = math.add(math.div(root, correction), eps)
        memory.write(0, math.add(value, math.div(math.mul(rate, average), denominator)))
      }),
      'run',
    )
    return module
  }).run

export function adamForm(
  [param, mean, square, largest, grad]: AdamMemories,
  _: AdamNumbers,
): Form<AdamMemories, AdamNumbers> | null {
  if (param.dtype !== float32) return null
  const memories = [param, grad, mean, square]
  const found = addresses(largest === null ? memories : [...memories, largest])
  if (found === null) return null
  return (_, n, stepSize, b1, b2, epsilon, weightDecay, shrinkage, rootCorrection, maximize) => {
    const numbers = [-stepSize, b1, b2, 1 - b1, 1 - b2, epsilon, weightDecay, shrinkage, rootCorrection]
    const run = adamCode(weightDecay !== 0, largest !== null)
    inSlices(run, found, n, [...numbers.map(fround), maximize ? -1 : 1])
  }
}
