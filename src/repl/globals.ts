// What is at hand without import, at the prompt and in files that `dltorch run` runs.
import { createRequire } from 'node:module'
import torch from '../index.js'
import { helpHint, helpOn, helpText } from './help.js'
import { reprSymbol } from '../tensor/python.js'

/** Defines a global that is made when first touched, and that may be assigned over like any variable. */
function defineLazily(name: string, make: () => unknown): void {
  const define = (value: unknown): unknown => {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
    return value
  }
  Object.defineProperty(globalThis, name, {
    get: () => define(make()),
    set: define,
    configurable: true,
    enumerable: false,
  })
}

/** numpy-ts takes a quarter of a second to load: only who touches `np` waits for it. */
function loadNumpy(): unknown {
  return createRequire(import.meta.url)('numpy-ts')
}

function makeHelp(): unknown {
  const help = (...subjects: unknown[]): void =>
    console.log(subjects.length === 0 ? helpText : subjects.map(helpOn).join('\n\n'))
  return Object.assign(help, { [reprSymbol]: () => helpHint })
}

/** Puts `torch nn optim F np print help` on `globalThis`. */
export function installGlobals(): void {
  // Where the person's own line is, is read from the stack, and an op may be more than ten calls below it.
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, 50)
  defineLazily('torch', () => torch)
  defineLazily('nn', () => torch.nn)
  defineLazily('optim', () => torch.optim)
  defineLazily('F', () => torch.nn.functional)
  defineLazily('np', loadNumpy)
  defineLazily('print', () => torch.print)
  defineLazily('help', makeHelp)
}
