// Text that is the answer to a question rather than a value: shown with its colours, and kept out of `_`.
import { reprSymbol } from '../text/repr.js'

export class Answer {
  /** `isForTerminal` where the text is nothing but what the terminal shall do. */
  constructor(
    readonly text: string,
    readonly isForTerminal = false,
  ) {}
  [reprSymbol](): string {
    return this.text
  }
}
