// Colour maps by matplotlib's names: numbers from 0 to 1 as colours, straight between the colours that a map is made of.
import { ValueError } from '../../base/errors.js'
import { reprSymbol, repr } from '../../text/repr.js'
import type { Color } from './colors.js'

/** Maps as colours at equal distances; the first ones are those of matplotlib's tables at every tenth. */
const smooth: Readonly<Record<string, string>> = {
  viridis: '440154 482475 414487 355f8d 2a788e 21918c 22a884 44bf70 7ad151 bddf26 fde725',
  plasma: '0d0887 41049d 6a00a8 8f0da4 b12a90 cc4778 e16462 f2844b fca636 fcce25 f0f921',
  inferno: '000004 160b39 420a68 6a176e 932667 bc3754 dd513a f37819 fca50a f6d746 fcffa4',
  magma: '000004 140e36 3b0f70 641a80 8c2981 b73779 de4968 f7705c fe9f6d fecf92 fcfdbf',
  cividis: '00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838',
  turbo:
    '30123b 4145ab 4675ed 39a2fc 1bcfd4 24eca6 61fc6c a4fc3b d1e834 f3c63a fe9b2d f36315 d93806 b11901 7a0402',
  coolwarm: '3b4cc0 5977e3 7b9ff9 9ebeff c0d4f5 dddcdc f2cbb7 f7ac8e ee8468 d65244 b40426',
  RdYlBu: 'a50026 d73027 f46d43 fdae61 fee090 ffffbf e0f3f8 abd9e9 74add1 4575b4 313695',
  RdYlGn: 'a50026 d73027 f46d43 fdae61 fee08b ffffbf d9ef8b a6d96a 66bd63 1a9850 006837',
  RdBu: '67001f b2182b d6604d f4a582 fddbc7 f7f7f7 d1e5f0 92c5de 4393c3 2166ac 053061',
  Spectral: '9e0142 d53e4f f46d43 fdae61 fee08b ffffbf e6f598 abdda4 66c2a5 3288bd 5e4fa2',
  BrBG: '543005 8c510a bf812d dfc27d f6e8c3 f5f5f5 c7eae5 80cdc1 35978f 01665e 003c30',
  PiYG: '8e0152 c51b7d de77ae f1b6da fde0ef f7f7f7 e6f5d0 b8e186 7fbc41 4d9221 276419',
  Blues: 'f7fbff deebf7 c6dbef 9ecae1 6baed6 4292c6 2171b5 08519c 08306b',
  Reds: 'fff5f0 fee0d2 fcbba1 fc9272 fb6a4a ef3b2c cb181d a50f15 67000d',
  Greens: 'f7fcf5 e5f5e0 c7e9c0 a1d99b 74c476 41ab5d 238b45 006d2c 00441b',
  Greys: 'ffffff f0f0f0 d9d9d9 bdbdbd 969696 737373 525252 252525 000000',
  Oranges: 'fff5eb fee6ce fdd0a2 fdae6b fd8d3c f16913 d94801 a63603 7f2704',
  Purples: 'fcfbfd efedf5 dadaeb bcbddc 9e9ac8 807dba 6a51a3 54278f 3f007d',
  YlOrRd: 'ffffcc ffeda0 fed976 feb24c fd8d3c fc4e2a e31a1c bd0026 800026',
  YlGnBu: 'ffffd9 edf8b1 c7e9b4 7fcdbb 41b6c4 1d91c0 225ea8 253494 081d58',
  gray: '000000 ffffff',
  bone: '000000 545474 a8c8c8 ffffff',
  cool: '00ffff ff00ff',
  spring: 'ff00ff ffff00',
  summer: '008066 ffff66',
  autumn: 'ff0000 ffff00',
  winter: '0000ff 00ff80',
  copper: '000000 3e271a 7d4f32 bb774b fa9e64 ffc77f',
  hot: '0b0000 5d0000 af0000 ff0300 ff5500 ffa700 fff900 ffff73 ffffef',
  jet: '000080 0000ff 0080ff 15ffe1 7cff79 e4ff12 ff9400 ff1e00 800000',
  rainbow: '8000ff 4062fa 00b5eb 40ecd4 80ffb4 c0eb8d ffb360 ff6232 ff0000',
  hsv: 'ff0000 ffff00 00ff00 00ffff 0000ff ff00ff ff0000',
  seismic: '00004d 0000ff ffffff ff0000 800000',
  bwr: '0000ff ffffff ff0000',
  binary: 'ffffff 000000',
}

