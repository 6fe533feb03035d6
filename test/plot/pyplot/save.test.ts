// `savefig`: SVG that is well formed, PNG that decodes, and words for all else.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, test } from 'node:test'
import { crc32, inflateSync } from 'node:zlib'
import { figureSvg } from '../../../src/plot/figure/svg.js'
import { plt } from './shown.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-figures-'))
afterEach(() => void plt.close('all'))

/** The size and the pixels of a PNG; fails where a chunk is damaged. */
function decoded(bytes: Buffer): {
  width: number
  height: number
  pixel: (x: number, y: number) => number[]
} {
  assert.equal(bytes.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n')
  let [width, height] = [0, 0]
  const data: Buffer[] = []
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const body = bytes.subarray(at + 4, at + 8 + length)
    assert.equal(bytes.readUInt32BE(at + 8 + length), crc32(body))
    const kind = body.toString('latin1', 0, 4)
    if (kind === 'IHDR') [width, height] = [body.readUInt32BE(4), body.readUInt32BE(8)]
    if (kind === 'IDAT') data.push(body.subarray(4))
    at += 12 + length
  }
  const rows = inflateSync(Buffer.concat(data))
  assert.equal(rows.length, height * (width * 4 + 1))
  return {
    width,
    height,
    pixel: (x, y) => [...rows.subarray(y * (width * 4 + 1) + 1 + x * 4).subarray(0, 4)],
  }
}

/** Every element that opens is closed, in order. */
function checkWellFormed(svg: string): void {
  const open: string[] = []
  for (const [, end, name, empty] of svg.matchAll(/<(\/?)([a-zA-Z]+)(?:\s[^<>]*?)?(\/?)>/g))
    if (end) assert.equal(open.pop(), name)
    else if (!empty) open.push(name)
  assert.deepEqual(open, [])
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/)
  // All else that looks like markup is text.
  assert.equal(svg.replace(/<\/?[a-zA-Z][^<>]*>/g, '').match(/[<>]|&(?!amp;|lt;|gt;|quot;)/), null)
}

const drawAll = (): void => {
  const [figure, axes] = plt.subplots(2, 3, { figsize: [9, 5] })
  axes[0][0].plot([1, 2, NaN, 4], [1, Infinity, 3, 4], 'o--', { label: '<b>&"' })
  axes[0][0].legend()
  axes[0][1].bar(['a<', 'b'], [1, -2])
  axes[0][2].hist([1, 2, 2, 3], { bins: 3, alpha: 0.5, histtype: 'step' })
  axes[1][0].imshow(
    [
      [0, 1],
      [2, NaN],
    ],
    { cmap: 'gray' },
  )
  figure.colorbar(axes[1][0].images[0], { ax: axes[1][0] })
  axes[1][1].errorbar([1, 2], [3, 4], { yerr: 0.5, capsize: 3 })
  axes[1][1].set_yscale('log')
  axes[1][2].fill_between([0, 1, 2], [1, 2, 1])
  axes[1][2].annotate('peak', { xy: [1, 2], xytext: [1.5, 1.5], arrowprops: {} })
  axes[1][2].set_title('a title\n\x1b[31mof two \u202elines')
  figure.suptitle('A & B')
}

test('an SVG is well formed, whatever is written on it', () => {
  drawAll()
  const path = join(folder, 'all.svg')
  plt.savefig(path)
  const svg = readFileSync(path, 'utf8')
  checkWellFormed(svg)
  assert.match(svg, />&lt;b&gt;&amp;&quot;</)
  assert.match(svg, /\\x1b\[31mof two \\u202elines/)
  assert.match(svg, /href="data:image\/png;base64,/)
  assert.match(svg, /stroke-dasharray=/)
})

test('a PNG has the size that figsize and dpi say, and the colours of what is drawn', () => {
  drawAll()
  plt.savefig(join(folder, 'all.png'))
  const { width, height } = decoded(readFileSync(join(folder, 'all.png')))
  assert.deepEqual([width, height], [900, 500])
  plt.close()
  plt.figure({ figsize: [2, 2] })
  plt.axis('off')
  plt.imshow(
    [
      [0, 1],
      [1, 0],
    ],
    { cmap: 'gray' },
  )
  plt.savefig(join(folder, 'four.png'), { dpi: 50 })
  const four = decoded(readFileSync(join(folder, 'four.png')))
  assert.deepEqual([four.width, four.height], [100, 100])
  assert.deepEqual(
    [
      [30, 30],
      [70, 30],
      [30, 70],
      [70, 70],
    ].map(([x, y]) => four.pixel(x, y)[0]),
    [0, 255, 255, 0],
  )
  assert.deepEqual(four.pixel(1, 1), [255, 255, 255, 255])
})

test('a name without an ending is a PNG, and format says what an ending does not', () => {
  plt.plot([1, 2])
  plt.savefig(join(folder, 'plain'))
  plt.savefig(join(folder, 'odd.data'), { format: 'svg' })
  assert.equal(decoded(readFileSync(join(folder, 'plain.png'))).width, 640)
  checkWellFormed(readFileSync(join(folder, 'odd.data'), 'utf8'))
})

test('kinds of files that are not written here have one of these in their place', () => {
  plt.plot([1, 2])
  plt.savefig(join(folder, 'page.pdf'))
  plt.savefig(join(folder, 'photo.JPG'))
  checkWellFormed(readFileSync(join(folder, 'page.svg'), 'utf8'))
  assert.equal(decoded(readFileSync(join(folder, 'photo.png'))).width, 640)
})

test('what cannot be written is said, and what was there stays', () => {
  plt.plot([1, 2])
  const path = join(folder, 'kept.xyz')
  writeFileSync(path, 'old')
  assert.throws(() => plt.savefig(path), /Format 'xyz' is not supported \(supported formats: png, svg\)/)
  assert.equal(readFileSync(path, 'utf8'), 'old')
  assert.throws(
    () => plt.savefig(join(folder, 'no', 'x.svg')),
    /cannot write .*x\.svg: there is no such file or folder/,
  )
  assert.throws(() => plt.savefig(join(folder, 'x.png'), { dpi: 0 }), /dpi must be positive/)
  assert.throws(() => plt.gcf().set_size_inches(1e4, 1e4) ?? plt.savefig(join(folder, 'x.png')), /too large/)
  assert.equal(existsSync(join(folder, 'x.png')), false)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  )
})

test('numbers beyond all measure make a picture', () => {
  for (const values of [[], [1], [0, 0], [1e308, -1e308], [1e-300, 2e-300], [NaN, NaN], [5, 5]]) {
    plt.plot(values)
    checkWellFormed(figureSvg(plt.gcf()))
    plt.close()
  }
})
