// The methods of NumPy's arrays in entries of TypeScript: numpy-ts's, saying what NumPy says, and accumulating as it does.
import { laidOut, readsOnly } from './numpy-layout.js'
import { TypeError, ValueError } from '../../base/errors.js'
import { Complex } from '../../base/scalar.js'
import { typeName } from '../../base/type-name.js'
import { withElementErrors, withNumpyErrors } from './numpy-errors.js'
import { momentOf } from './numpy-functions.js'
import { asInPython, mendMembers } from './numpy-members.js'
import { plain } from './numpy-arguments.js'
import { halved } from './numpy-unary.js'

type Any = any
type AnyFunction = (...args: Any[]) => Any

const isKeywordsOf = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Methods that NumPy's arrays have not, of counts and axes: they are its functions, which look at what they are given. */
const besideNumPys = new Set(
  'diff expand_dims moveaxis tensordot median percentile quantile nanmedian nanpercentile nanquantile'.split(
    ' ',
  ),
)

/** `resize`, which numpy-ts lets multiply two negative sizes to a large one. */
function withSizes(run: AnyFunction): AnyFunction {
  return function (this: unknown, ...args: unknown[]): unknown {
    if (args.flat().some((size) => (typeof size === 'number' || typeof size === 'bigint') && size < 0))
      throw new ValueError('negative dimensions not allowed')
    return run.apply(this, args) as unknown
  }
}

/** Lets the methods of arrays say what NumPy says, and accumulate float32 as it does. */
export function mendMethods(
  np: Record<string, Any>,
  functionNamed: (name: string) => AnyFunction | undefined,
): void {
  const { prototype } = np.NDArray as { prototype: Record<string, Any> }
  // Its complex numbers are such to all that asks, and print themselves as Python's do.
  const complex = np.Complex?.prototype as object | undefined
  if (complex !== undefined && !(complex instanceof Complex)) {
    Reflect.deleteProperty(complex, 'toString')
    Object.setPrototypeOf(complex, Complex.prototype)
  }
  // What the class inherits is called for each element, too: of that, only what a program calls.
  const inherited = Object.getPrototypeOf(prototype) as Record<string, Any>
  mendMembers(prototype, inherited)
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(inherited)))
    if (typeof value === 'function' && name !== 'constructor' && !name.startsWith('_'))
      Object.defineProperty(inherited, name, {
        value: asInPython(
          name,
          (/^i?[gs]et$/.test(name) ? withElementErrors : withNumpyErrors)(
            name,
            name === 'resize' ? withSizes(value as AnyFunction) : (value as AnyFunction),
          ),
        ),
        writable: true,
        configurable: true,
      })
  for (const [name, { value, writable }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (typeof value !== 'function' || name === 'constructor' || !writable) continue
    const run = name === 'resize' ? withSizes(value as AnyFunction) : (value as AnyFunction)
    const mended = function (this: Any, ...args: unknown[]): unknown {
      const asked = besideNumPys.has(name) ? functionNamed(name) : undefined
      if (asked !== undefined) return asked(this, ...args)
      const isVariance = name === 'var' || name === 'std'
      const self: Any = readsOnly(name) ? laidOut(this) : this
      args = args.map((one) => plain(readsOnly(name) ? laidOut(one) : one))
      const [axis, second, third] = args
      if (isKeywordsOf(axis)) return run.apply(self, args)
      if (isVariance && typeof (second ?? 0) !== 'number')
        throw new TypeError(`unsupported operand type(s) for -: 'int' and '${typeName(second)}'`)
      const moment = momentOf(
        np,
        name,
        self,
        axis,
        isVariance ? Number(second ?? 0) : 0,
        isVariance ? third : second,
      )
      return moment ?? halved(run.apply(self, args))
    }
    Object.defineProperty(prototype, name, {
      value: asInPython(name, withNumpyErrors(name, mended)),
      writable: true,
      configurable: true,
    })
  }
}
