// The curves on which schedulers go from one value to another, under PyTorch's names for them: a state has one of them in it,
// and so has a file.
import { TypeError } from '../base/errors.js'
import { Float } from '../base/scalar.js'
import { typeText } from '../nn/attributes.js'
import { cos } from './cosine.js'

export type Between = (start: number, end: number, share: number) => number
export type Share = (t: number) => number

/** The number that a caller gave; Python computes with no text and no other object. */
function numberFrom(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return Number(value)
  if (value instanceof Float) return value.value
  throw new TypeError(`must be real number, not ${typeText(value)}`)
}
const numbersFrom = (...given: readonly unknown[]): number[] => given.map(numberFrom)

/** `OneCycleLR`'s: from `start` to `end`. */
export const _annealing_cos: Between = (...given) => {
  const [start, end, share] = numbersFrom(...given)
  return end + ((start - end) / 2) * (cos(Math.PI * share) + 1)
}
export const _annealing_linear: Between = (...given) => {
  const [start, end, share] = numbersFrom(...given)
  return (end - start) * share + start
}

/** `SWALR`'s: how much of the way is done. */
export const _cosine_anneal: Share = (t) => (1 - cos(Math.PI * numberFrom(t))) / 2
export const _linear_anneal: Share = (t) => numberFrom(t)

/** The classes whose methods these are in PyTorch, and whether they are methods of an object. */
export const annealingMethods: readonly {
  readonly owner: readonly [module: string, name: string]
  readonly isBound: boolean
  readonly methods: Readonly<Record<string, Between | Share>>
}[] = [
  {
    owner: ['torch.optim.lr_scheduler', 'OneCycleLR'],
    isBound: true,
    methods: { _annealing_cos, _annealing_linear },
  },
  {
    owner: ['torch.optim.swa_utils', 'SWALR'],
    isBound: false,
    methods: { _cosine_anneal, _linear_anneal },
  },
]
