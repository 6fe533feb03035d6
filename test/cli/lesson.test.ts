// `dltorch lesson`: the list, a whole chapter in a pipe, what is refused, and lessons in a terminal.
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chapterOrder, folderOf, loadChapter } from '../../src/learn/catalogue.js'
import { languages } from '../../src/learn/chapter.js'
import { chapterIn } from '../../src/learn/edition.js'
import { widthOf } from '../../src/terminal/width.js'
import { dltorch } from './dltorch.js'
import { Walk } from './lesson-walk.js'
import { Terminal } from './terminal.js'

const weather = fileURLToPath(new URL('../learn/weather', import.meta.url))

test('a chapter shows code and what it really prints, in the language asked for', async () => {
  const english = await dltorch(['lesson', weather, '--lang', 'en', '--yes'])
  const chinese = await dltorch(['lesson', weather, '--lang', 'zh', '--yes'])
  for (const { stdout, stderr, code } of [english, chinese]) {
    assert.equal(stderr, '')
    assert.equal(code, 0)
    assert.match(stdout, />>> days = torch.arange\(7\)\n\.\.\. days\ntensor\(\[0, 1, 2, 3, 4, 5, 6\]\)\n/)
  }
  assert.match(english.stdout, /\n5\. Exercise: below zero\n/)
  assert.match(chinese.stdout, /\n5\. 练习：零度以下\n/)
  assert.ok(!/\p{Script=Han}/u.test(english.stdout))
})

for (const language of languages)
  test(`a folder of one's own is played in a narrow terminal (${language})`, async () => {
    await new Walk(loadChapter(weather), weather, language, { columns: 40, rows: 20 }).toTheEnd()
  })

for (const language of languages)
  test(`a chapter is played in Python (${language})`, async () => {
    const chapter = await chapterIn(loadChapter(weather), 'python')
    await new Walk(chapter, weather, language, { code: 'python', columns: 60, rows: 18 }).toTheEnd()
  })

/** A conversation in the fixture chapter, in English, with a folder for progress that outlives it. */
async function inLesson(data: string, talk: (walk: Walk, shown: string) => Promise<void>): Promise<void> {
  const walk = new Walk(loadChapter(weather), weather, 'en', { data })
  try {
    await talk(walk, await walk.begin())
  } finally {
    walk.terminal.kill()
  }
}

const withData = (work: (data: string) => Promise<void>) => async (): Promise<void> => {
  const data = mkdtempSync(join(tmpdir(), 'dltorch-lesson-'))
  try {
    await work(data)
  } finally {
    rmSync(data, { recursive: true })
  }
}

test(
  'words steer, code is code, and a lesson goes on where one left',
  withData(async (data) => {
    await inLesson(data, async (walk, shown) => {
      assert.match(shown, /^A week of weather\n8 steps, 4 exercises\./)
      assert.match(await walk.enter('back'), /This is the first step\./)
      // An empty line goes on where that is all there is to do.
      assert.match(await walk.enter(''), /── 2 of 8 · /)
      assert.match(await walk.enter('back'), /── 1 of 8 · /)
      assert.match(await walk.enter('hint'), /There are hints in exercises only\./)
      assert.match(await walk.enter('days + 1'), /tensor\(\[1, 2, 3, 4, 5, 6, 7\]\)\n>>>$/)
      assert.match(await walk.enter('days?'), /days, a tensor\nshape    \(7,\)/)
      assert.match(await walk.enter('nxt'), /ReferenceError: nxt is not defined[^]*Did you mean next\?/)
      // A variable is a variable: the dot makes it the word.
      await walk.enter('n = 7')
      assert.match(
        await walk.enter('n'),
        /\n7\nn is a variable here\. With a dot in front, \.n, it is the word\./,
      )
      assert.match(await walk.enter('.n'), /2 of 8 · Nothing to show/)
      assert.match(await walk.enter('go 5'), /5 of 8 · Exercise: below zero/)
      assert.match(await walk.enter('go 9'), /numbered from 1 to 8/)
      assert.match(await walk.enter('steps'), /✔  1  Seven days[^]*→ ○  5  Exercise: below zero/)
      assert.match(await walk.enter('help'), /hint\s+a hint for this exercise[^]*\.help lists/)
      // Looking is no try.
      for (const look of [
        'temperatures',
        'temperatures.shape',
        'print(temperatures < 0)',
        'temperatures < 0',
      ])
        assert.ok(!(await walk.enter(look)).includes('✖'), look)
      // The arrow up brings the starter.
      walk.terminal.type('\x1b[A')
      await walk.terminal.shows('>>> temperatures < 0')
      walk.terminal.type('\x03')
      await walk.terminal.shows('>>>')
      assert.match(await walk.enter('solution'), /3 more hints/)
      assert.match(await walk.enter('solution'), /A solution:\n>>> cold = temperatures\[temperatures < 0\]/)
      walk.terminal.type('quit\r')
      assert.equal(await walk.terminal.closed, 0)
      await walk.terminal.shows('goes on here.')
    })
    await inLesson(data, async (walk, shown) => {
      assert.match(shown, /You go on at step 5; the cells before it have run\.[^]*5 of 8/)
      assert.match(await walk.enter('rain.shape'), /torch\.Size\(\[7\]\)/)
      assert.match(await walk.enter('skip'), /nothing to skip/)
      assert.match(await walk.enter('next'), /6 of 8/)
      assert.match(await walk.enter('skip'), /Left for later\.[^]*7 of 8/)
    })
    const { stdout } = await dltorch(['lesson'], { env: { XDG_DATA_HOME: data } })
    assert.match(stdout, /tensor-ops/)
  }),
)

