// Which typed arrays own blocks of the arena, and which of those are gone.
//
// Note [Generations]
// ~~~~~~~~~~~~~~~~~~
// Most tensors die young, and their bytes should be used again while they are still in the processor's cache. So arrays are
// kept in generations, of which the youngest two are asked after a minor collection: a tenth of a millisecond, where one of the
// whole heap takes ten. Two, as the collector moves an object to where only whole collections look when it has found it alive
// twice: what was in use at one collection, as the last result of a loop is, is gone at the next. Only an ephemeron tells what a minor collection has found: WeakRefs and FinalizationRegistries
// learn of whole ones alone. So an array is the key of a WeakMap, and what Node's `inspect` lists of that (`showHidden`) are
// the marks of those that live. A mark must not know its array: it would keep it.
//
// Nothing is freed that a listing could have left out: an array that lives for good is listed with every one, and where it is
// missing, nothing of that listing counts.
import { inspect } from 'node:util'
import type { Arena, Block } from './arena.js'

/** Stands for an array that lives: listing it says so. */
class Mark {
  /** The listing that it was last in. */
  seen = 0

  constructor(public block: Block | null) {}

  [inspect.custom](): string {
    this.seen = listing
    return ''
  }
}

let listing = 0
/** How many marks are kept to be used again: as many as there are between two sweeps. */
const SPARE = 1024
/** Entries are listed, arrays in them are not: those are a level too deep. */
const options = {
  ...{ showHidden: true, depth: 1, maxArrayLength: Infinity, breakLength: Infinity },
  ...{ compact: false, customInspect: true, colors: false, showProxy: false, sorted: false, getters: false },
} as const

class Generation {
  readonly owners = new WeakMap<object, Mark>()
  marks: Mark[] = []
  bytes = 0
}

/** The owners of one arena's blocks. */
export class Owners {
  readonly #arena: Arena
  #young = new Generation()
  /** What lived when it was asked once. */
  #aging = new Generation()
  /** Those of which an array lived when they were asked twice, or after a whole collection. */
  #old: Generation[] = []
  readonly #witness = {}
  readonly #known = new WeakMap<object, Mark>()
  readonly #alive = new Mark(null)
  /** Marks of arrays that are gone, to be used again. */
  readonly #spare: Mark[] = []

  constructor(arena: Arena) {
    this.#arena = arena
    this.#known.set(this.#witness, this.#alive)
    // Where what lives cannot be listed, as in a browser, nothing would ever be freed: there is no arena then.
    listing++
    inspect([this.#known], options)
    if (this.#alive.seen !== listing) throw new Error('internal: what lives cannot be listed')
  }

  /** The block is the array's as long as that lives. */
  add(array: object, block: Block): void {
    const mark = this.#spare.pop() ?? new Mark(block)
    mark.block = block
    const young = this.#young
    block.owner = mark
    young.owners.set(array, mark)
    young.marks.push(mark)
    young.bytes += block.size
  }

  /** The block of an array that `add` was told of. */
  blockOf(array: object): Block | null {
    for (const { owners } of [this.#young, this.#aging, ...this.#old]) {
      const mark = owners.get(array)
      if (mark) return mark.block
    }
    return null
  }

  /** Bytes of the arrays that were made since the last sweep, and how many there are. */
  get youngBytes(): number {
    return this.#young.bytes
  }
  get youngCount(): number {
    return this.#young.marks.length
  }

  /**
   * Frees the blocks of arrays that a collection found gone: of the youngest two generations, or of all.
   *
   * @returns bytes that were freed
   */
  sweep(isYoung: boolean): number {
    const [young, aging] = [this.#young, this.#aging]
    const asked = isYoung ? [aging, young] : [...this.#old, aging, young]
    listing++
    inspect([this.#known, ...asked.map(({ owners }) => owners)], options)
    if (this.#alive.seen !== listing) return 0
    const before = this.#arena.inUse
    for (const generation of asked) {
      const marks = generation.marks
      // Who is stopped in the middle leaves a list of what may be gone, and of marks that are used again.
      for (const mark of marks) {
        const { block } = mark
        if (mark.seen === listing || block === null) continue
        if (block.owner === mark) this.#arena.free(block)
        mark.block = null
        if (this.#spare.length < SPARE) this.#spare.push(mark)
      }
      generation.marks = marks.filter(({ seen }) => seen === listing)
    }
    // What nothing of lives is used again: its table has its size, and lies where collections do not move it.
    const isSpent = aging.marks.length === 0
    if (!isSpent) this.#old.push(aging)
    this.#aging = young
    this.#young = isSpent ? aging : new Generation()
    this.#young.bytes = 0
    if (!isYoung) this.#old = this.#old.filter(({ marks }) => marks.length > 0)
    return before - this.#arena.inUse
  }
}
