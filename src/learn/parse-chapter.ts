// Reads a chapter's files into steps, and collects what is wrong with them. What only running the code can show is left to
// check-chapter.ts. The format is described in lessons/README.md.
import {
  type Cell,
  type Chapter,
  type CodeLanguage,
  type Exercise,
  isLanguage,
  type Language,
  type Part,
  type Place,
  type Predict,
  type ProseWords,
  type Step,
  type Words,
} from './chapter.js'
import { type Block, readMarkdown } from './markdown.js'
import type { Fault } from './fault.js'
import { type FrontMatter, readFrontMatter } from './front-matter.js'
import {
  checkQuotes,
  type Complain,
  isProse,
  nameOf,
  readProse,
  readProseIn,
  readProseRun,
  readTitle,
} from './prose.js'

export interface ChapterFile {
  /** As it is named in messages. */
  readonly name: string
  readonly text: string
}

export interface Parsed {
  readonly chapter: Chapter
  readonly faults: readonly Fault[]
  /** What is not wrong, and could be better. */
  readonly advice: readonly Fault[]
}

/** What the chapters of this package keep to, so that each is about as long. */
const stepLimits = { least: 8, most: 20, exercises: 4 } as const
const hintCount = 3

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')

/** Blocks below a heading, and the heading itself. */
interface Section {
  readonly heading: (Block & { kind: 'heading' }) | null
  readonly blocks: Block[]
}

function cutAt(blocks: readonly Block[], level: number): Section[] {
  const sections: Section[] = [{ heading: null, blocks: [] }]
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level === level) sections.push({ heading: block, blocks: [] })
    else sections.at(-1)!.blocks.push(block)
  }
  return sections
}

/** Code to look at, that does not run. */
const sampleLanguages = new Set(['sh', 'console', 'js'])

/** ```` ```ts setup ````: the language of a block of code, and what it is for. */
function infoOf(block: Block & { kind: 'code' }): { language: CodeLanguage | undefined; use: string } {
  const [, language, use = ''] = /^(ts|python)(?:\s+(\S.*))?$/.exec(block.info) ?? []
  return { language: language as CodeLanguage | undefined, use: use.replace(/\s+/g, ' ') }
}

/** The kinds of steps that ask something, by how their titles begin. */
const exerciseTitle = /^(?:Exercise:|练习[：:])/
const predictTitle = /^(?:Predict:|猜一猜[：:])/

/** Parts of steps, by their titles in the other language. */
const chineseParts: Readonly<Record<string, string>> = {
  提示: 'Hints',
  解答: 'Solution',
  另一种写法: 'Another way',
  错误示例: 'Wrong',
  因为: 'Because',
}

/** Parts of an exercise without which it can be played. */
const wishedFor = [
  ['Hints', 'three hints lead from a nudge to nearly the answer'],
  ['Another way', 'it is shown to those who have found one'],
  ['Wrong', 'with a wrong answer the check shows that the exercise tells right from wrong'],
] as const

class ChapterReader {
  readonly faults: Fault[] = []
  readonly advice: Fault[] = []
  /** Of a chapter in one language. */
  #only: Language | undefined

  constructor(readonly isOurs: boolean) {}

  #file = ''

