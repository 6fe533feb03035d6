// The exponential, the logarithm, the sine, the cosine and the tangent to the last digit, over all numbers: where the formulas
// end, JavaScript's go on.
import * as accurate from './accurate.js'

const isOnCircle = (x: number): boolean => x !== 0 && Math.abs(x) <= 2 * Math.PI

export const exp = (x: number): number => (Math.abs(x) < 700 ? accurate.exp(x) : Math.exp(x))

export function sin(x: number): number {
  if (!isOnCircle(x)) return Math.sin(x)
  const [value, tail] = accurate.sinCos(Math.abs(x))
  return x < 0 ? -(value + tail) : value + tail
}

export function cos(x: number): number {
  if (!isOnCircle(x)) return Math.cos(x)
  const [, , value, tail] = accurate.sinCos(Math.abs(x))
  return value + tail
}

export const log = (x: number): number => (x > 0 && Number.isFinite(x) ? accurate.log(x) : Math.log(x))

export const tan = (x: number): number => (isOnCircle(x) ? accurate.tan(x) : Math.tan(x))
