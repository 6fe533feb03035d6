// Factorizations of matrices, and what is solved with them, by the LAPACK that a BLAS library brings along. Knows kernels by
// their names; memory is in its own order already, columns one after the other.
//
// PyTorch calls the same routines, so that digits and signs are the library's, as its are. Which sizes come here: see Note
// [BLAS] in executor.ts.
import type { DType } from '../../base/dtype.js'
import { type Driver, leastPart } from '../least-squares.js'
import type { KernelName, Memories, Memory } from '../kernel.js'
import { isFiniteColumns, readColumns } from '../matrix-columns.js'
import { Form } from '../triangular.js'
import { blasStatus, type Routine } from './library.js'

type Floats = Float32Array | Float64Array
/** Null where it is not for the library after all: the reference computes it then. */
type LapackForm = (memories: Memories, ...numbers: any[]) => void

const prefixes: Readonly<Record<string, string>> = {
  float32: 's',
  float64: 'd',
  complex64: 'c',
  complex128: 'z',
}

// Twice as long as needed: a library whose integers have 64 bits reads the same number, and is told by its pivots.
const int = (n: number): Int32Array => Int32Array.of(n, 0)
const letter = (text: string): Uint8Array => Uint8Array.of(text.charCodeAt(0))

/** `count` elements of a memory from element number `from` on. */
function span({ array, at, dtype }: Memory, from: number, count: number): Floats {
  const { slots } = dtype
  return (array as Floats).subarray((at + from) * slots, (at + from + count) * slots) as Floats
}

const space = (dtype: DType, count: number): Floats =>
  dtype.itemsize / dtype.slots === 4
    ? new Float32Array(count * dtype.slots)
    : new Float64Array(count * dtype.slots)

/** Calls a routine twice: it is asked how much room it wants, then given that. */
function withRoom(dtype: DType, call: (work: Floats, size: Int32Array, info: Int32Array) => void): number {
  const [asked, info] = [space(dtype, 1), int(0)]
  call(asked, int(-1), info)
  const size = Math.max(1, Math.ceil(asked[0] * 1.0001))
  call(space(dtype, size), int(size), info)
  return info[0]
}

const transposes = (form: Form, isComplex: boolean): Uint8Array =>
  letter(form === Form.plain ? 'N' : form === Form.adjoint && isComplex ? 'C' : 'T')

type Find = (name: string, letters: number) => Routine

const factorLu =
  (routine: Find): LapackForm =>
  ([out, pivots, info, x], batches: number, rows: number, cols: number) => {
    const getrf = routine('getrf', 0)
    const count = Math.min(rows, cols)
    for (let i = 0; i < batches; i++) {
      const a = span(out!, i * rows * cols, rows * cols)
      a.set(span(x!, i * rows * cols, rows * cols))
      const places = (pivots!.array as Int32Array).subarray(
        pivots!.at + i * count,
        pivots!.at + (i + 1) * count,
      )
      const code = int(0)
      getrf(int(rows), int(cols), a, int(rows), places, code)
      info!.array[info!.at + i] = code[0]
    }
  }

const solveLu =
  (routine: Find): LapackForm =>
  ([x, factors, pivots, b], batches: number, n: number, cols: number, form: Form) => {
    const getrs = routine('getrs', 1)
    const way = transposes(form, x!.dtype.is_complex)
    for (let i = 0; i < batches; i++) {
      const right = span(x!, i * n * cols, n * cols)
      right.set(span(b!, i * n * cols, n * cols))
      const places = (pivots!.array as Int32Array).subarray(pivots!.at + i * n, pivots!.at + (i + 1) * n)
      getrs(way, int(n), int(cols), span(factors!, i * n * n, n * n), int(n), places, right, int(n), int(0))
    }
  }

const factorCholesky =
  (routine: Find): LapackForm =>
  ([out, info, x], batches: number, n: number) => {
    const potrf = routine('potrf', 1)
    const { slots } = x!.dtype
    for (let i = 0; i < batches; i++) {
      const a = span(out!, i * n * n, n * n)
      a.set(span(x!, i * n * n, n * n))
      for (let j = 1; j < n; j++) a.fill(0, j * n * slots, (j * n + j) * slots)
      const code = int(0)
      potrf(letter('L'), int(n), a, int(n), code)
      info!.array[info!.at + i] = code[0]
    }
  }

const solveCholesky =
  (routine: Find): LapackForm =>
  ([x, factor, b], batches: number, n: number, cols: number, isUpper: boolean) => {
    const potrs = routine('potrs', 1)
    for (let i = 0; i < batches; i++) {
      const right = span(x!, i * n * cols, n * cols)
      right.set(span(b!, i * n * cols, n * cols))
      const a = span(factor!, i * n * n, n * n)
      potrs(letter(isUpper ? 'U' : 'L'), int(n), int(cols), a, int(n), right, int(n), int(0))
    }
  }

