// Tells which elements are among others: the reference of isin.
import type { TypedArray } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'

/** Not-a-number is like nothing, and the two zeros are alike. */
export const areAmong = kernel(
  'are-among',
  ([out, x, others]: readonly [Memory, Memory, Memory], n: number, m: number, invert: boolean) => {
    const among = new Set<TypedArray[number]>()
    for (let i = others.at; i < others.at + m; i++) {
      const value = others.array[i]
      if (value === value) among.add(value)
    }
    for (let i = 0; i < n; i++) out.array[out.at + i] = among.has(x.array[x.at + i]) !== invert ? 1 : 0
  },
)
