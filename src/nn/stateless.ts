// `nn.utils.stateless.functional_call` and `torch.func.functional_call`: a module called with other tensors in the place of
// its parameters and buffers. Follows torch/nn/utils/stateless.py.
import { AttributeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { warn } from '../base/warnings.js'
import type { Tensor } from '../tensor/tensor.js'
import { attributeOf } from './attributes.js'
import { Module } from './module.js'
import { dictEntries } from './ordered-dict.js'

type Tensors = Iterable<readonly [string, Tensor]> | Record<string, Tensor>

/** The module that has the attribute at a dotted path, and the attribute's name. */
function ownerOf(module: Module, path: string): [owner: Module, name: string] {
  const names = path.split('.')
  const last = names.pop()!
  let owner: unknown = module
  for (const name of names) owner = attributeOf(owner as object, name)
  if (!(owner instanceof Module))
    throw new AttributeError(`'${typeName(owner)}' object has no attribute '${last}'`)
  return [owner, last]
}

/**
 * Calls a module with these tensors in the place of those of the same names; the module itself stays as it is.
 *
 * @param parameters_and_buffers tensors by dotted name; what is not named is the module's own
 * @param args the arguments of the call, or its only one
 * @param kwargs its keywords
 * @example
 * const layer = nn.Linear(2, 1)
 * const weight = torch.ones(1, 2)
 * torch.func.functional_call(layer, { weight, bias: torch.zeros(1) }, torch.ones(2)) // tensor([2.])
 */
export function functional_call(
  module: Module,
  parameters_and_buffers: Tensors | readonly Tensors[],
  args: unknown,
  kwargs: Record<string, unknown> | null = null,
): any {
  const keywords =
    isKeywords(kwargs) && 'kwargs' in kwargs ? (kwargs.kwargs as Record<string, unknown>) : kwargs
  const given = tablesOf(parameters_and_buffers)
  const undo: (() => void)[] = []
  const placed: { owner: Module; name: string; tensor: Tensor; store: (value: Tensor) => void }[] = []
  try {
    const replaced = new Map<unknown, Tensor>()
    for (const table of given)
      for (const [path, tensor] of dictEntries(table)) {
        const [owner, name] = ownerOf(module, path)
        const old = (owner as unknown as Record<string, unknown>)[name]
        if (replaced.has(old) && replaced.get(old) !== tensor)
          warn(
            'functional_call was passed multiple values for tied weights. This behavior is deprecated and will be an error ' +
              'in future versions',
          )
        replaced.set(old, tensor)
        undo.push(owner._swap(name, tensor))
        const store = (value: Tensor): void => {
          if (table instanceof Map) table.set(path, value)
          else if (isKeywords(table)) table[path] = value
        }
        placed.push({ owner, name, tensor, store })
      }
    const list: unknown[] = Array.isArray(args) ? [...(args as unknown[])] : [args]
    const hasKeywords = keywords !== null && Object.keys(keywords).length > 0
    return module(...list, ...(hasKeywords ? [keywords] : []))
  } finally {
    // What the call assigned is the caller's, as in PyTorch.
    for (const { owner, name, tensor, store } of placed) {
      const now = (owner as unknown as Record<string, Tensor>)[name]
      if (now !== tensor) store(now)
    }
    for (const back of undo.reverse()) back()
  }
}

/** One table of tensors, or several. */
function tablesOf(given: Tensors | readonly Tensors[]): readonly Tensors[] {
  const isList = Array.isArray(given) && given.every((item) => isKeywords(item) || item instanceof Map)
  return isList ? (given as readonly Tensors[]) : [given as Tensors]
}
