// `npm run new:lesson NAME` writes lessons/NAME/chapter.md, a chapter that is whole and says nothing yet: eight steps in both
// languages, four of them exercises, to be replaced one by one. It also enters the name at the end of the catalogue.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chapterOrder, readChapter } from '../learn/catalogue.js'
import { checkChapter } from '../learn/check-chapter.js'
import { faultText } from '../learn/fault.js'
import { writeOutputs } from '../learn/write-outputs.js'
import { installGlobals } from '../repl/globals.js'

/** What is wrong with a name; undefined where a chapter can have it. */
function problemOf(name: string | undefined, folder: string): string | undefined {
  if (name === undefined) return 'npm run new:lesson NAME'
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    return `${name} is no name of a chapter, which is made of small letters, digits and hyphens, and begins with a letter`
  if (chapterOrder.includes(name) || existsSync(folder)) return `there is a chapter ${name}`
  return undefined
}

interface Task {
  readonly title: string
  readonly question: string
  readonly solution: string
  readonly other: string
  readonly wrong: string
}

const tasks: readonly Task[] = [
  {
    title: 'Exercise: twice as much · 练习：两倍',
    question:
      'Make `doubled`: twice each element of `numbers`.\n\n> 造出 `doubled`：`numbers` 每个元素的两倍。',
    solution: 'doubled = numbers * 2',
    other: 'doubled = numbers + numbers',
    wrong: 'doubled = numbers ** 2',
  },
  {
    title: 'Exercise: the whole · 练习：总和',
    question:
      'Make `total`: the sum of all elements of `numbers`.\n\n> 造出 `total`：`numbers` 所有元素之和。',
    solution: 'total = numbers.sum()',
    other: 'total = torch.sum(numbers)',
    wrong: 'total = numbers.mean()',
  },
  {
    title: 'Exercise: the first row · 练习：第一行',
    question: 'Make `first`: the first row of `numbers`.\n\n> 造出 `first`：`numbers` 的第一行。',
    solution: 'first = numbers[0]',
    other: 'first = numbers.select(0, 0)',
    wrong: 'first = numbers[:, 0]',
  },
  {
    title: 'Exercise: the other way · 练习：换个方向',
    question:
      'Make `turned`: `numbers` with rows and columns exchanged.\n\n> 造出 `turned`：交换 `numbers` 的行与列。',
    solution: 'turned = numbers.T',
    other: 'turned = numbers.transpose(0, 1)',
    wrong: 'turned = numbers.reshape(3, 2)',
  },
]

const cell = (code: string, kind = ''): string => `\`\`\`ts${kind && ` ${kind}`}\n${code}\n\`\`\``

const exerciseText = ({ title, question, solution, other, wrong }: Task): string => `## ${title}

${question}

${cell('numbers = torch.randn(2, 3)\nnumbers', 'setup')}

${cell(solution.replace(/=.*/, '= numbers - 1'), 'starter')}

### Hints · 提示

1. A nudge in the right direction.
   > 往正确的方向轻轻一推。
2. What is needed for it.
   > 需要用到什么。
3. Nearly the answer: \`${solution}\`.
   > 几乎就是答案：\`${solution}\`。

### Solution · 解答

${cell(solution)}

### Another way · 另一种写法

${cell(other)}

### Wrong · 错误示例

${cell(wrong)}
`

/** The whole chapter, without what its cells print. */
const chapterText = (name: string): string => {
  const words = name.replaceAll('-', ' ')
  return `---
name: ${name}
title: ${words[0].toUpperCase()}${words.slice(1)} · 新的一章
about: What this chapter is about, in a line · 用一行说明这一章讲什么
---

What one can do after this chapter, and why one would want to.

> 学完这一章能做什么，为什么值得学。

## One thing at a time · 一次一件事

Say one thing, and show it.

> 只说一件事，然后演示它。

${cell('x = torch.arange(6).reshape(2, 3)\nx')}

## What goes wrong · 哪里会出错

Show an error that learners meet, and how to read it.

> 演示一个初学者会遇到的错误，以及怎样读懂它。

${cell('x + torch.ones(2)', 'error')}

## Predict: a shape · 猜一猜：形状

What is the shape of \`x.sum(dim=0)\`?

> \`x.sum(dim=0)\` 的形状是什么？

${cell('x.sum(dim=0).shape')}

### Because · 因为

Say why, for those who guessed otherwise.

> 为猜错的人说明原因。

${tasks.map(exerciseText).join('\n')}
## In short · 小结

What to remember, and where to go on.

> 要记住什么，接下来学什么。

${cell('x.shape')}
`
}

/** Enters a name at the end of the order in which chapters are read. */
function enter(name: string, root: URL): void {
  const file = new URL('src/learn/catalogue.ts', root)
  const text = readFileSync(file, 'utf8')
  const list = /(export const chapterOrder: readonly string\[\] = \[[^\]]*)\]/
  if (!list.test(text)) throw new Error('learn/catalogue.ts has no list chapterOrder that can be read')
  writeFileSync(
    file,
    text.replace(list, (_, start: string) => `${start}  '${name}',\n]`),
  )
}

/** Writes the chapter into the package at `root`; gives what to tell, and what is wrong where nothing was written. */
export async function newLesson(
  [name, ...more]: readonly string[],
  root: URL,
): Promise<{ said: string } | { problem: string }> {
  const folder = fileURLToPath(new URL(`lessons/${name}`, root))
  const problem = more.length > 0 ? problemOf(undefined, folder) : problemOf(name, folder)
  if (problem !== undefined) return { problem }
  mkdirSync(folder)
  writeFileSync(join(folder, 'chapter.md'), chapterText(name))
  installGlobals()
  await writeOutputs(folder)
  const { chapter, faults } = readChapter(folder)
  const all = [...faults, ...(await checkChapter(chapter))]
  if (all.length > 0) throw new Error(all.map(faultText).join('\n'))
  enter(name, root)
  return {
    said: `Wrote lessons/${name}/chapter.md, and entered ${name} at the end of chapterOrder in src/learn/catalogue.ts.
Next:
  1. Replace the steps by your own; lessons/README.md describes them.
  2. npm run lessons lessons/${name}      writes what the cells print, and checks
  3. npx tsx --test test/learn/lessons.test.ts`,
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const answer = await newLesson(process.argv.slice(2), new URL('../../', import.meta.url))
  if ('said' in answer) console.log(answer.said)
  else {
    console.error(answer.problem)
    process.exitCode = 1
  }
}
