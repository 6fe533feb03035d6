// What is said of arguments that are none, in matplotlib's, NumPy's and PyTorch's words.
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import torch from '../../../src/torch.js'
import { plt } from './shown.js'

afterEach(() => void plt.close('all'))

const says = (call: () => unknown, name: string, message: string | RegExp): void =>
  assert.throws(call, (error: Error) => {
    assert.equal(error.constructor.name.replace(/^Torch/, ''), name)
    if (typeof message === 'string') assert.equal(error.message, message)
    else assert.match(error.message, message)
    return true
  })

test('sizes that do not fit', () => {
  says(
    () => plt.plot([1, 2, 3], [1, 2, 3, 4]),
    'ValueError',
    'x and y must have same first dimension, but have shapes (3,) and (4,)',
  )
  says(
    () => plt.plot(torch.ones([2, 3]), torch.ones([3])),
    'ValueError',
    'x and y must have same first dimension, but have shapes (2, 3) and (3,)',
  )
  says(
    () => plt.plot(torch.ones([2, 3, 4])),
    'ValueError',
    'x and y can be no greater than 2D, but have shapes (2,) and (2, 3, 4)',
  )
  says(() => plt.scatter([1, 2], [1, 2, 3]), 'ValueError', 'x and y must be the same size')
  says(
    () => plt.scatter([1, 2], [1, 2], { c: [1, 2, 3, 4, 5] }),
    'ValueError',
    "'c' argument has 5 elements, which is inconsistent with 'x' and 'y' with size 2.",
  )
  says(
    () => plt.bar([1, 2, 3], [1, 2]),
    'ValueError',
    'shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape (3,) and arg 1 with shape (2,).',
  )
  says(() => plt.imshow([1, 2, 3]), 'TypeError', 'Invalid shape (3,) for image data')
  says(() => plt.imshow(torch.ones([3, 8, 8])), 'TypeError', 'Invalid shape (3, 8, 8) for image data')
})

test('tensors that NumPy cannot have', () => {
  const w = torch.ones([3], { requires_grad: true })
  const words = "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
  says(() => plt.plot(w), 'RuntimeError', words)
  says(() => plt.plot([1], [w.sum()]), 'RuntimeError', words)
  says(() => plt.hist(w), 'RuntimeError', words)
  says(() => plt.imshow(w.reshape([1, 3])), 'RuntimeError', words)
})

test('names that nobody has', () => {
  says(
    () => plt.plot([1], { colour: 'r' }),
    'AttributeError',
    "Line2D.set() got an unexpected keyword argument 'colour'",
  )
  says(
    () => plt.scatter([1], [1], { size: 3 }),
    'AttributeError',
    "PathCollection.set() got an unexpected keyword argument 'size'",
  )
  says(
    () => plt.bar([1], [1], { wide: 3 }),
    'AttributeError',
    "Rectangle.set() got an unexpected keyword argument 'wide'",
  )
  says(() => plt.scatter([1]), 'TypeError', "scatter() missing 1 required positional argument: 'y'")
  says(() => plt.plot([1], 'rr'), 'ValueError', "'rr' is not a valid format string (two color symbols)")
  says(
    () => plt.plot([1], 'q-'),
    'ValueError',
    "'q-' is not a valid format string (unrecognized character 'q')",
  )
  says(() => plt.plot([1], { color: 'reddish' }), 'ValueError', /^'reddish' is not a valid value for color/)
  says(() => plt.plot([1], { marker: '?' }), 'ValueError', "Unrecognized marker style '?'")
  says(
    () => plt.imshow([[1]], { cmap: 'jett' }),
    'ValueError',
    /^'jett' is not a valid value for cmap; supported values are /,
  )
  says(() => plt.subplot(2, 2, 5), 'ValueError', 'num must be an integer with 1 <= num <= 4, not 5')
})

test('nothing is drawn by a call that fails', () => {
  assert.throws(() => plt.plot([1, 2], [1, 2], 'r-', [1, 2], [1]))
  assert.equal(plt.gca().artists.length, 0)
})

test('what has no such property, and more axes than anybody looks at', () => {
  says(() => plt.setp(-1, { dim: 0 }), 'AttributeError', "'int' object has no property 'dim'")
  says(() => plt.setp([null], { color: 'r' }), 'AttributeError', "'NoneType' object has no property 'color'")
  says(() => plt.subplots(2n ** 53n), 'ValueError', /too large: 10000 at most/)
  says(() => plt.subplots(200, 200), 'ValueError', /^a figure of 200 x 200 axes is too large/)
})
