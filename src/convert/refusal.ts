// What has no counterpart in the other language: where it stands, and what to write instead.

import { said } from '../terminal/speech.js'

export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    message: string,
    /** Counts from 1. */
    readonly line: number,
    /** The text of that line. */
    readonly text: string,
    /** What would do; '' where nothing would. */
    readonly instead = '',
  ) {
    super(message)
  }
}

/** All that is said of a refusal: the place, the line, what to write instead. */
export function refusalText({ message, line, text, instead }: Refusal, file: string): string {
  const lines = [`${file}:${line}: ${said(message)}`, `    ${text.trim()}`]
  return [...lines, ...(instead === '' ? [] : [said(`Write instead: ${instead}`)])].join('\n')
}
