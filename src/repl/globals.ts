// What is at hand without import, at the prompt and in files that `dltorch run` runs.
import { helper } from '../base/helper.js'
import { visible } from '../base/visible.js'
import torch from '../torch.js'
import { said } from '../terminal/speech.js'
import { helpOnAny } from './function-help.js'
import { helpHint, helpText } from './help.js'
import { loadNumpy } from '../dialect/runtime/numpy.js'
import { pythonFunctions } from '../dialect/runtime/python-functions.js'
import { sharePython } from '../dialect/runtime/shared-python.js'
import { loadPython, loadShared } from '../python/load.js'
import { loadPyplot } from '../plot/pyplot/load.js'
import { readable, textWidth, wrap } from '../terminal/wrap.js'
import { reprSymbol } from '../text/repr.js'

/** What we put on `globalThis`: how it is made, and once it was, what it is. */
interface Given {
  make: () => unknown
  value?: unknown
}
const given = new Map<string, Given>()

/** Defines a global that is made when first touched, and that may be assigned over like any variable. */
function defineLazily(name: string, make: () => unknown): boolean {
  const entry: Given = { make }
  given.set(name, entry)
  const define = (value: unknown): unknown => {
    // Of a frozen `globalThis` it stays what it is: made when touched.
    Reflect.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
    return value
  }
  return Reflect.defineProperty(globalThis, name, {
    get: () => define((entry.value ??= make())),
    set: define,
    configurable: true,
    enumerable: false,
  })
}

/** Whether a name at hand, such as `sum`, was made a variable, or taken away. */
export function isReassigned(name: string): boolean {
  const own = Object.getOwnPropertyDescriptor(globalThis, name)
  return given.has(name) && own?.get === undefined && own?.value !== given.get(name)!.value
}

/** Whether a name is at hand, and means what it did at the start. */
export const isAtHand = (name: string): boolean => given.has(name) && !isReassigned(name)

/** Whether such a name stands for what it did at the start. */
export const isGiven = (name: string, value: unknown): boolean =>
  value !== undefined && given.get(name)?.value === value

/** All names at hand. */
export const namesAtHand = (): string[] => [...given.keys()]

/** Makes such a name mean again what it did; false where an entry has seen to it that it cannot. */
export const putBack = (name: string): boolean => defineLazily(name, given.get(name)!.make)

function helpOnAll(...subjects: unknown[]): string {
  const text = subjects.length === 0 ? said(helpText) : visible(subjects.map(helpOnAny).join('\n\n'))
  return wrap(text, Math.min(textWidth(), readable))
}

/** Lets programs ask for help. */
export const installHelp = (): void => void (helper.help = helpOnAll)

function makeHelp(): unknown {
  const help = (...subjects: unknown[]): void => console.log(helpOnAll(...subjects))
  return Object.assign(help, { [reprSymbol]: () => said(helpHint) })
}

/** What plots give back, such as the counts of a histogram. */
const asNumpyArray = (numbers: unknown, dtype: string): unknown =>
  (loadNumpy() as { array: (...args: unknown[]) => unknown }).array(numbers, { dtype })

/** Of Python's own functions and classes those that come from Python itself when they are first used. */
const fromPython =
  'hex oct bin chr ord ascii hash complex bytes bytearray frozenset input open issubclass object property ' +
  'staticmethod classmethod'

/** Puts `torch nn optim F np plt print help` and Python's own functions on `globalThis`. */
export function installGlobals(): void {
  installHelp()
  // Where the person's own line is, is read from the stack, and an op may be more than ten calls below it.
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, 50)
  defineLazily('torch', () => torch)
  defineLazily('nn', () => torch.nn)
  defineLazily('optim', () => torch.optim)
  defineLazily('F', () => torch.nn.functional)
  sharePython(loadShared)
  defineLazily('np', () => loadShared().module('numpy'))
  defineLazily('plt', () => loadPyplot(asNumpyArray))
  defineLazily('print', () => torch.print)
  defineLazily('help', makeHelp)
  for (const [name, f] of Object.entries(pythonFunctions)) defineLazily(name, () => f)
  for (const name of fromPython.split(' ')) defineLazily(name, () => loadPython()[name])
}
