// The kinds of regression by name; each loads when it is asked for.
import type { Kind } from './kind.js'

export const kinds: Readonly<Record<Kind['name'], () => Promise<Kind>>> = {
  linear: async () => (await import('./linear.js')).linear,
  logistic: async () => (await import('./logistic.js')).logistic,
}

export const kindNames = Object.keys(kinds)
