// The `torch` namespace as an object. Gathers what the folders offer under PyTorch's names; holds nothing of its own.
import './ops/all.js'
import { parts } from './parts.js'
import { OrderedDict } from './nn/ordered-dict.js'
import { answering, callable } from './nn/callable.js'
import * as autograd from './autograd/index.js'
import * as modes from './tensor/modes.js'
import { Node } from './tensor/node.js'
import { get_default_device, set_default_device } from './devices/device.js'
import { checked, checkMethods } from './engine/checked.js'
import { isKeywords } from './base/keywords.js'
import { isNumpyArray } from './text/numpy-text.js'
import { call, functionTree, installMethods } from './engine/functions.js'
import * as functions from './ops/torch-functions.js'
import './ops/tensor-properties.js'
import type { TorchFunctions } from './ops/methods.gen.js'
import { Generator as GeneratorClass } from './random/generator.js'
import { fork_rng } from './ops/random/state.js'
import * as dtype from './base/dtype.js'
import * as errors from './base/errors.js'
import { get_printoptions, set_printoptions } from './text/tensor-text.js'
import { format, print, printAsPython, repr, str } from './text/repr.js'
import * as scalar from './base/scalar.js'
import { type Abilities, abilities } from './tensor/graph.js'
import { typeName } from './base/type-name.js'
import { Tensor } from './tensor/tensor.js'
import { Size, Tuple } from './base/tuple.js'

installMethods()
checkMethods()
Object.assign(abilities, {
  repr,
  backward: autograd.backwardOf,
  seenAs: (tensor, dtype) => call(dtype.is_complex ? 'view_as_complex' : 'view_as_real', [tensor]) as Tensor,
} satisfies Abilities)
printAsPython(Tuple, Node, OrderedDict, functions.FloatInfo, functions.IntInfo)

const dtypes = {
  ...(Object.fromEntries(dtype.dtypes.map((type) => [type.name, type])) as Record<
    dtype.DTypeName,
    dtype.DType
  >),
  ...dtype.dtypeAliases,
}

// The flags themselves are no business of the user's, nor are ops that only formulas call.
const { modes: _modes, ModeGuard: _guard, withModes: _with, swapGrad: _swap, ...gradModes } = modes
const { FloatInfo: _float, IntInfo: _int, ...plainFunctions } = functions
const { _C, ...tree } = functionTree() as unknown as TorchFunctions
/** A stream of random numbers of its own: `torch.Generator().manual_seed(0)`. */
const Generator = callable(GeneratorClass, 'Generator')

/** Python's words for what is no float, and for what is no part of a complex number. */
function checkFloat(value: unknown): void {
  if (!scalar.isScalar(value) || value instanceof scalar.Complex)
    throw new errors.TypeError(`float() argument must be a string or a real number, not '${typeName(value)}'`)
}
function checkComplex(re: unknown, im: unknown = 0): void {
  if (typeof re !== 'number')
    throw new errors.TypeError(`complex() first argument must be a string or a number, not '${typeName(re)}'`)
  if (typeof im !== 'number')
    throw new errors.TypeError(`complex() second argument must be a number, not '${typeName(im)}'`)
}

const legacySizes = checked('new(int[] size, *, Device? device=None) -> Tensor', (size: number[]) =>
  tree.empty(size),
)
const legacyForms = [
  '(*, torch.device device)',
  '(torch.Storage storage)',
  '(Tensor other)',
  '(tuple of ints size, *, torch.device device)',
  '(object data, *, torch.device device)',
]

