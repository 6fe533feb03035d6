// All kinds of pictures, small: what each looks like as text, and what calls give back.
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import torch from '../../../src/torch.js'
import { repr } from '../../../src/text/repr.js'
import { asciiInk, drawn, plt } from './shown.js'

afterEach(() => void plt.close('all'))

const small = (): string => drawn(40, 14)

test('a curve', () => {
  plt.plot([1, 2, 3, 4], [1, 4, 9, 16])
  plt.xlabel('x')
  plt.ylabel('square')
  const text = small()
  assert.match(text, /^square\n/)
  assert.match(text, /\n {20,24}x$/)
  assert.match(text, /10 ┤/)
})

test('bars stand on zero and have their names', () => {
  plt.bar(['one', 'two', 'three'], [1, 2, 4])
  const text = small()
  assert.match(text, /one +two +three$/)
  assert.match(text, /^0 ┤ .*█/m)
  const heights = plt.bar([0, 1], [3, 5]).patches.map((bar: any) => bar.get_height())
  assert.deepEqual(heights, [3, 5])
})

test('bars to the right, and bars below zero', () => {
  plt.barh(['a', 'b'], [3, 1])
  assert.match(small(), /^b ┤█+[▏▎▍▌▋▊▉]?$/m)
  plt.bar([0, 1], [-2, 2])
  assert.match(small(), /^-?\d.*┤/m)
})

test('a picture is as wide as it is high, and its first row is on top', () => {
  plt.imshow(
    [
      [1, 0],
      [0, 0],
    ],
    { cmap: 'gray' },
  )
  const rows = small()
    .split('\n')
    .filter((row) => row.includes('█'))
  assert.ok(rows.length > 1)
  assert.match(rows[0], /┤? *█+ *$/)
  assert.equal(rows[0].trim().replace(/[^█]/g, '').length, 2 * rows.length)
})

test('a colour bar tells what shades mean', () => {
  const image = plt.imshow(torch.arange(16).reshape([4, 4]))
  plt.colorbar(image, { label: 'heat' })
  assert.match(small(), /0 +░+▒+▓+█+ 15 {2}heat/)
})

test('points with sizes and colours, error bars, steps, stems, bands and lines along the axes', () => {
  plt.scatter([1, 2, 3], [1, 2, 3], { c: [1, 5, 9], s: [10, 20, 30], cmap: 'viridis' })
  plt.errorbar([1, 2, 3], [3, 2, 1], { yerr: [0.1, 0.2, 0.3], fmt: 'o-', capsize: 3, label: 'measured' })
  plt.step([1, 2, 3], [1, 2, 1], { where: 'post' })
  plt.stem([1, 2, 3], [1, 2, 1])
  plt.fill_between([1, 2, 3], [1, 2, 1], [2, 3, 2], { alpha: 0.3 })
  plt.axhline(2, { color: 'k', ls: '--' })
  plt.axvline({ x: 2 })
  plt.axvspan(1, 1.5, { alpha: 0.2 })
  plt.hlines([1, 2], 0, 3)
  plt.legend()
  plt.grid(true)
  assert.match(small(), /measured/)
})

test('subplots beside each other where there is room, else below each other', () => {
  const draw = (): void => {
    const [, axes] = plt.subplots(1, 2)
    axes[0].plot([1, 2])
    axes[0].set_title('left')
    axes[1].plot([2, 1])
    axes[1].set_title('right')
  }
  draw()
  assert.match(drawn(80, 24), /left.*right/)
  draw()
  const narrow = drawn(40, 24)
  assert.doesNotMatch(narrow, /left.*right/)
  assert.match(narrow, /left[^]*right/)
})

test('what calls give back', () => {
  const [line] = plt.plot([1, 2, 3], [4, 5, 6], 'bo--', { label: 'a' })
  assert.match(repr(line), /^<matplotlib\.lines\.Line2D object at 0x[0-9a-f]+>$/)
  line.set_ydata([7, 8, 9])
  assert.deepEqual(line.get_ydata(), [7, 8, 9])
  line.set_data([0, 1], [0, 1])
  assert.deepEqual(line.get_xdata(), [0, 1])
  assert.equal(repr(plt.gca()), '<AxesSubplot: >')
  assert.equal(repr(plt.gcf()), '<Figure size 640x480 with 1 Axes>')
  assert.equal(repr(plt.bar([1, 2], [3, 4])), '<BarContainer object of 2 artists>')
  plt.xlim(0, 5)
  assert.equal(repr(plt.xlim()), '(0.0, 5.0)')
  line.remove()
  assert.equal(plt.gca().lines.length, 0)
})

test('limits are those of the data with a margin of five hundredths; bars and pictures keep their edges', () => {
  plt.plot([0, 10], [0, 100])
  assert.equal(repr(plt.xlim()), '(-0.5, 10.5)')
  assert.equal(repr(plt.ylim()), '(-5.0, 105.0)')
  plt.clf()
  plt.bar([1, 2], [3, 4])
  assert.deepEqual([...plt.ylim()].map(Number), [0, 4.2])
  plt.clf()
  plt.imshow(torch.zeros([4, 6]))
  assert.equal(repr(plt.xlim()), '(-0.5, 5.5)')
  assert.equal(repr(plt.ylim()), '(3.5, -0.5)')
})

test('formulas and names from outside', () => {
  plt.plot([1, 2], { label: '$x^2$' })
  plt.title('$\\alpha_1 = 3$\x1b[31m')
  plt.legend()
  const text = small()
  assert.match(text, /α₁ = 3\\x1b\[31m/)
  assert.match(text, /x²/)
})

test('nothing but ASCII where a terminal has no more', () => {
  plt.hist([1, 2, 2, 3, 3, 3], { bins: 3 })
  plt.plot([1, 3], [0, 3], 'r--', { label: 'a' })
  plt.legend()
  const text = drawn(60, 20, asciiInk)
  assert.match(text, /^[\x20-\x7e\n]*$/)
})

test('a figure without anything, and axes without numbers', () => {
  plt.figure()
  assert.equal(drawn(), '')
  plt.plot([], [])
  assert.match(small(), /0\.0/)
  plt.plot([NaN, NaN])
  assert.match(small(), /┤/)
})
