// The why card, the answer to `x?`: what a tensor is, where it came from, and why it has no gradient when it has none.
import { AccumulateGrad, type Node } from '../../tensor/node.js'
import type { Tensor } from '../../tensor/tensor.js'
import type { Origin } from '../commands/record.js'
import { visibleName } from '../../base/visible.js'
import { shapeText } from '../../text/shape-text.js'
import { said } from '../../terminal/speech.js'
import { widthOf } from '../../terminal/width.js'
import { wrap } from '../../terminal/wrap.js'
import { type Look, paint } from '../../terminal/look.js'
import { bytesText, plural } from '../../terminal/words.js'

export interface Known {
  /** What the person typed: `x`, `net.0.weight`. */
  readonly name: string
  /** The names of all tensors of the session. */
  readonly names: ReadonlyMap<Tensor, string>
  readonly origin?: Origin
}

/** A fact, why it is so, and what to type to change it. */
interface Because {
  readonly reason: string
  readonly fix?: string
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`

/** `Mul` of `MulBackward0`. */
const opOf = (node: Node): string =>
  visibleName(node.className)
    .replace(/Backward\d*$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()

const canHaveGrad = ({ dtype }: Tensor): boolean => dtype.is_floating_point || dtype.is_complex

/** Other tensors of the session on the same memory. */
const sharing = (x: Tensor, names: ReadonlyMap<Tensor, string>): [Tensor, string][] =>
  [...names].filter(([other]) => other !== x && other.memory.shares(x.memory))

/** Why nothing was recorded for a tensor that needs no gradient, though it may have been computed. */
function whyOutside(x: Tensor, { name, names, origin }: Known): string {
  if (x.inference) return 'it was made inside torch.inference_mode, where nothing is recorded'
  if (!canHaveGrad(x)) return `${x.dtype} has no gradient: only floating point and complex tensors do`
  const source = sharing(x, names).find(([other]) => other.requires_grad)
  if (source && x.viewInfo === null)
    return source[0].counter === x.counter
      ? `it is ${source[1]} detached: the same memory outside the graph`
      : `it is the data of ${source[1]}: the same memory outside the graph`
  if (!origin) return 'requires_grad is False, and nothing it was made of required grad'
  const requiring = origin.inputs.filter(({ requiredGrad }) => requiredGrad).map(({ name }) => name)
  if (requiring.length > 0) {
    if (/\bno_grad\b/.test(origin.line))
      return 'it was computed under torch.no_grad, where nothing is recorded'
    if (!origin.wasRecording) return 'it was computed while recording was switched off'
    if (/\.detach\b|\.data\b/.test(origin.line)) return `it was detached from ${list(requiring)}`
    return `what its line does to ${list(requiring)} has no gradient`
  }
  const others = origin.inputs.map(({ name }) => name)
  if (others.length === 1) return `it came from ${others[0]}, which did not require grad`
  if (others.length > 1) return `it came from ${list(others)}, and none of them required grad`
  const [, computed = ''] = /=(?!=)(.*)$/s.exec(origin.line) ?? []
  if (computed.match(/[\w$]+/g)?.includes(name)) return 'nothing it was made of required grad'
  return 'you made it, and did not ask for requires_grad'
}

/** Whether a tensor is a leaf of the graph, and why. */
function leafText(x: Tensor, known: Known): string {
  const node = x.grad_fn
  if (node !== null) {
    const inputs = node.edges.flatMap((edge) => {
      if (!(edge?.node instanceof AccumulateGrad)) return []
      const name = known.names.get(edge.node.variable)
      return name ? [name] : []
    })
    const from = inputs.length > 0 ? `, from ${list([...new Set(inputs)])}` : ''
    return `no: ${opOf(node)} made it${from} (grad_fn=<${visibleName(node.className)}>)`
  }
  if (x.requires_grad)
    return x.isParameter
      ? 'yes: a parameter, which requires grad by itself'
      : 'yes: you made it, and it requires grad'
  return `yes, outside the graph: ${whyOutside(x, known)}`
}

/** Why `.grad` is None, and the line that changes it. */
function whyNoGrad(x: Tensor, { name, names }: Known): Because {
  if (!canHaveGrad(x))
    return {
      reason: `${x.dtype} cannot have a gradient`,
      fix: `${name} = ${name}.float().requires_grad_()`,
    }
  if (!x.requires_grad) {
    if (x.inference)
      return {
        reason: 'inference tensors take no part in a graph',
        fix: `${name} = ${name}.clone().requires_grad_()`,
      }
    return { reason: 'requires_grad is False', fix: `${name}.requires_grad_()` }
  }
  if (x.grad_fn !== null && !x.retains_grad)
    return {
      reason: 'it is not a leaf, and only leaves keep their gradient',
      fix: `${name}.retain_grad()   before backward()`,
    }
  const end = rootsAbove(x, names)[0]
  return {
    reason: `no backward() has brought it one yet${end ? `, and ${end} depends on it` : ''}`,
    fix: end ? `${end}.backward()` : 'loss.backward()   of a loss computed from it',
  }
}

/** Named scalars of the session whose graph leads to `x`. */
function rootsAbove(x: Tensor, names: ReadonlyMap<Tensor, string>): string[] {
  const target = x.edge()?.node
  return [...names].flatMap(([tensor, name]) => {
    if (tensor === x || tensor.count !== 1 || tensor.grad_fn === null) return []
    const seen = new Set<Node>()
    const open: Node[] = [tensor.grad_fn]
    for (let node = open.pop(); node; node = open.pop()) {
      if (node === target) return [name]
      if (seen.has(node)) continue
      seen.add(node)
      for (const edge of node.edges) if (edge) open.push(edge.node)
    }
    return []
  })
}

function memoryText(x: Tensor, { names }: Known): string {
  const others = sharing(x, names).map(([, name]) => name)
  const base = x._base && names.get(x._base)
  if (others.length === 0) return x.is_view() ? 'a view of a tensor without a name' : 'its own'
  const rest = others.filter((name) => name !== base)
  const view = base ? `a view of ${base}` : `shared with ${list(others)}`
  return `${view}${base && rest.length > 0 ? `, shared with ${list(rest)} too` : ''}: writing to one changes ${others.length > 1 ? 'all' : 'both'}`
}

function gradText(x: Tensor, known: Known): Because {
  if (x.gradient !== null)
    return { reason: `${shapeText(x.gradient.sizes)}, read it with ${known.name}.grad` }
  const { reason, fix } = whyNoGrad(x, known)
  return { reason: `None: ${reason}`, fix }
}

/** The card: one fact a line, the label in a column of its own. */
export function whyCard(x: Tensor, known: Known, look: Look): string {
  const style = paint(look)
  const contiguous = x.is_contiguous() ? 'contiguous' : 'not contiguous'
  const offset = x.offset === 0 ? '' : `, offset ${x.offset}`
  const { reason, fix } = gradText(x, known)
  const facts: [string, string][] = [
    ['shape', `${shapeText(x.sizes)}, ${plural(x.count, 'element')}, ${bytesText(x.nbytes)}`],
    ['dtype', `${x.dtype} on ${x.device}`],
    ['strides', `${shapeText(x.strides)}, ${contiguous}${offset}`],
    ['memory', memoryText(x, known)],
    ['leaf', leafText(x, known)],
    ['grad', reason],
  ]
  if (fix) facts.push(['', `→ ${fix}`])
  if (known.origin)
    facts.push(['made by', said(`input ${known.origin.entry}: `) + visibleName(known.origin.line)])
  const labelWidth = 9
  const lines = facts.map(([name, fact]) => {
    const [label, text] = name === 'made by' ? [said(name), fact] : [said(name), said(fact)]
    const wrapped = wrap(look.unicode ? text : text.replace('→', '->'), look.width - labelWidth)
    const told = label === '' ? style.green(wrapped) : wrapped
    return `${style.dim(label + ' '.repeat(labelWidth - widthOf(label)))}${told.replace(/\n/g, `\n${' '.repeat(labelWidth)}`)}`
  })
  const title = x.isParameter ? 'a parameter' : 'a tensor'
  return [`${style.bold.cyan(visibleName(known.name))}${said(`, ${title}`)}`, ...lines].join('\n')
}