test(
  'what the learner changes is brought back',
  withData((data) =>
    inLesson(data, async (walk) => {
      await walk.enter('days = torch.ones(2)')
      await walk.enter('go 5')
      // Another step makes the chapter's variables anew.
      assert.match(await walk.enter('days'), /tensor\(\[0, 1, 2, 3, 4, 5, 6\]\)/)
      const first = await walk.enter('temperatures')
      await walk.enter('temperatures.zero_()')
      await walk.enter('torch.manual_seed(99); torch.rand(5)')
      assert.match(await walk.enter('reset'), /This step begins anew\./)
      assert.equal(await walk.enter('temperatures'), first)
      // A helper defined on the way is known where answers are graded.
      await walk.enter('isCold = (t) => t < 0')
      assert.match(
        await walk.enter('cold = temperatures[isCold(temperatures)]'),
        /✔ Right, and with other numbers too\./,
      )
      assert.match(await walk.enter('cold = temperatures[temperatures < 0]'), /✔ That is right too\./)
      assert.match(
        await walk.enter(`cold = torch.tensor([${'-0.4508, -0.4450, -7.2288'}])`),
        /✖ (right for this input|the values differ)/,
      )
      assert.match(
        await walk.enter('process.exit = () => {}; cold = 3'),
        /✖ the number 3; a tensor was asked for/,
      )
      // Grading has drawn nothing and changed nothing.
      await walk.enter('torch.manual_seed(1);')
      await walk.enter('cold = temperatures')
      assert.match(await walk.enter('torch.rand(1)'), /tensor\(\[0\.7576\]\)/)
      assert.match(await walk.enter('temperatures'), /1\.6422/)
    }),
  ),
)

test(
  'Ctrl-C stops the grading of an answer that does not end',
  withData((data) =>
    inLesson(data, async (walk) => {
      await walk.enter('go 5')
      // It ends with the numbers that are seen, and with no others.
      const loop = 'while (!(temperatures[0, 0] > 1.6 && temperatures[0, 0] < 1.7)) {}'
      walk.terminal.type(`${loop}; cold = temperatures[temperatures < 0]; print("done")\r`)
      await walk.terminal.shows('\ndone')
      // The entry itself ends at once after this word.
      await new Promise((resolve) => setTimeout(resolve, 500))
      walk.terminal.type('\x03')
      await walk.terminal.until(() => walk.terminal.transcript.endsWith('>>>'), 'a prompt')
      assert.match(walk.terminal.transcript, /The grading was interrupted\./)
      assert.match(await walk.enter('days'), /tensor/)
      assert.match(await walk.enter('reset'), /5 of 8/)
      assert.match(await walk.enter('cold = temperatures[temperatures < 0]'), /✔ Right/)
    }),
  ),
)

