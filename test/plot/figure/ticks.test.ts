// Marks of axes: matplotlib's round numbers, and their labels.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labelsOf, linearTicks, ticksFor } from '../../../src/plot/figure/ticks.js'

test('round numbers around what is shown', () => {
  assert.deepEqual(linearTicks([0, 10], 9), [0, 2, 4, 6, 8, 10])
  assert.deepEqual(linearTicks([1.5, 10], 9), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  assert.deepEqual(linearTicks([8, 28], 9), [7.5, 10, 12.5, 15, 17.5, 20, 22.5, 25, 27.5, 30])
  assert.deepEqual(linearTicks([-0.05, 1.05], 9), [-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1, 1.2])
  assert.deepEqual(
    linearTicks([0.001, 0.0042], 9),
    [0.001, 0.0015, 0.002, 0.0025, 0.003, 0.0035, 0.004, 0.0045],
  )
  assert.deepEqual(linearTicks([0, 2], 9, true), [0, 1, 2])
  assert.deepEqual(linearTicks([3, 3], 9), [3])
})

test('labels have as many decimals as tell them apart, and what they have in common stands beside them', () => {
  const labels = (values: number[]): unknown => labelsOf(values, 'linear')
  assert.deepEqual(labels([0, 2, 4]), { labels: ['0', '2', '4'], offset: '' })
  assert.deepEqual(labels([7.5, 10, 12.5]), { labels: ['7.5', '10.0', '12.5'], offset: '' })
  assert.deepEqual(labels([0, 1e6, 2e6]), { labels: ['0', '1', '2'], offset: '1e6' })
  assert.deepEqual(labels([0, 2e-5, 4e-5]), { labels: ['0', '2', '4'], offset: '1e-5' })
  assert.deepEqual(labels([-0.2, 0, 0.2]), { labels: ['-0.2', '0.0', '0.2'], offset: '' })
  assert.deepEqual(labels([10000.1, 10000.2, 10000.3]), { labels: ['0.1', '0.2', '0.3'], offset: '+1e4' })
})

test('powers of ten', () => {
  assert.deepEqual(ticksFor([0.7, 1400], 'log', 9).labels, ['10⁰', '10¹', '10²', '10³'])
  assert.deepEqual(ticksFor([1e-8, 1], 'log', 4).labels, ['10⁻⁸', '10⁻⁵', '10⁻²'])
  assert.deepEqual(ticksFor([1, 1000], 'log', 9, { unicode: false }).labels, ['1e0', '1e1', '1e2', '1e3'])
  assert.deepEqual(ticksFor([2, 9], 'log', 9).labels, ['2', '5'])
})
