// Places a graph for drawing: layers from top to bottom, few crossings, nodes above what they lead to.
import type { Graph } from './graph.js'

/** A node in its layer, or a place that a long edge passes through. */
export interface Placed {
  /** Index in the graph; -1 for a passing edge. */
  readonly node: number
  readonly width: number
  /** Column of its middle. */
  x: number
  /** What lies below: items of the next layer, once for each edge. */
  readonly below: Placed[]
  readonly above: Placed[]
}

const gap = 3

/** The layer of each node: below everything that was computed from it. */
function layerOf(graph: Graph): number[] {
  const layers = graph.map(() => 0)
  // Each node stands before its inputs, the fold at the end behind all.
  graph.forEach(({ inputs }, i) => {
    for (const input of inputs) layers[input] = Math.max(layers[input], layers[i] + 1)
  })
  return layers
}

function makeLayers(graph: Graph): Placed[][] {
  const layerNumbers = layerOf(graph)
  const layers: Placed[][] = Array.from({ length: Math.max(...layerNumbers) + 1 }, () => [])
  const place = (node: number, layer: number, width: number): Placed => {
    const item: Placed = { node, width, x: 0, below: [], above: [] }
    layers[layer].push(item)
    return item
  }
  const items = graph.map(({ label }, i) => place(i, layerNumbers[i], label.length))
  const link = (from: Placed, to: Placed): void => {
    from.below.push(to)
    to.above.push(from)
  }
  graph.forEach(({ inputs }, i) => {
    for (const input of inputs) {
      let from = items[i]
      for (let layer = layerNumbers[i] + 1; layer < layerNumbers[input]; layer++) {
        const passing = place(-1, layer, 1)
        link(from, passing)
        from = passing
      }
      link(from, items[input])
    }
  })
  return layers
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Sorts layers by the mean position of their neighbours, downwards and upwards in turn. */
function uncross(layers: Placed[][]): void {
  const position = new Map<Placed, number>()
  const number = (layer: Placed[]): void => layer.forEach((item, i) => position.set(item, i))
  layers.forEach(number)
  for (let sweep = 0; sweep < 8; sweep++) {
    const isDown = sweep % 2 === 0
    for (const layer of isDown ? layers.slice(1) : layers.slice(0, -1).reverse()) {
      const wish = new Map(
        layer.map((item) => {
          const neighbours = isDown ? item.above : item.below
          return [
            item,
            neighbours.length ? mean(neighbours.map((it) => position.get(it)!)) : position.get(item)!,
          ]
        }),
      )
      layer.sort((a, b) => wish.get(a)! - wish.get(b)!)
      number(layer)
    }
  }
}

/** Moves the items of a layer as near to their wishes as their widths and order allow. */
function settle(layer: Placed[], wishes: readonly number[]): void {
  const half = (item: Placed): number => Math.floor(item.width / 2)
  // From the left nothing overlaps; then what was pushed too far right is pulled back as a block.
  let blocks: { items: Placed[]; offsets: number[]; x: number; wishes: number[] }[] = []
  const place = (block: (typeof blocks)[number]): void => {
    block.x = mean(block.wishes.map((wish, i) => wish - block.offsets[i]))
  }
  layer.forEach((item, i) => {
    let block = { items: [item], offsets: [0], x: wishes[i], wishes: [wishes[i]] }
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      const end = last.items.at(-1)!
      const distance = end.width - half(end) + gap + half(block.items[0])
      if (last.x + last.offsets.at(-1)! + distance <= block.x) break
      const shift = last.offsets.at(-1)! + distance
      block = {
        items: [...last.items, ...block.items],
        offsets: [...last.offsets, ...block.offsets.map((offset) => offset + shift)],
        x: 0,
        wishes: [...last.wishes, ...block.wishes],
      }
      place(block)
      blocks = blocks.slice(0, -1)
    }
    blocks.push(block)
  })
  for (const { items, offsets, x } of blocks)
    items.forEach((item, i) => (item.x = Math.round(x) + offsets[i]))
}

/** The layers of a graph with every item at its column, the leftmost text at column 0. */
export function layOut(graph: Graph): Placed[][] {
  const layers = makeLayers(graph)
  uncross(layers)
  for (const layer of layers)
    settle(
      layer,
      layer.map((_, i) => i),
    )
  for (let sweep = 0; sweep < 10; sweep++) {
    const isDown = sweep % 2 === 0
    for (const layer of isDown ? layers.slice(1) : layers.slice(0, -1).reverse())
      settle(
        layer,
        layer.map((item) => {
          const neighbours = isDown ? item.above : item.below
          return neighbours.length ? mean(neighbours.map(({ x }) => x)) : item.x
        }),
      )
  }
  const left = Math.min(...layers.flat().map(({ x, width }) => x - Math.floor(width / 2)))
  for (const item of layers.flat()) item.x -= left
  return layers
}
