// What a training can be told, by the names of the command line. Loads nothing: the parser of arguments reads it too.

export type OptimizerName = 'hand' | 'sgd' | 'nesterov' | 'adam' | 'adamw'

/** The optimizers, each in a few words. */
export const optimizerWords: Readonly<Record<OptimizerName, string>> = {
  hand: 'gradient descent by hand, w -= lr * w.grad',
  sgd: 'optim.SGD',
  nesterov: 'optim.SGD with nesterov',
  adam: 'optim.Adam',
  adamw: 'optim.AdamW',
}
export const optimizerNames = Object.keys(optimizerWords) as OptimizerName[]

/** Those that know momentum. */
export const withMomentum: readonly OptimizerName[] = ['sgd', 'nesterov']

export interface Settings {
  readonly seed: number
  readonly optimizer: OptimizerName
  readonly lr: number
  readonly momentum: number
  /** The optimizer's own unless given. */
  readonly weightDecay?: number
  /** Rows of one iteration; all of them where there are no more. */
  readonly batchSize: number
  readonly device: string
}

/** Up to so many rows every iteration takes all of them; beyond, as many as `usualBatch`. */
const mostRowsAtOnce = 4096
const usualBatch = 1024

/** The rows of one iteration unless asked for. */
export const batchSizeFor = (rows: number): number => (rows <= mostRowsAtOnce ? rows : usualBatch)
