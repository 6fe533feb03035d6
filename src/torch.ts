// The `torch` namespace as an object. Gathers what the folders offer under PyTorch's names; holds nothing of its own.
import './ops/all.js'
import { parts } from './parts.js'
import { OrderedDict } from './nn/ordered-dict.js'
import { answering, callable } from './nn/callable.js'
import * as autograd from './autograd/index.js'
import { backwardOf } from './autograd/tensor-backward.js'
import * as modes from './tensor/modes.js'
import { Node } from './tensor/node.js'
import { get_default_device, set_default_device } from './devices/device.js'
import { checkBareMethods, checkMethods, withBareChecked } from './engine/checked.js'
import { call, functionsOf, installMethods } from './engine/functions.js'
import { become } from './engine/overriding.js'
import { inner, overridesModule } from './ops/overrides.js'
import { from_dlpack, to_dlpack } from './ops/dlpack.js'
import { foreachNames } from './ops/foreach-names.js'
import { declareLeftOut, declareLeftOutMethods } from './ops/left-out.js'
import * as autocastSettings from './ops/autocast-settings.js'
import * as settings from './ops/settings.js'
import * as functions from './ops/torch-functions.js'
import './ops/tensor-properties.js'
import './ops/tensor-questions.js'
import type { TorchFunctions } from './ops/methods.gen.js'
import { Generator as GeneratorClass } from './random/generator.js'
import { fork_rng } from './ops/random/state.js'
import * as dtype from './base/dtype.js'
import * as errors from './base/errors.js'
import { get_printoptions, set_printoptions } from './text/tensor-text.js'
import { format, print, printAsPython, repr, str } from './text/repr.js'
import * as scalar from './base/scalar.js'
import type { StorageType } from './ops/typed-tensors.js'
import { type Abilities, abilities } from './tensor/graph.js'
import { typeName } from './base/type-name.js'
import { Tensor } from './tensor/tensor.js'
import { Size, Tuple } from './base/tuple.js'

