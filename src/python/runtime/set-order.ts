// The order in which CPython's sets have what is in them: that of their table, which depends on what came and went before
// and on how the set was made. As Objects/setobject.c of 3.11 has it.
import { core } from './core.js'

type Any = any

const empty = undefined
/** Stands where a member was taken away. */
const gone = Symbol('was taken away')

const mostProbes = 9
const smallestTable = 8

/** The hash of what is in a set, as the 64 bits that CPython's loops go by. */
const bitsOf = (item: Any): bigint => BigInt.asUintN(64, BigInt(core.hash(item)))

/** Where the first of the places at which a member may stand is that `isFound` takes. */
function probe(
  table: Any[],
  mask: number,
  item: Any,
  isFound: (entry: Any, place: number) => boolean,
): number {
  // The hash of a small int is that int, and 31 bits are enough for it.
  const isShort = typeof item === 'number' && item >= 0 && item <= 0x3fffffff && Number.isInteger(item)
  let short = isShort ? item : 0
  let perturb = isShort ? 0n : bitsOf(item)
  let place = isShort ? short & mask : Number(perturb & BigInt(mask))
  for (;;) {
    const last = place + mostProbes <= mask ? place + mostProbes : place
    for (let i = place; i <= last; i++) if (isFound(table[i], i)) return i
    if (isShort) {
      short >>>= 5
      place = (place * 5 + 1 + short) & mask
    } else {
      perturb >>= 5n
      place = Number((BigInt(place) * 5n + 1n + perturb) & BigInt(mask))
    }
  }
}

const isEmpty = (entry: Any): boolean => entry === empty

export class SetOrder {
  #table: Any[] = new Array(smallestTable)
  /** How many places are taken, by members and by those that were taken away. */
  #fill = 0
  #used = 0
  /** Where `pop` looks on. */
  #finger = 0

  get #mask(): number {
    return this.#table.length - 1
  }
  items(): Any[] {
    return this.#table.filter((entry) => entry !== empty && entry !== gone)
  }
  /** Takes a member that is not there. */
  add(item: Any): void {
    let free = -1
    const isFree = (entry: Any, place: number): boolean => {
      if (entry === gone) free = place
      return entry === empty
    }
    const place = probe(this.#table, this.#mask, item, isFree)
    this.#used++
    // The last that was passed of those that were taken away.
    this.#table[free >= 0 ? free : place] = item
    if (free >= 0) return
    this.#fill++
    if (this.#fill * 5 >= this.#mask * 3) this.#grow()
  }
  remove(item: Any): void {
    this.#table[probe(this.#table, this.#mask, item, (entry) => entry === item)] = gone
    this.#used--
  }
  /** Takes one away: the next behind the one that was taken before. */
  pop(): Any {
    let place = this.#finger & this.#mask
    while (this.#table[place] === empty || this.#table[place] === gone) place = (place + 1) & this.#mask
    const item = this.#table[place]
    this.#table[place] = gone
    this.#used--
    this.#finger = place + 1
    return item
  }
  /** Makes room for as many as are to come at once. */
  reserve(coming: number): void {
    if ((this.#fill + coming) * 5 >= this.#mask * 3) this.#resize((this.#used + coming) * 2)
  }
  /** Takes those of another set that are not there. */
  merge(other: SetOrder, isNew: (item: Any) => boolean): void {
    if (other === this || other.#used === 0) return
    this.reserve(other.#used)
    if (this.#fill > 0) {
      for (const item of other.items()) if (isNew(item)) this.add(item)
      return
    }
    if (this.#mask === other.#mask && other.#fill === other.#used) this.#table = other.#table.slice()
    else for (const item of other.items()) this.#table[probe(this.#table, this.#mask, item, isEmpty)] = item
    this.#fill = this.#used = other.#used
  }
  /** After many were taken away at once. */
  tidy(): void {
    if (this.#fill - this.#used > this.#mask >> 2) this.#grow()
  }
  #grow(): void {
    this.#resize(this.#used > 50000 ? this.#used * 2 : this.#used * 4)
  }
  #resize(least: number): void {
    let size = smallestTable
    while (size <= least) size *= 2
    if (size === smallestTable && this.#table.length === size && this.#fill === this.#used) return
    const larger: Any[] = new Array(size)
    for (const item of this.items()) larger[probe(larger, size - 1, item, isEmpty)] = item
    this.#table = larger
    this.#fill = this.#used
  }
}
