// Mixed precision, `torch.autocast` and `torch.cuda.amp`: as PyTorch has them on a machine without CUDA, where what is for
// CUDA switches itself off and says so. Follows torch/amp/autocast_mode.py and torch/cuda/amp.
import { typeName } from '../base/type-name.js'
import { AttributeError, RuntimeError } from '../base/errors.js'
import { bind, missingArguments, required } from '../base/keywords.js'
import { bfloat16, type DType } from '../base/dtype.js'
import { type Around, Awaiting, decorated, region } from '../base/region.js'
import { Float } from '../base/scalar.js'
import { warn } from '../base/warnings.js'
import { applyAutocast, autocastState, clearKept } from '../engine/autocast.js'
import { usedAs } from '../engine/python-call.js'
import { callable } from '../nn/callable.js'

interface AutocastOptions {
  device_type: string
  dtype: DType | null
  enabled: boolean
  cache_enabled: boolean | null
}

const unsupported =
  'In CPU autocast, but the target dtype is not supported. Disabling autocast.\n' +
  'CPU Autocast only supports dtype of torch.bfloat16 currently.'

class AutocastClass extends Awaiting {
  readonly device: string
  readonly fast_dtype: DType
  readonly _enabled: boolean
  readonly _cache_enabled: boolean
  constructor(...args: unknown[]) {
    super()
    const { device_type, dtype, enabled, cache_enabled } = bind<AutocastOptions>('autocast.__init__', args, {
      device_type: required,
      dtype: null,
      enabled: true,
      cache_enabled: null,
    })
    const onCpu = device_type === 'cpu'
    if (!onCpu && device_type !== 'cuda' && device_type !== 'gpu')
      throw new RuntimeError("User specified autocast device_type must be 'cuda' or 'cpu'")
    this.device = device_type
    this.fast_dtype = dtype ?? (onCpu ? autocastState.cpuDtype : autocastState.gpuDtype)
    this._cache_enabled = cache_enabled ?? autocastState.keepsCasts
    const isSupported = !onCpu || this.fast_dtype === bfloat16
    this._enabled = enabled && onCpu && isSupported
    if (!onCpu && enabled) warn("User provided device_type of 'cuda', but CUDA is not available. Disabling")
    if (!isSupported) warn(unsupported)
    this.start()
  }
  begin(): () => void {
    const { cpu, cpuDtype, gpu, gpuDtype, keepsCasts } = autocastState
    const own =
      this.device === 'cpu'
        ? { cpu: this._enabled, cpuDtype: this.fast_dtype }
        : { gpu: this._enabled, gpuDtype: this.fast_dtype }
    Object.assign(autocastState, own, { keepsCasts: this._cache_enabled })
    autocastState.nesting++
    applyAutocast()
    return () => {
      if (--autocastState.nesting === 0) clearKept()
      Object.assign(autocastState, { cpu, cpuDtype, gpu, gpuDtype, keepsCasts })
      applyAutocast()
    }
  }
  aroundCalls(): Around {
    this.suspend()
    return (run) => {
      this.start()
      return region(this, run) as ReturnType<typeof run>
    }
  }
  /** As a decorator: the function, each call of which is a region. */
  __call__<A extends unknown[], R>(func: (...args: A) => R): (...args: A) => R {
    return decorated(this, func)
  }
}
/**
 * A region in which ops on the cpu choose the dtypes of their inputs: products are bfloat16, losses and factorizations
 * float32. For CUDA it switches itself off and says so. It lasts until it is disposed, or as long as the functions that
 * it decorates run.
 *
 * @example
 * {
 *   using _ = torch.autocast('cpu')
 *   torch.mm(torch.ones(2, 2), torch.ones(2, 2)).dtype // torch.bfloat16
 * }
 */
export const autocast = callable(AutocastClass, 'autocast')

const forDevice = (device: string): typeof autocast =>
  callable(
    class extends AutocastClass {
      constructor(...args: unknown[]) {
        const { dtype, enabled, cache_enabled } = bind<Omit<AutocastOptions, 'device_type'>>(
          'autocast',
          args,
          { enabled: true, dtype: null, cache_enabled: true },
        )
        super(device, { dtype, enabled, cache_enabled })
      }
    },
    'autocast',
  )
/** `torch.cuda.amp.autocast` and `torch.cpu.amp.autocast`. */
export const cudaAutocast = forDevice('cuda')
export const cpuAutocast = forDevice('cpu')

interface Stepping {
  step(...args: unknown[]): unknown
}

class GradScalerClass {
  constructor(...args: unknown[]) {
    const { enabled } = bind<{ enabled: boolean }>('GradScaler', args, {
      init_scale: 65536,
      growth_factor: 2,
      backoff_factor: 0.5,
      growth_interval: 2000,
      enabled: true,
    } as never)
    if (enabled) warn('torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.')
  }
  /** The loss as it is. */
  scale<T>(outputs: T): T {
    return outputs
  }
  unscale_(_optimizer: Stepping): void {
    // Nothing was scaled.
  }
  step(optimizer: Stepping, ...args: unknown[]): unknown {
    if ((optimizer as unknown) === undefined) throw missingArguments('GradScaler.step()', ['optimizer'])
    usedAs('.step', optimizer)
    if (typeof (optimizer as { step?: unknown } | null)?.step !== 'function')
      throw new AttributeError(`'${typeName(optimizer)}' object has no attribute 'step'`)
    return optimizer.step(...args)
  }
  update(_new_scale: unknown = null): void {
    // There is no scale to change.
  }
  get_scale(): Float {
    return new Float(1)
  }
  is_enabled(): boolean {
    return false
  }
  state_dict(): Record<string, never> {
    return {}
  }
  load_state_dict(_state_dict: object): void {
    // A scaler that is off has no state.
  }
}
/** Scales losses so that gradients of 16 bits do not vanish: off here, so that a step is the optimizer's. */
export const GradScaler = callable(GradScalerClass, 'GradScaler')

/** Decorators of `forward` and `backward` of functions of one's own: types are what they are. */
export const custom_fwd = <F>(fwd?: F): F | ((f: F) => F) => (typeof fwd === 'function' ? fwd : (f) => f)
/** A decorator of `backward` of a function of one's own: types are what they are. */
export const custom_bwd = <F>(bwd: F): F => bwd

export interface WithAutocast {
  /** A region in which ops compute in 16 bits where that is safe. */
  readonly autocast: typeof autocast
  /** The file of PyTorch's that has it. */
  readonly autocast_mode: { readonly autocast: typeof autocast }
}
const having = (one: typeof autocast): WithAutocast => ({ autocast: one, autocast_mode: { autocast: one } })

/** The modules `torch.amp` and `torch.cpu`. */
export const module: WithAutocast = having(autocast)
export const cpu: { readonly amp: WithAutocast } = { amp: having(cpuAutocast) }

/** The module `torch.cuda.amp`. */
export interface Amp extends WithAutocast {
  /** Scales losses so that gradients of 16 bits do not vanish: off here, so that a step is the optimizer's. */
  readonly GradScaler: typeof GradScaler
  readonly grad_scaler: { readonly GradScaler: typeof GradScaler }
  /** A decorator of `forward` of a function of one's own: types are what they are. */
  readonly custom_fwd: typeof custom_fwd
  /** A decorator of `backward` of a function of one's own: types are what they are. */
  readonly custom_bwd: typeof custom_bwd
}
export const cuda: Amp = {
  ...having(cudaAutocast),
  GradScaler,
  grad_scaler: { GradScaler },
  custom_fwd,
  custom_bwd,
}
