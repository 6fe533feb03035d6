// Iterators of tuples, of which loops that take each apart at once make none.
import { Tuple } from '../../base/tuple.js'

type Any = any

/** What gives pairs, or more at a time, as plain arrays; see Note [Tuples that nobody keeps] in iteration.ts. */
export interface Pairing {
  /** The next items; null behind the last. */
  pair(): Any[] | null
}

/** The tuples of what gives pairs. */
export class TupleIterator implements Iterator<Any> {
  constructor(readonly pairing: Pairing) {}
  next(): IteratorResult<Any> {
    const items = this.pairing.pair()
    return items === null ? { done: true, value: undefined } : { done: false, value: Tuple.from<Any>(items) }
  }
}
