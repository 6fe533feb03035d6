// Long series in little memory, and fields of dots in layers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Field, type LayerStyle } from '../../src/plot/field.js'
import { Series } from '../../src/plot/series.js'

test('a short series is kept as it is', () => {
  const series = new Series()
  for (const value of [3, NaN, -1]) series.push(value)
  assert.deepEqual(series.values, [3, NaN, -1])
  assert.equal(series.length, 3)
})

test('a long one becomes means of equal shares', () => {
  const series = new Series()
  for (let i = 0; i < 100_001; i++) series.push(i)
  const { values } = series
  assert.ok(values.length > 1000 && values.length <= 4097)
  assert.equal(series.length, 100_001)
  const share = values[1] - values[0]
  values.slice(0, -1).forEach((value, i) => assert.equal(value, share * i + (share - 1) / 2))
  // What is no whole share yet is the mean of what is there.
  assert.ok(values.at(-1)! > values.at(-2)! && values.at(-1)! <= 100_000)
})

test('numbers near the greatest do not overflow their mean', () => {
  const series = new Series()
  for (let i = 0; i < 5001; i++) series.push(1.5e308)
  assert.ok(series.values.every((value) => Math.abs(value / 1.5e308 - 1) < 1e-12))
})

const axes = { x: [0, 1], y: [0, 1] } as const
const braille: LayerStyle = { mark: '*', isBraille: true, paint: (text) => text }
const named = (name: string, isBraille = true): LayerStyle => ({
  mark: name,
  isBraille,
  paint: (text) => `<${name}${isBraille ? text : ''}>`,
})

test('a path is cut where the field ends', () => {
  const draw = (...points: [number, number][]): string[] => {
    const field = new Field(4, 2, axes)
    field.path(0, points)
    return field.rows([braille])
  }
  assert.deepEqual(draw([0, 0], [1, 1]), ['  ⡠⠊', '⡠⠊  '])
  assert.deepEqual(draw([-9, -9], [9, 9]), ['  ⡠⠊', '⡠⠊  '])
  assert.deepEqual(draw([-1, 2], [2, 2]), ['    ', '    '])
  assert.deepEqual(draw([0.5, -1], [0.5, 5]).join('').replace(/ /g, '').length, 2)
  assert.deepEqual(draw([0, 0], [NaN, 1]), ['    ', '    '])
  assert.deepEqual(draw([0, Infinity], [1, 0]), ['    ', '    '])
  assert.deepEqual(draw([-1e9, 0], [1e9, 0]), ['    ', '⣀⣀⣀⣀'])
})

test('layers share the dots of a character; the first decides its colour', () => {
  const field = new Field(1, 1, axes)
  field.points(0, [0], [0])
  field.points(1, [1], [1])
  assert.deepEqual(field.rows([named('a'), named('b')]), ['<a⡈>'])
  assert.deepEqual(field.rows([named('a', false), named('b')]), ['<a>'])
  assert.deepEqual(field.rows([named('a'), named('b', false)]), ['<a⡀>'])
})

test('points may be larger than a dot, and lie at the edge', () => {
  const field = new Field(2, 1, axes)
  field.points(0, [0, 1, NaN], [0, 1, 0], 2)
  assert.deepEqual(field.rows([braille]), ['⣀⠘'])
})
