// Parameters and signatures as PyTorch's errors write them: `(Tensor input, *, Number alpha)`.
import type { Param, ParamType, Schema } from './schema.js'

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const typeText: Record<ParamType, string> = {
  Tensor: 'Tensor',
  Scalar: 'Number',
  'Tensor|Scalar': 'Tensor',
  int: 'int',
  float: 'float',
  bool: 'bool',
  str: 'str',
  ScalarType: 'torch.dtype',
  Device: 'torch.device',
  Generator: 'torch.Generator',
  function: 'function',
  Layout: 'torch.layout',
  MemoryFormat: 'torch.memory_format',
  any: 'object',
}

/** Lists of sizes may hold symbolic numbers in PyTorch, and are called after them; not where random numbers are drawn. */
const symbolic = words('size shape repeats')
const drawing = words('rand randn randint normal new')

/** Lists that hold slices and numbers here besides the tensors that PyTorch's function takes. */
const ofTensors = words('indices')

/** A parameter as one of PyTorch's signatures has it. */
export interface ShownParam extends Param {
  /** A dimension that is given by its name. */
  readonly byName?: boolean
}
export interface ShownSchema extends Schema {
  readonly params: readonly ShownParam[]
}

/** The type of a parameter; `called` is the function it belongs to. */
export function paramTypeText({ type, list, name, byName }: ShownParam, called: string): string {
  const text = byName
    ? 'name'
    : type === 'int' && list && symbolic.has(name) && !drawing.has(called)
      ? 'SymInt'
      : list && ofTensors.has(name)
        ? 'Tensor'
        : list && type === 'Scalar'
          ? 'Scalar'
          : typeText[type]
  return list ? `tuple of ${text}s` : text
}

/** A tensor that is called `self` inside is the `input` of the function. */
export const shownName = ({ name, type, list }: Param): string =>
  name === 'self' && type !== 'Scalar' && !list ? 'input' : name

/** The whole signature. In place there is no `out`. */
export function signatureText(schema: ShownSchema, isMethod: boolean, isInplace: boolean): string {
  const parts: string[] = []
  let starred = false
  schema.params.forEach((param, i) => {
    if (isMethod && i === 0) return
    if (param.keywordOnly && !starred) {
      parts.push('*')
      starred = true
    }
    parts.push(`${paramTypeText(param, schema.name)} ${shownName(param)}`)
  })
  const outType = schema.returns.length > 1 ? 'tuple of Tensors' : 'Tensor'
  if (schema.hasOut && !isMethod && !isInplace) parts.push(starred ? `${outType} out` : `*, ${outType} out`)
  return `(${parts.join(', ')})`
}

/** The error of an int in a list that 64 bits do not hold. */
export const itemText = (called: string, param: Param, index: number): string =>
  `${called}(): argument '${shownName(param)}' must be ${paramTypeText(param, called)}, ` +
  `but found element of type int at pos ${index + 1}`
