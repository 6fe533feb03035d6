// Bits of a whole tensor in one word, to compare with what PyTorch gave.
import { numbersOf } from '../../src/engine/plan.js'

/** A sum of the bits of all elements, each times its place. */
export function checksum(tensor: any): string {
  const { buffer, byteOffset, length } = numbersOf(tensor.detach().contiguous())
  const bits = new Uint32Array(buffer as ArrayBuffer, byteOffset, length)
  let sum = 0
  for (let i = 0; i < bits.length; i++) sum = (sum + Math.imul(i + 1, bits[i])) >>> 0
  return sum.toString(16).padStart(8, '0')
}
