// Python's built-in functions and classes, for entries in TypeScript that use one of them.
import { builtIns } from './library.js'

export const loadPython = (): Record<string, unknown> => builtIns