/** `torch.Tensor(2, 3)`, uninitialized, and `torch.Tensor([1, 2])`, both of the default dtype. */
function legacyTensor(...args: unknown[]): Tensor {
  const last = args.at(-1)
  const { device: _device, ...unknown } = (isKeywords(last) && args.length > 0 ? last : {}) as Record<
    string,
    unknown
  >
  const given = isKeywords(last) ? args.slice(0, -1) : args
  const [data] = given
  const isSingle = given.length === 1
  const areSizes = given.length > 0 && (typeof data === 'number' || typeof data === 'bigint')
  if (Object.keys(unknown).length > 0 || (given.length > 1 && !areSizes)) {
    const shown = [
      ...given.map(typeName),
      ...Object.entries(unknown).map(([key, value]) => `${key}=${typeName(value)}`),
    ]
    throw new errors.TypeError(
      `new() received an invalid combination of arguments - got (${shown.join(', ')}${given.length === 0 ? ', ' : ''}), but ` +
        `expected one of:\n${legacyForms.map((form) => ` * ${form}\n`).join('')}`,
    )
  }
  if (given.length === 0) return tree.empty(0)
  if (data instanceof Tensor) return data.detach()
  if (data instanceof Size) return tree.empty([...data])
  if (areSizes && (!isSingle || Number.isInteger(Number(data))))
    return (legacySizes as (...sizes: unknown[]) => Tensor)(...given)
  if (typeof data === 'string') throw new errors.TypeError("new(): invalid data type 'str'")
  if (!Array.isArray(data) && !ArrayBuffer.isView(data) && !isNumpyArray(data))
    throw new errors.TypeError(`new(): data must be a sequence (got ${typeName(data)})`)
  return tree.tensor(data as number[], { dtype: dtype.get_default_dtype() })
}

/** `torch.Size([2, 3])`. */
function sizeFrom(sizes: Iterable<number> = []): Size {
  if (typeof (sizes as unknown as Partial<Iterable<number>> | null)?.[Symbol.iterator] !== 'function')
    throw new errors.TypeError(`'${typeName(sizes)}' object is not iterable`)
  const list = Array.from(sizes as Iterable<unknown>, (size) =>
    typeof size === 'bigint' ? Number(size) : size,
  )
  list.forEach((size, i) => {
    if (!Number.isInteger(size))
      throw new errors.TypeError(`torch.Size() takes an iterable of 'int' (item ${i} is '${typeName(size)}')`)
  })
  return Size.from(list as number[])
}

type Files = ReturnType<typeof parts.files>
/** Writes tensors, and dicts, lists and tuples of them, to a file that PyTorch reads. */
const save = ((...args: Parameters<Files['save']>) => {
  parts.files().save(...args)
}) as Files['save']
/** Reads a file that `torch.save` wrote, here or in PyTorch. */
const load = ((...args: Parameters<Files['load']>) => parts.files().load(...args)) as Files['load']

const random = { ...tree.random, default_generator: functions.default_generator, fork_rng }

const torch = {
  ...tree,
  linalg: { ...tree.linalg, LinAlgError: callable(errors.LinAlgError, 'LinAlgError') },
  ...plainFunctions,
  ...dtypes,
  ...gradModes,
  random,
  autograd,
  get nn() {
    return parts.nn()
  },
  get optim() {
    return parts.optim()
  },
  get utils() {
    return parts.utils()
  },
  get distributions() {
    return parts.distributions()
  },
  get gpu() {
    return parts.gpu()
  },
  get cuda() {
    return parts.gpu()
  },
  save,
  load,
  get_default_device,
  set_default_device,
  Tensor: answering(Tensor, legacyTensor),
  Size: Object.assign(sizeFrom, { prototype: Size.prototype }),
  Generator,
  device: callable(scalar.Device, 'device'),
  dtype: answering(dtype.DType, () => {
    throw new errors.TypeError("cannot create 'torch.dtype' instances")
  }),
  Float: callable(scalar.Float, 'Float', undefined, checkFloat),
  Complex: callable(scalar.Complex, 'Complex', undefined, checkComplex),
  Slice: callable(scalar.Slice, 'Slice'),
  strided: scalar.strided,
  sparse_coo: scalar.sparse_coo,
  contiguous_format: scalar.contiguous_format,
  preserve_format: scalar.preserve_format,
  channels_last: scalar.channels_last,
  channels_last_3d: scalar.channels_last_3d,
  get_default_dtype: dtype.get_default_dtype,
  set_default_dtype: dtype.set_default_dtype,
  set_printoptions,
  get_printoptions,
  repr,
  str,
  print,
  format,
  inf: Infinity,
  nan: NaN,
  pi: Math.PI,
  e: Math.E,
  errors,
}

export default torch
/** By name, for the rooms above: they import this file, so that a start does without the named exports of index.ts. */
export { repr, Tensor }
export type * as nn from './nn/index.js'
