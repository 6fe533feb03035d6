// The catalogue of phrases in Chinese.
import { docs } from './ops-zh/all.js'
import { catalogue } from './phrases-zh.js'

export interface Catalogue {
  /** By the English text; `{}` stands for what differs. */
  readonly phrases: Readonly<Record<string, string>>
  /** What errors mean, by their messages. */
  readonly errors: Readonly<Record<string, string>>
  /** And by their classes. */
  readonly classes: Readonly<Record<string, string>>
}

/** What help says of ops, and of classes. */
export interface Docs {
  readonly sentences: Readonly<Record<string, string>>
  readonly classes: Readonly<Record<string, string>>
  /** With `{}` for what differs. */
  readonly families: Readonly<Record<string, string>>
}

export const chinese = (): Catalogue => catalogue
export const chineseDocs = (): Docs => docs
