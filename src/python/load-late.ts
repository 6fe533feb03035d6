// Takes the place of load.ts in the built program: loads Python when it is first asked for.
import { loadPart } from '../base/package-root.js'
import type * as Load from './load.js'

export const loadPython: typeof Load.loadPython = () =>
  (loadPart('python/library') as { builtIns: Record<string, unknown> }).builtIns
