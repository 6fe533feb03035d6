// Takes the place of load.ts in the built program: loads what draws when it is first asked for.
import { loadPart } from '../../base/package-root.js'
import type * as Load from './load.js'

export const loadPyplot: typeof Load.loadPyplot = (toArray) =>
  (loadPart('plot/pyplot/load') as typeof Load).loadPyplot(toArray)
