// NumPy's functions as Python calls them, on numpy-ts: whatever makes an array is taken for one, keywords go where they
// belong, and `out` is written to and returned.
import { inType, laidOut } from './numpy-layout.js'
import { LinAlgError, TypeError, ValueError } from '../../base/errors.js'
import { promotedType } from '../../base/numpy-number.js'
import { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { pythonBinder } from '../../engine/python-call.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { guardedDraws } from './numpy-draws.js'
import { type Lanes, means, sums, variances } from './numpy-moments.js'
import { type AnyLanes, extremes, needsCare } from './numpy-extremes.js'
import { inHalves, isReal, powerOf, roundedTo, typeOfArray, unaryOf } from './numpy-unary.js'
import { withNumpyErrors } from './numpy-errors.js'
import { AxisError, shapeText } from './numpy-words.js'
import { axisWithin, plain, wholeNumber } from './numpy-arguments.js'

type Any = any
type AnyFunction = (...args: Any[]) => Any

const names = (text: string): string[] => text.trim().split(/\s+/)

/** NumPy's signatures by kind, and in which order numpy-ts takes the parameters; arrays are those before the bar. */
const kinds: [functions: string, signature: string, order: string][] = [
  [
    `abs absolute negative positive sqrt square cbrt reciprocal exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin
     arccos arctan sinh cosh tanh arcsinh arccosh arctanh asin acos atan asinh acosh atanh ceil floor rint trunc fix sign isfinite isinf isnan signbit
     logical_not fabs spacing degrees radians deg2rad rad2deg`,
    'x, out = None',
    'x |',
  ],
  [
    `add subtract multiply divide true_divide floor_divide power float_power mod remainder fmod maximum minimum fmax fmin
     arctan2 atan2 pow hypot logaddexp logaddexp2 greater greater_equal less less_equal equal not_equal logical_and logical_or
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
  ['where', 'condition, x = None, y = None', 'condition x y |'],
  ['allclose', 'a, b, rtol = 1e-5, atol = 1e-8', 'a b | rtol atol'],
  ['transpose', 'a, axes = None', 'a | axes'],
  ['reshape', 'a, newshape', 'a | newshape'],
]

/** Functions whose first so many arguments are arrays. */
const ofArrays: [functions: string, count: number][] = [
  [
    `unique argsort tile repeat round around flip fliplr flipud roll ravel squeeze diff expand_dims trace diag diagonal triu
     tril argwhere nonzero flatnonzero count_nonzero bincount percentile quantile nanpercentile nanquantile nanmean nanstd
     nanvar nanmax nanmin nansum nanprod nanmedian nanargmax nanargmin histogram ptp cov swapaxes moveaxis rot90
     split array_split hsplit vsplit take argpartition partition ediff1d insert gradient nan_to_num broadcast_to ones_like
     zeros_like empty_like full_like delete pad ndim size corrcoef`,
    1,
  ],
  [
    `outer inner kron cross vdot tensordot convolve correlate array_equal array_equiv isclose isin in1d searchsorted digitize
     intersect1d union1d setdiff1d setxor1d append polyfit meshgrid`,
    2,
  ],
]
const ofLinalg: [functions: string, count: number][] = [
  ['inv det norm matrix_rank cond slogdet qr svd eig eigh eigvals eigvalsh pinv cholesky svdvals', 1],
  ['solve lstsq', 2],
]
const exactOfLinalg: [functions: string, count: number][] = [
  ['matrix_power trace diagonal matrix_norm vector_norm', 1],
  ['dot outer inner tensordot vecdot cross matmul', 2],
]
/** Functions of a list of arrays, and the rank that they make of each. */
const joining = { concatenate: 0, concat: 0, stack: 0, vstack: 2, hstack: 1, dstack: 3, column_stack: 0 }
/** Places, which numpy-ts gives as floats. */
const ofPlaces = new Set(['argsort', 'argpartition', 'argwhere', 'flatnonzero'])

const shapeOf = (array: Any): number[] => [...(array.shape as number[])]

/** Refuses arrays that do not fit together, as NumPy does. */
function checkJoined(name: string, arrays: readonly Any[], axis: number): void {
  if (name === 'stack' || name === 'column_stack' || arrays.length === 0) return
  const shapes = arrays.map(shapeOf)
  const least = joining[name as keyof typeof joining]
  for (const shape of shapes) while (shape.length < least) shape.unshift(1)
  const [first] = shapes
  const along =
    name === 'vstack' ? 0 : name === 'hstack' ? Math.min(first.length - 1, 1) : name === 'dstack' ? 2 : axis
  if (along >= first.length || along < -first.length)
    throw new AxisError(`axis ${axis} is out of bounds for array of dimension ${first.length}`)
  const joined = along < 0 ? along + first.length : along
  shapes.forEach((shape, i) => {
    if (shape.length !== first.length)
      throw new ValueError(
        'all the input arrays must have same number of dimensions, but the array at index 0 has ' +
          `${first.length} dimension(s) and the array at index ${i} has ${shape.length} dimension(s)`,
      )
    const other = shape.findIndex((size, dim) => dim !== joined && size !== first[dim])
    if (other >= 0)
      throw new ValueError(
        'all the input array dimensions except for the concatenation axis must match exactly, but along dimension ' +
          `${other}, the array at index 0 has size ${first[other]} and the array at index ${i} has size ${shape[other]}`,
      )
  })
}

/** Whether an operand is a single number. */
const isOne = (value: Any): boolean =>
  isNumpyArray(value) ? shapeOf(value).length === 0 : !Array.isArray(value)

/** Refuses factors that do not fit. */
function checkProduct(name: string, a: Any, b: Any): void {
  if (!isNumpyArray(a) || !isNumpyArray(b)) return
  const [left, right] = [shapeOf(a), shapeOf(b)]
  if (left.length === 0 || right.length === 0) return
  const of = right.length === 1 ? 0 : right.length - 2
  const [inner, wanted] = [left[left.length - 1], right[of]]
  if (inner === wanted) return
  throw new ValueError(
    name === 'dot'
      ? `shapes ${shapeText(left)} and ${shapeText(right)} not aligned: ${inner} (dim ${left.length - 1}) != ${wanted} (dim ${of})`
      : 'matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) ' +
          `(size ${wanted} is different from ${inner})`,
  )
}

/** What of floats is accumulated in their own precision. */
const moments: Record<string, (lanes: Lanes, ddof: number) => Float32Array | Float64Array> = {
  sum: sums,
  mean: means,
  var: variances,
  std: (lanes, ddof) => variances(lanes, ddof).map(Math.sqrt),
}

/** What is reckoned otherwise than numpy-ts does along one axis or all; undefined for all else. */
export function momentOf(
  np: Any,
  name: string,
  array: Any,
  axis: unknown,
  ddof: number,
  keepdims: unknown,
): unknown {
  if (!isNumpyArray(array) || (array as Any).size === 0) return undefined
  const type = typeOfArray(array)
  if (name in moments && (type === 'float32' || type === 'float64'))
    return reduced(np, array, axis, keepdims, type, (lanes) => moments[name](lanes as Lanes, ddof))
  const isOfFloats = type.startsWith('float')
  if (!(name in extremes) || !(isOfFloats || (type.endsWith('int64') && name !== 'median'))) return undefined
  if (!needsCare(laidOut(array as Any).data)) return undefined
  const given = name.startsWith('arg') ? 'int64' : type
  return reduced(np, array, axis, keepdims, given, extremes[name])
}

/** A function of the numbers along one axis or all; undefined where there is no such axis. */
function reduced(
  np: Any,
  array: Any,
  axis: unknown,
  keepdims: unknown,
  dtype: string,
  reduce: (lanes: AnyLanes) => ArrayLike<number | bigint>,
): unknown {
  const shape = shapeOf(array)
  const axes = reducedAxes(axis, shape.length)
  if (axes === undefined) return undefined
  const product = (dims: readonly number[]): number => dims.reduce((a, dim) => a * shape[dim], 1)
  // Those that stay, before and after those that are summed.
  const after = shape.map((_, dim) => dim).filter((dim) => dim > Math.max(...axes) && axes.length > 0)
  const before = shape.map((_, dim) => dim).filter((dim) => !axes.includes(dim) && !after.includes(dim))
  const order = [...before, ...axes, ...after]
  const isInOrder = order.every((dim, i) => dim === i)
  const turned: Any = isInOrder ? array : np.transpose(array, order)
  const lanes = {
    values: laidOut(turned).flatten().data as AnyLanes['values'],
    outer: product(before),
    length: product(axes),
    inner: product(after),
  }
  const result = reduce(lanes)
  if (axes.length === shape.length && !keepdims) return result[0]
  const kept = shape.map((size, dim) => (axes.includes(dim) ? 1 : size))
  return np
    .array(Array.from(result), dtype)
    .reshape(keepdims ? kept : kept.filter((_, dim) => !axes.includes(dim)))
}

/** The axes that are summed, in their order; undefined where there are none such. */
function reducedAxes(axis: unknown, ndim: number): number[] | undefined {
  const all = Array.from({ length: ndim }, (_, dim) => dim)
  if (axis === null || axis === undefined) return all
  const given = (Array.isArray(axis) ? axis : [axis]) as unknown[]
  const isAxis = (one: unknown): one is number => typeof one === 'number' && one < ndim && one >= -ndim
  if (!given.every(isAxis)) return undefined
  const chosen = given.map((one) => (one + ndim) % ndim)
  return all.filter((dim) => chosen.includes(dim))
}

/** Whether NumPy writes a result of one type to memory of another: never to a poorer kind. */
const rank = (dtype: string): number =>
  ['bool', 'uint', 'int', 'float', 'complex'].findIndex((kind) => dtype.startsWith(kind))

const isFloatNumber = (value: unknown): boolean =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))

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
  /** Where an array is not zero, a list for each dimension. */
  const placesIn = (array: Any): unknown =>
    Tuple.from<unknown>(
      (
        np.nonzero(typeOfArray(array).startsWith('float') ? np.not_equal(array, 0) : laidOut(array)) as Any[]
      ).map((places) => inType(places, 'int64')),
    )
  /** What is chosen from, in the type that both have in common: a number's own counts where the array has none of its kind. */
  const inOneType = (given: readonly unknown[], operands: unknown[]): void => {
    const [first, second] = [1, 2].map((at) => typeOfArray(operands[at]))
    const isNumber = [1, 2].map((at) => !isArrayLike(given[at]))
    const kinds = [first, second].map(rank)
    const type =
      isNumber[0] !== isNumber[1] && kinds[isNumber[0] ? 0 : 1] <= kinds[isNumber[0] ? 1 : 0]
        ? [first, second][isNumber[0] ? 1 : 0]
        : promotedType(first, second)
    for (const at of [1, 2]) operands[at] = inType(operands[at], type)
  }
  /** Some functions of numpy-ts give arrays without methods. */
  const inFull = (result: unknown): unknown =>
    isNumpyArray(result) && !(result instanceof np.NDArray)
      ? np.NDArray.fromStorage((result as Any).storage)
      : result
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
        if (name === 'where') {
          const isMissing = given.slice(1).map((value) => value === null || value === undefined)
          if (isMissing[0] && isMissing[1]) return placesIn(asArray(given[0]))
          if (isMissing[0] || isMissing[1])
            throw new ValueError('either both or neither of x and y should be given')
        }
        // A number stays one beside an array.
        const isArray = given.some((value) => Array.isArray(value) || isNumpyArray(value))
        const operands = given.map((value, i) =>
          laidOut(
            i > 0 && isArray && !Array.isArray(value) && name !== 'where' ? plain(value) : asArray(value),
          ),
        )
        if (name === 'where') inOneType(given, operands)
        // numpy-ts would round what meets ints to ints.
        if (given.some(isFloatNumber))
          operands.forEach((operand, i) => {
            if (
              isNumpyArray(operand) &&
              /int|bool/.test(String((operand as Any).dtype)) &&
              arrays[i] !== 'condition'
            )
              operands[i] = inType(operand, 'float64')
          })
        const rest = others.map((parameter) =>
          parameter === 'axis'
            ? axisWithin(valueOf(parameter), operands[0])
            : (plain(valueOf(parameter)) ?? undefined),
        )
        // Beside a number, a product is what the operator gives.
        if ((name === 'dot' || name === 'inner') && operands.some(isOne) && !operands.every(isOne))
          return np.multiply(...operands)
        if (name === 'dot' || name === 'matmul') checkProduct(name, operands[0], operands[1])
        const result = inHalves(
          operands,
          (operands) =>
            unaryOf(name, operands[0], run) ??
            powerOf(name, operands[0], operands[1]) ??
            momentOf(np, name, operands[0], rest[0], Number(valueOf('ddof') ?? 0), valueOf('keepdims')) ??
            inFull(run(...operands, ...rest)),
        )
        const out = parameters.includes('out') ? valueOf('out') : null
        if (out !== null && out !== undefined) return writeTo(name, out, result)
        // These are of floats, whatever was given.
        if (typeof result === 'number' && ['mean', 'std', 'var', 'median'].includes(name))
          return new Float(result)
        return !isArray && isNumpyArray(result) && (result as Any).size === 1 ? scalarOf(result) : result
      },
    }[name]
  }
  /** The functions of a table, which take lists for arrays; `asFloats` where whole numbers are no elements of theirs. */
  const taking = (
    from: Record<string, Any>,
    table: readonly [functions: string, count: number][],
    asFloats = false,
  ): Record<string, AnyFunction> => {
    const operand = (value: unknown): unknown => {
      const array = laidOut(asArray(value))
      return asFloats && /int|bool/.test(String(array.dtype)) ? inType(array, 'float64') : array
    }
    const made = (name: string, count: number): AnyFunction => {
      const run = from[name] as AnyFunction
      return withNumpyErrors(name, (...args: unknown[]): unknown => {
        const given = args.map((value, i) =>
          i < count && isArrayLike(value) ? operand(value) : plain(value),
        )
        // What is no number is not zero.
        const [first, decimals]: Any[] = given
        if (/nonzero$|^argwhere$/.test(name) && isNumpyArray(first) && typeOfArray(first).startsWith('float'))
          given[0] = np.not_equal(first, 0)
        if (/^(a?round)$/.test(name) && isNumpyArray(first) && isReal(first))
          return roundedTo(first, Number(decimals ?? 0))
        const result = inHalves(given, (given) => run(...given))
        if (name === 'nonzero')
          return Tuple.from<unknown>((result as Any[]).map((places) => inType(places, 'int64')))
        if ((name === 'solve' || name === 'inv') && hasOverflown(result, given[0]))
          throw new LinAlgError('Singular matrix')
        if (ofPlaces.has(name) && isNumpyArray(result)) return inType(result, 'int64')
        if (asFloats && typeof result === 'number' && name !== 'matrix_rank') return new Float(result)
        if (name === 'unique' && !isNumpyArray(result)) {
          const { values, indices, inverse, counts } = result as Record<string, unknown>
          const places = [indices, inverse, counts].filter((one) => one !== undefined)
          return Tuple.of<unknown>(values, ...places.map((one) => inType(one, 'int64')))
        }
        // numpy-ts names the parts of what NumPy gives as a tuple.
        return asFloats && Object.getPrototypeOf(result) === Object.prototype
          ? Object.assign(Tuple.from(Object.values(result as object).map(asFloat)), result)
          : result
      })
    }
    return Object.fromEntries(
      table.flatMap(([functions, count]) =>
        names(functions)
          .filter((name) => typeof from[name] === 'function')
          .map((name) => [name, made(name, count)]),
      ),
    )
  }
  const joiners = Object.fromEntries(
    Object.keys(joining).map((name) => [
      name,
      withNumpyErrors(name, (...args: unknown[]): unknown => {
        const [arrays, ...rest] = args
        if (!Array.isArray(arrays)) return np[name](...args)
        const keywords = rest.at(-1) as Any
        const axis = wholeNumber(
          keywords !== null && typeof keywords === 'object' && 'axis' in keywords
            ? keywords.axis
            : (rest[0] ?? 0),
        )
        const given = Array.from(arrays, (one) => laidOut(asArray(one)) as Any)
        checkJoined(name, given, axis)
        return name === 'stack' || name.startsWith('conc') ? np[name](given, axis) : np[name](given)
      }),
    ]),
  )
  const linalg = {
    ...(np.linalg as object),
    ...taking(np.linalg as Any, ofLinalg, true),
    ...taking(np.linalg as Any, exactOfLinalg),
    LinAlgError,
  }
  const ours = Object.fromEntries(
    kinds.flatMap(([functions, signature, order]) =>
      names(functions)
        .filter((name) => typeof np[name] === 'function')
        .map((name) => [name, withNumpyErrors(name, wrapped(name, signature, order))]),
    ),
  )
  const bindAverage = pythonBinder('average(a, axis = None, weights = None)')
  const average = (...args: unknown[]): unknown => {
    const [a, axis, weights] = bindAverage(args)
    if (weights === null) return ours.mean(a, axis)
    const [total, share] = [
      ours.sum(ours.multiply(asArray(a), asArray(weights)), axis),
      ours.sum(weights, axis),
    ]
    return isNumpyArray(total) ? ours.divide(total, share) : new Float(Number(total) / Number(share))
  }
  return {
    ...taking(np, ofArrays),
    ...joiners,
    ...ours,
    average,
    linalg,
    random: guardedDraws(np.random as Any, (keys) => np.array([...keys], 'uint32')),
  }
}

const isArrayLike = (value: unknown): boolean =>
  Array.isArray(value) || isNumpyArray(value) || typeof (value as Any)?.numpy === 'function'

/** A result that is not finite, of a matrix that is. */
const hasOverflown = (result: unknown, matrix: unknown): boolean => {
  const isFinite = (array: Any): boolean => [...(array.data as Iterable<number>)].every(Number.isFinite)
  return isNumpyArray(result) && isNumpyArray(matrix) && !isFinite(result) && isFinite(matrix)
}

const asFloat = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? new Float(value) : value

/** The one element of an array, a float where NumPy's is one. */
function scalarOf(array: Any): unknown {
  const value: unknown = array.item()
  if (String(array.dtype) === 'bool') return Boolean(value)
  return typeof value === 'number' && String(array.dtype).startsWith('float') ? new Float(value) : value
}
