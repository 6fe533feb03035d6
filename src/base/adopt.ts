// Classes whose constructor can run on an object that is there already: Python makes an object first, and calls
// `super().__init__()` when it likes.
import { whenEnded } from './whole.js'

let waiting: object | null = null
whenEnded(() => (waiting = null))

/** The root of such a class. */
export class Adopting {
  constructor() {
    const given = waiting
    if (given === null) return
    waiting = null
    return given
  }
}

/** The object that the next constructor of such a class is to run on, which is no longer waited for; null for none. */
export function adopted(): object | null {
  const given = waiting
  waiting = null
  return given
}

/** Runs the constructor of `Class`, which ends in an adopting root, on `object`. */
export function constructOn(object: object, Class: NewableFunction, args: readonly unknown[]): void {
  const before = waiting
  waiting = object
  try {
    Reflect.construct(Class, args, object.constructor as NewableFunction)
  } finally {
    waiting = before
  }
}
