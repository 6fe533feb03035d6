// NumPy's functions as Python calls them, on numpy-ts: whatever makes an array is taken for one, keywords go where they
// belong, and `out` is written to and returned.
import { TypeError, ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { pythonBinder } from '../../engine/python-call.js'
import { isNumpyArray } from '../../text/numpy-text.js'

type Any = any
type AnyFunction = (...args: Any[]) => Any

const names = (text: string): string[] => text.trim().split(/\s+/)

/** NumPy's signatures by kind, and in which order numpy-ts takes the parameters; arrays are those before the bar. */
const kinds: [functions: string, signature: string, order: string][] = [
  [
    `abs absolute negative positive sqrt square cbrt reciprocal exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin
     arccos arctan sinh cosh tanh arcsinh arccosh arctanh ceil floor rint trunc fix sign isfinite isinf isnan signbit
     logical_not degrees radians deg2rad rad2deg`,
    'x, out = None',
    'x |',
  ],
  [
    `add subtract multiply divide true_divide floor_divide power float_power mod remainder fmod maximum minimum fmax fmin
     arctan2 hypot logaddexp logaddexp2 greater greater_equal less less_equal equal not_equal logical_and logical_or
     logical_xor bitwise_and bitwise_or bitwise_xor left_shift right_shift copysign matmul`,
    'x1, x2, out = None',
    'x1 x2 |',
  ],
  ['dot', 'a, b, out = None', 'a b |'],
  ['sum prod mean', 'a, axis = None, dtype = None, out = None, keepdims = False', 'a | axis keepdims'],
  ['max min amax amin any all', 'a, axis = None, out = None, keepdims = False', 'a | axis keepdims'],
  [
    'std var',
    'a, axis = None, dtype = None, out = None, ddof = 0, keepdims = False',
    'a | axis ddof keepdims',
  ],
  ['argmax argmin', 'a, axis = None, out = None', 'a | axis'],
  ['cumsum cumprod', 'a, axis = None, dtype = None, out = None', 'a | axis'],
  ['median', 'a, axis = None, out = None, overwrite_input = False, keepdims = False', 'a | axis keepdims'],
  ['clip', 'a, a_min, a_max, out = None', 'a | a_min a_max'],
  ['sort', 'a, axis = -1', 'a | axis'],
  ['where', 'condition, x, y', 'condition x y |'],
  ['allclose', 'a, b, rtol = 1e-5, atol = 1e-8', 'a b | rtol atol'],
  ['transpose', 'a, axes = None', 'a | axes'],
  ['reshape', 'a, newshape', 'a | newshape'],
]

/** Whether NumPy writes a result of one type to memory of another: never to a poorer kind. */
const rank = (dtype: string): number =>
  ['bool', 'uint', 'int', 'float', 'complex'].findIndex((kind) => dtype.startsWith(kind))

/** The functions, by name; all others stay numpy-ts's. */
export function numpyFunctions(
  np: Record<string, Any>,
  asArray: (value: unknown) => Any,
): Record<string, Any> {
  const writeTo = (name: string, out: Any, result: Any): unknown => {
    const values = isNumpyArray(result) ? (result as Any) : asArray(result)
    if (!isNumpyArray(out)) throw new TypeError('return arrays must be of ArrayType')
    if (values.shape.length > out.shape.length || values.shape.join() !== out.shape.join())
      throw new ValueError(
        `non-broadcastable output operand with shape (${(out as Any).shape.join(',')}) doesn't match the broadcast shape ` +
          `(${values.shape.join(',')})`,
      )
    if (rank(String(values.dtype)) > rank(String((out as Any).dtype)))
      throw new TypeError(
        `Cannot cast ufunc '${name}' output from dtype('${values.dtype}') to dtype('${(out as Any).dtype}') with ` +
          "casting rule 'same_kind'",
      )
    np.copyto(out, values)
    return out
  }
  const wrapped = (name: string, signature: string, order: string): AnyFunction => {
    const bind = pythonBinder(`${name}(${signature})`)
    const parameters = signature.split(', ').map((part) => part.split(' ')[0])
    const [arrays, others] = order.split('|').map((part) => names(part).filter(Boolean))
    const run = np[name] as AnyFunction
    return {
      [name](...args: unknown[]): unknown {
        const values = bind(args)
        const valueOf = (parameter: string): unknown => values[parameters.indexOf(parameter)]
        const given = arrays.map(valueOf)
        // A number stays one beside an array.
        const isArray = given.some((value) => Array.isArray(value) || isNumpyArray(value))
        const operands = given.map((value, i) =>
          i > 0 && isArray && !Array.isArray(value) ? plain(value) : asArray(value),
        )
        const rest = others.map((parameter) => plain(valueOf(parameter)) ?? undefined)
        const result: unknown = run(...operands, ...rest)
        const out = parameters.includes('out') ? valueOf('out') : null
        if (out !== null && out !== undefined) return writeTo(name, out, result)
        // These are of floats, whatever was given.
        if (typeof result === 'number' && ['mean', 'std', 'var', 'median'].includes(name))
          return new Float(result)
        return !isArray && isNumpyArray(result) && (result as Any).size === 1 ? scalarOf(result) : result
      },
    }[name]
  }
  return Object.fromEntries(
    kinds.flatMap(([functions, signature, order]) =>
      names(functions)
        .filter((name) => typeof np[name] === 'function')
        .map((name) => [name, wrapped(name, signature, order)]),
    ),
  )
}

const plain = (value: unknown): unknown => (value instanceof Float ? value.value : value)

/** The one element of an array, a float where NumPy's is one. */
function scalarOf(array: Any): unknown {
  const value: unknown = array.item()
  return typeof value === 'number' && String(array.dtype).startsWith('float') ? new Float(value) : value
}
