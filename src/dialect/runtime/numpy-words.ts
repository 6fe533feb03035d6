// What numpy-ts says of a wrong call and what NumPy says there, by patterns. Knows nothing of how errors are caught.
import {
  IndexError,
  LinAlgError,
  MemoryError,
  NotImplementedError,
  TypeError,
  ValueError,
} from '../../base/errors.js'
import { isNumpyArray } from '../../text/numpy-text.js'

/** NumPy's error of an axis that an array does not have. */
export class AxisError extends ValueError {}

/** A shape as Python writes it: `(2,)`, `(2,3)`. */
export const shapeText = (sizes: readonly unknown[]): string =>
  `(${sizes.join(',')}${sizes.length === 1 ? ',' : ''})`

const sizesIn = (text: string): string[] => text.split(',').filter((size) => size !== '')
const asShape = (text: string): string => shapeText(sizesIn(text))

const emptyExtreme = (name: string): string =>
  `zero-size array to reduction operation ${name} which has no identity`

/** The shapes of the arrays among the arguments of a call, of which some are in a list. */
const shapesOf = (args: readonly unknown[]): (readonly number[])[] =>
  args.flat().flatMap((one) => (isNumpyArray(one) ? [one.shape] : typeof one === 'number' ? [[]] : []))

/** By what numpy-ts says: NumPy's class, and its words; the same words where none are given. */
export const rewordings: readonly (readonly [
  RegExp,
  new (text: string) => Error,
  ((match: string[], args: readonly unknown[]) => string)?,
])[] = [
  [
    /^Unknown dtype: (.*)/s,
    TypeError,
    ([, text]) => `data type '${text.replaceAll('[object Object]', 'dict')}' not understood`,
  ],
  [
    /^Cannot assign value of type \w+|^Cannot convert .* to Complex/s,
    TypeError,
    () => "float() argument must be a string or a real number, not 'object'",
  ],
  [/^(?:numpy boolean|arange\(\) is only supported).*/, TypeError],
  [/^Expected an input array of [^,]*/, TypeError],
  [
    /^ufunc 'subtract' not supported for boolean/,
    TypeError,
    () =>
      'numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the ' +
      'logical_xor function instead.',
  ],
  [
    /cannot reshape array of size (\d+) into shape [[(](.*)[\])]/,
    ValueError,
    ([, size, shape]) =>
      `cannot reshape array of size ${size} into shape ${asShape(shape.replace(/ ?-1/, 'newaxis'))}`,
  ],
  [
    /operands could not be broadcast together with shapes [[(](.*?)[\])] [[(](.*?)[\])]/,
    ValueError,
    ([, a, b]) => `operands could not be broadcast together with shapes ${asShape(a)} ${asShape(b)} `,
  ],
  [
    /^(?:shape mismatch: objects|Cannot broadcast arrays together)/,
    ValueError,
    () => 'shape mismatch: objects cannot be broadcast to a single shape',
  ],
  [
    /^(?:condlist and choicelist arrays could not|operands could not) be broadcast together$/,
    ValueError,
    (_, args) =>
      `operands could not be broadcast together with shapes ${shapesOf(args).map(shapeText).join(' ')} `,
  ],
  [
    /operands could not be broadcast together with shape \((.*?)\) \((.*?)\)/,
    ValueError,
    ([, a, b]) =>
      'operands could not be broadcast together with remapped shapes [original->remapped]: ' +
      `${asShape(a)}  and requested shape ${asShape(b)}`,
  ],
  [
    /^(source|destination|axis1|axis2) (?:axis )?(-?\d+) (is out of bounds for array of dimension \d+)/,
    AxisError,
    ([, role, axis, rest]) => `${role}: axis ${axis} ${rest}`,
  ],
  [/axis (-?\d+) is out of bounds for array of dimension \d+/, AxisError],
  [
    /: axis (-?\d+) out of bounds for array with (\d+) dimensions/,
    AxisError,
    ([, axis, rank]) => `axis ${axis} is out of bounds for array of dimension ${rank}`,
  ],
  [
    /^start (-?\d+) is out of bounds/,
    AxisError,
    ([, start], args) => {
      const rank = shapesOf(args)[0]?.length ?? 0
      return `'start' arg requires ${-rank} <= start < ${rank + 1}, but ${start} was passed in`
    },
  ],
  [/^index -?\d+ is out of bounds for axis \d+ with size \d+/i, IndexError, ([text]) => text.toLowerCase()],
  [
    /^index (-?\d+) is out of bounds for size (\d+)/i,
    IndexError,
    ([, index, size]) => `index ${index} is out of bounds for axis 0 with size ${size}`,
  ],
  [/^Too many indices for array: .*/, IndexError, ([text]) => text.replace('Too', 'too')],
  [
    /^Index has (\d+) dimensions, but array has (\d+) dimensions/,
    IndexError,
    ([, given, rank]) =>
      `too many indices for array: array is ${rank}-dimensional, but ${given} were indexed`,
  ],
  [
    /^an index can only have a single ellipsis/,
    IndexError,
    () => "an index can only have a single ellipsis ('...')",
  ],
  [/^Slice step cannot be zero/, ValueError, () => 'slice step cannot be zero'],
  [
    /^Invalid (?:slice|start|stop|step)|^Index cannot be null/,
    IndexError,
    () =>
      'only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid ' +
      'indices',
  ],
  [
    /^Cannot assign array of (?:size|length) (\d+) into slice of size (\d+)/,
    ValueError,
    ([, from, to]) => `could not broadcast input array from shape (${from},) into shape (${to},)`,
  ],
  [
    /^could not broadcast input array from shape \((.*?)\) into shape \((.*?)\)/,
    ValueError,
    ([, from, to]) => `could not broadcast input array from shape ${asShape(from)} into shape ${asShape(to)}`,
  ],
  [/^axes must have length/, ValueError, () => "axes don't match array"],
  [
    /^(argmax|argmin) of empty array/,
    ValueError,
    ([, name]) => `attempt to get ${name} of an empty sequence`,
  ],
  [/^max of empty array/, ValueError, () => emptyExtreme('maximum')],
  [/^min of empty array/, ValueError, () => emptyExtreme('minimum')],
  [
    /^cannot select an axis which has size not equal to one/,
    ValueError,
    () => 'cannot select an axis to squeeze out which has size not equal to one',
  ],
  [
    /^norm: ord .* not valid for vector|^vector_norm: invalid ord/s,
    ValueError,
    () => 'Invalid norm order for vectors.',
  ],
  [
    /^norm: ord .* not valid for matrix|^matrix_norm: invalid ord/s,
    ValueError,
    () => 'Invalid norm order for matrices.',
  ],
  [/incompatible dimensions for cross product/, ValueError],
  [
    /must be at least 2D, got (\d)D/,
    LinAlgError,
    ([, rank]) => `${rank}-dimensional array given. Array must be at least two-dimensional`,
  ],
  [/square/, LinAlgError, () => 'Last 2 dimensions of the array must be square'],
  [/singular/i, LinAlgError, () => 'Singular matrix'],
  [/positive.definite/i, LinAlgError, () => 'Matrix is not positive definite'],
  [/Invalid typed array length: -/, ValueError, () => 'negative dimensions are not allowed'],
  [
    /^matmul: Input operand does not have enough dimensions/,
    ValueError,
    (_, args) =>
      `matmul: Input operand ${shapesOf(args).findIndex((shape) => shape.length === 0)} does not have enough dimensions ` +
      '(has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)',
  ],
  [
    /^matmul: (?:cannot broadcast batch shapes|batch shapes not broadcastable)/,
    ValueError,
    (_, args) => {
      const shapes = shapesOf(args).map((shape) => [shape, shape.slice(0, -2)] as const)
      const mapped = shapes.map(
        ([shape, batch]) => `${shapeText(shape)}->${shapeText([...batch, 'newaxis', 'newaxis'])}`,
      )
      const asked = shapesOf(args).map((shape, i) => shape.at(i - 2))
      return (
        'operands could not be broadcast together with remapped shapes [original->remapped]: ' +
        `${mapped.join(' ')}  and requested shape ${shapeText(asked)}`
      )
    },
  ],
  [
    /^indices and arr must have|^indices, arr, and values must have same ndim/,
    ValueError,
    () => '`indices` and `arr` must have the same number of dimensions',
  ],
  [/^tensordot: (?:shape mismatch|axes)/, ValueError, () => 'shape-mismatch for sum'],
  [/^tensordot: axis out of bounds/, IndexError, () => 'tuple index out of range'],
  [/^multi_dot: need at least/, ValueError, () => 'Expecting at least two arrays.'],
  [/^matrix_power: exponent/, TypeError, () => 'exponent must be an integer'],
  [
    /^einsum(?:_path)?: operand (\d+) has .* dimensions but subscript/,
    ValueError,
    ([, at]) => `einstein sum subscripts string contains too many subscripts for operand ${at}`,
  ],
  [
    /^einsum(?:_path)?: output subscript contains unknown index '(.*)'/,
    ValueError,
    ([, index]) =>
      `einstein sum subscripts string included output subscript '${index}' which never appeared in an input`,
  ],
  [
    /^einsum(?:_path)?: expected \d+ operands/,
    ValueError,
    () => 'more operands provided to einstein sum function than specified in the subscripts string',
  ],
  [
    /^condlist and choicelist must have same length/,
    ValueError,
    () => 'list of cases must be same length as list of conditions',
  ],
  [
    /^condlist and choicelist cannot be empty/,
    ValueError,
    () => 'select with an empty condition list is not possible',
  ],
  [/^choices cannot be empty/, ValueError, () => '0-length sequence.'],
  [/^need at least one array to block/, ValueError, () => 'List at arrays cannot be empty'],
  [
    /^multi_index (?:cannot be empty|length must)/,
    ValueError,
    (_, [, dims]) =>
      `parameter multi_index must be a sequence of length ${Array.isArray(dims) ? dims.length : 1}`,
  ],
  [/^base must be between/, ValueError, () => 'Bases greater than 36 not handled in base_repr.'],
  [/^x and y must have the same length$/, ValueError, ([text]) => `${text}.`],
  [/^polyfit: degree must/, TypeError, () => 'expected x and y to have same length'],
  [
    /^shift and axis must have the same length/,
    ValueError,
    () => "'shift' and 'axis' should be scalars or 1D sequences",
  ],
  [/^Input must be (?:1-D or 2-D|at least 2-D)/, ValueError, () => 'Input must be 1- or 2-d.'],
  [
    /^diagonal requires an array of at least two/,
    ValueError,
    () => 'diag requires an array of at least two dimensions',
  ],
  [
    /^trace requires at least 2D|^trace: axis1 and axis2/,
    ValueError,
    ([text]) =>
      text.includes('axis1')
        ? 'axis1 and axis2 cannot be the same'
        : 'diag requires an array of at least two dimensions',
  ],
  [/^Quantile must be between 0 and 1/, ValueError, () => 'Quantiles must be in the range [0, 1]'],
  [/^split indices must be/, ValueError, () => 'number sections must be larger than 0.'],
  // Of distributions: which values a parameter may not have.
  [/^(a|df|dfnum|dfden|mean|n) must be positive/, ValueError, ([, name]) => `${name} <= 0`],
  [/^(scale|shape|sigma) must be positive/, ValueError, ([, name]) => `${name} < 0`],
  [/^(nonc|kappa|ngood|nbad|nsample) must be non-negative/, ValueError, ([, name]) => `${name} < 0`],
  [/^nsample must be <= ngood/, ValueError, () => 'ngood + nbad < nsample'],
  [/^p must be in \(0, 1\]/, ValueError, () => 'p <= 0, p > 1 or p contains NaNs'],
  [/^p must be in \(0, 1\)/, ValueError, () => 'p < 0, p >= 1 or p is NaN'],
  [/^a must be > 1/, ValueError, () => 'a <= 1 or a is NaN'],
  [/^a and b must be positive/, ValueError, () => 'a <= 0'],
  [/^(?:all )?alpha (?:values )?must/, ValueError, () => 'alpha <= 0'],
  [/^p and a must have the same size/, ValueError, () => "'a' and 'p' must have same size"],
  [
    /^cannot take a larger sample/,
    ValueError,
    () => "Cannot take a larger sample than population when 'replace=False'",
  ],
  [
    /^cannot take a sample from an empty/,
    ValueError,
    () => "'a' cannot be empty unless no samples are taken",
  ],
  // What numpy-ts has not, it says of itself.
  [
    /^(?!ufunc).*(?:not (?:yet |fully )?(?:implemented|support)|Node\.js|numpy-ts)/s,
    NotImplementedError,
    () => 'this call of NumPy has no counterpart here',
  ],
  [
    /Invalid typed array length|allocation failed|out of memory|WASM OOM/i,
    MemoryError,
    () => 'Unable to allocate an array of that size',
  ],
  // A value that is no number, written into a text that speaks of sizes and axes.
  [/\[object Object\]/, TypeError, () => "'dict' object cannot be interpreted as an integer"],
  [/\bundefined\b|=>|Symbol\(|\[object /, TypeError, () => 'an integer is required'],
]
