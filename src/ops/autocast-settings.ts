// What `torch` asks of autocast and sets of it: whether ops choose dtypes by themselves, and which.
import { DType } from '../base/dtype.js'
import { TypeError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { applyAutocast, autocastState, clearKept } from '../engine/autocast.js'

/** Whether ops on a gpu choose smaller dtypes. */
export const is_autocast_enabled = (): boolean => autocastState.gpu
/** Whether ops on the cpu choose smaller dtypes: inside a region of `torch.autocast('cpu')`. */
export const is_autocast_cpu_enabled = (): boolean => autocastState.cpu
/** Whether regions of autocast keep what they cast. */
export const is_autocast_cache_enabled = (): boolean => autocastState.keepsCasts
/** The dtype that autocast chooses on the cpu. */
export const get_autocast_cpu_dtype = (): DType => autocastState.cpuDtype
/** The dtype that autocast would choose on a gpu. */
export const get_autocast_gpu_dtype = (): DType => autocastState.gpuDtype
/** Forgets the weights that are kept in smaller dtypes. */
export const clear_autocast_cache = (): void => clearKept()
/** One more region begins: how many there are now. */
export const autocast_increment_nesting = (): number => ++autocastState.nesting
/** One of the regions ends: how many are left. */
export const autocast_decrement_nesting = (): number => --autocastState.nesting

type Switch = 'cpu' | 'gpu' | 'keepsCasts'
type Chosen = 'cpuDtype' | 'gpuDtype'

/** A function that sets one thing, as C checks its argument. */
function setter<T>(name: string, what: string, isOne: (value: unknown) => boolean, set: (value: T) => void) {
  return {
    [name](...given: unknown[]): void {
      if (given.length !== 1)
        throw new TypeError(`torch.${name}() takes exactly one argument (${given.length} given)`)
      if (!isOne(given[0])) throw new TypeError(`${what} (got ${typeName(given[0])})`)
      set(given[0] as T)
    },
  }[name] as (value: T) => void
}
const switched = (name: string, field: Switch): ((enabled: boolean) => void) =>
  setter<boolean>(
    name,
    'enabled must be a bool',
    (value) => typeof value === 'boolean',
    (value) => {
      autocastState[field] = value
      applyAutocast()
    },
  )
const chosen = (name: string, field: Chosen): ((dtype: DType) => void) =>
  setter<DType>(
    name,
    'dtype must be a torch.dtype',
    (value) => value instanceof DType,
    (value) => {
      autocastState[field] = value
    },
  )

/** Lets ops on the cpu choose smaller dtypes, or not. */
export const set_autocast_cpu_enabled = switched('set_autocast_cpu_enabled', 'cpu')
/** Would let ops on a gpu choose. */
export const set_autocast_enabled = switched('set_autocast_enabled', 'gpu')
/** Lets regions keep what they cast, or not. */
export const set_autocast_cache_enabled = switched('set_autocast_cache_enabled', 'keepsCasts')
/** Sets what ops on the cpu choose. */
export const set_autocast_cpu_dtype = chosen('set_autocast_cpu_dtype', 'cpuDtype')
/** Sets what ops on a gpu would choose. */
export const set_autocast_gpu_dtype = chosen('set_autocast_gpu_dtype', 'gpuDtype')
