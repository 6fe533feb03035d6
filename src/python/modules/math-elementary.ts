// The exponential, the logarithm, the sine and the cosine to the last digit, which `math` and its longer functions share.
import * as accurate from '../../kernels/accurate.js'

export const isOnCircle = (x: number): boolean => x !== 0 && Math.abs(x) <= 2 * Math.PI

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
