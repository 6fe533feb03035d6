// One recurrent layer in one direction, each step made of ops: for complex numbers, which the kernels of recurrence.ts do
// not take, and in regions of autocast, where products choose their dtypes. The order of steps and rows is that of Note
// [Steps of a batch] there.
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'

/** A step's states from its inputs and those before it. */
export type Cell = (input: Tensor, states: readonly Tensor[]) => readonly Tensor[]

/** All states of a layer, step after step, as its inputs lie. */
export function statesInOps(
  cell: Cell,
  input: Tensor,
  initial: readonly Tensor[],
  sizes: readonly number[],
  isReverse: boolean,
): Tensor[] {
  const isPadded = input.sizes.length === 3
  const all: (readonly Tensor[])[] = []
  let states = initial.map((state) => state.narrow(0, 0, 0))
  const starts = sizes.map((_, t) => sizes.slice(0, t).reduce((sum, rows) => sum + rows, 0))
  for (let n = 0; n < sizes.length; n++) {
    const t = isReverse ? sizes.length - 1 - n : n
    const rows = sizes[t]
    const before = states.map((state, k) => {
      const had = state.sizes[0]
      if (had >= rows) return state.narrow(0, 0, rows)
      return call('cat', [[state, initial[k].narrow(0, had, rows - had)]]) as Tensor
    })
    const step = isPadded ? input.select(0, t) : input.narrow(0, starts[t], rows)
    states = [...cell(step, before)]
    all.push(states)
  }
  if (isReverse) all.reverse()
  return initial.map((_, k) => {
    const steps = all.map((step) => step[k])
    return call(isPadded ? 'stack' : 'cat', [steps]) as Tensor
  })
}
