// Python's tuples as arrays: `torch.Size`, plain tuples, and the named ones that `torch.max(x, 0)` returns.

/** A tuple: an array that prints in parentheses. */
export class Tuple<T = unknown> extends Array<T> {
  // map, filter and slice give plain arrays.
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
  static of<T>(...items: T[]): Tuple<T> {
    const tuple = new Tuple<T>()
    // `push` to what extends Array takes ten times as long.
    for (let i = 0; i < items.length; i++) tuple[i] = items[i]
    return tuple
  }
  /** Of any number of items, which the arguments of a call cannot be. */
  static override from<T>(items: Iterable<T> | ArrayLike<T>): Tuple<T> {
    const tuple = new Tuple<T>()
    let i = 0
    for (const item of typeof items !== 'string' && Symbol.iterator in items ? items : Array.from(items))
      tuple[i++] = item
    return tuple
  }
}

/** A list as it is, and one value as a list of it: what is called `Tensor or sequence of Tensor`. */
export const asList = <T>(value: T | readonly T[]): readonly T[] =>
  (Array.isArray(value) ? value : [value]) as readonly T[]

/** The shape of a tensor: a read-only array that prints as `torch.Size([2, 3])`. */
export class Size extends Array<number> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
  /** Number of elements of a tensor of this shape. */
  numel(): number {
    let n = 1
    for (const size of this) n *= size
    return n
  }
  override toString(): string {
    return `torch.Size([${this.join(', ')}])`
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
  static override from(sizes: Iterable<number> | ArrayLike<number>): Size {
    const result = new Size()
    let i = 0
    for (const size of Array.from(sizes as ArrayLike<number>)) result[i++] = size
    return Object.freeze(result) as Size
  }
}

/** A tuple with field names, such as `torch.return_types.max`: `const { values, indices } = x.max(0)`. */
export class NamedTuple<T = unknown> extends Tuple<T> {
  declare readonly typeName: string
  declare readonly fields: readonly string[]
}

const classes = new Map<string, new () => NamedTuple>()

/** Makes a named tuple; each type name has one class, whose prototype has the field getters. */
export function namedTuple<T>(
  typeName: string,
  fields: readonly string[],
  items: readonly T[],
): NamedTuple<T> {
  let Class = classes.get(typeName)
  if (!Class) {
    Class = class extends NamedTuple {}
    const own: PropertyDescriptorMap = { typeName: { value: typeName }, fields: { value: fields } }
    fields.forEach((field, i) => {
      own[field] = {
        get(this: NamedTuple) {
          return this[i]
        },
      }
    })
    Object.defineProperties(Class.prototype, own)
    classes.set(typeName, Class)
  }
  const tuple = new Class() as NamedTuple<T>
  for (let i = 0; i < items.length; i++) tuple[i] = items[i]
  return tuple
}
