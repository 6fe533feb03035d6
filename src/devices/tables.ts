// Tables of numbers that kernels read beside their operands, such as which cell of a plane a window sees: made here once, and
// kept on the device for those calls that ask for the same again, as every step of a training does.
import { float32 } from '../base/dtype.js'
import type { Tensor } from '../tensor/tensor.js'
import { deviceStorage } from './device-storage.js'
import { emptyOnDevice } from './elementwise.js'

/** So many numbers are kept in all; what was not asked for longest goes first. */
const MOST_NUMBERS = 1 << 22

/** A table with rows of `width` numbers. */
export interface Table {
  readonly table: Tensor
  readonly width: number
}

const kept = new Map<string, Table>()
let numbers = 0

/** The table of that key, which says all that decides what is in it; `make` gives its numbers, and the width of a row. */
export function tableFor(key: string, make: () => readonly [values: Float32Array, width: number]): Table {
  let found = kept.get(key)
  if (found === undefined) {
    const [values, width] = make()
    const table = emptyOnDevice([values.length], float32)
    deviceStorage(table).upload(values)
    found = { table, width }
    numbers += values.length
  }
  // The last to be asked for stands last.
  kept.delete(key)
  kept.set(key, found)
  for (const [old, { table }] of kept) {
    if (numbers <= MOST_NUMBERS || old === key) break
    kept.delete(old)
    numbers -= table.count
  }
  return found
}
