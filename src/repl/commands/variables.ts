// `.vars`: the session's variables as a table.
import { careful, isA } from '../../base/careful.js'
import { isModule } from '../../dialect/runtime/instances.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Tensor } from '../../tensor/tensor.js'
import { shapeText } from '../../text/shape-text.js'
import { inColumns } from '../../terminal/columns.js'
import { type Look, paint } from '../../terminal/look.js'
import type { Command } from './command.js'
import type { Variable } from './record.js'
import { said } from '../../terminal/speech.js'
import { visibleName } from '../../base/visible.js'
import { bytesText, plural } from '../../terminal/words.js'

/** Whether a tensor takes part in autograd, and where its gradient stands. */
function gradText(tensor: Tensor): string {
  if (tensor.gradient !== null) return `grad ${shapeText(tensor.gradient.sizes)}`
  if (!tensor.requires_grad) return '-'
  return tensor.grad_fn === null ? 'requires grad' : visibleName(tensor.grad_fn.className)
}

/** What kind of thing a value that is no tensor is. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (isModule(value)) return visibleName(value.constructor.name)
  if (typeof value === 'function') return /^class\b/.test(String(value)) ? 'class' : 'function'
  if (typeof value !== 'object') return typeof value
  if (Array.isArray(value)) return `array of ${value.length}`
  // Its class has a minified name.
  if (isNumpyArray(value)) return 'NumPy array'
  const name: unknown = (value as object).constructor?.name
  return typeof name === 'string' && name !== '' ? visibleName(name) : 'object'
}

function row([name, value]: Variable): string[] {
  if (value instanceof Tensor) {
    const dtype = String(value.dtype).replace('torch.', '')
    return [name, shapeText(value.sizes), dtype, gradText(value), bytesText(value.nbytes)]
  }
  if (isModule(value)) {
    const parameters = [...value.parameters()]
    const count = parameters.reduce((sum, { count }) => sum + count, 0)
    const bytes = parameters.reduce((sum, { nbytes }) => sum + nbytes, 0)
    const grads = parameters.filter(({ grad }) => grad !== null).length
    return [
      name,
      plural(count, 'parameter'),
      kindOf(value),
      grads === 0 ? '-' : `${grads} grads`,
      bytesText(bytes),
    ]
  }
  const shape = isNumpyArray(value) ? shapeText(value.shape) : ''
  return [name, shape, kindOf(value), '', '']
}

/** More rows than anybody reads. */
const mostRows = 150

/** One row a variable, tensors first. */
export function variablesTable(variables: readonly Variable[], look: Look): string {
  if (variables.length === 0) return 'There are no variables yet.'
  const style = paint(look)
  const rank = ([, value]: Variable): number =>
    isA(value, Tensor) ? 0 : careful(() => isModule(value), false) ? 1 : 2
  const ranked = [0, 1, 2].flatMap((place) => variables.filter((variable) => rank(variable) === place))
  const rows = ranked
    .slice(0, mostRows)
    .map((variable) => careful(() => row(variable), [variable[0], '', typeof variable[1], '', '']))
    .map(([name, ...rest]) => [style.cyan(name), ...rest])
  const table = inColumns(rows, look, {
    head: ['name', 'shape', 'type', 'gradient', 'size'].map((name) => said(name)),
  })
  const more = ranked.length - rows.length
  return more > 0 ? `${table}\n… ${plural(more, 'more variable')}` : table
}

export const vars: Command = {
  name: '.vars',
  argument: '',
  help: 'the variables: shapes, dtypes, gradients, bytes',
  run: ({ look, variables }) => variablesTable(variables(), look),
}
