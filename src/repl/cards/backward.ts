// The backward pass as a list of steps to read: what comes into a node, what its rule is, what goes out.
import { AccumulateGrad, type Grad, type Node } from '../../tensor/node.js'
import type { Step } from '../../autograd/walk.js'
import { repr } from '../../torch.js'
import type { Tensor } from '../../tensor/tensor.js'
import { visibleName } from '../../base/visible.js'
import { shapeText } from '../../text/shape-text.js'
import { wrap } from '../../terminal/wrap.js'
import { type Look, paint } from '../../terminal/look.js'
import { ruleOf } from './rules.js'

/** All numbers of a gradient in a line; undefined where they are too many, or lie along more dimensions than `most`. */
function wholeText(grad: Tensor, most: number): string | undefined {
  if (grad.count > 6 || grad.sizes.length > most) return undefined
  const text = repr(grad.detach()).replace(/\s*\n\s*/g, ' ')
  return text.length <= 60 ? text : undefined
}

/** A gradient in a line: its numbers where they are few, else its shape and range. */
export function gradText(grad: Tensor, mostDimensions = 2): string {
  return wholeText(grad, mostDimensions) ?? rangeText(grad)
}

/** Whether `gradText` has all numbers of a gradient. */
export const isShownWhole = (grad: Tensor, mostDimensions: number): boolean =>
  wholeText(grad, mostDimensions) !== undefined

function rangeText(grad: Tensor): string {
  const shape = shapeText(grad.sizes)
  if (grad.count === 0 || grad.dtype.is_complex) return `shape ${shape}`
  const number = (value: Tensor): string => String(Number(value.item<number>().toPrecision(4)))
  const [least, greatest] = [number(grad.detach().min()), number(grad.detach().max())]
  return `shape ${shape}, ${least === greatest ? `all ${least}` : `from ${least} to ${greatest}`}`
}

/** What a node is called in a sentence. */
export function called(node: Node, names: ReadonlyMap<Tensor, string>): string {
  if (node instanceof AccumulateGrad)
    return names.get(node.variable) ?? `a leaf of shape ${shapeText(node.variable.sizes)}`
  for (const [tensor, name] of names)
    if (tensor.node === node) return `${name} = ${visibleName(node.className)}`
  return visibleName(node.className)
}

function stepText(
  step: Step,
  i: number,
  all: number,
  names: ReadonlyMap<Tensor, string>,
  look: Look,
): string {
  const style = paint(look)
  const { node, incoming, outgoing } = step
  const isLeaf = node instanceof AccumulateGrad
  const lines: [string, string][] = incoming.flatMap((grad: Grad, k): [string, string][] =>
    grad ? [[incoming.length > 1 ? `in ${k}` : 'in', gradText(grad)]] : [],
  )
  if (isLeaf)
    lines.push(['then', `${node.variable.grad ? 'added to' : 'becomes'} ${called(node, names)}.grad`])
  else {
    lines.push(['rule', ruleOf(node)])
    node.edges.forEach((edge, k) => {
      const grad = outgoing[k]
      if (edge && grad) lines.push(['out', `${gradText(grad)}  to ${called(edge.node, names)}`])
    })
  }
  const title = `${i + 1}/${all}  ${(isLeaf ? style.green : style.cyan)(called(node, names))}`
  const body = lines.map(([label, text]) => {
    const wrapped = wrap(text, look.width - 8).replace(/\n/g, `\n${' '.repeat(8)}`)
    return `  ${style.dim(label.padEnd(6))}${label === 'rule' ? style.italic(wrapped) : wrapped}`
  })
  return [title, ...body].join('\n')
}

/** All steps, or the one that is asked for, counted from 1. */
export function backwardText(
  steps: readonly Step[],
  names: ReadonlyMap<Tensor, string>,
  look: Look,
  only?: number,
): string {
  const texts = steps.flatMap((step, i) =>
    only === undefined || only === i + 1 ? [stepText(step, i, steps.length, names, look)] : [],
  )
  return texts.join('\n')
}
