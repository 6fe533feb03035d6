// `matplotlib.ticker`: what places the marks of an axis, and what writes them. A terminal has room for few marks, and writes
// them in its own way: of the places those are kept that programs ask for, all else is taken and left.

const numberIn = (given: readonly unknown[], name: string): number => {
  const [first] = given
  const options = given.at(-1)
  const value: unknown =
    typeof options === 'object' && options !== null && name in options
      ? (options as Record<string, unknown>)[name]
      : first
  return Number(value ?? 1)
}

/** What places the marks of an axis. */
export class Locator {
  /** Whether the marks are whole numbers. */
  get isInteger(): boolean {
    return false
  }
  /** The places, where they are given; undefined where the axis chooses them. */
  get places(): readonly number[] | undefined {
    return undefined
  }
}

/** The one that programs use to have whole numbers. */
export class MaxNLocator extends Locator {
  readonly #isInteger: boolean
  constructor(...args: unknown[]) {
    super()
    const options = args.at(-1)
    this.#isInteger =
      typeof options === 'object' && options !== null && Boolean((options as { integer?: unknown }).integer)
  }
  override get isInteger(): boolean {
    return this.#isInteger
  }
}

/** Marks at multiples of a number. */
export class MultipleLocator extends Locator {
  readonly #base: number
  constructor(...args: unknown[]) {
    super()
    this.#base = numberIn(args, 'base')
  }
  override get isInteger(): boolean {
    return Number.isInteger(this.#base)
  }
}

/** Marks at places that are given. */
export class FixedLocator extends Locator {
  readonly #places: readonly number[]
  constructor(places: Iterable<unknown>) {
    super()
    this.#places = Array.from(places, Number)
  }
  override get places(): readonly number[] {
    return this.#places
  }
}

/** No marks. */
export class NullLocator extends Locator {
  override get places(): readonly number[] {
    return []
  }
}

export class AutoLocator extends Locator {}
export class AutoMinorLocator extends Locator {}
export class LinearLocator extends Locator {}
export class LogLocator extends Locator {}

/** What writes the marks; a terminal writes numbers as short as they are. */
export class Formatter {}
export class FuncFormatter extends Formatter {}
export class FormatStrFormatter extends Formatter {}
export class StrMethodFormatter extends Formatter {}
export class PercentFormatter extends Formatter {}
export class ScalarFormatter extends Formatter {}
export class FixedFormatter extends Formatter {}
export class LogFormatter extends Formatter {}
export class EngFormatter extends Formatter {}
export class NullFormatter extends Formatter {}
