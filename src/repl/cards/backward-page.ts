// One node of the backward pass as a screenful: where it stands in the graph, the gradients that come in, its rule, and
// the gradients that go out. As much of the numbers is shown as the screen has room for.
import { AccumulateGrad, type Node } from '../../tensor/node.js'
import type { Step } from '../../autograd/walk.js'
import torch from '../../torch.js'
import { get_printoptions, set_printoptions } from '../../text/tensor-text.js'
import type { Tensor } from '../../tensor/tensor.js'
import type { Size } from '../../terminal/frame.js'
import { cut, paintedWidth, widthOf } from '../../terminal/width.js'
import { wrap } from '../../terminal/wrap.js'
import { called, gradText, isShownWhole } from './backward.js'
import { drawGraph } from './draw-graph.js'
import { type Graph, type GraphNode, labelOf } from './graph.js'
import { type Look, paint } from '../../terminal/look.js'
import { ruleOf } from './rules.js'
import { plural } from '../../terminal/words.js'

type Names = ReadonlyMap<Tensor, string>

/** A part of the page with its label in the margin. */
interface Part {
  readonly label: string
  readonly text: string
  /** A gradient whose numbers are not in the text. */
  readonly grad?: Tensor
}

const margin = 6
/** A matrix is read better line by line. */
const inlineDimensions = 1
/** A picture of more nodes is hard to find one's way in. */
const mostNodes = 24
/** Rows of numbers that a picture leaves room for. */
const wantedNumbers = 3

/** The graph of the steps with the node of one marked; `near` leaves what has no edge to that node out. */
function graphAround(steps: readonly Step[], here: number, names: Names, near: boolean): Graph {
  const leadsTo = (from: Node, to: Node): boolean => from.edges.some((edge) => edge?.node === to)
  const { node: middle } = steps[here]
  const nodes = steps
    .map(({ node }) => node)
    .filter((node) => !near || node === middle || leadsTo(node, middle) || leadsTo(middle, node))
  const index = new Map(nodes.map((node, i) => [node, i]))
  return nodes.map((node): GraphNode => {
    const label = labelOf(node, names)
    const inputs = node.edges.flatMap((edge) =>
      edge && (!near || node === middle || edge.node === middle) ? (index.get(edge.node) ?? []) : [],
    )
    if (node === middle) return { label: `[${label}]`, kind: 'here', inputs }
    return { label, kind: node instanceof AccumulateGrad ? 'leaf' : 'op', inputs }
  })
}

function pictures(steps: readonly Step[], here: number, names: Names, look: Look): string[][] {
  const draw = (near: boolean): string[] => drawGraph(graphAround(steps, here, names, near), look).split('\n')
  const all = steps.length <= mostNodes ? [draw(false)] : []
  return [...all, draw(true)].filter((lines) => lines.every((line) => paintedWidth(line) <= look.width))
}

