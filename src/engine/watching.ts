// Who is told that an op, a node of a backward pass or a part of a program begins and ends: the profiler, while it runs.
export interface Watcher {
  begin(name: string, inputs: readonly unknown[]): void
  end(): void
}

/** A plain field, so that a call without a profiler costs one load. */
export const watching: { by: Watcher | null } = { by: null }

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
