// How many of the things taken are good, as NumPy's newer generator draws it. Follows
// numpy/random/src/distributions/random_hypergeometric.c.
import { log } from '../../kernels/accurate.js'
import { within } from './numpy-bounded.js'
import type { PCG64 } from './pcg64.js'

const tabled = 126
const factorials = Array.from({ length: tabled }, () => 1)
for (let k = 2; k < tabled; k++) factorials[k] = k * factorials[k - 1]

/** log(k!): of few exactly, of many by Stirling's series. */
function logFactorial(k: number): number {
  if (k < tabled) return log(factorials[k])
  return (k + 0.5) * log(k) - k + (0.9189385332046728 + (1 / k) * (1 / 12 - 1 / (360 * k * k)))
}

/** One thing after another, of those taken or of those left, whichever are fewer. */
function oneByOne(bits: PCG64, good: number, bad: number, sample: number): number {
  let all = good + bad
  const takesRest = sample > Math.floor(all / 2)
  let left = takesRest ? all - sample : sample
  let rest = good
  while (left > 0 && rest > 0 && all > rest) {
    all--
    if (within(bits, all) < rest) rest--
    left--
  }
  if (all === rest) rest -= left
  return takesRest ? rest : good - rest
}

/** By the ratio of uniforms: hypergeometric_hrua. */
function byRatio(bits: PCG64, good: number, bad: number, sample: number): number {
  const all = good + bad
  const taken = Math.min(sample, all - sample)
  const [least, most] = [Math.min(good, bad), Math.max(good, bad)]
  const [p, q] = [least / all, most / all]
  const middle = taken * p + 0.5
  const deviation = Math.sqrt(((all - taken) * taken * p * q) / (all - 1) + 0.5)
  const width = 1.7155277699214135 * deviation + 0.8989161620588988
  const sumOf = (k: number): number =>
    logFactorial(k) + logFactorial(least - k) + logFactorial(taken - k) + logFactorial(most - taken + k)
  const best = sumOf(Math.floor(((taken + 1) * (least + 1)) / (all + 2)))
  const end = Math.min(Math.min(taken, least) + 1, Math.floor(middle + 16 * deviation))
  for (;;) {
    const u = bits.double()
    const x = middle + (width * (bits.double() - 0.5)) / u
    if (x < 0 || x >= end) continue
    const k = Math.floor(x)
    const chance = best - sumOf(k)
    if (u * (4 - u) - 3 > chance && (u * (u - chance) >= 1 || 2 * log(u) > chance)) continue
    const found = good > bad ? taken - k : k
    return taken < sample ? good - found : found
  }
}

export const hypergeometric = (bits: PCG64, good: number, bad: number, sample: number): number =>
  (sample >= 10 && sample <= good + bad - 10 ? byRatio : oneByOne)(bits, good, bad, sample)
