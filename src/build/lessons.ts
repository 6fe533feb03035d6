// `npm run lessons [folder…]`: runs the chapters, writes what their cells print into the files, and says what is wrong with
// them. Without folders, all of lessons/. With --say also what the learner is told of each wrong answer.
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Bench } from '../learn/bench.js'
import { checkChapter, checkForm } from '../learn/check-chapter.js'
import { writeOutputs } from '../learn/write-outputs.js'
import { lessonsFolder, readChapter } from '../learn/catalogue.js'
import { MalformedChapter, type Fault, faultText } from '../learn/fault.js'
import { installGlobals } from '../repl/globals.js'

installGlobals()

async function faultsOf(folder: string): Promise<readonly Fault[]> {
  const parsed = readChapter(folder)
  const own = [...parsed.faults, ...(await checkChapter(parsed.chapter))]
  return own.length > 0 ? own : checkForm(parsed.chapter, 'python')
}

async function sayComplaints(folder: string): Promise<void> {
  const { chapter } = readChapter(folder)
  const bench = new Bench(chapter)
  for (const [index, step] of chapter.steps.entries()) {
    if (step.kind !== 'exercise') continue
    for (const cell of [step.starter, ...step.wrong]) {
      const verdict = await bench.judge(index, { helpers: [], entries: [cell] })
      const complaint = verdict ? Object.values(verdict.complaint) : ['(passes)']
      console.log(`  ${cell.code.replace(/\n/g, '\n  ')}\n    ${complaint.join('\n    ')}`)
    }
  }
}

const isTalkative = process.argv.includes('--say')
const named = process.argv
  .slice(2)
  .filter((argument) => argument !== '--say')
  .map((folder) => resolve(folder))
const all = readdirSync(lessonsFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join(lessonsFolder, name))

for (const folder of named.length > 0 ? named : all) {
  try {
    const written = await writeOutputs(folder)
    const faults = await faultsOf(folder)
    const { chapter } = readChapter(folder)
    const exercises = chapter.steps.filter(({ kind }) => kind === 'exercise').length
    const mark = faults.length === 0 ? '✔' : '✖'
    console.log(
      `${mark} ${chapter.name}: ${chapter.steps.length} steps, ${exercises} exercises, ${written} outputs written`,
    )
    for (const fault of faults) console.log(faultText(fault).replace(/\n/g, '\n    '))
    if (faults.length > 0) process.exitCode = 1
    if (isTalkative) await sayComplaints(folder)
  } catch (error) {
    if (!(error instanceof MalformedChapter)) throw error
    console.log(`✖ ${error.message}`)
    process.exitCode = 1
  }
}
