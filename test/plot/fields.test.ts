// Scatter plots, histograms and heat maps, character by character.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { averageDown, heatMap } from '../../src/plot/heat-map.js'
import { countInBins, histogram } from '../../src/plot/histogram.js'
import { scatterPlot } from '../../src/plot/scatter.js'

test('points, in braille and in stars', () => {
  assert.equal(
    scatterPlot([0, 1, 2], [0, 1, 2], { width: 3, height: 3, unicode: false }),
    ['2 |  *', '  | *', '0 |*', '  +---', '   0 2'].join('\n'),
  )
  assert.equal(scatterPlot([0, 1], [0, 1], { width: 2, height: 1 }), ['1 ┤⡀⠈', '  └──', '   0 1'].join('\n'))
  assert.match(scatterPlot([0, NaN, 1], [0, 1, 1]), /\n\(1 of 3 points are not finite and not drawn\)$/)
  assert.equal(scatterPlot([], []), '(nothing to draw)')
})

test('bars', () => {
  assert.equal(
    histogram([0, 0, 0, 0, 1, 2, 2, 4], { width: 8, bins: 4 }),
    ['0 ┤████████ 4', '1 ┤██ 1', '2 ┤████ 2', '3 ┤██ 1', '4 ┘'].join('\n'),
  )
  assert.equal(histogram([5, 5], { width: 4, unicode: false }), '5 |#### 2\n5 +')
  assert.match(histogram([1, Infinity, 2]), /\n\(1 of 3 values are not finite and not drawn\)$/)
  assert.deepEqual(countInBins([0, 0.5, 1, NaN], 0, 1, 2), [1, 2])
  assert.equal(histogram([-1.7e308, 1.7e308], { bins: 2 }).split('\n').length, 3)
})

test('shades', () => {
  assert.equal(
    heatMap(
      [
        [0, 1],
        [2, 4],
      ],
      { width: 4 },
    ),
    '··░░\n▒▒██\n0 ·░▒▓█ 4',
  )
  assert.equal(heatMap([[0, 1]], { width: 2, unicode: false }), '.#\n0 .:=*# 1')
  assert.match(heatMap([[NaN, 1]]), /^\?{4}/)
  assert.deepEqual(
    averageDown(
      [
        [1, 3],
        [5, 7],
      ],
      1,
      1,
    ),
    [[4]],
  )
  assert.match(heatMap(Array.from({ length: 50 }, () => [1, 2])), /50 by 2, averaged down$/)
})
