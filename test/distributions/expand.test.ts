// What `expand` makes of a learner's own subclasses: without a constructor they grow with their base, with one they say how.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { type Tensor } from '../../src/index.js'

const { Chi2, Distribution, Gumbel, HalfNormal, Normal, RelaxedBernoulli } = torch.distributions
const half = (): Tensor => torch.tensor(0.5)

test('subclasses without a constructor are expanded as their base is', () => {
  class Mine extends Normal {}
  class Largest extends Gumbel {}
  class Size extends HalfNormal {}
  class Soft extends RelaxedBernoulli {}
  for (const given of [new Mine(0, 1), new Largest(0, 1), new Size(1), new Soft(half(), half())]) {
    const grown = given.expand([2])
    assert.equal(grown.constructor, given.constructor)
    assert.deepEqual([...grown.batch_shape], [2])
    assert.deepEqual([...grown.sample([3]).shape], [3, 2])
  }
})

test('subclasses with a constructor of their own have to say how', () => {
  class Standard extends Normal {
    constructor() {
      super(0, 1)
    }
  }
  class One extends Chi2 {
    constructor() {
      super(1)
    }
  }
  const refused = (name: string, base: string): RegExp =>
    new RegExp(
      `^NotImplementedError: Subclass ${name} of ${base} that defines a custom __init__ method must also define a custom \\.expand\\(\\) method\\.$`,
    )
  assert.throws(() => new Standard().expand([2]), refused('Standard', 'Normal'))
  assert.throws(() => new One().expand([2]), refused('One', 'Chi2'))
})

test('a distribution that says nothing of it cannot be expanded', () => {
  class Nothing extends Distribution {}
  assert.throws(() => new Nothing([], [], false).expand([2]), { name: 'NotImplementedError' })
})
