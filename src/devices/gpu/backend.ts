// Runs kernels with gpu.js. The only file that loads it, and that knows what its textures and arrays are.
//
// Note [Sizes of buffers]. With a GL context a buffer is a texture, four numbers in a pixel, and one program serves
// every size. gpu.js's WebAssembly bakes sizes into its modules, so there buffers grow in powers of two, and a kernel
// has a module for each power that was met, not for each shape.
import { loadPackage } from '../../base/package-root.js'
import { RuntimeError } from '../../base/errors.js'
import type { Backend, DeviceBuffer, Kernel } from '../backend.js'
import { translate } from './translate.js'

/** What is used of gpu.js; its own types know neither `webasm` nor what a texture holds. */
interface Gpu {
  createKernel(source: string, settings: object): GpuKernel
}
interface GpuKernel {
  (...args: unknown[]): Memory
  setOutput(size: number[]): void
  readonly kernel: {
    readonly constructor: { readonly name: string }
    moduleCacheLimit?: number
    readonly context?: GL
  }
}
interface Texture {
  readonly texture: unknown
  readonly size: ArrayLike<number>
  toArray(): Float32Array
  delete(): void
}
type Memory = Texture | Float32Array
interface GL {
  readonly RENDERER: number
  readonly VERSION: number
  getParameter(name: number): unknown
  getExtension(name: string): { readonly UNMASKED_RENDERER_WEBGL: number } | null
  finish(): void
}
interface GpuJs {
  GPU: (new (settings: { mode: string }) => Gpu) & {
    readonly isHeadlessGLSupported: boolean
    readonly isWebAssemblySupported: boolean
  }
}

export type BackendName = 'headlessgl' | 'webasm' | 'cpu'
/** The better one first. */
const backendNames: readonly BackendName[] = ['headlessgl', 'webasm', 'cpu']

const kernelClasses: Record<BackendName, string> = {
  headlessgl: 'HeadlessGLKernel',
  webasm: 'WebAssemblyKernel',
  cpu: 'CPUKernel',
}

/** The same pixels seen as one element each, of four numbers. */
type FourTexture = new (settings: object) => Texture

let library: GpuJs | undefined
function loadLibrary(): GpuJs {
  try {
    return (library ??= loadPackage('gpu.js') as GpuJs)
  } catch (error) {
    throw new RuntimeError(`No gpu is available: gpu.js could not be loaded (${String(error)})`)
  }
}

/** Whether a backend can run here. Asking loads gpu.js, and for `headlessgl` opens a GL context. */
export function canRun(name: BackendName): boolean {
  const { GPU } = loadLibrary()
  if (name === 'headlessgl') return GPU.isHeadlessGLSupported
  return name === 'cpu' || GPU.isWebAssemblySupported
}

/** What would have to be there for `headlessgl`, for a message. */
export const headlessAdvice =
  "headlessgl needs the 'gl' package built (on Debian: apt-get install libx11-dev libxi-dev libxext-dev " +
  'libglu1-mesa-dev libglew-dev pkg-config, then npm rebuild gl) and a display (or xvfb-run -a)'

/** The backend that `DLTORCH_GPU_BACKEND` names, else the best that runs here. */
export function chooseBackend(): BackendName {
  const asked = process.env.DLTORCH_GPU_BACKEND
  if (asked === undefined || asked === '') return backendNames.find(canRun) as BackendName
  const name = backendNames.find((one) => one === asked)
  if (name === undefined)
    throw new RuntimeError(`DLTORCH_GPU_BACKEND is '${asked}'; it can be ${backendNames.join(', ')}`)
  if (!canRun(name))
    throw new RuntimeError(
      `DLTORCH_GPU_BACKEND asks for ${name}, which does not run here` +
        (name === 'headlessgl' ? `: ${headlessAdvice}` : ''),
    )
  return name
}

export const loadBackend = (): Backend => new GpuJsBackend(chooseBackend())

class Buffer implements DeviceBuffer {
  constructor(
    readonly memory: Memory,
    readonly length: number,
    readonly bytes: number,
  ) {}
}

const dot4 = {
  source: 'function dot4_(a, b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]; }',
  settings: { argumentTypes: { a: 'Array(4)', b: 'Array(4)' }, returnType: 'Float' },
}

let fours: FourTexture | undefined
function inFours(texture: Texture): Texture {
  fours ??= (
    loadPackage('gpu.js/src/backend/gl/texture/array-4-float.js') as { GLTextureArray4Float: FourTexture }
  ).GLTextureArray4Float
  const pixels = texture.size[0] * texture.size[1]
  return new fours({ ...texture, dimensions: [pixels, 1, 1], output: [pixels] })
}

interface Compiled {
  readonly run: GpuKernel
  readonly usesInfinity: boolean
  readonly usesNan: boolean
  /** For each argument, whether it is read four numbers at a time. */
  readonly quads: readonly boolean[]
}

