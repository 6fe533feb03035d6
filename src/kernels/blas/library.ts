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

export interface Library {
  readonly name: string
  readonly single: Multiply
  readonly double: Multiply
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

interface Koffi {
  load(path: string): { func(declaration: string): (...args: never[]) => unknown }
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
function isRight({ single, double }: Library): boolean {
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
  return { ...opened, name: path, hasThreads }
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
