// The signature of an op as PyTorch's documentation writes it.
import type { Overload } from '../engine/op.js'
import type { Param } from '../engine/schema.js'
import { repr } from '../torch.js'

/** `dim=None`, as PyTorch's documentation writes a parameter. */
function parameterText({ name, required, default: value, variadic }: Param): string {
  const shown = name === 'self' ? 'input' : name
  if (variadic) return `*${shown}`
  return required ? shown : `${shown}=${repr(value)}`
}

/** `torch.sum(input, dim, keepdim=False, *, dtype=None) -> Tensor`. */
export function signature(path: string, { schema }: Overload, isMethod: boolean): string {
  const parameters = isMethod ? schema.params.slice(1) : schema.params
  const texts = parameters.filter((parameter) => !parameter.keywordOnly).map(parameterText)
  const keywords = parameters.filter((parameter) => parameter.keywordOnly).map(parameterText)
  if (schema.hasOut && !path.endsWith('_')) keywords.push('out=None')
  if (keywords.length > 0) texts.push('*', ...keywords)
  const results = schema.returns.map(({ type, name }) =>
    schema.returns.length > 1 ? `${type} ${name}` : type,
  )
  const result = results.length > 1 ? `(${results.join(', ')})` : results[0]
  return `${path}(${texts.join(', ')})${result === 'any' ? '' : ` -> ${result}`}`
}