class GpuJsBackend implements Backend {
  compiled = 0
  /** A texture gives the four numbers of a pixel. */
  readonly readsFours: boolean
  readonly #gpu: Gpu
  readonly #kernels = new WeakMap<Kernel, Compiled>()
  readonly #uploader: GpuKernel | null

  constructor(readonly name: BackendName) {
    this.#gpu = new (loadLibrary().GPU)({ mode: name })
    this.readsFours = name === 'headlessgl'
    this.#uploader =
      name === 'headlessgl'
        ? this.#create('function (x) { return x[this.thread.x]; }', { x: 'Array' }, [])
        : null
  }

  #create(source: string, argumentTypes: Record<string, string>, functions: object[]): GpuKernel {
    return this.#gpu.createKernel(source, {
      argumentTypes,
      functions,
      output: [1],
      returnType: 'Float',
      precision: 'single',
      // Without it, gpu.js makes another kernel when sizes grow, and forgets some of the settings.
      tactic: 'precision',
      dynamicOutput: true,
      dynamicArguments: true,
      pipeline: true,
      immutable: true,
      optimizeFloatMemory: true,
      loopMaxIterations: 1 << 24,
    })
  }

  #compile(kernel: Kernel): Compiled {
    const { source, buffers, quads, params, functions } = translate(kernel, this.readsFours)
    const memory = this.name === 'headlessgl' ? 'MemoryOptimizedNumberTexture' : 'Array'
    const types = (names: readonly string[], arrays: readonly string[]): Record<string, string> =>
      Object.fromEntries(names.map((name) => [name, arrays.includes(name) ? memory : 'Float']))
    const argumentTypes = types(params, buffers)
    for (const name of quads) argumentTypes[name] = 'ArrayTexture(4)'
    const helpers = functions.map((one) => ({
      source: one.source,
      settings: { argumentTypes: types(one.params, []), returnType: 'Float' },
    }))
    const run = this.#create(source, argumentTypes, quads.length > 0 ? [...helpers, dot4] : helpers)
    this.compiled++
    return {
      run,
      usesInfinity: params.includes('infinity_'),
      usesNan: params.includes('nan_'),
      quads: params.map((name) => quads.includes(name)),
    }
  }

  /** See Note [Sizes of buffers]. */
  #capacity(length: number): number {
    return this.name === 'webasm' ? Math.max(64, 2 ** Math.ceil(Math.log2(length))) : length
  }

  upload(values: Float32Array): Buffer {
    const { length } = values
    if (this.#uploader !== null) {
      this.#uploader.setOutput([length])
      return this.#buffer(this.#uploader(values), length)
    }
    const own = new Float32Array(this.#capacity(length))
    own.set(values)
    return this.#buffer(own, length)
  }

  download({ memory, length }: Buffer): Float32Array {
    return memory instanceof Float32Array ? memory.slice(0, length) : memory.toArray()
  }

  run(kernel: Kernel, length: number, args: readonly (Buffer | number)[]): Buffer {
    let compiled = this.#kernels.get(kernel)
    if (compiled === undefined) this.#kernels.set(kernel, (compiled = this.#compile(kernel)))
    const { run } = compiled
    const size = this.#capacity(length)
    // Each time, so that gpu.js makes a new texture: it would render to one that it was given earlier, of any size.
    run.setOutput([size])
    const views: Texture[] = []
    const given: unknown[] = args.map((arg, k) => {
      if (typeof arg === 'number') return arg
      if (!compiled.quads[k]) return arg.memory
      const view = inFours(arg.memory as Texture)
      views.push(view)
      return view
    })
    given.push(length)
    if (compiled.usesInfinity) given.push(Infinity)
    if (compiled.usesNan) given.push(NaN)
    const result = run(...given)
    for (const view of views) view.delete()
    // gpu.js would go on with a slower backend by itself.
    const { name } = run.kernel.constructor
    if (name !== kernelClasses[this.name])
      throw new RuntimeError(
        `internal: gpu.js ran the kernel ${kernel.name} with ${name}, not with ${this.name}`,
      )
    if (run.kernel.moduleCacheLimit !== undefined) run.kernel.moduleCacheLimit = 32
    return this.#buffer(result, length)
  }

  #buffer(memory: Memory, length: number): Buffer {
    const bytes = memory instanceof Float32Array ? memory.byteLength : Math.ceil(length / 4) * 16
    return new Buffer(memory, length, bytes)
  }

  release({ memory }: Buffer): void {
    if (!(memory instanceof Float32Array)) memory.delete()
  }

  synchronize(): void {
    this.#uploader?.kernel.context?.finish()
  }

  get description(): string {
    if (this.#uploader === null)
      return this.name === 'cpu' ? 'gpu.js in JavaScript on the CPU' : 'gpu.js in WebAssembly on the CPU'
    if (this.#uploader.kernel.context === undefined) return 'gpu.js in WebGL'
    const gl = this.#uploader.kernel.context
    const info = gl.getExtension('WEBGL_debug_renderer_info')
    return `gpu.js in WebGL: ${String(gl.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER))}`
  }
}
