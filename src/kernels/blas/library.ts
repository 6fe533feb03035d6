// Finds a BLAS library, loads it through koffi, and believes it only when it multiplies two small matrices right.
import { existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { onThreadCount, threadCount } from '../thread-count.js'
import { loadPackage } from '../../base/package-root.js'

/** `cblas_sgemm` and `cblas_dgemm`. */
export type Multiply = (
  order: number,
  transposesA: number,
  transposesB: number,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Float32Array | Float64Array,
  aStep: number,
  b: Float32Array | Float64Array,
  bStep: number,
  beta: number,
  c: Float32Array | Float64Array,
  cStep: number,
) => void

/** A subroutine of LAPACK: all it takes is given by address. */
export type Routine = (...addresses: (Floats | Int32Array | Uint8Array)[]) => void
type Floats = Float32Array | Float64Array

export interface Library {
  readonly name: string
  readonly single: Multiply
  readonly double: Multiply
  /**
   * LAPACK's subroutines, loaded when first asked for; null in a library that has none.
   *
   * @param letters how many of its arguments are letters, whose lengths Fortran wants at the end
   */
  readonly routine: ((name: string, letters: number) => Routine) | null
  /** Whether it can be told how many threads to compute on. */
  readonly hasThreads: boolean
}

/** The order of rows in memory, and whether an operand is read column by column. */
export const order = { byRows: 101, plain: 111, transposed: 112 } as const

/** What `DLTORCH_BLAS` says, what was found, and why it is not used where it is not. */
export interface BlasStatus {
  readonly library: Library | null
  readonly reason: string
}

interface Loaded {
  func(declaration: string): (...args: never[]) => unknown
}

interface Koffi {
  load(path: string): Loaded
}

function koffi(): Koffi | null {
  try {
    return loadPackage('koffi') as Koffi
  } catch {
    return null
  }
}

const onPath = (name: string): string[] =>
  (process.env.PATH ?? '')
    .split(delimiter)
    // Never the folder that a program happens to be started in.
    .filter((folder) => isAbsolute(folder) && existsSync(join(folder, name)))
    .map((folder) => join(folder, name))

/** Where a library may be, the first that works being taken: names are looked up as the system does it. */
function candidates(): string[] {
  if (process.platform === 'darwin')
    return [
      '/System/Library/Frameworks/Accelerate.framework/Accelerate',
      '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
      '/usr/local/opt/openblas/lib/libopenblas.dylib',
    ]
  if (process.platform === 'win32')
    return ['libopenblas.dll', 'openblas.dll', 'mkl_rt.2.dll', 'mkl_rt.dll'].flatMap(onPath)
  return ['libopenblas.so.0', 'libopenblas.so', 'libmkl_rt.so.2', 'libmkl_rt.so']
}

/** One product of each type, of which everything is checked: strides, transposes, alpha and beta. */
function isRight({ single, double }: Pick<Library, 'single' | 'double'>): boolean {
  for (const [multiply, make] of [
    [single, (list: number[]) => Float32Array.from(list)],
    [double, (list: number[]) => Float64Array.from(list)],
  ] as const) {
    const [a, b, c] = [make([1, 2, 3, 4, 5, 6]), make([1, 4, 2, 5, 3, 6]), make([1, 1, 1, 1])]
    multiply(order.byRows, order.plain, order.plain, 2, 2, 3, 2, a, 3, b, 2, 1, c, 2)
    if (c.join() !== '29,65,65,155') return false
    multiply(order.byRows, order.plain, order.transposed, 2, 2, 3, 1, a, 3, a, 3, 0, c, 2)
    if (c.join() !== '14,32,32,77') return false
  }
  return true
}

/** LAPACK's subroutines, where they are there and count in integers of 32 bits. */
function routinesOf(library: Loaded): Library['routine'] {
  const found = new Map<string, Routine>()
  const addresses = { getrf: 6, getrs: 9, potrf: 5, potrs: 8, trsm: 11, geqrf: 8, orgqr: 9, ungqr: 9 }
  const more = { gesdd: 14, syevd: 11, geev: 14, gels: 11, gelsy: 13 }
  const counts: Readonly<Record<string, number>> = { ...addresses, ...more }
  const routine = (name: string, letters: number): Routine => {
    const known = found.get(name)
    if (known !== undefined) return known
    const pointers = Array<string>(counts[name.slice(1)]).fill('void *')
    const call = library.func(
      `void ${name}_(${[...pointers, ...Array<string>(letters).fill('size_t')].join(', ')})`,
    ) as unknown as (...given: unknown[]) => void
    const lengths = Array<number>(letters).fill(1)
    const made: Routine = (...given) => call(...given, ...lengths)
    found.set(name, made)
    return made
  }
  try {
    const [a, pivots, info] = [Float64Array.of(1, 4, 2, 2), new Int32Array(4), Int32Array.of(0, 0)]
    const two = Int32Array.of(2, 0)
    routine('dgetrf', 0)(two, two, a, two, pivots, info)
    return a.join() === '4,0.25,2,1.5' && pivots.join() === '2,2,0,0' && info[0] === 0 ? routine : null
  } catch {
    return null
  }
}

function open(koffi: Koffi, path: string): Library {
  const library = koffi.load(path)
  const product = (name: string, type: string): Multiply =>
    library.func(
      `void ${name}(int, int, int, int, int, int, ${type}, void *, int, void *, int, ${type}, void *, int)`,
    ) as unknown as Multiply
  const opened = { single: product('cblas_sgemm', 'float'), double: product('cblas_dgemm', 'double') }
  let hasThreads = false
  for (const name of ['openblas_set_num_threads', 'MKL_Set_Num_Threads'])
    try {
      const set = library.func(`void ${name}(int)`) as (count: number) => void
      set(threadCount())
      onThreadCount(set)
      hasThreads = true
      break
    } catch {
      // The other kind, or one that cannot be told.
    }
  return { ...opened, routine: routinesOf(library), name: path, hasThreads }
}

function find(): BlasStatus {
  const asked = process.env.DLTORCH_BLAS?.trim() ?? ''
  if (asked.toLowerCase() === 'off') return { library: null, reason: 'off by DLTORCH_BLAS' }
  const caller = koffi()
  if (caller === null) return { library: null, reason: "the optional package 'koffi' is not installed" }
  let reason = 'none found'
  for (const path of asked === '' ? candidates() : [asked])
    try {
      const library = open(caller, path)
      if (isRight(library)) return { library, reason: '' }
      reason = `${path} multiplies wrongly`
    } catch (error) {
      if (asked !== '') reason = `${path}: ${(error as Error).message}`
    }
  return { library: null, reason }
}

let status: BlasStatus | undefined

/** The library, found when it is first asked for. */
export const blasStatus = (): BlasStatus => (status ??= find())
