// Bools that are the bytes of another type, as `bytes.view(torch.bool)` sees them. PyTorch reads any byte that is not 0 as
// true; kernels here expect 0 and 1, so that an op gets such a tensor as a copy that holds nothing else. Ops that move
// bytes without reading them (`keepsBytes` in an entry) get it as it is, and their results may hold any byte, too.
import { bool, uint8 } from '../base/dtype.js'
import { looseBools } from '../memory/storage.js'
import { Tensor } from '../tensor/tensor.js'
import { castTo } from './copy.js'
import type { Entry } from './op.js'

/** Whether a value is a tensor of bools that may be other bytes than 0 and 1. */
export const isLoose = (value: unknown): value is Tensor =>
  value instanceof Tensor && value.dtype === bool && value.memory.isLoose

const plain = (value: unknown): unknown =>
  isLoose(value)
    ? castTo(value.viewAs(value.sizes, value.strides, value.offset, uint8), bool)
    : Array.isArray(value) && value.some(isLoose)
      ? value.map(plain)
      : value

/** The values of a call as the kernels of its entry can read them; the same list where that is how they are. */
export function readable(entry: Entry, values: unknown[]): unknown[] {
  const isAsItWas = !looseBools.exist || entry.keepsBytes || !values.some((value) => plain(value) !== value)
  return isAsItWas ? values : values.map(plain)
}

/** Tells of the result of an op that moves bytes what its operands hold. */
export function passOn(entry: Entry, values: readonly unknown[], result: unknown): void {
  if (looseBools.exist && entry.keepsBytes && values.some(isLoose))
    for (const tensor of [result].flat())
      if (tensor instanceof Tensor && tensor.dtype === bool) tensor.memory.loosen()
}
