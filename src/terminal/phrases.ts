// The catalogue of phrases in Chinese.
import { catalogue } from './phrases-zh.js'

export interface Catalogue {
  /** By the English text; `{}` stands for what differs. */
  readonly phrases: Readonly<Record<string, string>>
  /** What errors mean, by their messages. */
  readonly errors: Readonly<Record<string, string>>
  /** And by their classes. */
  readonly classes: Readonly<Record<string, string>>
}

export const chinese = (): Catalogue => catalogue
