// What is said of a program that parses and is none, and where.
import type { Complaint } from './complaint.js'
import type { Spot } from './tree.js'

export class Misplaced extends Error {
  constructor(
    message: string,
    readonly spot: Spot,
    readonly kind: Complaint['kind'] = 'SyntaxError',
  ) {
    super(message)
  }
}
