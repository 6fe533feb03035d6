// The variables around a call, for functions that list them, `dir()`, `globals()`, and give them by name. A file has none
// to tell of.

interface Surroundings {
  values(): readonly (readonly [name: string, value: unknown])[]
  /** Gives a variable a value, and makes it where there is none; without a value it is gone. */
  assign(name: string, value: unknown): void
}

export const surroundings: Surroundings = { values: () => [], assign: () => {} }