test(
  'a terminal that can do nothing gets plain lines',
  withData(async (data) => {
    const env = { TERM: 'dumb', XDG_DATA_HOME: data, XDG_STATE_HOME: data }
    const terminal = new Terminal({ args: ['lesson', weather, '--lang', 'en', '--yes'], env })
    try {
      await terminal.shows('next goes on.\n>>>')
      terminal.type('\r')
      await terminal.showsWithin('-- 2 of 8')
      await terminal.shows('next goes on.\n>>>')
      assert.match(terminal.transcript, /\n-- 2 of 8 · Nothing to show ---/)
      assert.ok(!terminal.written.includes('\x1b'))
      terminal.type('\x04')
      assert.equal(await terminal.closed, 0)
    } finally {
      terminal.kill()
    }
  }),
)

test(
  'the list of chapters tells how far one is, in the language remembered',
  withData(async (data) => {
    const env = { XDG_DATA_HOME: data }
    const english = await dltorch(['lesson'], { env })
    assert.match(english.stdout, /│ intro\s+│ .*│\s+20 │\s+5 │/)
    assert.match(english.stdout, /dltorch lesson intro begins\.\n$/)
    const names = english.stdout.match(/(?<=^│ )[a-z][a-z-]+(?= )/gm)!.filter((name) => name !== 'chapter')
    assert.deepEqual(names, chapterOrder)
    const chinese = await dltorch(['lesson', '--lang', 'zh'], { env })
    assert.match(chinese.stdout, /│ 章节/)
    // All rows are equally wide.
    const widths = chinese.stdout
      .split('\n')
      .filter((line) => /^[│├┌└]/.test(line))
      .map(widthOf)
    assert.equal(new Set(widths).size, 1)
    assert.equal((await dltorch(['lesson'], { env })).stdout, chinese.stdout)
    assert.equal((await dltorch(['lesson'], { env: { LANG: 'zh_CN.UTF-8' } })).stdout.includes('章节'), true)
  }),
)

test(
  'a damaged file of progress is set aside and said so',
  withData(async (data) => {
    const path = join(data, 'dltorch', 'lessons.json')
    mkdirSync(join(data, 'dltorch'))
    writeFileSync(path, '{ "chapters"')
    const { stdout, stderr, code } = await dltorch(['lesson'], { env: { XDG_DATA_HOME: data } })
    assert.equal(
      stderr,
      `The file of your progress could not be read. It is set aside as ${path}.damaged, and progress begins anew.\n`,
    )
    assert.match(stdout, /intro/)
    assert.equal(code, 0)
    writeFileSync(path, '[]')
    await inLesson(data, async (walk, shown) => {
      assert.match(shown.replaceAll('\n', ' '), /set aside as/)
      await walk.enter('next')
    })
    assert.equal(Object.keys(JSON.parse(readFileSync(path, 'utf8')).chapters).length, 1)
  }),
)

test('a chapter by its number, and the next one', async () => {
  const title = async (argument: string): Promise<string> =>
    (await dltorch(['lesson', argument, '--lang', 'en'])).stdout.split('\n')[0]
  assert.equal(await title('1'), await title('intro'))
  assert.equal(await title('next'), await title('intro'))
  assert.equal(await title('4'), await title('tensor-ops'))
  assert.equal((await dltorch(['lesson', '99'])).code, 2)
})

