// What entries in TypeScript use of Python: its built-in functions and classes, and what both languages share.
import { builtIns, shared } from './library.js'
import type { SharedPython } from '../dialect/runtime/shared-python.js'

export const loadPython = (): Record<string, unknown> => builtIns

export const loadShared = (): SharedPython => shared
