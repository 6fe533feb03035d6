// Normalizations of float32 on vectors: the forms of `normalize`, `normalize-slope` and `moments`. They round where the
// reference does, but for the sums in float64, whose order does not show in float32.
import { float32 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import { moments } from '../moments.js'
import { normalization, normalizationSlope, rescaling, scalesOf } from '../normalization.js'
import { CELLS, momentsCode, normalizeCode, slopeCode } from './normalization-code.js'
import { inParts } from './parts.js'
import { rescaleBlock } from './pointwise.js'
import { CHUNK, LEVEL, normalizeRowsCode, placesCode, rowSlopeCode } from './row-normalization-code.js'
import { addressOf, addressToRead, arenaBytes, bringBack, done, take } from './scratch.js'
import type { Callable } from './thread-code.js'

/** From how many numbers on moments are found, and lanes of what length. */
const FROM = 4096
const SHORTEST = 16

/** Nanoseconds for a number. */
const COST = { moments: 0.4, normalize: 0.8, slope: 1.2, places: 0.4 }

const isSingle = (memories: readonly (Memory | null)[]): boolean =>
  memories.every((memory) => memory === null || memory.dtype === float32)

/** No room for a copy. */
class NoRoom extends Error {}

/** Where memories are read and written in one call: where they lie, or copies. */
class Places {
  readonly #written: (readonly [memory: Memory, at: number, count: number])[] = []

  read(memory: Memory | null, count: number): number {
    return memory === null ? 0 : this.#found(addressToRead(memory, count))
  }
  /** Scratch memory. */
  room(bytes: number): number {
    return this.#found(take(bytes))
  }
  write(memory: Memory | null, count: number): number {
    if (memory === null) return 0
    const there = addressOf(memory)
    if (there !== 0) return there
    const at = this.room(4 * count)
    this.#written.push([memory, at, count])
    return at
  }
  /** Brings what was written to copies to where it belongs. */
  bringBack(): void {
    for (const [memory, at, count] of this.#written) bringBack(memory, at, count)
  }
  #found(at: number): number {
    if (at === 0) throw new NoRoom()
    return at
  }
}

/** Computes with places in the arena; false where there is no room for them. */
function within(compute: (places: Places) => void): boolean {
  const places = new Places()
  try {
    compute(places)
    places.bringBack()
    return true
  } catch (error) {
    if (error instanceof NoRoom) return false
    throw error
  } finally {
    done()
  }
}

type Normalize = MemoriesOf<typeof normalization>
type NormalizeNumbers = NumbersOf<typeof normalization>

export function normalizeForm(
  memories: Normalize,
  [, , n]: NormalizeNumbers,
): Form<Normalize, NormalizeNumbers> | null {
  if (!isSingle(memories) || n < SHORTEST) return null
  return normalize
}

/** A number for each lane, or each place, where none is given. */
function filled(places: Places, count: number, value: number): number {
  const at = places.room(4 * count)
  new Float32Array(arenaBytes().buffer, at, count).fill(value)
  return at
}

/** 1 / 1, 1 / 2 …, by which updates of a chunk are scaled. */
function reciprocalsOf(places: Places): number {
  const at = places.room(4 * CHUNK)
  new Float32Array(arenaBytes().buffer, at, CHUNK).set(Array.from({ length: CHUNK }, (_, k) => 1 / (k + 1)))
  return at
}

/** How many levels a row's chunks are merged in: as many as log2 of them, and one at least. */
const levelsOf = (n: number): number => Math.max(1, Math.ceil(Math.log2(Math.ceil((n >> 3) / CHUNK))))

function normalize(memories: Normalize, ...numbers: NormalizeNumbers): void {
  const [out, means, variances, rstds, x, weight, bias] = memories
  const [blocks, lanes, n, eps, isAlong] = numbers
  const count = blocks * lanes * n
  const each = isAlong ? n : lanes
  const isDone = within((places) => {
    const [to, from] = [places.write(out, count), places.read(x, count)]
    const found = [means, variances, rstds].map((memory) => places.write(memory, lanes))
    const [w, b] = [weight, bias].map((memory) => places.read(memory, each))
    const cost = blocks * n * COST.normalize
    const perLane = [0, 1].map((k) => [k, 4 * n] as const)
    const perNumber = [2, 3, 4].map((k) => [k, 4] as const)
    if (isAlong) {
      const levels = levelsOf(n)
      const stack = places.room(lanes * levels * LEVEL)
      const args = [to, from, ...found, w, b, stack, lanes, n, levels, reciprocalsOf(places), eps]
      const steps = [...perLane, ...perNumber, [7, levels * LEVEL] as const]
      const { run } = normalizeRowsCode(weight !== null, bias !== null)
      inParts(run as Callable, args, { count: 8, steps, cost })
      return
    }
    const [scale, shift] = [
      weight === null ? filled(places, lanes, 1) : w,
      bias === null ? filled(places, lanes, 0) : b,
    ]
    const args = [to, from, ...found, scale, shift, lanes, 4 * n, blocks, n, 4 * n * lanes, eps]
    const steps = [...perLane, ...perNumber, [5, 4] as const, [6, 4] as const]
    inParts(normalizeCode().run as Callable, args, { count: 7, steps, cost })
  })
  if (!isDone) normalization.js(memories, ...numbers)
}

type Slope = MemoriesOf<typeof normalizationSlope>
type SlopeNumbers = NumbersOf<typeof normalizationSlope>

export function normalizeSlopeForm(
  memories: Slope,
  [blocks, , n, isAlong]: SlopeNumbers,
): Form<Slope, SlopeNumbers> | null {
  if (!isSingle(memories) || n < SHORTEST) return null
  return isAlong && blocks > 1 ? null : normalizeBack
}

function normalizeBack(memories: Slope, ...numbers: SlopeNumbers): void {
  const isDone = within((places) =>
    numbers[3] ? rowsBack(places, memories, numbers) : lanesBack(places, memories, numbers),
  )
  if (!isDone) normalizationSlope.js(memories, ...numbers)
}

function rowsBack(places: Places, memories: Slope, [, lanes, n]: SlopeNumbers): void {
  const [out, ofWeight, ofBias, g, x, means, rstds, weight] = memories
  const count = lanes * n
  const given = [places.read(g, count), places.read(x, count)]
  const statistics = [places.read(means, lanes), places.read(rstds, lanes)]
  const asked = [ofWeight, ofBias].map((memory) => places.write(memory, n))
  if (out !== null) {
    const to = places.write(out, count)
    const cells = places.room(CELLS * lanes)
    const args = [to, ...given, ...statistics, places.read(weight, n), cells, lanes, n]
    const steps = [
      ...[0, 1, 2].map((k) => [k, 4 * n] as const),
      ...[3, 4].map((k) => [k, 4] as const),
      [6, CELLS] as const,
    ]
    const { run } = rowSlopeCode(weight !== null)
    inParts(run as Callable, args, { count: 7, steps, cost: n * COST.slope })
  }
  if (ofWeight === null && ofBias === null) return
  const sums = asked.map((at) => (at === 0 ? places.room(4 * n) : at))
  const args = [...sums, ...given, ...statistics, n, lanes, 4 * n]
  const steps = [0, 1, 2, 3].map((k) => [k, 4] as const)
  const cost = lanes * COST.places
  inParts(placesCode().run as Callable, args, { count: 6, steps, cost, multiple: 16 })
}

function lanesBack(places: Places, memories: Slope, [blocks, lanes, n]: SlopeNumbers): void {
  const [out, ofWeight, ofBias, g, x, means, rstds, weight] = memories
  const count = blocks * lanes * n
  // These are sums that are needed anyway.
  const sums = [ofBias, ofWeight].map((memory) => places.write(memory, lanes) || places.room(4 * lanes))
  const args = [
    ...[places.write(out, count), places.read(g, count), places.read(x, count)],
    ...[places.read(means, lanes), places.read(rstds, lanes)],
    ...[weight === null ? filled(places, lanes, 1) : places.read(weight, lanes), ...sums],
    ...[places.room(CELLS * lanes), lanes, 4 * n, blocks, n, 4 * n * lanes, Number(out !== null)],
  ]
  const steps = [
    ...[0, 1, 2].map((k) => [k, 4 * n] as const),
    ...[3, 4, 5, 6, 7].map((k) => [k, 4] as const),
    [8, CELLS] as const,
  ]
  inParts(slopeCode().run as Callable, args, { count: 9, steps, cost: blocks * n * COST.slope })
}

type Moments = MemoriesOf<typeof moments>
type MomentsNumbers = NumbersOf<typeof moments>

export function momentsForm(
  memories: Moments,
  [, , outer, n, inner, isHalf, isWhole]: MomentsNumbers,
): Form<Moments, MomentsNumbers> | null {
  if (!isSingle(memories) || inner !== 1 || isHalf || isWhole) return null
  return n < SHORTEST || outer * n < FROM ? null : findMoments
}

function findMoments(memories: Moments, ...numbers: MomentsNumbers): void {
  const [spread, mean, x] = memories
  const [correction, root, outer, n] = numbers
  const isDone = within((places) => {
    const to = places.room(16 * outer)
    const args = [to, places.read(x, outer * n), outer, 4 * n, 1, n, 0]
    const steps = [[0, 16] as const, [1, 4 * n] as const]
    inParts(momentsCode().run as Callable, args, { count: 2, steps, cost: n * COST.moments })
    const found = new Float64Array(arenaBytes().buffer, to, 2 * outer)
    const [spreads, means] = [spread.array as Float32Array, mean.array as Float32Array]
    const divisor = Math.max(n - correction, 0)
    for (let o = 0; o < outer; o++) {
      const variance = found[2 * o + 1] / divisor
      means[mean.at + o] = found[2 * o]
      spreads[spread.at + o] = root ? Math.sqrt(variance) : variance
    }
  })
  if (!isDone) moments.js(memories, ...numbers)
}

/** Numbers from which on these are worth their start. */
const RESCALED_FROM = 4096

/** With statistics that are known: from some numbers on, which are scaled where multiply-adds are fused. */
export function rescaleForm(
  _memories: MemoriesOf<typeof rescaling>,
  [blocks, lanes, n]: NumbersOf<typeof rescaling>,
): Form<MemoriesOf<typeof rescaling>, NumbersOf<typeof rescaling>> | null {
  if (blocks * lanes * n < RESCALED_FROM) return null
  return (memories, ...numbers) => {
    const [out, x, ...statistics] = memories
    const [blocks, lanes, n, shared, each, isFused] = numbers
    const [slopes, shifts] = scalesOf(statistics, lanes, shared, each, isFused)
    const [to, from] = [out.array, x.array]
    if (!rescaleBlock(to, out.at, from, x.at, blocks, lanes, n, slopes, shifts))
      rescaling.js(memories, ...numbers)
  }
}