const solveTriangular =
  (routine: Find): LapackForm =>
  ([x, t, b], batches: number, n: number, cols: number, isUpper: boolean, isUnit: boolean, form: Form) => {
    const trsm = routine('trsm', 4)
    const way = transposes(form, x!.dtype.is_complex)
    const one = space(x!.dtype, 1)
    one[0] = 1
    for (let i = 0; i < batches; i++) {
      const right = span(x!, i * n * cols, n * cols)
      right.set(span(b!, i * n * cols, n * cols))
      const [upper, unit] = [letter(isUpper ? 'U' : 'L'), letter(isUnit ? 'U' : 'N')]
      const a = span(t!, i * n * n, n * n)
      trsm(letter('L'), upper, way, unit, int(n), int(cols), one, a, int(n), right, int(n))
    }
  }

const factorQr =
  (routine: Find): LapackForm =>
  ([out, taus, x], batches: number, rows: number, cols: number) => {
    const geqrf = routine('geqrf', 0)
    const count = Math.min(rows, cols)
    for (let i = 0; i < batches; i++) {
      const a = span(out!, i * rows * cols, rows * cols)
      a.set(span(x!, i * rows * cols, rows * cols))
      const tau = span(taus!, i * count, count)
      withRoom(x!.dtype, (work, size, info) =>
        geqrf(int(rows), int(cols), a, int(rows), tau, work, size, info),
      )
    }
  }

const multiplyReflectors =
  (routine: Find, isComplex: boolean): LapackForm =>
  ([out, x, taus], batches: number, rows: number, cols: number, width: number, count: number) => {
    const orgqr = routine(isComplex ? 'ungqr' : 'orgqr', 0)
    for (let i = 0; i < batches; i++) {
      const q = span(out!, i * rows * width, rows * width)
      q.fill(0)
      q.set(span(x!, i * rows * cols, rows * Math.min(cols, width)))
      const tau = span(taus!, i * count, count)
      withRoom(x!.dtype, (work, size, info) =>
        orgqr(int(rows), int(width), int(count), q, int(rows), tau, work, size, info),
      )
    }
  }

const isFinite = (x: Memory, index: number, rows: number, cols: number): boolean =>
  isFiniteColumns(readColumns(x, index, rows, cols))

const decompose =
  (routine: Find): LapackForm =>
  ([u, s, vh, info, x], batches: number, rows: number, cols: number, isFull: boolean) => {
    const gesdd = routine('gesdd', 1)
    const count = Math.min(rows, cols)
    const [width, height] = isFull ? [rows, cols] : [count, count]
    const job = letter(u === null ? 'N' : isFull ? 'A' : 'S')
    const none = space(x!.dtype, 1)
    for (let i = 0; i < batches; i++) {
      if (!isFinite(x!, i, rows, cols)) {
        info!.array[info!.at + i] = -1
        continue
      }
      const a = span(x!, i * rows * cols, rows * cols).slice() as Floats
      const left = u === null ? none : span(u, i * rows * width, rows * width)
      const right = vh === null ? none : span(vh, i * height * cols, height * cols)
      const values = span(s!, i * count, count)
      const marks = new Int32Array(16 * count)
      const [m, n] = [int(rows), int(cols)]
      const code = withRoom(x!.dtype, (work, size, done) =>
        gesdd(job, m, n, a, m, values, left, m, right, int(height), work, size, marks, done),
      )
      info!.array[info!.at + i] = code === 0 ? 0 : 1
    }
  }

const eigenHermitian =
  (routine: Find): LapackForm =>
  ([values, info, vectors, x], batches: number, n: number, isUpper: boolean) => {
    const syevd = routine('syevd', 2)
    const job = letter(vectors === null ? 'N' : 'V')
    for (let i = 0; i < batches; i++) {
      if (!isFinite(x!, i, n, n)) {
        info!.array[info!.at + i] = -1
        continue
      }
      const a = vectors === null ? space(x!.dtype, n * n) : span(vectors, i * n * n, n * n)
      a.set(span(x!, i * n * n, n * n))
      const w = span(values!, i * n, n)
      const marks = new Int32Array(2 * (3 + 5 * n))
      const code = withRoom(x!.dtype, (work, size, done) => {
        // It asks for both kinds of room at once.
        const places = int(size[0] < 0 ? -1 : 3 + 5 * n)
        syevd(job, letter(isUpper ? 'U' : 'L'), int(n), a, int(n), w, work, size, marks, places, done)
      })
      info!.array[info!.at + i] = code === 0 ? 0 : 1
    }
  }

