// The loss of connectionist temporal classification, and its slope: over all ways in which a text, with blanks between and
// repetitions, fills the steps of a sequence. Follows ATen/native/LossCTC.cpp.
import { kernel, type Memory } from './kernel.js'

type Floats = Float32Array | Float64Array

/** How the log-probabilities lie (steps, batch, classes), and which texts are wanted. */
export interface CtcCall {
  readonly batch: number
  readonly classes: number
  readonly blank: number
  /** The text of each sequence. */
  readonly texts: readonly (readonly number[])[]
  /** How many steps count of each sequence. */
  readonly steps: readonly number[]
}

const addLogs = (a: number, b: number): number => {
  if (a === -Infinity) return b
  if (b === -Infinity) return a
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b))
}

/** A text with a blank before, between and behind its letters. */
function spaced(text: readonly number[], blank: number): number[] {
  const states = [blank]
  for (const letter of text) states.push(letter, blank)
  return states
}

/**
 * Minus the logarithm of the probability of each text, and the derivative of that by the scores whose `log_softmax` the
 * log-probabilities are.
 */
export const ctc = kernel(
  'ctc',
  (
    [loss, slope, logs]: readonly [Memory, Memory, Memory],
    { batch, classes, blank, texts, steps }: CtcCall,
  ) => {
    const [to, slopes, p] = [loss.array as Floats, slope.array as Floats, logs.array as Floats]
    for (let b = 0; b < batch; b++) {
      const states = spaced(texts[b], blank)
      const [n, length] = [states.length, steps[b]]
      const at = (t: number): number => (t * batch + b) * classes
      const ways = new Float64Array(length * n).fill(-Infinity)
      const back = new Float64Array(length * n).fill(-Infinity)
      // A letter may follow another over the blank between, unless they are the same.
      const skips = (s: number): boolean => s > 1 && states[s] !== states[s - 2]
      for (let t = 0; t < length; t++)
        for (let s = 0; s < n; s++) {
          let sum = t === 0 ? (s < 2 ? 0 : -Infinity) : ways[(t - 1) * n + s]
          if (t > 0 && s > 0) sum = addLogs(sum, ways[(t - 1) * n + s - 1])
          if (t > 0 && skips(s)) sum = addLogs(sum, ways[(t - 1) * n + s - 2])
          ways[t * n + s] = sum + p[logs.at + at(t) + states[s]]
        }
      for (let t = length - 1; t >= 0; t--)
        for (let s = n - 1; s >= 0; s--) {
          let sum = t === length - 1 ? (s >= n - 2 ? 0 : -Infinity) : back[(t + 1) * n + s]
          if (t < length - 1 && s < n - 1) sum = addLogs(sum, back[(t + 1) * n + s + 1])
          if (t < length - 1 && s < n - 2 && skips(s + 2)) sum = addLogs(sum, back[(t + 1) * n + s + 2])
          back[t * n + s] = sum + p[logs.at + at(t) + states[s]]
        }
      let total = length === 0 ? (n === 1 ? 0 : -Infinity) : ways[length * n - 1]
      if (length > 0 && n > 1) total = addLogs(total, ways[length * n - 2])
      to[loss.at + b] = -total
      const sums = new Float64Array(classes)
      for (let t = 0; t < length; t++) {
        sums.fill(-Infinity)
        for (let s = 0; s < n; s++)
          sums[states[s]] = addLogs(sums[states[s]], ways[t * n + s] + back[t * n + s])
        for (let c = 0; c < classes; c++) {
          const log = p[logs.at + at(t) + c]
          slopes[slope.at + at(t) + c] = Math.exp(log) - Math.exp(sums[c] - total - log)
        }
      }
    }
  },
  { writes: 2 },
)