  complain: Complain = (line, reason) => {
    this.faults.push({ place: { file: this.#file, line }, reason })
  }

  /** What the chapters of this package keep to, and others may. */
  #advise: Complain = (line, reason) => {
    if (this.isOurs) this.complain(line, reason)
    else this.advice.push({ place: { file: this.#file, line }, reason })
  }

  #title(text: string, line: number, complain = this.complain, what = 'title'): Words {
    return readTitle(text, line, complain, this.#only, what)
  }

  #place = ({ line }: { line: number }): Place => ({ file: this.#file, line })

  read(files: readonly ChapterFile[], folder: string): Chapter {
    let chapter: Omit<Chapter, 'steps'> | undefined
    const steps: Step[] = []
    for (const { name, text } of files) {
      this.#file = name
      const matter: FrontMatter | undefined = chapter ? undefined : readFrontMatter(text, this.complain)
      const before = matter?.length ?? 0
      const lines = text.split('\n')
      const blocks = readMarkdown(lines.slice(before).join('\n'), before)
      checkQuotes(blocks, lines, this.complain)
      const [opening, ...sections] = cutAt(blocks, 2)
      if (matter) {
        const { values, lineOf } = matter
        this.#readLanguage(values.language, lineOf('language'))
        if (values.name !== undefined && !/^[a-z][a-z0-9-]*$/.test(values.name))
          this.complain(lineOf('name'), 'a name is made of small letters, digits and hyphens')
        chapter = {
          name: values.name ?? '',
          folder,
          title: this.#title(values.title ?? '', lineOf('title'), values.title ? this.complain : () => {}),
          about: this.#title(
            values.about ?? '',
            lineOf('about'),
            values.about ? this.complain : () => {},
            'about',
          ),
          opening: this.#parts(opening.blocks),
        }
      } else if (opening.blocks.length > 0)
        this.complain(
          opening.blocks[0].line,
          'a file that a chapter is continued in begins with a step: ## …',
        )
      for (const section of sections) steps.push(this.#step(section))
    }
    this.#file = files[0].name
    this.#checkSteps(steps)
    return { ...chapter!, steps }
  }

  #readLanguage(value: string | undefined, line: number): void {
    if (value === undefined) return
    if (this.isOurs) this.complain(line, 'a chapter of this package is in both languages')
    if (isLanguage(value)) this.#only = value
    else this.complain(line, `language is en or zh, and not ${value}`)
  }

  #checkSteps(steps: readonly Step[]): void {
    const countOf = (wanted: Step['kind']): number => steps.filter(({ kind }) => kind === wanted).length
    const exercises = countOf('exercise')
    const { least, most, exercises: enough } = stepLimits
    if (steps.length === 0) this.complain(1, 'a chapter needs a step: ## English · 中文')
    else if (this.isOurs && (steps.length < least || steps.length > most))
      this.complain(1, `a chapter has ${least} to ${most} steps (## …), and this one has ${steps.length}`)
    if (this.isOurs && steps.length > 0 && exercises < enough)
      this.complain(
        1,
        `a chapter has at least ${enough} exercises (## Exercise: …), and this one has ${exercises}`,
      )
    if (!this.isOurs && steps.length > most)
      this.#advise(1, `more than ${most} steps are a lot for one sitting: two chapters may be better`)
    if (!this.isOurs && steps.length > 0) {
      if (exercises === 0)
        this.#advise(1, 'an exercise would let readers try what they read (## Exercise: …)')
      if (countOf('predict') === 0)
        this.#advise(1, 'a prediction makes readers think before they see (## Predict: …)')
    }
    const seen = new Set<string>()
    for (const { id, place } of steps) {
      if (seen.has(id)) this.faults.push({ place, reason: 'another step has the same English title' })
      seen.add(id)
    }
  }

  // ---- steps ----

  #step({ heading, blocks }: Section): Step {
    const title = this.#title(heading!.text, heading!.line)
    const base = { id: slug(title.en), title, place: this.#place(heading!) }
    if (base.id === '') this.complain(heading!.line, 'the title has no letters')
    const [top, ...below] = cutAt(blocks, 3)
    if (exerciseTitle.test(title.en)) return this.#exercise(base, top.blocks, below)
    if (predictTitle.test(title.en)) return this.#predict(base, top.blocks, below)
    const [, word] = /^(\w+):/.exec(title.en) ?? []
    if (word && /^(exercise|excercise|predict|prediction|task|quiz)$/i.test(word))
      this.complain(heading!.line, `a step begins with Exercise: or Predict:, not with ${word}:`)
    for (const section of below)
      this.complain(section.heading!.line, 'a step to read has no parts (### …) of its own')
    const parts = this.#parts(top.blocks)
    if (parts.length === 0) this.complain(heading!.line, 'this step is empty')
    return { kind: 'reading', ...base, parts }
  }

  #predict(base: StepBase, top: Block[], below: Section[]): Predict {
    const all = this.#parts(top)
    const last = all.at(-1)
    const { line } = base.place
    if (last?.kind !== 'cell')
      this.complain(
        line,
        'a step to predict ends with the cell that is asked about (```ts), before ### Because',
      )
    if (!all.some(({ kind }) => kind === 'prose')) this.complain(line, 'the question is missing')
    const sections = this.#named(below, ['Because'])
    const because = sections.get('Because')
    if (!because)
      this.#advise(line, '### Because · 因为 is missing: it tells those who guessed otherwise why')
    return {
      kind: 'predict',
      ...base,
      parts: all.slice(0, -1),
      cell: last?.kind === 'cell' ? last.cell : this.#noCell(line),
      because: because ? this.#parts(because.blocks) : [],
    }
  }

  #exercise(base: StepBase, top: Block[], below: Section[]): Exercise {
    const { line } = base.place
    const sections = this.#named(below, ['Hints', 'Solution', 'Another way', 'Wrong'])
    const found: { setup?: Cell; starter?: Cell; grade?: string[]; gradeLanguage?: CodeLanguage } = {}
    const takeGrade = (block: Block & { kind: 'code' }): void => {
      found.grade = this.#grade(block)
      found.gradeLanguage = infoOf(block).language
    }
    const parts: Part[] = this.#parts(top, (block, use, output) => {
      if (use === 'setup' && !found.setup) found.setup = this.#cell(block, output, false)
      else if (use === 'starter' && !found.starter) found.starter = this.#cell(block, undefined, false)
      else if (use === 'grade' && !found.grade) takeGrade(block)
      else return false
      return true
    })
    if (parts.some(({ kind }) => kind === 'cell'))
      this.complain(line, 'code of an exercise is ```ts setup, ```ts starter or ```ts grade')
    if (!parts.some(({ kind }) => kind === 'prose')) this.complain(line, 'the task is missing')
    if (!found.starter) this.complain(line, 'the starter is missing: ```ts starter')
    if (!sections.has('Solution')) this.complain(line, '### Solution · … is missing')
    for (const [name, why] of wishedFor)
      if (!sections.has(name)) this.#advise(line, `### ${name} · … is missing: ${why}`)

