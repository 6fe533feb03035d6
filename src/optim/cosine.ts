// The cosine that schedules follow.
import { fma, sinCos } from '../kernels/accurate.js'

const TWO_PI_TAIL = 2.4492935982947064e-16

/** The cosine to the last digit, as the C library has it. */
export function cos(x: number): number {
  const turns = Math.floor(x / (2 * Math.PI))
  const angle = fma(-turns, 2 * Math.PI, x)
  if (!(angle >= 0 && angle <= 2 * Math.PI)) return Math.cos(x)
  const [sine, , cosine, tail] = sinCos(angle)
  return cosine + (tail + turns * TWO_PI_TAIL * sine)
}
