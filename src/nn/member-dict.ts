// A module's own `_parameters`, `_buffers` and `_modules`: dicts that are the module itself, looked at by name. What is
// written into them is an attribute of the module from then on, and what is taken out is none any more.
import { OrderedDict } from './ordered-dict.js'

/** What such a dict asks of its module. */
export interface Members<V> {
  /** All of one kind, in order. */
  read(): [string, V | null][]
  write(name: string, value: V | null): void
  remove(name: string): void
}

export class MemberDict<V> extends OrderedDict<string, V | null> {
  readonly #members: Members<V>

  constructor(members: Members<V>) {
    super()
    this.#members = members
  }

  /** Brings what the Map itself holds up to date; whoever reads it comes by here. */
  #look(): void {
    super.clear()
    for (const [name, value] of this.#members.read()) super.set(name, value)
  }

  override set(name: string, value: V | null): this {
    this.#members.write(name, value ?? null)
    return super.set(name, value)
  }
  override delete(name: string): boolean {
    const has = this.has(name)
    if (has) this.#members.remove(name)
    return super.delete(name) || has
  }
  override clear(): void {
    for (const [name] of this.#members.read()) this.#members.remove(name)
    super.clear()
  }

  override get size(): number {
    this.#look()
    return super.size
  }
  override has(name: string): boolean {
    this.#look()
    return super.has(name)
  }
  override get(name: string, ...otherwise: [unknown?]): any {
    this.#look()
    return super.has(name) ? Map.prototype.get.call(this, name) : otherwise[0]
  }
  override keys(): MapIterator<string> {
    this.#look()
    return super.keys()
  }
  override values(): MapIterator<V | null> {
    this.#look()
    return super.values()
  }
  override items(): MapIterator<[string, V | null]> {
    this.#look()
    return super.items()
  }
  override entries(): MapIterator<[string, V | null]> {
    this.#look()
    return super.entries()
  }
  override [Symbol.iterator](): MapIterator<[string, V | null]> {
    this.#look()
    return super[Symbol.iterator]()
  }
  override forEach(visit: (value: V | null, key: string, map: Map<string, V | null>) => void): void {
    this.#look()
    super.forEach(visit)
  }
}
// As PyTorch has it; a bundler may rename the declaration.
Object.defineProperty(MemberDict, 'name', { value: 'OrderedDict' })
