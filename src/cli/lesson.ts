// `dltorch lesson <chapter>`: a chapter in the terminal, step by step; piped, the whole of it at once with its answers.
import { createInterface } from 'node:readline/promises'
import chalk from 'chalk'
import { chapters } from '../learn/catalogue.js'
import type { Language } from '../learn/catalogue.js'
import { play } from '../learn/runner.js'
import type { Reader } from '../learn/runner.js'
import { installGlobals } from '../repl/globals.js'
import { Session } from '../repl/session.js'
import { textWidth, wrap } from '../repl/wrap.js'
import { suggestion } from '../repl/suggest.js'

export interface LessonOptions {
  lang?: Language
  answers?: boolean
}

/** The language of the terminal: Chinese where the locale says so. */
function preferredLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  return (LC_ALL || LC_MESSAGES || LANG || '').toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

const words = {
  goOn: { en: 'Enter goes on, Ctrl-D leaves', zh: '回车继续,Ctrl-D 离开' },
  try: { en: 'Type an answer; an empty line shows one.', zh: '请输入答案;空行显示参考答案。' },
}

/** Everything of a reader that only prints. */
function printer(): Omit<Reader, 'pause' | 'answer'> {
  return {
    heading: (text) => console.log(`\n${chalk.bold.cyan(text)}`),
    say: (text) => console.log(`\n${wrap(text, textWidth())}`),
    code: (text) => console.log(`\n${text.replace(/^/gm, (_, at) => chalk.dim(at === 0 ? '>>> ' : '... '))}`),
    output: (text) => console.log(text),
    verdict: (isRight, text) => console.log(isRight ? chalk.green(`✔ ${text}`) : chalk.yellow(`✖ ${text}`)),
  }
}

async function playInTerminal(name: string, language: Language): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const leave = new AbortController()
  lines.on('close', () => leave.abort())
  lines.on('SIGINT', () => lines.close())
  // Keys are read raw only while a line is edited: in between Ctrl-C is a signal, and stops what runs.
  const read = async (prompt: string): Promise<string> => {
    process.stdin.setRawMode(true)
    const line = await lines.question(prompt, { signal: leave.signal })
    process.stdin.setRawMode(false)
    return line
  }
  const reader: Reader = {
    ...printer(),
    pause: async () => void (await read(chalk.dim(`\n[${words.goOn[language]}] `))),
    answer: async () => {
      console.log(chalk.dim(words.try[language]))
      const line = await read('>>> ')
      return line.trim() === '' ? null : line
    },
  }
  try {
    await play(await chapters[name](), new Session({ breakOnSigint: true }), reader, { language })
  } catch (error) {
    // Ctrl-D and Ctrl-C leave a lesson quietly.
    if (!leave.signal.aborted) throw error
    console.log()
  } finally {
    lines.close()
  }
}

export async function lesson(name: string | undefined, { lang, answers }: LessonOptions): Promise<void> {
  const language = lang ?? preferredLanguage()
  if (name === undefined) {
    for (const [key, load] of Object.entries(chapters))
      console.log(`${key}  ${(await load()).title[language]}`)
    return
  }
  if (!Object.hasOwn(chapters, name)) {
    process.stderr.write(`dltorch: there is no chapter ${name}${suggestion(name, Object.keys(chapters))}\n`)
    process.exitCode = 1
    return
  }
  installGlobals()
  if (process.stdin.isTTY && process.stdout.isTTY && !answers) return playInTerminal(name, language)
  const reader: Reader = { ...printer(), pause: async () => {}, answer: async () => null }
  await play(await chapters[name](), new Session(), reader, { language, showAnswers: true })
}
