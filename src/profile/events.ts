// What a profiler sees: each call of an op with its times, the calls within it, and the sums by name.
import type { Watcher } from '../engine/watching.js'
import { Tensor } from '../tensor/tensor.js'
import { tableOf, type TableOptions } from './table.js'

/** Microseconds since the program began. */
export const now = (): number => performance.now() * 1000

type Shapes = readonly (readonly number[])[]

/** One call. Times are in microseconds. */
export class FunctionEvent {
  readonly cpu_children: FunctionEvent[] = []
  readonly count = 1
  readonly thread = 1
  end = 0

  constructor(
    readonly id: number,
    readonly name: string,
    readonly parent: FunctionEvent | null,
    /** Sizes of the inputs; empty where they are not recorded. */
    readonly input_shapes: Shapes,
    readonly start: number,
  ) {}

  get key(): string {
    return this.name
  }
  get time_range(): { start: number; end: number } {
    return { start: this.start, end: this.end }
  }
  get cpu_time_total(): number {
    return this.end - this.start
  }
  get cpu_time(): number {
    return this.cpu_time_total
  }
  get self_cpu_time_total(): number {
    return this.cpu_children.reduce((rest, child) => rest - child.cpu_time_total, this.cpu_time_total)
  }
}

/** The calls of one name, or of one name with inputs of the same sizes. */
export class FunctionEventAvg {
  count = 0
  cpu_time_total = 0
  self_cpu_time_total = 0
  constructor(
    readonly key: string,
    readonly input_shapes: Shapes,
  ) {}
  get name(): string {
    return this.key
  }
  /** The time of a call on average. */
  get cpu_time(): number {
    return this.count === 0 ? 0 : this.cpu_time_total / this.count
  }
  add(event: FunctionEvent): void {
    this.count++
    this.cpu_time_total += event.cpu_time_total
    this.self_cpu_time_total += event.self_cpu_time_total
  }
}

/** A list of calls or of their sums, which prints as a table. */
export class EventList<E extends FunctionEvent | FunctionEventAvg> extends Array<E> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
  /** The sum of all times that no other call is within. */
  get self_cpu_time_total(): number {
    return this.reduce((sum, event) => sum + event.self_cpu_time_total, 0)
  }
  /** The table as text. */
  table(options: TableOptions = {}): string {
    return tableOf(this, options)
  }
  toString(): string {
    return this.table()
  }
}

/** The sums of calls by name; by the sizes of their inputs, too, where `byShape`. */
export function averages(events: readonly FunctionEvent[], byShape: boolean): EventList<FunctionEventAvg> {
  const found = new Map<string, FunctionEventAvg>()
  for (const event of events) {
    const key = byShape ? `${event.name} ${JSON.stringify(event.input_shapes)}` : event.name
    let sum = found.get(key)
    if (sum === undefined)
      found.set(key, (sum = new FunctionEventAvg(event.name, byShape ? event.input_shapes : [])))
    sum.add(event)
  }
  const list = new EventList<FunctionEventAvg>()
  list.push(...found.values())
  return list
}

/** Notes each call while it is `watching.by`. */
export class Recorder implements Watcher {
  readonly events: FunctionEvent[] = []
  #open: FunctionEvent | null = null
  /** Calls that began before it was there end unseen. */
  constructor(
    readonly recordsShapes: boolean,
    readonly behind: Watcher | null,
  ) {}

  begin(name: string, inputs: readonly unknown[]): void {
    this.behind?.begin(name, inputs)
    const shapes = this.recordsShapes
      ? inputs.map((input) => (input instanceof Tensor ? [...input.sizes] : []))
      : []
    const event = new FunctionEvent(this.events.length + 1, name, this.#open, shapes, now())
    this.events.push(event)
    this.#open?.cpu_children.push(event)
    this.#open = event
  }
  end(): void {
    const event = this.#open
    if (event !== null) {
      event.end = now()
      this.#open = event.parent
    }
    this.behind?.end()
  }
  /** What has begun ends now. */
  close(): void {
    while (this.#open !== null) {
      this.#open.end = now()
      this.#open = this.#open.parent
    }
  }
}
