// The SVG of a training: names that are safe, and no number that is none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Scene } from '../../src/train/scene.js'
import { svgOf } from '../../src/train/svg.js'

const scene: Scene = {
  x: [0, 1, NaN],
  y: [0, 1, 1],
  group: [0, 1, 1],
  classes: ['<b>', 'a & "b"'],
  curve: [
    [0, 1],
    [NaN, 0],
    [1, 0],
  ],
  ranges: { x: [0, 1], y: [0, 1] },
  names: { x: 'x<y', y: 'y', curve: 'line' },
}

test('names are text, whatever they are', () => {
  const svg = svgOf({
    title: 'A & B',
    scene,
    losses: [3, Infinity, 1],
    iterations: [0, 2],
    log: false,
    ending: 'over',
  })
  assert.match(svg, />A &amp; B<[^]*>&lt;b&gt;<[^]*>a &amp; &quot;b&quot;</)
  assert.match(svg, />x&lt;y</)
  assert.equal(svg.match(/<circle /g)!.length, 4, 'two points, and two in the legend')
  assert.ok(!/NaN|Infinity|undefined/.test(svg))
  // Every element that opens is closed.
  const tags = (pattern: RegExp): string[] => [...svg.matchAll(pattern)].map(([, tag]) => tag).sort()
  assert.deepEqual(tags(/<([a-zA-Z]+)(?:\s[^>]*[^/])?>/g), tags(/<\/([a-zA-Z]+)>/g))
})

test('one loss, or none, makes a picture too', () => {
  for (const losses of [[], [1], [0, 0], [1e38, 1e-38]]) {
    const end = Math.max(0, losses.length - 1)
    const svg = svgOf({ title: 't', scene, losses, iterations: [0, end], log: true, ending: '' })
    assert.ok(!/NaN|Infinity|undefined/.test(svg), svg)
  }
})

test('a long ending is told in as many lines as it takes', () => {
  const ending = 'Diverged at iteration 5: '.repeat(12).trim()
  const svg = svgOf({ title: 'A', scene, losses: [1], iterations: [0, 0], log: false, ending })
  const lines = [...svg.matchAll(/>(Diverged[^<]*)</g)].map(([, line]) => line)
  assert.ok(lines.length > 1)
  assert.equal(lines.join(' '), ending)
})
