// Settings and questions about the program itself: threads, reproducible ops, precision, warnings, versions. What changes
// nothing here is kept, checked as in PyTorch, and answered.
import { availableParallelism } from 'node:os'
import * as dtype from '../base/dtype.js'
import { RuntimeError, TypeError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { setWarnAlways, warn, warnsAlways } from '../base/warnings.js'
import { setThreadCount, threadCount } from '../kernels/thread-count.js'
import { modes } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { checked } from '../engine/checked.js'
import { pythonic } from '../engine/python-call.js'

/** The PyTorch whose interface and words these are, and who speaks them. */
export const __version__ = '1.13.1+dltorch'
export const version = { __version__, cuda: null, debug: false, git_version: 'Unknown', hip: null }

// ---- reproducible ops ----

const deterministic = { isOn: false, onlyWarns: false }

/** Asks for the same results in each run. All ops give them anyway, so that none is refused. */
export const use_deterministic_algorithms = pythonic<
  (mode: boolean, warn_only: boolean) => void,
  (mode: boolean, keywords?: { warn_only?: boolean }) => void
>('use_deterministic_algorithms(mode, *, warn_only = False)', (mode: boolean, warn_only: boolean): void => {
  if (typeof mode !== 'boolean')
    throw new TypeError(
      `_set_deterministic_algorithms(): argument 'mode' (position 1) must be bool, not ${typeName(mode)}`,
    )
  Object.assign(deterministic, { isOn: mode, onlyWarns: warn_only })
})
/** Whether `use_deterministic_algorithms` asked for the same results in each run. */
export const are_deterministic_algorithms_enabled = (): boolean => deterministic.isOn
/** Whether it was asked to warn alone. */
export const is_deterministic_algorithms_warn_only_enabled = (): boolean => deterministic.onlyWarns

const debugModes = ['default', 'warn', 'error']
/** 0: as usual, 1: with a warning where an op is not reproducible, 2: with an error. */
export const get_deterministic_debug_mode = (): number =>
  deterministic.isOn ? (deterministic.onlyWarns ? 1 : 2) : 0
/** Sets it by number or by name, `'default'`, `'warn'` or `'error'`. */
export const set_deterministic_debug_mode = pythonic(
  'set_deterministic_debug_mode(debug_mode)',
  (debug_mode: number | string): void => {
    const mode = typeof debug_mode === 'string' ? debugModes.indexOf(debug_mode) : debug_mode
    if (!Number.isInteger(mode))
      throw new TypeError(`debug_mode must be str or int, but got <class '${typeName(debug_mode)}'>`)
    if (mode < 0 && typeof debug_mode === 'string')
      throw new RuntimeError(
        `invalid value of debug_mode, expected one of \`default\`, \`warn\`, \`error\`, but got ${debug_mode}`,
      )
    if (mode < 0 || mode > 2)
      throw new RuntimeError(`invalid value of debug_mode, expected 0, 1, or 2, but got ${mode}`)
    Object.assign(deterministic, { isOn: mode > 0, onlyWarns: mode === 1 })
  },
)

// ---- threads ----

function checkThreads(name: string, args: readonly unknown[]): number {
  if (args.length !== 1)
    throw new TypeError(`torch.${name}() takes exactly one argument (${args.length} given)`)
  const [count] = args
  if (typeof count !== 'number' || !Number.isInteger(count))
    throw new RuntimeError(`${name} expects an int, but got ${typeName(count)}`)
  if (count < 1) throw new RuntimeError(`${name} expects a positive integer`)
  return count
}

/** How many threads an op may compute on: one for each core, `DLTORCH_THREADS`, PyTorch's `OMP_NUM_THREADS`, or what was set. */
export const get_num_threads = (): number => threadCount()
/** Says how many threads an op may compute on. Results are the same for any number; small ops take one. */
export const set_num_threads = (...num: [number]): void => {
  setThreadCount(checkThreads('set_num_threads', num))
}

let interopThreads: number | undefined
/** How many ops may run at the same time. They run one after the other here, whatever the answer. */
export const get_num_interop_threads = (): number => interopThreads ?? availableParallelism()
/** Says how many ops may run at the same time, once. */
export const set_num_interop_threads = (...num: [number]): void => {
  const count = checkThreads('set_num_interop_threads', num)
  if (interopThreads !== undefined)
    throw new RuntimeError(
      'Error: cannot set number of interop threads after parallel work has started or ' +
        'set_num_interop_threads called',
    )
  interopThreads = count
}

// ---- numbers ----

/** Says whether the smallest numbers could be taken as zero: they never are here, so that False is the answer. */
export const set_flush_denormal = (mode: boolean): boolean => {
  if (typeof mode !== 'boolean')
    throw new RuntimeError(`flush_denormal expects a bool, but got ${typeName(mode)}`)
  return false
}

const precisions = ['highest', 'high', 'medium']
const precision = { ofProducts: 'highest' }
/** How exact products of float32 matrices must be at least. They are as exact as float32 is. */
export const get_float32_matmul_precision = (): string => precision.ofProducts
/** Says how exact products of float32 matrices must be at least. They are as exact as float32 is. */
export const set_float32_matmul_precision = pythonic(
  'set_float32_matmul_precision(precision)',
  (wanted: string): void => {
    if (typeof wanted !== 'string')
      throw new RuntimeError(`set_float32_matmul_precision expects a str, but got ${typeName(wanted)}`)
    if (precisions.includes(wanted)) precision.ofProducts = wanted
    else
      warn(
        `${wanted} is not one of 'highest', 'high', or 'medium'; the current ` +
          'setFloat32MatmulPrecision call has no effect.',
      )
  },
)

/**
 * Sets the type of numbers without one by a class or its name, `torch.DoubleTensor`.
 *
 * @throws TypeError where that is no type of floating numbers
 */
export const set_default_tensor_type = pythonic('set_default_tensor_type(t)', (t: unknown): void => {
  const name = typeof t === 'string' ? t : undefined
  if (name?.startsWith('torch.cuda.'))
    throw new TypeError(`type ${name} not available. Torch not compiled with CUDA enabled.`)
  const type =
    name === undefined
      ? typeof t === 'function' && t.prototype !== Tensor.prototype && (t as { dtype?: unknown }).dtype
      : dtype.dtypes.find(({ scalarName }) => `torch.${scalarName}Tensor` === name)
  const isType = type instanceof dtype.DType
  if (name !== undefined && !isType) throw new TypeError(`invalid type: '${name}'`)
  if (isType && type.is_floating_point) dtype.set_default_dtype(type)
  else
    throw new TypeError(
      `${isType ? '' : 'invalid type object: '}only floating-point types are supported as the default type`,
    )
})

// ---- warnings ----

/** Whether a warning is said each time, not the first time alone. */
export const is_warn_always_enabled = (): boolean => warnsAlways()
/** Says whether a warning comes each time, not the first time alone. */
export const set_warn_always = (b: boolean): void => {
  if (typeof b !== 'boolean') throw new RuntimeError(`setWarnOnlyOnce expects a bool, but got ${typeName(b)}`)
  setWarnAlways(b)
}

/** Whether backward passes look for gradients that are no numbers. */
export const is_anomaly_enabled = (): boolean => modes.anomaly
/** Whether backward passes that look for anomalies look for not-a-numbers. */
export const is_anomaly_check_nan_enabled = (): boolean => modes.anomalyChecksNan
/** Says whether backward passes look for anomalies. */
export const set_anomaly_enabled = pythonic<
  (enabled: boolean, check_nan: boolean) => void,
  (enabled: boolean, check_nan?: boolean | { check_nan?: boolean }) => void
>('set_anomaly_enabled(enabled, check_nan = True)', (enabled: boolean, check_nan: boolean): void => {
  Object.assign(modes, { anomaly: enabled, anomalyChecksNan: check_nan })
})

// ---- what there is ----

/** Whether Vulkan can compute: never here. */
export const is_vulkan_available = (): boolean => false
/** Whether C++ built it by its newer rules: nothing here is of C++. */
export const compiled_with_cxx11_abi = (): boolean => false
export const has_cuda = false
export const has_cudnn = false
/** Whether there are factorizations of matrices. */
export const has_lapack = true
export const has_mkl = false
export const has_mkldnn = false
export const has_mps = false
export const has_openmp = false
/** Whether there are Fourier transforms. */
export const has_spectral = true

/** What a library is asked for, and that it is not there. */
const absent = { is_available: (): boolean => false }
/** Which libraries compute: none but this one. Switches keep what they are set to, and change nothing. */
export const backends = {
  cuda: {
    is_built: (): boolean => false,
    matmul: {
      allow_tf32: false,
      allow_fp16_reduced_precision_reduction: true,
    },
  },
  cudnn: {
    ...absent,
    version: (): null => null,
    enabled: true,
    benchmark: false,
    benchmark_limit: null as number | null,
    deterministic: false,
    allow_tf32: true,
  },
  mkl: absent,
  mkldnn: { ...absent, enabled: false },
  mps: { ...absent, is_built: (): boolean => false },
  openmp: absent,
  opt_einsum: { ...absent, enabled: false, strategy: null as string | null },
}

// ---- questions about a tensor, as functions ----

/** Whether a tensor was made inside `inference_mode`. */
export const is_inference = checked('is_inference(Tensor input) -> bool', (input: Tensor) =>
  input.is_inference(),
)
/** Whether the dtype of a tensor has negative numbers. */
export const is_signed = checked('is_signed(Tensor input) -> bool', (input: Tensor) => input.is_signed())
/** Whether two tensors have the same shape. */
export const is_same_size = checked(
  'is_same_size(Tensor input, Tensor other) -> bool',
  (input: Tensor, other: Tensor) => input.is_same_size(other),
)
/** Whether several processes hold a tensor: never here. */
export const is_distributed = checked(
  'is_distributed(Tensor input) -> bool',
  (_input: Tensor): boolean => false,
)
/** The number of the gpu that a tensor is on, -1 for the cpu. */
export const get_device = checked('get_device(Tensor input) -> int', (input: Tensor) => input.get_device())
/** The same numbers outside of the graph, on the same memory. */
export const detach = checked('detach(Tensor input) -> Tensor', (input: Tensor) => input.detach())
/** Takes the tensor itself out of its graph. */
export const detach_ = checked('detach_(Tensor input) -> Tensor', (input: Tensor) => input.detach_())