const eigen =
  (routine: Find): LapackForm =>
  ([values, info, vectors, x], batches: number, n: number) => {
    const geev = routine('geev', 2)
    const job = letter(vectors === null ? 'N' : 'V')
    for (let i = 0; i < batches; i++) {
      if (!isFinite(x!, i, n, n)) {
        info!.array[info!.at + i] = -1
        continue
      }
      const { dtype } = x!
      const a = span(x!, i * n * n, n * n).slice() as Floats
      const [re, im, v] = [space(dtype, n), space(dtype, n), space(dtype, vectors === null ? 1 : n * n)]
      const none = space(dtype, 1)
      const code = withRoom(dtype, (work, size, done) =>
        geev(letter('N'), job, int(n), a, int(n), re, im, none, int(1), v, int(n), work, size, done),
      )
      info!.array[info!.at + i] = code === 0 ? 0 : 1
      const w = span(values!, i * n, n)
      for (let k = 0; k < n; k++) [w[2 * k], w[2 * k + 1]] = [re[k], im[k]]
      if (vectors !== null) pairColumns(span(vectors, i * n * n, n * n), v, im, n)
    }
  }

/** Complex vectors of real matrices: of a pair, the first column has real parts, the second imaginary ones. */
function pairColumns(out: Floats, v: Floats, im: Floats, n: number): void {
  for (let k = 0; k < n; k++)
    for (let r = 0; r < n; r++) {
      const p = 2 * (k * n + r)
      if (im[k] === 0) [out[p], out[p + 1]] = [v[k * n + r], 0]
      else if (im[k] > 0) [out[p], out[p + 1]] = [v[k * n + r], v[(k + 1) * n + r]]
      else [out[p], out[p + 1]] = [v[(k - 1) * n + r], -v[k * n + r]]
    }
}

const leastSquares =
  (routine: Find): LapackForm =>
  (
    [x, rank, , info, a, b],
    batches: number,
    rows: number,
    cols: number,
    width: number,
    driver: Driver,
    bound: number,
  ) => {
    const [gels, gelsy] = [routine('gels', 1), routine('gelsy', 0)]
    const { dtype } = a!
    const height = Math.max(rows, cols)
    const [m, n, k, step] = [int(rows), int(cols), int(width), int(height)]
    const least = space(dtype, 1)
    least[0] = leastPart(bound, dtype)
    for (let i = 0; i < batches; i++) {
      const matrix = span(a!, i * rows * cols, rows * cols).slice() as Floats
      const out = span(x!, i * height * width, height * width)
      out.fill(0)
      for (let j = 0; j < width; j++) out.set(span(b!, (i * width + j) * rows, rows), j * height)
      const [pivots, found] = [new Int32Array(2 * cols), int(0)]
      info!.array[info!.at + i] = withRoom(dtype, (work, size, done) => {
        if (driver === 'gels') gels(letter('N'), m, n, k, matrix, m, out, step, work, size, done)
        else gelsy(m, n, k, matrix, m, out, step, pivots, least, found, work, size, done)
      })
      if (rank !== null) (rank.array as unknown as BigInt64Array)[rank.at + i] = BigInt(found[0])
    }
  }

/** The forms of real matrices, and whether there is one of complex ones. */
const forms: Partial<
  Record<KernelName, readonly [make: (find: Find, isComplex: boolean) => LapackForm, complex: boolean]>
> = {
  lu: [factorLu, true],
  'solve-lu': [solveLu, true],
  cholesky: [factorCholesky, true],
  'solve-cholesky': [solveCholesky, true],
  'solve-triangular': [solveTriangular, true],
  qr: [factorQr, true],
  'householder-product': [multiplyReflectors, true],
  svd: [decompose, false],
  'eigen-hermitian': [eigenHermitian, false],
  eigen: [eigen, false],
  'least-squares': [leastSquares, false],
}

/** How many multiplications it takes about, by the sizes that its numbers begin with. */
function workOf(name: KernelName, [, rows, cols]: readonly unknown[]): number {
  const [m, n] = [Number(rows), Number(cols)]
  if (name === 'cholesky' || name === 'eigen-hermitian' || name === 'eigen') return m ** 3
  // Solving goes with factoring, which was done before.
  return name.startsWith('solve') ? m ** 3 : m * n * Math.min(m, n)
}

/** The form of a kernel for these memories; null where there is no library, or it is not for it. */
export function lapackForm(
  name: KernelName,
  memories: Memories,
  numbers: readonly unknown[],
  from: number,
): LapackForm | null {
  const known = forms[name]
  if (known === undefined || workOf(name, numbers) < from) return null
  // LU without pivots, and least squares by singular values, are the reference's.
  if (name === 'lu' && numbers[3] === false) return null
  if (name === 'least-squares' && numbers[4] !== 'gels' && numbers[4] !== 'gelsy') return null
  const { dtype } = memories[memories.length - 1]!
  const prefix = prefixes[dtype.name]
  if (prefix === undefined || (dtype.is_complex && !known[1])) return null
  const { library } = blasStatus()
  if (library?.routine == null) return null
  const { routine } = library
  return known[0]((each, letters) => routine(prefix + each, letters), dtype.is_complex)
}