/** How many edges lie between the root and a node, at least. */
function distance(steps: readonly Step[], here: number): number {
  const far = new Map<Node, number>([[steps[0].node, 0]])
  for (const { node } of steps)
    for (const edge of node.edges)
      if (edge) far.set(edge.node, Math.min(far.get(edge.node) ?? Infinity, far.get(node)! + 1))
  return far.get(steps[here].node)!
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`

/** Who sent the gradient that arrives at output `k` of a node. */
function senders(steps: readonly Step[], node: Node, k: number, names: Names): string {
  const from = steps.flatMap((step) =>
    step.node.edges.flatMap((edge, i) =>
      edge?.node === node && edge.index === k && step.outgoing[i] ? [called(step.node, names)] : [],
    ),
  )
  if (from.length === 0) return 'where backward() begins'
  return from.length === 1 ? `sent by ${from[0]}` : `the sum of what ${list([...new Set(from)])} sent`
}

function partsOf(steps: readonly Step[], here: number, names: Names): Part[] {
  const { node, incoming, outgoing } = steps[here]
  const withGrad = (label: string, grad: Tensor, where: string): Part => ({
    label,
    text: `${gradText(grad, inlineDimensions)}  ${where}`,
    ...(isShownWhole(grad, inlineDimensions) ? {} : { grad }),
  })
  const parts = incoming.flatMap((grad, k) =>
    grad ? [withGrad(incoming.length > 1 ? `in ${k}` : 'in', grad, senders(steps, node, k, names))] : [],
  )
  if (node instanceof AccumulateGrad) {
    const name = `${called(node, names)}.grad`
    return [...parts, { label: 'then', text: node.variable.grad ? `added to ${name}` : `becomes ${name}` }]
  }
  const out = node.edges.flatMap((edge, k) => {
    const grad = outgoing[k]
    return edge && grad ? [withGrad('out', grad, `to ${called(edge.node, names)}`)] : []
  })
  return [...parts, { label: 'rule', text: ruleOf(node) }, ...out]
}

/** The numbers of a gradient, as they are printed in so many columns. */
function numbers(grad: Tensor, columns: number): string[] {
  const { linewidth } = get_printoptions()
  set_printoptions({ linewidth: Math.max(20, columns) })
  try {
    return torch
      .repr(grad.detach())
      .split('\n')
      .flatMap((line) => cut(line, columns).map(({ from, to }) => line.slice(from, to)))
  } finally {
    set_printoptions({ linewidth })
  }
}

/** As many lines as there is room for, the last telling how many are left out. */
function shortened(lines: string[], room: number, { unicode }: Look): string[] {
  if (lines.length <= room) return lines
  if (room < 2) return []
  return [...lines.slice(0, room - 1), `${unicode ? '…' : '...'} ${lines.length - room + 1} more lines`]
}

/** The page of step `here`, no taller than the size where that can be. */
export function backwardPage(
  steps: readonly Step[],
  here: number,
  names: Names,
  look: Look,
  { columns, rows }: Size,
): string[] {
  const style = paint(look)
  const fitting = { ...look, width: columns }
  const { node } = steps[here]
  const depth = distance(steps, here)
  const name = called(node, names)
  const number = `${here + 1}/${steps.length}`
  const place = depth === 0 ? ', the root' : `, ${plural(depth, 'edge')} below the root`
  const isPlaceShown = widthOf(`${number}  ${name}${place}`) <= columns
  const coloured = (node instanceof AccumulateGrad ? style.green : style.cyan)(name)
  const title = `${style.bold(number)}  ${coloured}${isPlaceShown ? style.dim(place) : ''}`

  const inner = Math.max(8, columns - margin)
  const parts = partsOf(steps, here, names)
  const texts = parts.map(({ text }) => wrap(text, inner).split('\n'))
  const heights = texts.reduce((sum, { length }) => sum + length, 0)
  const wanted = parts.map(({ grad }) => (grad ? numbers(grad, inner) : []))
  const wantedRows = wanted.reduce((sum, { length }) => sum + length, 0)
  const isRoomy = rows > heights + 2
  let room = rows - 1 - heights - (isRoomy ? 1 : 0)

  const fits = (picture: string[], least: number): boolean => picture.length + 1 + least <= room
  const all = pictures(steps, here, names, fitting)
  const picture =
    all.find((lines) => fits(lines, Math.min(wantedRows, wantedNumbers))) ??
    all.find((lines) => fits(lines, 0))
  if (picture) room -= picture.length + 1

  let waiting = parts.filter(({ grad }) => grad).length
  const body = parts.flatMap(({ label, grad }, i) => {
    const shown = grad ? shortened(wanted[i], Math.floor(room / waiting--), look) : []
    room -= shown.length
    return [...texts[i], ...shown].map((line, k) => {
      const text = label === 'rule' ? style.italic(line) : k >= texts[i].length ? style.dim(line) : line
      return `${k === 0 ? style.dim(label.padEnd(margin)) : ' '.repeat(margin)}${text}`
    })
  })
  const page = [title, ...(isRoomy ? [''] : []), ...(picture ? [...picture, ''] : []), ...body]
  return shortened(page, Math.max(2, rows), look)
}
