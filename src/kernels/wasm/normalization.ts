// Normalizations of float32 on vectors: the forms of `normalize`, `normalize-slope` and `moments`. Statistics are carried in
// float64. The reference's differ by less than what float32 can tell.
import { float32 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import { moments } from '../moments.js'
import { normalization, normalizationSlope, rescaling, scalesOf } from '../normalization.js'
import { type Affine, momentsCode, normalizeCode, placesCode, slopeCode } from './normalization-code.js'
import { inParts } from './parts.js'
import { rescaleBlock } from './pointwise.js'
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
  [, , n, , isAlong]: NormalizeNumbers,
): Form<Normalize, NormalizeNumbers> | null {
  if (!isSingle(memories) || n < SHORTEST) return null
  const [, , , , , weight, bias] = memories
  return weight === null && bias !== null && !isAlong ? null : normalize
}

/** A number for each lane, or each place, where none is given. */
function filled(places: Places, count: number, value: number): number {
  const at = places.room(4 * count)
  new Float32Array(arenaBytes().buffer, at, count).fill(value)
  return at
}

function normalize(memories: Normalize, ...numbers: NormalizeNumbers): void {
  const [out, means, variances, rstds, x, weight, bias] = memories
  const [blocks, lanes, n, eps, isAlong] = numbers
  const count = blocks * lanes * n
  const affine: Affine = weight === null && bias === null ? 'none' : isAlong ? 'along' : 'lane'
  const each = isAlong ? n : lanes
  const isDone = within((places) => {
    // A bias of zero is left out, but for lanes, where it costs nothing; a weight of one changes nothing.
    const hasBias = bias !== null
    const args = [
      places.write(out, count),
      places.read(x, count),
      ...[means, variances, rstds].map((memory) => places.write(memory, lanes)),
      affine === 'none' ? 0 : weight === null ? filled(places, each, 1) : places.read(weight, each),
      hasBias ? places.read(bias, each) : affine === 'lane' ? filled(places, each, 0) : 0,
      ...[lanes, 4 * n, blocks, n, 4 * n * lanes, eps],
    ]
    const perLane = affine === 'lane' ? [5, 6] : []
    const steps = [
      ...[0, 1].map((k) => [k, 4 * n] as const),
      ...[2, 3, 4, ...perLane].map((k) => [k, 4] as const),
    ]
    const { run } = normalizeCode(affine, hasBias)
    inParts(run as Callable, args, { count: 7, steps, cost: blocks * n * COST.normalize })
  })
  if (!isDone) {
    normalization.js(memories, ...numbers)
    return
  }
  if (isAlong) return
  const estimated = variances.array as Float32Array
  for (let lane = 0; lane < lanes; lane++) estimated[variances.at + lane] *= (blocks * n) / (blocks * n - 1)
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
  const [out, ofWeight, ofBias, g, x, means, rstds, weight] = memories
  const [blocks, lanes, n, isAlong] = numbers
  const count = blocks * lanes * n
  const affine: Affine = weight === null ? 'none' : isAlong ? 'along' : 'lane'
  const each = isAlong ? n : lanes
  const isDone = within((places) => {
    const [slopes, from] = [places.read(g, count), places.read(x, count)]
    const statistics = [places.read(means, lanes), places.read(rstds, lanes)]
    const asked = [ofBias, ofWeight].map((memory) => places.write(memory, each))
    if (out !== null || !isAlong) {
      // Of lanes, these are sums that are needed anyway.
      const sums = asked.map((at) => (isAlong || at === 0 ? places.room(4 * lanes) : at))
      const args = [
        ...[places.write(out, count), slopes, from, ...statistics],
        ...[places.read(weight, each), ...sums],
        ...[lanes, 4 * n, blocks, n, 4 * n * lanes, Number(out !== null)],
      ]
      const perLane = affine === 'lane' ? [5] : []
      const steps = [
        ...[0, 1, 2].map((k) => [k, 4 * n] as const),
        ...[3, 4, 6, 7, ...perLane].map((k) => [k, 4] as const),
      ]
      const { run } = slopeCode(affine)
      inParts(run as Callable, args, { count: 8, steps, cost: blocks * n * COST.slope })
    }
    if (isAlong && (ofWeight !== null || ofBias !== null)) {
      const [toBias, toWeight] = asked.map((at) => (at === 0 ? places.room(4 * n) : at))
      const args = [toWeight, toBias, slopes, from, ...statistics, n, lanes, 4 * n]
      const steps = [0, 1, 2, 3].map((k) => [k, 4] as const)
      const cost = lanes * COST.places
      inParts(placesCode().run as Callable, args, { count: 6, steps, cost, multiple: 16 })
    }
  })
  if (!isDone) normalizationSlope.js(memories, ...numbers)
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