    const solution = this.#parts(sections.get('Solution')?.blocks ?? [], (block, use) => {
      if (use !== 'grade' || found.grade) return false
      takeGrade(block)
      return true
    })
    const solutionCells = solution.flatMap((part) => (part.kind === 'cell' ? [part.cell] : []))
    if (sections.has('Solution') && solutionCells.length !== 1)
      this.complain(sections.get('Solution')!.heading!.line, 'a solution is one cell (```ts)')
    const others = this.#parts(sections.get('Another way')?.blocks ?? [])
    if (sections.has('Another way') && !others.some(({ kind }) => kind === 'cell'))
      this.complain(sections.get('Another way')!.heading!.line, 'another way needs a cell (```ts)')
    const wrong = this.#parts(sections.get('Wrong')?.blocks ?? []).flatMap((part) =>
      part.kind === 'cell' ? [part.cell] : [],
    )
    if (sections.has('Wrong') && wrong.length === 0)
      this.complain(sections.get('Wrong')!.heading!.line, 'at least one wrong answer is needed (```ts)')
    return {
      kind: 'exercise',
      ...base,
      parts: parts.filter(({ kind }) => kind !== 'cell'),
      setup: found.setup ?? null,
      starter: found.starter ?? this.#noCell(line),
      hints: this.#hints(sections.get('Hints')),
      solution: solutionCells[0] ?? this.#noCell(line),
      solutionParts: solution.filter(({ kind }) => kind !== 'cell'),
      others,
      wrong,
      grade: found.grade ?? [],
      gradeLanguage: found.gradeLanguage ?? 'ts',
    }
  }

  /** Sections by the English part of their title. */
  #named(sections: readonly Section[], known: readonly string[]): Map<string, Section> {
    const found = new Map<string, Section>()
    for (const section of sections) {
      const { text, line } = section.heading!
      const title = this.#title(text, line).en
      const en = this.#only ? (chineseParts[title] ?? title) : title
      if (!known.includes(en))
        this.complain(
          line,
          `${en} is none of the parts of this step: ${known.map((name) => `### ${name}`).join(', ')}`,
        )
      else if (found.has(en)) this.complain(line, `a second ${en}`)
      else found.set(en, section)
    }
    return found
  }

  #hints(section: Section | undefined): ProseWords[] {
    if (!section) return []
    const { line } = section.heading!
    const [list, ...more] = section.blocks
    if (list?.kind !== 'list' || !list.isOrdered || more.length > 0) {
      this.complain(list?.line ?? line, 'hints are one numbered list: 1. English, and below it > 中文')
      return []
    }
    if (list.items.length !== hintCount)
      this.#advise(
        list.line,
        `${hintCount} hints are needed, and here ${list.items.length === 1 ? 'is' : 'are'} ${list.items.length}`,
      )
    return list.items.map(({ blocks, line: at }) => {
      if (this.#only) return readProseIn(this.#only, blocks, this.complain)
      const quote = blocks.at(-1)
      const english = quote?.kind === 'quote' ? blocks.slice(0, -1) : blocks
      if (english.length > 0)
        return readProse(english, quote?.kind === 'quote' ? quote : undefined, this.complain)
      this.complain(at, 'this hint is empty')
      return { en: [], zh: [] }
    })
  }

  #grade(block: Block & { kind: 'code' }): string[] {
    const comment = infoOf(block).language === 'python' ? /(^|\s)#.*$/ : /(^|\s)\/\/.*$/
    const items = block.text
      .split('\n')
      .flatMap((row) => splitAtCommas(row.replace(comment, '')))
      .map((item) => item.trim())
      .filter(Boolean)
    if (items.length === 0) this.complain(block.line, 'this block lists nothing to compare')
    return items
  }

  // ---- blocks ----

  /** Prose and cells in order; `take` may keep a block of code that has a use, with its output behind it, for itself. */
  #parts(
    blocks: readonly Block[],
    take: (block: Block & { kind: 'code' }, use: string, output: Block | undefined) => boolean = () => false,
  ): Part[] {
    const parts: Part[] = []
    for (let i = 0; i < blocks.length; i++) {
      const block = blocks[i]
      if (isProse(block)) {
        const end = blocks.findIndex((other, j) => j > i && !isProse(other))
        const run = blocks.slice(i, end < 0 ? blocks.length : end)
        for (const words of readProseRun(run, this.complain, this.#only)) parts.push({ kind: 'prose', words })
        i += run.length - 1
      } else if (block.kind === 'code') {
        const next = blocks[i + 1]
        const output = next?.kind === 'code' && next.info === 'text' ? next : undefined
        const { info } = block
        const { language, use } = infoOf(block)
        if (output) i++
        if (!block.isClosed) this.complain(block.line, 'this block of code is not closed')
        if (language && take(block, use, output)) continue
        if (language && (use === '' || use === 'error'))
          parts.push({ kind: 'cell', cell: this.#cell(block, output, use === 'error') })
        else if (language && use === 'sample' && !output)
          parts.push({ kind: 'sample', code: block.text, language })
        else if (sampleLanguages.has(info) && !output) parts.push({ kind: 'sample', code: block.text })
        else if (info === 'text') this.complain(block.line, 'output without a cell above it')
        else
          this.complain(
            block.line,
            `what is \`\`\`${info}? Cells are \`\`\`ts or \`\`\`python, their output \`\`\`text`,
          )
      } else this.complain(block.line, `${nameOf(block)} cannot stand here`)
    }
    return parts
  }

  #cell(block: Block & { kind: 'code' }, output: Block | undefined, fails: boolean): Cell {
    if (block.text.trim() === '') this.complain(block.line, 'this cell is empty')
    const behind = block.lastLine + 1
    const isOutput = output?.kind === 'code'
    if (isOutput && !output.isClosed) this.complain(output.line, 'this block of output is not closed')
    return {
      code: block.text,
      language: infoOf(block).language ?? 'ts',
      output: isOutput ? output.text : '',
      fails,
      place: this.#place(block),
      outputLines: isOutput ? { from: output.line, to: output.lastLine } : { from: behind, to: behind - 1 },
    }
  }

  #noCell(line: number): Cell {
    const outputLines = { from: line, to: line - 1 }
    return { code: '', language: 'ts', output: '', fails: false, place: this.#place({ line }), outputLines }
  }
}

interface StepBase {
  id: string
  title: Words
  place: Place
}

/** Commas inside brackets and strings do not separate. */
function splitAtCommas(text: string): string[] {
  const items = ['']
  let depth = 0
  for (const [token] of text.matchAll(/'[^']*'|"[^"]*"|[\s\S]/g)) {
    if ('([{'.includes(token)) depth++
    if (')]}'.includes(token)) depth--
    if (token === ',' && depth === 0) items.push('')
    else items[items.length - 1] += token
  }
  return items
}

/** Reads a chapter; the first file has its fields, the others go on with steps. `isOurs`: it belongs to this package. */
export function parseChapter(files: readonly ChapterFile[], folder: string, isOurs = false): Parsed {
  const reader = new ChapterReader(isOurs)
  const chapter = reader.read(files, folder)
  return { chapter, faults: reader.faults, advice: reader.advice }
}
