// What entries in TypeScript find on NumPy's arrays beside numpy-ts's methods: numbers where a loop goes through ints, the
// parts of complex numbers, methods with Python's keywords, and what Node's console shows.
import { isKeywords } from '../../base/keywords.js'
import { type ArrayLikeNumpy, numpyRepr } from '../../text/numpy-text.js'
import { forEntry, sharedPython } from './shared-python.js'

type AnyFunction = (...args: any[]) => unknown

/** Lets a loop go through numbers, where ints are such, Node's console show what the prompt does, and parts be there. */
export function mendMembers(prototype: object, inherited: object): void {
  for (const one of [prototype, inherited]) {
    const each = Object.getOwnPropertyDescriptor(one, Symbol.iterator)?.value as
      ((this: unknown) => Iterator<unknown>) | undefined
    if (each)
      Object.defineProperty(one, Symbol.iterator, {
        *value(this: unknown) {
          for (const item of { [Symbol.iterator]: () => each.call(this) })
            yield typeof item === 'bigint' && Number.isSafeInteger(Number(item)) ? Number(item) : item
        },
        writable: true,
        configurable: true,
      })
  }
  Object.defineProperty(inherited, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: ArrayLikeNumpy) {
      return numpyRepr(this)
    },
    configurable: true,
  })
  for (const name of ['real', 'imag', 'flat'])
    Object.defineProperty(inherited, name, {
      get(this: object): unknown {
        return sharedPython()?.attribute(this, name)
      },
      configurable: true,
    })
}

/** Methods of arrays that know keywords, and numbers of the array's type, in Python. */
const inPython = new Set(
  `sum prod mean std var max min argmax argmin cumsum cumprod any all clip dot transpose argsort nonzero repeat take
    searchsorted diagonal trace ptp round squeeze swapaxes choose argpartition partition astype sort flatten ravel reshape
    item tolist view copy fill resize compress conj conjugate byteswap tobytes`.split(/\s+/),
)

/** A method that an entry calls is Python's, where there is one. */
export const asInPython = (name: string, run: AnyFunction): AnyFunction =>
  inPython.has(name)
    ? {
        [name](this: unknown, ...args: unknown[]): unknown {
          const python = sharedPython()
          if (!python) return run.apply(this, args)
          const keywords = isKeywords(args.at(-1)) ? (args.pop() as Record<string, unknown>) : null
          return forEntry(python.method(this as object, name, args, keywords))
        },
      }[name]
    : run
