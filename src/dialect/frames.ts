// The functions of a person that were running when an error came up, in either language, as a traceback tells them: of V8's
// account of the stack what is neither ours nor Node's.

/** Tells a line of V8's account: what a traceback has of it, or undefined where it is none of the finder's. */
export type FrameFinder = (line: string) => Frame | undefined

export interface Frame {
  readonly file: string
  /** Counts from 1 within the file. */
  readonly line: number
  /** The function; '' where V8 has no name for it. */
  readonly name: string
  /** The line's text, with marks below it where they say more than the line. */
  readonly text: string
}

const finders: FrameFinder[] = []

/** Has frames found, from now on, that nobody found before. */
export const findFramesBy = (finder: FrameFinder): void => void finders.push(finder)

/** Outermost first. */
export function framesOf(stack: string): Frame[] {
  const frames: Frame[] = []
  for (const line of stack.split('\n')) {
    if (!/^\s+at /.test(line)) continue
    for (const finder of finders) {
      const frame = finder(line)
      if (frame === undefined) continue
      frames.unshift(frame)
      break
    }
  }
  return withoutOurs(frames).map((frame, i) =>
    frame.name === '' ? { ...frame, name: i === 0 ? '<module>' : '<lambda>' } : frame,
  )
}

/** Without functions that nobody wrote: what is in brackets runs in one of the rewriting's own, on the line of the call. */
function withoutOurs(frames: readonly Frame[]): Frame[] {
  const told: Frame[] = []
  for (const frame of frames) {
    const outer = told.at(-1)
    const isOurs =
      frame.name === '' &&
      outer?.file === frame.file &&
      outer.line === frame.line &&
      !/=>|\b(?:function|lambda)\b/.test(frame.text)
    if (isOurs) told[told.length - 1] = { ...frame, name: outer.name }
    else told.push(frame)
  }
  return told
}

/** What the author of a function calls it, which stands on a line of V8's account; '' where it has no name. */
export function functionIn(line: string): string {
  const [, called = ''] = /^\s+at (?:async )?(.*?) \(/.exec(line) ?? []
  const name = called
    .replace(/ \[as .*\]$/, '')
    .replace(/^new /, '')
    .replace(/^.*\./, '')
    .replace(/[\u200c\u200d]|\$fn$/g, '')
  return /^(eval|<anonymous>|_onTimeout|_onImmediate)$/.test(name) ? '' : name
}

/** A line of code with a caret below a column, which counts from 1; none where it would stand below the first letter. */
export function lineText(source: string, line: number, column?: number): string {
  const text = source.split(/\r?\n/)[line - 1] ?? ''
  const indent = text.length - text.trimStart().length
  const isWithin = column !== undefined && column - 1 > indent && column <= text.length + 1
  return text.trim() + (isWithin ? `\n${' '.repeat(column - 1 - indent)}^` : '')
}

const frameText = ({ file, line, name, text }: Frame): string =>
  `  File "${file}", line ${line}, in ${name}\n${text === '' ? '' : `${text.replace(/^/gm, '    ')}\n`}`

/**
 * Python tells a line that recurs three times, and then how often it does. For it a line recurs whatever is marked there; in
 * TypeScript, where functions of one line are usual, another mark is another line.
 */
export function framesText(frames: readonly Frame[], isMarkLeftOut = false): string {
  let text = ''
  let last = ''
  let times = 0
  const close = (): void => {
    if (times > 3) text += `  [Previous line repeated ${times - 3} more time${times - 3 === 1 ? '' : 's'}]\n`
  }
  for (const frame of frames) {
    const place = isMarkLeftOut ? `${frame.file}:${frame.line}:${frame.name}` : frameText(frame)
    times = place === last ? times + 1 : (close(), 1)
    last = place
    if (times <= 3) text += frameText(frame)
  }
  close()
  return text
}

/** The beginning of a traceback: all that comes before the error's own words, each line ended; '' for an error of nobody's. */
export function tracebackHead(stack: string): string {
  const frames = framesText(framesOf(stack))
  return frames === '' ? '' : `Traceback (most recent call last):\n${frames}`
}
