// What files that hold objects ask of Python, if it is loaded: the names of a program's classes, and how data of its own kinds is
// made again. Stands by itself, so that neither has to load the other.

/** How a value is made again: a function's path and its arguments, then what it is filled with. */
export interface Reduced {
  readonly path: readonly [module: string, name: string]
  readonly args: readonly unknown[]
  readonly entries?: Iterable<readonly [unknown, unknown]>
  /** What it has beside its items. */
  readonly fields?: Map<string, unknown>
}

/** What knows the names of classes and functions: Python, where names stand for what a program wrote. */
export interface NamedThings {
  /** Where a class or function is found again: a module and a name in it. Throws where it has none. */
  nameOf(value: unknown): readonly [module: string, name: string]
  /** What is found under a name; undefined where nothing is. */
  find(module: string, name: string): unknown
  isClass(value: unknown): boolean
  /** Whether a value is an object of a class that a program wrote, and no module. */
  isOwn(value: unknown): value is object
  /** Such an object before anything is set on it. */
  bare(cls: unknown): object
  fieldsOf(value: object): Map<string, unknown>
  /** How data of Python's own kinds, as a `deque` or a date, is made again; undefined for all else. */
  reduced(value: object): Reduced | undefined
  /** What makes such data, by its path; undefined for what makes none. */
  makerOf(path: string): ((args: readonly unknown[]) => unknown) | undefined
  /** Adds items to what is filled as a list is; whether it was such a thing. */
  extended(value: object, items: readonly unknown[]): boolean
  bytes(data: Uint8Array): object
  /** NumPy's number of an array without axes. */
  withoutAxes(array: unknown): unknown
}

/** None until Python is loaded: TypeScript's classes have no names that another program could look up. */
export const named: { things: NamedThings | null } = { things: null }
