// What a person calls the tensors that a session holds: `w`, `net.0.weight`, `parts[1]`.
import { careful, isA } from '../../base/careful.js'
import { isModule } from '../../dialect/runtime/instances.js'
import { Tensor } from '../../tensor/tensor.js'
import type { Variable } from './record.js'
import { visibleName } from '../../base/visible.js'

/** How many items of a list are looked at: a list of thousands is data. */
const longestList = 100

/** The tensors that a variable leads to, by the expression that gives each; shortest first. */
function* tensorsIn(name: string, value: unknown): Generator<[string, Tensor]> {
  if (value instanceof Tensor) yield [name, value]
  else if (isModule(value)) {
    for (const [path, parameter] of value.named_parameters()) yield [`${name}.${path}`, parameter]
    for (const [path, buffer] of value.named_buffers()) yield [`${name}.${path}`, buffer]
  } else if (Array.isArray(value)) {
    for (let i = 0; i < Math.min(value.length, longestList); i++)
      if (value[i] instanceof Tensor) yield [`${name}[${i}]`, value[i] as Tensor]
  } else if (
    value !== null &&
    typeof value === 'object' &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    for (const [key, item] of Object.entries(value).slice(0, longestList))
      if (item instanceof Tensor) yield [`${name}.${key}`, item]
  }
}

/** Tensors by name. Variables of their own come before parts of others; a tensor with two names has the first. */
export function tensorNames(variables: readonly Variable[]): Map<Tensor, string> {
  const names = new Map<Tensor, string>()
  const isPlain = ([, value]: Variable): boolean => isA(value, Tensor)
  for (const [name, value] of [...variables.filter(isPlain), ...variables.filter((it) => !isPlain(it))])
    for (const [path, tensor] of careful(() => [...tensorsIn(name, value)], []))
      if (!names.has(tensor)) names.set(tensor, visibleName(path))
  return names
}
