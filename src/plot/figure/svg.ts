// A figure as SVG.
import { visibleName } from '../../base/visible.js'
import type { FigureData } from './axes.js'
import type { Canvas, Lettering, Paint, Point, Rect } from './canvas.js'
import { type Color, hexOf } from './colors.js'
import { drawFigure } from './draw-figure.js'
import { encodePng, pixelBytes } from './png.js'

/** Not every character may stand in XML, not even by its number. */
export const escaped = (text: string): string =>
  visibleName(text)
    .replace(
      /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/[<>&"]/g, (mark) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[mark]!)

const round = (value: number): string => String(Number(value.toFixed(2)))

function paintOf(name: 'fill' | 'stroke', color: Color | null | undefined): string {
  if (!color || color[3] === 0) return name === 'fill' ? ' fill="none"' : ''
  return ` ${name}="${hexOf(color)}"${color[3] < 1 ? ` ${name}-opacity="${round(color[3])}"` : ''}`
}

class SvgCanvas implements Canvas {
  readonly lines: string[] = []
  #clips = 0
  #isClipped = false

  path(
    parts: readonly (readonly Point[])[],
    { fill, stroke, width = 1, dash, isClosed = false }: Paint,
  ): void {
    const d = parts
      .filter((part) => part.length > 0)
      .map(
        (part) =>
          `M${part.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}${isClosed || fill ? 'Z' : ''}`,
      )
      .join('')
    if (d === '') return
    const line =
      stroke && stroke[3] > 0
        ? `${paintOf('stroke', stroke)} stroke-width="${round(width)}" stroke-linejoin="round"${dash ? ` stroke-dasharray="${dash.map(round).join(' ')}"` : ''}`
        : ''
    this.lines.push(`<path d="${d}"${paintOf('fill', fill)}${line}/>`)
  }

  circle([x, y]: Point, radius: number, { fill, stroke, width = 1 }: Paint): void {
    const line = stroke && stroke[3] > 0 ? `${paintOf('stroke', stroke)} stroke-width="${round(width)}"` : ''
    this.lines.push(
      `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"${paintOf('fill', fill)}${line}/>`,
    )
  }

  text(x: number, y: number, text: string, { size, color, anchor, isBold, rotation = 0 }: Lettering): void {
    const place =
      rotation === 0
        ? `x="${round(x)}" y="${round(y)}"`
        : `transform="translate(${round(x)} ${round(y)}) rotate(${round(-rotation)})"`
    const look = `${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}${isBold ? ' font-weight="bold"' : ''}`
    this.lines.push(
      `<text ${place} font-size="${round(size)}"${paintOf('fill', color)}${look}>${escaped(text)}</text>`,
    )
  }

  image({ left, top, width, height }: Rect, pixels: readonly (readonly Color[])[]): void {
    if (pixels.length === 0 || pixels[0].length === 0) return
    const png = Buffer.from(encodePng(pixels[0].length, pixels.length, pixelBytes(pixels))).toString('base64')
    this.lines.push(
      `<image x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,${png}"/>`,
    )
  }

  clip(rect: Rect | null): void {
    if (this.#isClipped) this.lines.push('</g>')
    this.#isClipped = rect !== null
    if (rect === null) return
    const id = `axes${++this.#clips}`
    const { left, top, width, height } = rect
    this.lines.push(
      `<clipPath id="${id}"><rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}"/></clipPath>`,
      `<g clip-path="url(#${id})">`,
    )
  }
}

/** A complete document. */
export function figureSvg(figure: FigureData, title = figure.title): string {
  const canvas = new SvgCanvas()
  // One pixel of CSS is three quarters of a point.
  const unit = 4 / 3
  drawFigure(figure, canvas, unit)
  const [width, height] = figure.size.map((inches) => round(inches * 72 * unit))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="DejaVu Sans, Verdana, sans-serif">`,
    ...(title === '' ? [] : [`<title>${escaped(title)}</title>`]),
    ...canvas.lines,
    '</svg>',
    '',
  ].join('\n')
}
