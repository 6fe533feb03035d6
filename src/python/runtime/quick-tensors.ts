// What tensors have under a name, found at once where the library itself answers: the program has put nothing before it, and
// changed no class since it was found.
import { Tensor } from '../../torch.js'
import { changes, classOf } from './types.js'

type Any = any

/** Methods of the library's by name. */
const methods = new Map<string, Any>()
/** Names under which tensors have tensors, or nothing. */
const fields = new Set<string>()
let since = -1

/** Whether a value is a tensor and no more than that: no parameter, and of no class of the program's. */
const isPlain = (value: Any): boolean =>
  value instanceof Tensor &&
  Object.getPrototypeOf(value) === Tensor.prototype &&
  !value.isParameter &&
  (value as Any)[classOf] === undefined

function isCurrent(): boolean {
  if (since === changes.count) return true
  methods.clear()
  fields.clear()
  since = changes.count
  return false
}

/** The library's method that a tensor is known to have; undefined for all else. */
export function quickMethod(value: Any, name: string): Any {
  if (!isCurrent()) return undefined
  const known: Any = methods.get(name)
  return known !== undefined && isPlain(value) && value[name] === known ? known : undefined
}

/** Notes that the library's method is what a value has under a name. */
export function noteMethod(value: Any, name: string, method: Any): void {
  if (isPlain(value) && isCurrent()) methods.set(name, method)
}

/** Whether a tensor is known to have a tensor or nothing under a name, as the library says it. */
export const isQuickField = (value: Any, name: string): boolean =>
  fields.has(name) && isPlain(value) && !Object.hasOwn(value as object, name) && isCurrent()

/** Notes what the library says that a value has under a name. */
export function noteField(value: Any, name: string, found: Any): void {
  if ((found === null || found instanceof Tensor) && isPlain(value) && isCurrent()) fields.add(name)
}