test('what is not there, or is malformed, is refused', async () => {
  const unknown = await dltorch(['lesson', 'tensor-opps'])
  assert.equal(unknown.stderr, 'dltorch: there is no chapter tensor-opps. Did you mean tensor-ops?\n')
  assert.equal(unknown.code, 2)
  const folder = mkdtempSync(join(tmpdir(), 'dltorch-own-'))
  try {
    const text = readFileSync(join(weather, 'chapter.md'), 'utf8')
    const own = join(folder, 'weather')
    mkdirSync(own)
    writeFileSync(join(own, 'chapter.md'), text.replace('> 分号会隐藏结果。\n', ''))
    const line = text.slice(0, text.indexOf('A semicolon')).split('\n').length
    const malformed = await dltorch(['lesson', './weather'], { cwd: folder })
    assert.equal(
      malformed.stderr,
      `weather/chapter.md:${line}: the Chinese is missing: it stands below the English, each line behind >\n`,
    )
    assert.equal(malformed.stdout, '')
    assert.equal(malformed.code, 1)

    // What a teacher does: code without outputs, written by the program.
    writeFileSync(join(own, 'chapter.md'), text.replace(/\n```text\n[\s\S]*?\n```\n/g, ''))
    const checked = await dltorch(['lesson', '--check', '--run', './weather'], { cwd: folder })
    assert.match(checked.stderr, /weather\/chapter\.md:\d+: the output is not what the cell prints/)
    assert.equal(checked.code, 1)
    const written = await dltorch(['lesson', '--write', '--yes', './weather'], { cwd: folder })
    assert.match(written.stdout, /^\d+ outputs written\.\nweather is whole: 8 steps, 4 exercises\.\n$/)
    assert.equal(readFileSync(join(own, 'chapter.md'), 'utf8'), text)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** A chapter whose every piece of code leaves a trace when it runs. */
function tracing(folder: string): { own: string; ran: () => boolean } {
  const own = join(folder, 'weather')
  const trace = join(folder, 'trace')
  cpSync(weather, own, { recursive: true })
  const file = join(own, 'chapter.md')
  const code = `(await import('node:fs')).writeFileSync(${JSON.stringify(trace)}, '');`
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^```ts(?! grade)(.*)$/gm, `\`\`\`ts$1\n${code}`))
  return {
    own,
    ran: () => {
      const isThere = existsSync(trace)
      rmSync(trace, { force: true })
      return isThere
    },
  }
}

test(
  "a stranger's chapter runs nothing unasked",
  withData(async (data) => {
    const { own, ran } = tracing(data)
    const env = { XDG_DATA_HOME: data, XDG_STATE_HOME: data }
    for (const options of [[], ['--answers'], ['--write'], ['--write', '--check'], ['--restart']]) {
      const { stdout, stderr, code } = await dltorch(['lesson', own, '--lang', 'en', ...options], { env })
      assert.equal(stdout, '', options.join(' '))
      assert.ok(
        stderr.startsWith(`dltorch: ${own} is not one of dltorch's chapters. Its code (`) &&
          stderr.includes('Nothing was run. --yes runs it all the same; dltorch lesson --check'),
        stderr,
      )
      assert.equal(code, 1)
      assert.equal(ran(), false)
    }
    const checked = await dltorch(['lesson', own, '--check'], { env })
    assert.match(checked.stdout, /^What would make it better:\n/)
    assert.match(checked.stdout, /\nweather is well written: 8 steps, 4 exercises\. Nothing was run; --run/)
    assert.equal(ran(), false)
    await dltorch(['lesson', own, '--check', '--run'], { env })
    assert.equal(ran(), true)
    await dltorch(['lesson', own, '--yes'], { env })
    assert.equal(ran(), true)
    // Ours run as ever, by their folder too.
    assert.equal((await dltorch(['lesson', folderOf('intro')], { env })).code, 0)
  }),
)

test(
  'consent is asked for once, and again for other code',
  withData(async (data) => {
    const { own, ran } = tracing(data)
    const env = { XDG_DATA_HOME: data, XDG_STATE_HOME: data }
    const start = (): Terminal => new Terminal({ args: ['lesson', own, '--lang', 'en'], env, columns: 200 })
    const question = 'Do you trust who wrote it, and is it to run? [y/N]'
    const asked = async (answer: string): Promise<string> => {
      const terminal = start()
      try {
        await terminal.showsWithin(question)
        assert.equal(ran(), false)
        terminal.type(answer)
        if (answer === 'y\r') await terminal.shows('next goes on.\n>>>')
        else assert.equal(await terminal.closed, 1)
        return terminal.transcript
      } finally {
        terminal.kill()
      }
    }
    for (const answer of ['\r', 'n\r', 'yellow\r', '\x04']) {
      assert.match(await asked(answer), /Nothing was run\./)
      assert.equal(ran(), false)
    }
    await asked('y\r')
    assert.equal(ran(), true)
    const again = start()
    try {
      await again.shows('next goes on.\n>>>')
      assert.ok(!again.transcript.includes('trust'))
      // The keys are the editor's.
      again.type('1 + 1\r')
      await again.showsWithin('\n2\n')
    } finally {
      again.kill()
    }
    const file = join(own, 'chapter.md')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('A week of weather', 'Another week'))
    assert.equal((await dltorch(['lesson', own, '--lang', 'en'], { env })).code, 0)
    assert.equal(ran(), true)
    writeFileSync(file, text.replace('```ts\n', '```ts\nprocess.cwd();\n'))
    await asked('n\r')
  }),
)
