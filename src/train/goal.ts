// When a training is good enough: a bound on the loss or on the accuracy.

export interface Goal {
  readonly measure: 'loss' | 'accuracy'
  readonly sign: '<' | '<=' | '>' | '>='
  readonly value: number
}

/** What is looked at. */
export interface Measures {
  readonly loss: number
  /** Undefined where nothing is classified. */
  readonly accuracy?: number
}

export function isReached({ measure, sign, value }: Goal, measures: Measures): boolean {
  const now = measures[measure]
  if (now === undefined) return false
  if (sign === '<') return now < value
  if (sign === '<=') return now <= value
  return sign === '>' ? now > value : now >= value
}

const words = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least' }

/** `loss below 1`, `accuracy at least 0.99` */
export const goalText = ({ measure, sign, value }: Goal): string => `${measure} ${words[sign]} ${value}`

const written = /^(?:(loss|accuracy)\s*(<=?|>=?|=|:)?\s*)?(\d*\.?\d+(?:e[+-]?\d+)?)(%)?$/i

/**
 * Reads `loss<1`, `accuracy>=99%`, `loss=1`, or a number alone, which is of the model's own measure. Null for `none`.
 *
 * @throws RangeError that says what is wrong
 */
export function parseGoal(text: string, usual: Goal): Goal | null {
  if (/^(none|never)$/i.test(text.trim())) return null
  const match = written.exec(text.trim())
  if (!match) throw new RangeError('It is written loss=0.1, accuracy=0.95, "loss<0.1" or none.')
  const measure = (match[1]?.toLowerCase() ?? usual.measure) as Goal['measure']
  const value = Number(match[3]) / (match[4] ? 100 : 1)
  const wanted = measure === 'loss' ? '<' : '>'
  if (match[2] && '<>'.includes(match[2][0]) && match[2][0] !== wanted)
    throw new RangeError(
      `The ${measure} should get ${wanted === '<' ? 'small' : 'large'}: ${measure}${wanted}${value}.`,
    )
  if (measure === 'accuracy' && usual.measure === 'loss')
    throw new RangeError('Linear regression has no accuracy, only a loss.')
  if (measure === 'accuracy' && (value > 1 || (value === 1 && match[2] === '>')))
    throw new RangeError('An accuracy lies between 0 and 1 (or 0% and 100%).')
  // None is above 1: who asks for 1 wants no mistake.
  const sign = match[2]?.endsWith('=') && match[2].length === 2 ? (`${wanted}=` as const) : wanted
  return { measure, value, sign: measure === 'accuracy' && value === 1 ? '>=' : sign }
}
