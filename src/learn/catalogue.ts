// What a chapter is made of, and which chapters there are. A chapter is data: its code stands once, its words in both languages.

export type Language = 'en' | 'zh'
/** The same words in each language. */
export type Words = Record<Language, string>

/** A few sentences and a cell that runs. */
export interface Reading {
  kind: 'reading'
  say: Words
  code: string
}

/** A task; an answer is right when its value is the value of `answer`. */
export interface Exercise {
  kind: 'exercise'
  ask: Words
  /** Runs before the task, and is shown. */
  setup: string
  answer: string
  hint: Words
  /** Plausible answers that are not right: tests make sure that the checker turns them down. */
  wrong: string[]
}

export interface Section {
  title: Words
  steps: (Reading | Exercise)[]
}

export interface Chapter {
  name: string
  title: Words
  sections: Section[]
}

/** The chapters by name, in the order they are read. Each loads when it is opened. */
export const chapters: Record<string, () => Promise<Chapter>> = {
  'tensor-ops': async () => (await import('../../lessons/tensor-ops/chapter.js')).chapter,
}
