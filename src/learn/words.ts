// Sentences in both languages at once.
import type { Words } from './chapter.js'

export const words = (en: string, zh: string): Words => ({ en, zh })

/** A sentence with others in it. */
export const within = (inner: Words, en: (text: string) => string, zh: (text: string) => string): Words =>
  words(en(inner.en), zh(inner.zh))