installMethods()
declareLeftOutMethods()
checkMethods()
Object.assign(abilities, {
  repr,
  backward: backwardOf,
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
const {
  modes: _modes,
  ModeGuard: _guard,
  withModes: _with,
  swapGrad: _swap,
  savedHooks: _hooks,
  forwardMode: _forward,
  ...gradModes
} = modes
const { FloatInfo: _float, IntInfo: _int, ...plainFunctions } = functions
type Namespace = 'linalg' | 'special' | 'fft' | 'random' | '_C' | 'nn'
const own = functionsOf('') as unknown as Omit<TorchFunctions, Namespace>

/** A namespace of the table, made when it is first asked for. */
function namespace<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
const namespaces = {
  linalg: namespace(() => ({
    ...(functionsOf('linalg') as unknown as TorchFunctions['linalg']),
    LinAlgError,
  })),
  special: namespace(() => functionsOf('special') as unknown as TorchFunctions['special']),
  fft: namespace(() => functionsOf('fft') as unknown as TorchFunctions['fft']),
  random: namespace(() => ({
    ...(functionsOf('random') as unknown as TorchFunctions['random']),
    default_generator: functions.default_generator,
    fork_rng,
  })),
  _C: namespace(() => {
    const _nn = functionsOf('_C._nn')
    return { _nn, ...inner, DisableTorchFunction, ...innerClasses, _LinAlgError: LinAlgError }
  }),
}
/** While it is entered, no class answers for ops. */
const DisableTorchFunction = callable(inner.DisableTorchFunction, 'DisableTorchFunction')
const LinAlgError = callable(errors.LinAlgError, 'LinAlgError')
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

/** `torch.Size([2, 3])`. */
function sizeFrom(...given: [sizes?: Iterable<number>]): Size {
  if (given.length > 1)
    throw new errors.TypeError(`tuple expected at most 1 argument, got ${String(given.length)}`)
  const [sizes = []] = given
  if (typeof (sizes as unknown as Partial<Iterable<number>> | null)?.[Symbol.iterator] !== 'function')
    throw new errors.TypeError(`'${typeName(sizes)}' object is not iterable`)
  const list = Array.from(sizes as Iterable<unknown>, (given, i) => {
    const size = typeof given === 'bigint' ? Number(given) : given
    if (!Number.isInteger(size))
      throw new errors.TypeError(`torch.Size() takes an iterable of 'int' (item ${i} is '${typeName(size)}')`)
    return size
  })
  return Size.from(list as number[])
}

/** Classes that PyTorch has in `torch._C`, and hands on. */
const innerClasses = {
  Size: Object.assign(sizeFrom, { prototype: Size.prototype }),
  Generator,
  device: callable(scalar.Device, 'device'),
  dtype: answering(dtype.DType, () => {
    throw new errors.TypeError("cannot create 'torch.dtype' instances")
  }),
  layout: answering(scalar.Layout, () => {
    throw new errors.TypeError("cannot create 'torch.layout' instances")
  }),
  memory_format: answering(scalar.MemoryFormat, () => {
    throw new errors.TypeError("cannot create 'torch.memory_format' instances")
  }),
}

type Files = ReturnType<typeof parts.files>
/** Writes tensors, and dicts, lists and tuples of them, to a file that PyTorch reads. */
const save = ((...args: Parameters<Files['save']>) => {
  parts.files().save(...args)
}) as Files['save']
/** Reads a file that `torch.save` wrote, here or in PyTorch. */
const load = ((...args: Parameters<Files['load']>) => parts.files().load(...args)) as Files['load']

/** A tensor of the bytes of a file. */
const from_file = ((...args: Parameters<Files['from_file']>) =>
  parts.files().from_file(...args)) as Files['from_file']

declare module './tensor/tensor.js' {
  interface Tensor {
    /** A tensor of this one's type, made as `torch.FloatTensor` makes those of its own: of sizes, or of data. */
    'new'(...args: unknown[]): Tensor
    /** The type of the storage: `torch.FloatStorage`. */
    storage_type(): StorageType
  }
}
Object.defineProperties(Tensor.prototype, {
  new: {
    value(this: Tensor, ...args: unknown[]) {
      return parts.typed().newLike(this, args)
    },
    writable: true,
    configurable: true,
  },
  storage_type: {
    value(this: Tensor) {
      return parts.typed().storageTypeOf(this)
    },
    writable: true,
    configurable: true,
  },
})

checkBareMethods()

const functionalNames = [
  'atleast_1d',
  'atleast_2d',
  'atleast_3d',
  'broadcast_tensors',
  'chain_matmul',
  'einsum',
  'lu',
  'meshgrid',
  'norm',
  'pca_lowrank',
  'split',
  'tensordot',
  'unique',
  'unique_consecutive',
  'block_diag',
] as const
/** `torch.functional`: those of the functions that PyTorch has in Python. */
const functional = Object.fromEntries(functionalNames.map((name) => [name, own[name]])) as Pick<
  TorchFunctions,
  (typeof functionalNames)[number]
>

const torch = {
  ...own,
  get linalg() {
    return namespaces.linalg()
  },
  get special() {
    return namespaces.special()
  },
  get fft() {
    return namespaces.fft()
  },
  get random() {
    return namespaces.random()
  },
  ...plainFunctions,
  ...withBareChecked(settings),
  ...withBareChecked(autocastSettings),
  ...dtypes,
  ...withBareChecked(gradModes),
  autograd: {
    ...autograd,
    get profiler() {
      return parts.profile().autogradProfiler
    },
  },
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
  get return_types() {
    return parts.typed().returnTypes
  },
  get masked() {
    return parts.masked()
  },
  get testing() {
    return parts.testing()
  },
  get func() {
    return parts.func()
  },
  get vmap() {
    return parts.func().vmap
  },
  get gpu() {
    return parts.gpu()
  },
  get cuda() {
    return parts.cuda()
  },
  get autocast() {
    return parts.amp().autocast
  },
  get amp() {
    return parts.amp().module
  },
  get cpu() {
    return parts.amp().cpu
  },
  get jit() {
    return parts.jit().jit
  },
  get compile() {
    return parts.jit().compile
  },
  get profiler() {
    return parts.profile().profiler
  },
  get BFloat16Tensor() {
    return parts.typed().BFloat16Tensor
  },
  get BoolTensor() {
    return parts.typed().BoolTensor
  },
  get ByteTensor() {
    return parts.typed().ByteTensor
  },
  get CharTensor() {
    return parts.typed().CharTensor
  },
  get DoubleTensor() {
    return parts.typed().DoubleTensor
  },
  get FloatTensor() {
    return parts.typed().FloatTensor
  },
  get HalfTensor() {
    return parts.typed().HalfTensor
  },
  get IntTensor() {
    return parts.typed().IntTensor
  },
  get LongTensor() {
    return parts.typed().LongTensor
  },
  get ShortTensor() {
    return parts.typed().ShortTensor
  },
  get BFloat16Storage() {
    return parts.typed().BFloat16Storage
  },
  get BoolStorage() {
    return parts.typed().BoolStorage
  },
  get ByteStorage() {
    return parts.typed().ByteStorage
  },
  get CharStorage() {
    return parts.typed().CharStorage
  },
  get ComplexDoubleStorage() {
    return parts.typed().ComplexDoubleStorage
  },
  get ComplexFloatStorage() {
    return parts.typed().ComplexFloatStorage
  },
  get DoubleStorage() {
    return parts.typed().DoubleStorage
  },
  get FloatStorage() {
    return parts.typed().FloatStorage
  },
  get HalfStorage() {
    return parts.typed().HalfStorage
  },
  get IntStorage() {
    return parts.typed().IntStorage
  },
  get LongStorage() {
    return parts.typed().LongStorage
  },
  get ShortStorage() {
    return parts.typed().ShortStorage
  },
  get Storage() {
    return parts.typed().storageOfDefault()
  },
  get TypedStorage() {
    return parts.typed().callableTypedStorage
  },
  get UntypedStorage() {
    return parts.typed().callableUntypedStorage
  },
  get is_storage() {
    return parts.typed().is_storage
  },
  get storage() {
    return parts.typed().storageModule
  },
  save,
  load,
  serialization: { save, load },
  functional,
  from_dlpack,
  to_dlpack,
  get_default_device,
  set_default_device,
  Tensor: answering(Tensor, (...args) => parts.typed().legacyTensor(...args), become),
  overrides: overridesModule,
  DisableTorchFunction,
  ...innerClasses,
  from_file,
  Float: callable(scalar.Float, 'Float', undefined, checkFloat),
  Complex: callable(scalar.Complex, 'Complex', undefined, checkComplex),
  Slice: callable(scalar.Slice, 'Slice'),
  strided: scalar.strided,
  sparse_coo: scalar.sparse_coo,
  contiguous_format: scalar.contiguous_format,
  legacy_contiguous_format: scalar.contiguous_format,
  preserve_format: scalar.preserve_format,
  channels_last: scalar.channels_last,
  channels_last_3d: scalar.channels_last_3d,
  ...withBareChecked({ get_default_dtype: dtype.get_default_dtype }),
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
// Of the copy, too, it is hidden: one made without it would be a second copy of two thousand names.
Object.defineProperty(torch, '_C', {
  get: namespaces._C,
  enumerable: false,
  configurable: true,
})
for (const name of foreachNames)
  Object.defineProperty(torch, name, { get: () => parts.foreach().foreach[name], configurable: true })
declareLeftOut(torch)

export default torch
/** By name, for the rooms above: they import this file, so that a start does without the named exports of index.ts. */
export { repr, Tensor }
export type * as nn from './nn/index.js'
