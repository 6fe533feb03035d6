// Whether a value is an instance of a class in a part of torch, without loading that part: where nobody asked for it
// yet, there is none.
import { foreignNames } from '../../base/type-name.js'
import type { Module } from '../../nn/module.js'
import { isLoaded, type Part, parts } from '../../parts.js'

/** Its class may give it members of any name. */
export const isModule = (value: unknown): value is Module & Record<string, any> =>
  isLoaded('nn') && value instanceof parts.nn().Module
export const isOptimizer = (value: unknown): boolean =>
  isLoaded('optim') && value instanceof parts.optim().Optimizer
export const isDataset = (value: unknown): boolean =>
  isLoaded('utils') && value instanceof (parts.utils().data.Dataset as unknown as abstract new () => object)

/** Whether a value is a part of the namespace, such as `torch.nn`, which is a module to Python. */
export const isPart = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.keys(parts) as Part[]).some((name) => isLoaded(name) && parts[name]() === value)
const others = foreignNames.of
foreignNames.of = (value) => (isPart(value) ? 'module' : others(value))
