// Who is told that an op, a node of a backward pass or a part of a program begins and ends: the profiler, while it runs. And
// who may answer for an op in its place: see overriding.ts.
export interface Watcher {
  begin(name: string, inputs: readonly unknown[]): void
  end(): void
}

/** What is called: under which name, whether as a method, and as which function. */
export interface Asked {
  readonly name: string
  /** `torch.nn.functional.relu`, `torch.Tensor.add`. */
  readonly path: string
  readonly isMethod: boolean
  readonly func: (...args: never[]) => unknown
}

export type Overriding = (asked: Asked, args: readonly unknown[], run: () => unknown) => unknown

/** Takes no notice. */
const idle: Watcher = { begin: () => {}, end: () => {} }

/**
 * A plain field, so that a call that nobody watches costs one load: `by` stands wherever `overriding` does.
 */
export const watching: { by: Watcher | null; overriding: Overriding | null } = { by: null, overriding: null }

/** From now on calls are shown to `overriding` first. */
export function startOverriding(overriding: Overriding): void {
  watching.overriding = overriding
  watching.by ??= idle
}

/** The watcher before this one again. */
export function stopWatching(behind: Watcher | null): void {
  watching.by = behind ?? (watching.overriding === null ? null : idle)
}

/** Runs a part under a name. */
export function watched<R>(name: string, inputs: readonly unknown[], run: () => R): R {
  const { by } = watching
  if (by === null) return run()
  by.begin(name, inputs)
  try {
    return run()
  } finally {
    by.end()
  }
}
