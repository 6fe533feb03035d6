// NumPy's universal functions as objects: `np.add.reduce`, `np.exp.nin`. How they reduce is written in Python, in
// `stdlib/_numpy_ufuncs.py`.
import { reprSymbol } from '../../text/repr.js'
import { core } from '../runtime/core.js'
import { call, getters, type Inner, methods } from '../runtime/functions.js'
import { builtinClass, classOf, inner, object } from '../runtime/types.js'
import { showMembers } from '../runtime/javascript-side.js'

type Any = any

export const ufuncClass = builtinClass('ufunc', [object], { module: 'numpy' })

/** How many arrays are taken and given. */
const takesOne =
  'absolute arccos arccosh arcsin arcsinh arctan arctanh cbrt ceil conj cos cosh deg2rad degrees exp exp2 expm1 fabs ' +
  'floor invert isfinite isinf isnan log log10 log1p log2 logical_not negative positive rad2deg radians reciprocal ' +
  'rint sign signbit sin sinh spacing sqrt square tan tanh trunc'
const takesTwo =
  'add arctan2 bitwise_and bitwise_or bitwise_xor copysign divide equal float_power floor_divide fmax fmin fmod gcd ' +
  'greater greater_equal heaviside hypot lcm ldexp left_shift less less_equal logaddexp logaddexp2 logical_and ' +
  'logical_or logical_xor maximum minimum multiply nextafter not_equal power remainder right_shift subtract'
const givesTwo = { frexp: 1, modf: 1, divmod: 2 }
const places = new Map<string, readonly [nin: number, nout: number]>([
  ...takesOne.split(' ').map((name) => [name, [1, 1]] as const),
  ...takesTwo.split(' ').map((name) => [name, [2, 1]] as const),
  ...Object.entries(givesTwo).map(([name, nin]) => [name, [nin, 2]] as const),
])
/** Other names of the same functions. */
const aliases: Readonly<Record<string, string>> = {
  abs: 'absolute', true_divide: 'divide', mod: 'remainder', conjugate: 'conj', bitwise_not: 'invert',
} // prettier-ignore

/** What nothing comes to, for those that can be reduced to it. */
const identities: Readonly<Record<string, number | boolean>> = {
  add: 0, multiply: 1, bitwise_and: -1, bitwise_or: 0, bitwise_xor: 0, logical_and: true, logical_or: false,
  logical_xor: false, hypot: 0, logaddexp: -Infinity, logaddexp2: -Infinity, gcd: 0,
} // prettier-ignore

/** What entries in TypeScript find on one: its methods and counts. */
const asJavaScript: object = Object.create(Function.prototype)
showMembers(asJavaScript, 'reduce accumulate reduceat outer at nin nout nargs identity'.split(' '))

const nameOf = (f: Any): string => (f[inner] as Inner).name

/** Makes a function one of NumPy's universal ones, where its name says so. */
export function markUfunc(f: Any): void {
  const given = nameOf(f)
  const name = Object.hasOwn(aliases, given) ? aliases[given] : given
  if (!places.has(name)) return
  ;(f[inner] as { name: string }).name = name
  Object.defineProperty(f, classOf, { value: ufuncClass })
  Object.defineProperty(f, reprSymbol, { value: () => `<ufunc '${name}'>` })
  Object.setPrototypeOf(f, asJavaScript)
}

/** A method that is a function in Python: which arguments it takes stands there. */
const inPython =
  (name: string) =>
  (self: Any, args: Any[], kwargs: Any): Any =>
    call(
      core.getattr(core.importModule('_numpy_ufuncs'), name),
      [self, ...args],
      Object.keys(kwargs as object).length > 0 ? kwargs : null,
    )

methods(ufuncClass, {
  'reduce(*args, **kwargs)': inPython('reduce_by'),
  'accumulate(*args, **kwargs)': inPython('accumulate'),
  'reduceat(*args, **kwargs)': inPython('reduceat'),
  'outer(*args, **kwargs)': inPython('outer_by'),
  'at(*args, **kwargs)': inPython('at'),
  '__repr__()': (self) => `<ufunc '${nameOf(self)}'>`,
})
getters(ufuncClass, {
  nin: (self) => places.get(nameOf(self))![0],
  nout: (self) => places.get(nameOf(self))![1],
  nargs: (self) => places.get(nameOf(self))!.reduce((sum, one) => sum + one),
  identity: (self) => {
    const name = nameOf(self)
    return Object.hasOwn(identities, name) ? identities[name] : null
  },
  __name__: nameOf,
})
