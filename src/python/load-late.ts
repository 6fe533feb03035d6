// Takes the place of load.ts in the built program: loads Python when it is first asked for.
import { loadPart } from '../base/package-root.js'
import type * as Library from './library.js'
import type * as Load from './load.js'

const library = (): typeof Library => loadPart('python/library') as typeof Library

export const loadPython: typeof Load.loadPython = () => library().builtIns

export const loadShared: typeof Load.loadShared = () => library().shared
