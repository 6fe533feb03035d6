// Two shapes that do not fit, one above the other, with the dimension marked where they clash.
import { type Look, paint } from '../../terminal/look.js'
import { said } from '../../terminal/speech.js'
import { wrap } from '../../terminal/wrap.js'

export interface Mismatch {
  /** What each shape is called. */
  readonly names: readonly [string, string]
  readonly shapes: readonly [readonly number[], readonly number[]]
  /** Positions of the sizes that clash. */
  readonly clash: readonly [number, number]
  readonly rule: string
}

/** Sizes of messages such as `2x3`. */
const sizes = (text: string): number[] => text.split('x').map(Number)

/** What does not fit, read from PyTorch's message; the shapes of a broadcast are not in it and come with the error. */
export function mismatchIn(
  message: string,
  shapes?: readonly [readonly number[], readonly number[]],
): Mismatch | undefined {
  const broadcast =
    /The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at non-singleton dimension (\d+)/.exec(
      message,
    )
  if (broadcast && shapes) {
    const [a, b] = shapes
    const fromRight = Math.max(a.length, b.length) - Number(broadcast[3])
    return {
      names: ['a', 'b'],
      shapes,
      clash: [a.length - fromRight, b.length - fromRight],
      rule: 'sizes from the right must be equal, or one of them 1',
    }
  }
  const product = /mat1 and mat2 shapes cannot be multiplied \((\d+(?:x\d+)+) and (\d+(?:x\d+)+)\)/.exec(
    message,
  )
  if (product)
    return {
      names: ['mat1', 'mat2'],
      shapes: [sizes(product[1]), sizes(product[2])],
      clash: [1, 0],
      rule: 'columns of the first must be as many as rows of the second',
    }
  const vector = /size mismatch, got \d+, (\d+x\d+),(\d+)/.exec(message)
  if (vector)
    return {
      names: ['matrix', 'vector'],
      shapes: [sizes(vector[1]), [Number(vector[2])]],
      clash: [1, 0],
      rule: 'the columns of the matrix must be as many as the elements of the vector',
    }
  const dot = /inconsistent tensor size, expected tensor \[(\d+)\] and src \[(\d+)\]/.exec(message)
  if (dot)
    return {
      names: ['a', 'b'],
      shapes: [[Number(dot[1])], [Number(dot[2])]],
      clash: [0, 0],
      rule: 'both vectors must have the same number of elements',
    }
  return undefined
}

/** The drawing: sizes in columns, aligned right, or shifted so that the clashing ones stand above each other. */
export function drawMismatch({ names, shapes, clash, rule }: Mismatch, look: Look): string {
  const style = paint(look)
  const cell = Math.max(...shapes.flat().map((size) => String(size).length))
  const lead = Math.max(...clash)
  const margin = Math.max(...names.map(({ length }) => length))
  const rows = shapes.map((shape, i) => {
    const texts = shape.map((size, k) => {
      const text = String(size).padStart(cell)
      return k === clash[i] ? style.bold.red(text) : text
    })
    const blank = ' '.repeat((lead - clash[i]) * (cell + 2))
    return `  ${style.dim(names[i].padEnd(margin))}  ${blank}[${texts.join(', ')}]`
  })
  const column = 2 + margin + 2 + 1 + lead * (cell + 2)
  return `${rows.join('\n')}\n${' '.repeat(column)}${style.bold.red('^'.repeat(cell))}\n${wrap(`  ${said(rule)}`, look.width)}`
}