/** Maps that are lists of colours, not blended. */
const listed: Readonly<Record<string, string>> = {
  tab10: '1f77b4 ff7f0e 2ca02c d62728 9467bd 8c564b e377c2 7f7f7f bcbd22 17becf',
  tab20:
    '1f77b4 aec7e8 ff7f0e ffbb78 2ca02c 98df8a d62728 ff9896 9467bd c5b0d5 8c564b c49c94 e377c2 f7b6d2 7f7f7f c7c7c7 bcbd22 dbdb8d 17becf 9edae5',
  Set1: 'e41a1c 377eb8 4daf4a 984ea3 ff7f00 ffff33 a65628 f781bf 999999',
  Set2: '66c2a5 fc8d62 8da0cb e78ac3 a6d854 ffd92f e5c494 b3b3b3',
  Set3: '8dd3c7 ffffb3 bebada fb8072 80b1d3 fdb462 b3de69 fccde5 d9d9d9 bc80bd ccebc5 ffed6f',
  Paired: 'a6cee3 1f78b4 b2df8a 33a02c fb9a99 e31a1c fdbf6f ff7f00 cab2d6 6a3d9a ffff99 b15928',
  Accent: '7fc97f beaed4 fdc086 ffff99 386cb0 f0027f bf5b17 666666',
  Dark2: '1b9e77 d95f02 7570b3 e7298a 66a61e e6ab02 a6761d 666666',
  Pastel1: 'fbb4ae b3cde3 ccebc5 decbe4 fed9a6 ffffcc e5d8bd fddaec f2f2f2',
}

const aliases: Readonly<Record<string, string>> = { grey: 'gray', gist_gray: 'gray', gist_rainbow: 'rainbow' }

const colorsIn = (text: string): Color[] =>
  text.split(' ').map((hex) => {
    const [r, g, b] = hex.match(/../g)!.map((pair) => parseInt(pair, 16) / 255)
    return [r, g, b, 1]
  })

/** A map from 0 … 1 to colours, which can be called in Python. */
export class Colormap {
  readonly name: string
  readonly #colors: readonly Color[]
  readonly #isListed: boolean

  constructor(name: string, colors: readonly Color[], isListed: boolean) {
    this.name = name
    this.#colors = colors
    this.#isListed = isListed
  }

  get N(): number {
    return this.#isListed ? this.#colors.length : 256
  }

  at(value: number): Color {
    if (Number.isNaN(value)) return [0, 0, 0, 0]
    const share = Math.min(1, Math.max(0, value))
    const count = this.#colors.length
    if (this.#isListed) return this.#colors[Math.min(count - 1, Math.floor(share * count))]
    const place = share * (count - 1)
    const low = Math.min(count - 2, Math.floor(place))
    const part = place - low
    const [from, to] = [this.#colors[low], this.#colors[low + 1]]
    const mixed = [0, 1, 2].map((i) => from[i] * (1 - part) + to[i] * part)
    return [mixed[0], mixed[1], mixed[2], 1]
  }

  /** The colour of a whole number, as `tab10(3)` has it. */
  atIndex(index: number): Color {
    if (this.#isListed) return this.#colors[Math.min(this.#colors.length - 1, Math.max(0, index))]
    return this.at(index / 255)
  }

  reversed(): Colormap {
    return colormapNamed(this.name.endsWith('_r') ? this.name.slice(0, -2) : `${this.name}_r`)
  }

  get backwards(): Colormap {
    return new Colormap(`${this.name}_r`, [...this.#colors].reverse(), this.#isListed)
  }

  [reprSymbol](): string {
    return `<matplotlib.colors.${this.#isListed ? 'ListedColormap' : 'LinearSegmentedColormap'} object '${this.name}'>`
  }
}

export const colormapNames = [...Object.keys(smooth), ...Object.keys(listed)]

const made = new Map<string, Colormap>()

/** @throws ValueError in matplotlib's words for a name that is none */
export function colormapNamed(name: string): Colormap {
  const known = made.get(name)
  if (known) return known
  const isReversed = name.endsWith('_r')
  const bare = isReversed ? name.slice(0, -2) : name
  const key = Object.hasOwn(aliases, bare) ? aliases[bare] : bare
  const text = Object.hasOwn(smooth, key) ? smooth[key] : Object.hasOwn(listed, key) ? listed[key] : undefined
  if (text === undefined)
    throw new ValueError(
      `${repr(name)} is not a valid value for cmap; supported values are ${[...colormapNames].sort().map(repr).join(', ')}`,
    )
  const forwards = new Colormap(bare, colorsIn(text), Object.hasOwn(listed, key))
  const map = isReversed ? forwards.backwards : forwards
  made.set(name, map)
  return map
}
