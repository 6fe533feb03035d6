// Takes the place of numpy.ts in the built program: loads what makes NumPy of numpy-ts when it is first asked for.
import { loadPart } from '../../base/package-root.js'
import type * as Numpy from './numpy.js'

let part: typeof Numpy | undefined

export const loadNumpy: typeof Numpy.loadNumpy = () =>
  (part ??= loadPart('dialect/runtime/numpy') as typeof Numpy).loadNumpy()
