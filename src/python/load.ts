// Python's built-in functions and classes, for entries in TypeScript that use one of them.
import py from './library.js'

export const loadPython = (): Record<string, unknown> => py as Record<string, unknown>
