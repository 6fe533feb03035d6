// Products of lanes of floats on vectors, in the reference's order of multiplications.
import { float32, float64 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import { type Cells, product, VECTORS } from '../reduce.js'
import { Func, Module } from './assembler.js'
import { during, f32, f32x4, f64, f64x2, i32, type Local, v128, when } from './instructions.js'
import { type Fold, foldColumns, isFoldable, lanesAt } from './folds.js'
import { compiled } from './level.js'
import { addressOf, done, take } from './scratch.js'

/** Bytes that are multiplied side by side: four of PyTorch's vectors, eight of those here. */
const CHUNK = 32 * VECTORS
const OWN = CHUNK / 16

const kinds = {
  f32: { dtype: float32, one: f32, vector: f32x4 },
  f64: { dtype: float64, one: f64, vector: f64x2 },
} as const
type Kind = keyof typeof kinds

/** Parameters: x, out, how many rows, the elements of one. */
function rowsCode(kind: Kind): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32'])
  const [x, out, rows, n] = [0, 1, 2, 3].map((k) => func.param(k))
  const left = func.local('i32')
  const total = func.local(kind)
  const running = Array.from({ length: OWN }, () => func.local('v128'))
  const { one, vector, dtype } = kinds[kind]
  const size = dtype.itemsize
  const advance = (place: Local, by: number) => place.set(i32.add(place.get, i32.const(by)))
  const next = [advance(x, CHUNK), advance(left, -CHUNK / size)]
  const isWhole = i32.ge(left.get, i32.const(CHUNK / size))
  /** Of four of PyTorch's vectors, of which each is two here, the half `k`. */
  const half = (k: number) =>
    vector.mul(
      vector.mul(running[k].get, running[k + 2].get),
      vector.mul(running[k + 4].get, running[k + 6].get),
    )
  const times = (vector_: Local) =>
    Array.from({ length: 16 / size }, (_, lane) =>
      total.set(one.mul(total.get, vector.lane(vector_.get, lane))),
    )
  return func.do(
    during(rows.get, [
      left.set(n.get),
      total.set(one.const(1)),
      when(isWhole, [
        running.map((one, k) => one.set(v128.load(x.get, 16 * k))),
        next,
        during(isWhole, [
          running.map((one, k) => one.set(vector.mul(one.get, v128.load(x.get, 16 * k)))),
          next,
        ]),
        [0, 1].map((k) => running[k].set(half(k))),
        [0, 1].map((k) => times(running[k])),
      ]),
      during(left.get, [total.set(one.mul(total.get, one.load(x.get))), advance(x, size), advance(left, -1)]),
      one.store(out.get, total.get),
      advance(out, size),
      advance(rows, -1),
    ]),
  )
}

const columnsOf = (kind: Kind): Fold => {
  const { dtype, vector } = kinds[kind]
  return {
    name: 'product',
    dtype,
    lanes: kind,
    start: vector.const(1),
    step: (total, x) => vector.mul(total, x),
  }
}

type Memories = MemoriesOf<typeof product>
type Numbers = NumbersOf<typeof product>

/** The form for floats that are multiplied in their own dtype. */
export function productForm(
  [out, x]: Memories,
  [outer, n, inner, carried]: Numbers,
): Form<Memories, Numbers> | null {
  const { dtype } = x
  if ((dtype !== float32 && dtype !== float64) || out.dtype !== dtype || carried !== dtype) return null
  const kind = dtype === float32 ? 'f32' : 'f64'
  if (!isFoldable(x, kind, [outer, n, inner])) return null
  return (memories, ...numbers) => {
    if (!multiply(kind, memories, numbers)) product.js(memories, ...numbers)
    done()
  }
}

function multiply(kind: Kind, [out, x]: Memories, [outer, n, inner]: Numbers): boolean {
  const to = out.array as Cells
  if (inner > 1) {
    for (let o = 0; o < outer; o++) {
      const totals = foldColumns(columnsOf(kind), kind, x, o * n * inner, n, inner)
      if (totals === null) return false
      to.set(totals as Cells, out.at + o * inner)
      done()
    }
    return true
  }
  const totals = take(outer * x.dtype.itemsize)
  if (totals === 0) return false
  const { rows } = compiled(`product ${kind}`, (name) => {
    const module = new Module(name)
    module.add(rowsCode(kind), 'rows')
    return module
  })
  rows(addressOf(x), totals, outer, n)
  to.set(lanesAt(kind, totals, outer) as Cells, out.at)
  return true
}
