// Pixels as PNG: one filter, one chunk of data (RFC 2083). zlib does what takes long.
import { crc32, deflateSync } from 'node:zlib'
import type { Color } from './colors.js'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const made = Buffer.alloc(body.length + 8)
  made.writeUInt32BE(data.length, 0)
  body.copy(made, 4)
  made.writeUInt32BE(crc32(body), body.length + 4)
  return made
}

/**
 * A complete file.
 *
 * @param rgba four bytes a pixel, row after row
 * @param dotsPerInch written into it, for who prints it
 */
export function encodePng(width: number, height: number, rgba: Uint8Array, dotsPerInch?: number): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits for each of red, green, blue and opacity.
  header.set([8, 6, 0, 0, 0], 8)
  const rows = Buffer.alloc((width * 4 + 1) * height)
  for (let y = 0; y < height; y++)
    rows.set(rgba.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1)
  const parts = [Buffer.from(signature), chunk('IHDR', header)]
  if (dotsPerInch !== undefined) {
    const density = Buffer.alloc(9)
    const perMetre = Math.round(dotsPerInch / 0.0254)
    density.writeUInt32BE(perMetre, 0)
    density.writeUInt32BE(perMetre, 4)
    density[8] = 1
    parts.push(chunk('pHYs', density))
  }
  return Buffer.concat([...parts, chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

/** Rows of colours as bytes. */
export function pixelBytes(pixels: readonly (readonly Color[])[]): Uint8Array {
  const width = pixels[0].length
  const bytes = new Uint8Array(width * pixels.length * 4)
  pixels.forEach((row, y) =>
    row.forEach((color, x) => {
      for (let part = 0; part < 4; part++) bytes[(y * width + x) * 4 + part] = Math.round(color[part] * 255)
    }),
  )
  return bytes
}
