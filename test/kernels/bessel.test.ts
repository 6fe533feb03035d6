// Bessel's functions and Airy's against values computed with 60 digits, on both sides of every change of method.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bessel from '../../src/kernels/bessel.js'
import { igamma, igammac } from '../../src/kernels/incomplete-gamma.js'

const near = (got: number, want: number, digits = 1e-12): void =>
  assert.ok(Math.abs(got - want) <= digits * (1 + Math.abs(want)), `${got} is not ${want}`)

const ofFirstKind = [
  [0.5, 0.9384698072408129, 0.2422684576748739],
  [1.9375, 0.26004565867589036, 0.579969048446659],
  [2.0625, 0.1879876297425429, 0.5719172723653017],
  [5.125, -0.1358837520737509, -0.3389470236402631],
  [12, 0.047689310796833535, -0.2234471044906276],
  [24.5, 0.0236974337340679, -0.1589784118193281],
  [25.5, 0.14406215754684787, -0.062048536491484105],
]
test('of the first kind', () => {
  for (const [x, j0, j1] of ofFirstKind) {
    near(bessel.besselJ0(x!), j0!)
    near(bessel.besselJ1(x!), j1!)
    assert.equal(bessel.besselJ1(-x!), -bessel.besselJ1(x!))
  }
})

const airy = [
  [-7.25, 0.32374057321118616],
  [-6.75, -0.03338479058876496],
  [-3, -0.37881429367765806],
  [-2, 0.22740742820168558],
  [0.5, 0.23169360648083348],
  [1.75, 0.05056988080579487],
  [2.25, 0.023654658557747447],
  [3, 0.006591139357460719],
  [5, 0.00010834442813607442],
]
test('Airy', () => {
  for (const [x, ai] of airy) near(bessel.airyAi(x!), ai!)
})

/** y1 j0 - y0 j1 is -2 / (πx) wherever the four are right. */
test('the functions of the first and the second kind fit each other', () => {
  for (const x of [1e-5, 0.3, 1.99, 2.01, 4.9, 5.1, 12, 24.9, 25.1, 80, 1e4]) {
    const { besselJ0, besselJ1, besselY0, besselY1 } = bessel
    near((besselJ1(x) * besselY0(x) - besselJ0(x) * besselY1(x)) * Math.PI * x * 0.5, 1)
  }
})

test('scaled ones are the others times an exponential', () => {
  for (const x of [0.1, 0.99, 1.01, 5, 60]) {
    near(bessel.scaledBesselK0(x) * Math.exp(-x), bessel.besselK0(x))
    near(bessel.scaledBesselK1(x) * Math.exp(-x), bessel.besselK1(x))
  }
})

test('the two incomplete gamma functions make one', () => {
  for (const a of [0.1, 1, 19, 21, 400, 9e5, 2e6])
    for (const share of [0.5, 0.99, 1, 1.001, 3]) near(igamma(a, a * share) + igammac(a, a * share), 1)
})

test('a large first argument is continued without a step', () => {
  near(igamma(1e6 - 1, 1e6), igamma(1e6 + 1, 1e6), 1e-3)
  near(igamma(1e8, 1e8), 0.5000132980758291, 1e-9)
  near(igamma(1e8, 1.0001e8), 0.8413447464717021, 1e-9)
})
