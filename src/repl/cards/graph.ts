// The computational graph behind a tensor as plain data: nodes with labels and edges, folded where it is large.
import { AccumulateGrad, type Node } from '../../tensor/node.js'
import type { Tensor } from '../../tensor/tensor.js'
import { visibleName } from '../../base/visible.js'
import { shapeText } from '../../text/shape-text.js'
import { plural } from '../../terminal/words.js'

/** `here` is the node that a picture is about. */
export type GraphKind = 'leaf' | 'op' | 'fold' | 'here'

export interface GraphNode {
  readonly label: string
  readonly kind: GraphKind
  /** Indices of the nodes it was computed from, once for each use. */
  readonly inputs: number[]
}

/** Nodes in an order in which each stands before its inputs; the first is the tensor asked about. */
export type Graph = readonly GraphNode[]

/** The variable that is output of a node, if one is. */
function nameOf(node: Node, names: ReadonlyMap<Tensor, string>): string | undefined {
  for (const [tensor, name] of names) if (tensor.node === node) return name
  return undefined
}

/** A node as a picture names it. */
export function labelOf(node: Node, names: ReadonlyMap<Tensor, string>): string {
  if (node instanceof AccumulateGrad) {
    const name = names.get(node.variable) ?? (node.variable.isParameter ? 'parameter' : 'leaf')
    return `${name} ${shapeText(node.variable.sizes)}`
  }
  const name = nameOf(node, names)
  const shape = node.outputs[0] ? ` ${shapeText(node.outputs[0].sizes)}` : ''
  return name ? `${name}${shape} = ${visibleName(node.className)}` : visibleName(node.className)
}

/** The nodes that `root` leads to, each once, nearest first. */
function reached(root: Node): Node[] {
  const nodes = [root]
  const seen = new Set(nodes)
  for (let i = 0; i < nodes.length; i++)
    for (const edge of nodes[i].edges) {
      if (!edge || seen.has(edge.node)) continue
      seen.add(edge.node)
      nodes.push(edge.node)
    }
  return nodes
}

/** Each node's greatest distance from the root; inputs lie deeper than what was computed from them. */
function depths(nodes: readonly Node[]): Map<Node, number> {
  const depth = new Map<Node, number>(nodes.map((node) => [node, 0]))
  for (const node of [...nodes].sort((a, b) => b.sequence - a.sequence))
    for (const edge of node.edges)
      if (edge) depth.set(edge.node, Math.max(depth.get(edge.node)!, depth.get(node)! + 1))
  return depth
}

const leadsTo = (node: Node, input: Node): boolean => node.edges.some((edge) => edge?.node === input)

/** The graph of `x`: the `limit` ops nearest to it, their leaves, and one more node that says how many lie behind. */
export function graphOf(x: Tensor, names: ReadonlyMap<Tensor, string>, limit = 30): Graph {
  const root = x.edge()?.node
  if (!root) return []
  const all = reached(root)
  const depth = depths(all)
  // Levels stay whole as far as they can: what is near is what was asked about.
  const ordered = [...all].sort((a, b) => depth.get(a)! - depth.get(b)! || b.sequence - a.sequence)
  const isLeaf = (node: Node): boolean => node instanceof AccumulateGrad
  const near = new Set(ordered.filter((node) => !isLeaf(node)).slice(0, limit))
  // A leaf that what is kept leads to is kept too, however deep it lies.
  const used = ordered.filter((leaf) => isLeaf(leaf) && [...near].some((node) => leadsTo(node, leaf)))
  for (const leaf of used.slice(0, limit)) near.add(leaf)
  const kept = root instanceof AccumulateGrad ? [root] : ordered.filter((node) => near.has(node))
  const index = new Map(kept.map((node, i) => [node, i]))
  const hidden = all.length - kept.length
  const graph: GraphNode[] = kept.map((node) => {
    const inputs = node.edges.flatMap((edge) => (edge ? [index.get(edge.node) ?? kept.length] : []))
    // Many edges into what is folded are one.
    const shown = inputs.filter((input, i) => input < kept.length || inputs.indexOf(input) === i)
    return {
      label: labelOf(node, names),
      kind: node instanceof AccumulateGrad ? 'leaf' : 'op',
      inputs: shown,
    }
  })
  if (hidden > 0) {
    const leaves = all.filter((node) => node instanceof AccumulateGrad && !index.has(node)).length
    const of = leaves > 0 ? `, ${leaves} of them ${leaves === 1 ? 'a leaf' : 'leaves'}` : ''
    graph.push({ label: `… ${plural(hidden, 'more node')}${of}`, kind: 'fold', inputs: [] })
  }
  return graph
}
