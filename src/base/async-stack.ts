// Node's account of what runs on whose behalf. Code that is ended from outside in a timer leaves it open, and Node ends the
// program when it notices.

/** That account, as far as it is needed here. */
interface Binding {
  readonly async_hook_fields: Uint32Array
  readonly constants: { readonly kCheck: number }
  clearAsyncIdStack(): void
}

/** What may be done to it. */
export interface AsyncStack {
  /** From now on Node does not look whether it is whole. */
  leaveUnchecked(): void
  clear(): void
}

/**
 * There is no other way to it than this one, which Node would rather not have used. Node 24 has closed it: there only its
 * option `--no-force-async-hooks-checks` keeps the program, which bin/dltorch.js and `npm start` give.
 */
export function asyncStack(): AsyncStack | undefined {
  const { noDeprecation } = process
  try {
    process.noDeprecation = true
    const { binding } = process as unknown as { binding(name: string): Binding }
    const found = binding.call(process, 'async_wrap')
    return {
      leaveUnchecked: () => void (found.async_hook_fields[found.constants.kCheck] = 0),
      clear: () => found.clearAsyncIdStack(),
    }
  } catch {
    return undefined
  } finally {
    process.noDeprecation = noDeprecation
  }
}
