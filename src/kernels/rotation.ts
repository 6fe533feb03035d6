// Plane rotations as LAPACK makes them, by which signs of eigenvectors and singular vectors are decided.

export interface Rotation {
  c: number
  s: number
  r: number
}

/** (c s; -s c) (f, g) = (r, 0), r with the sign of f (LAPACK 3.10's lartg). */
export function rotation(into: Rotation, f: number, g: number): void {
  if (g === 0) {
    into.c = 1
    into.s = 0
    into.r = f
  } else if (f === 0) {
    into.c = 0
    into.s = g < 0 ? -1 : 1
    into.r = Math.abs(g)
  } else {
    const length = Math.hypot(f, g)
    into.c = Math.abs(f) / length
    into.r = f < 0 ? -length : length
    into.s = g / into.r
  }
}

/** |x| with the sign of y, as Fortran's SIGN: -0 is negative. */
export const signed = (x: number, y: number): number =>
  y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)
