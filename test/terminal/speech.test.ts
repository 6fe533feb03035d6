// The two languages that the program speaks: nothing that it says of itself is left in English where Chinese is spoken.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { createProgram } from '../../src/cli/program.js'
import { ValueError } from '../../src/base/errors.js'
import { meaningText } from '../../src/repl/cards/error.js'
import { whyCard } from '../../src/repl/cards/why.js'
import { installGlobals } from '../../src/repl/globals.js'
import { helpOn, helpText } from '../../src/repl/help.js'
import { methods, ops } from '../../src/engine/op.js'
import { Conversation } from '../../src/repl/commands/conversation.js'
import { show } from '../../src/repl/show.js'
import { pyplotHelp } from '../../src/plot/pyplot/help.js'
import { docs } from '../../src/terminal/ops-zh/all.js'
import { plainLook } from '../../src/terminal/look.js'
import { commands } from '../../src/repl/commands/all.js'
import { changeSettings, defaultSettings, parseSettings } from '../../src/repl/editor/settings.js'
import { localTongue, meaningOf, said, speak, tongue } from '../../src/terminal/speech.js'
import { linear } from '../../src/train/linear.js'
import { logistic } from '../../src/train/logistic.js'
import { stages } from '../../src/train/report.js'
import { optimizerWords } from '../../src/train/settings.js'
import torch from '../../src/index.js'

installGlobals()
before(() => speak('zh'))
after(() => speak(undefined))

const isChinese = (text: string): boolean => /[\u4e00-\u9fff]/.test(said(text))

test('commands, arguments and options of the program', () => {
  const program = createProgram()
  for (const command of [program, ...program.commands]) {
    assert.ok(isChinese(command.description()), command.description())
    for (const { description } of [...command.registeredArguments, ...command.options])
      assert.ok(isChinese(description), description)
    for (const { helpGroupHeading: heading } of command.options)
      if (heading !== undefined) assert.ok(isChinese(heading), heading)
  }
})

/** Lines with three English words one behind the other, which are no code. */
const leftOver = (text: string): string[] =>
  text
    .replace(/`[^`]*`|"[^"]*"|'[^']*'|dltorch( [\w.-]+)+/g, '_')
    .split('\n')
    .filter((line) => /(?<![\w.])[a-z]{2,}(?: [a-z]{2,}){2,}(?![\w(])/i.test(line))

test('nothing that the program says of a call is left in English', () => {
  const names = createProgram().commands.map((command) => command.name())
  const calls = [
    ['--help'],
    ...names.map((name) => [name, '--help']),
    ...names.map((name) => [name, '--nothing']),
    ['nothing'],
    ['help', 'nothing'],
    ['doctor', 'one', 'more'],
    ['lesson', 'one', 'more'],
    ['convert'],
    ['completion', 'csh'],
    ['repl', '--lang', 'fr'],
    ['train', 'linear', '--lang', 'fr'],
    ['train', 'linear', '--lr', 'much'],
    ['train', 'linear', '--iterations', '1.5'],
    ['train', 'linear', '--optimizer', 'none'],
    ['train', 'linear', '--encoding', 'none'],
    ['train', 'linear', '--until', 'soon=3'],
    ['train', 'linear', '--until', 'loss>3'],
    ['train', 'linear', '--until', 'accuracy=1'],
    ['train', 'nothing'],
    ['predict', '--model', 'no', '--data', 'no'],
  ]
  const program = new URL('../../src/cli/program.ts', import.meta.url).href
  const code = `process.exit = () => { throw new Error('exit') }
const { runProgram } = await import(${JSON.stringify(program)})
for (const call of ${JSON.stringify(calls)})
  await runProgram(call).catch((error) => { if (error.message !== 'exit') throw error })
process.exitCode = 0`
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', code],
    { encoding: 'utf8', env: { ...process.env, LANG: 'zh_CN.UTF-8', LC_ALL: '' } },
  )
  for (const text of [stdout, stderr]) assert.deepEqual(leftOver(text), [])
  assert.equal(stdout.match(/^用法：/gm)?.length, names.length + 1)
  assert.match(stderr, /没有命令 nothing/)
  assert.match(stderr, /无法读取模型 no：/)
})

test('nor of what is asked at the prompt', () => {
  assert.deepEqual(leftOver(said(helpText)), [])
  assert.notEqual(said(helpText), helpText)
  const x = torch.ones([2, 3], { requires_grad: true })
  const y = x.mul(2)
  const views = [x.detach(), x.view(3, 2), torch.ones(2).int(), torch.inference_mode(() => torch.ones(2))]
  const names = new Map([[x, 'x'] as const, [y, 'y'] as const, [y.sum(), 'loss'] as const])
  for (const tensor of [x, y, ...views])
    assert.deepEqual(leftOver(whyCard(tensor, { name: 't', names }, plainLook)), [])
})

test('what help says of an op, each sentence of it', () => {
  const told = new Set<string>()
  const missing: string[] = []
  for (const [name, { overloads }] of [...ops, ...methods])
    for (const { entry } of overloads) {
      told.add(entry.doc)
      if (!/(^|\.)_/.test(name) && said(entry.doc) === entry.doc && !/^[`\W\w]{0,25}$/.test(entry.doc))
        missing.push(`${name}: ${entry.doc}`)
    }
  assert.deepEqual(missing, [])
  assert.deepEqual(
    Object.keys(docs.sentences).filter((sentence) => !told.has(sentence)),
    [],
  )
  const text = said(helpOn('softmax'))
  assert.deepEqual(leftOver(text.replace(/^ *>>>.*$/gm, '')), [])
  assert.match(text, /^ {2}沿一维的 exp\(x\) \/ sum\(exp\(x\)\)：和为一的正数。$/m)
  assert.equal(said('What `view` gives, in memory of its own.'), '与 `view` 的结果相同，但另占内存。')
})

test('a card is said once: its brackets stay', async () => {
  const session = new Conversation({ look: () => plainLook })
  await session.evaluate('week = torch.tensor([21.5, 23.]).reshape((2,))')
  const outcome = await session.evaluate('week?')
  assert.equal(outcome.kind, 'value')
  const card = show(outcome.kind === 'value' ? outcome.value : undefined)
  assert.match(card, /^week，张量\n形状 {5}\(2,\)，2 个元素，8 B\n类型 {5}torch\.float32，在 cpu 上\n/)
  assert.match(card, /\n来自 {5}第 1 条输入：week = torch\.tensor\(\[21\.5, 23\.\]\)\.reshape\(\(2,\)\)$/)
  assert.equal(said('(2, 3), 6 elements, 24 B'), '(2, 3)，6 个元素，24 B')
  assert.equal(said('(), 1 element, 4 B'), '()，1 个元素，4 B')
  const table = await session.evaluate('.vars')
  assert.match(show(table.kind === 'value' ? table.value : ''), /^名字 +形状 +类型 +梯度 +大小\nweek +\(2,\)/)
})

test('commands of the prompt, and its settings', () => {
  for (const { help } of commands) assert.ok(isChinese(help), help)
  const lines = changeSettings(defaultSettings, [], 200).text.split('\n').filter(Boolean)
  for (const line of lines) assert.match(line, /[\u4e00-\u9fff]/)
})

test('what a training says', () => {
  for (const { title, about, lossName } of [linear, logistic])
    for (const text of [title, about, lossName]) assert.ok(isChinese(text), text)
  for (const stage of stages) assert.ok(isChinese(stage), stage)
  assert.ok(isChinese(optimizerWords.hand))
})

test('phrases with something in them, which may be phrases', () => {
  assert.equal(said('There is no .foo. Did you mean .plot?'), '没有 .foo。是不是 .plot？')
  assert.equal(
    said('t.csv, row 2, column a: the number is missing. --drop-missing leaves such rows out'),
    't.csv，第 2 行，列 a：缺少数字。--drop-missing 略去这样的行',
  )
  assert.equal(said('Loaded 2 inputs from a.ts.'), '已从 a.ts 载入 2 条输入。')
  assert.equal(
    said(
      'Diverged at iteration 4: the loss is Infinity. The first op to give a value that is not finite was pow. With --lr ' +
        '5e-7 the loss falls, as a try on these data shows (it was 0.05), or --standardize: size reaches 110, bonus reaches 3000.',
    ),
    '在第 4 次迭代发散：损失是 Infinity。第一个给出非有限值的运算是 pow。用 --lr 5e-7 损失会下降，已在这些数据上试过' +
      '（原来是 0.05）；或者加 --standardize：size 达到 110，bonus 达到 3000。',
  )
  assert.equal(
    said(
      't.csv, row 2, column a: "x" is no number. --categories a,b --features a,b,c --decimal , takes words as categories',
    ),
    't.csv，第 2 行，列 a：“x” 不是数字。--categories a,b --features a,b,c --decimal , 把文字当作类别',
  )
  assert.equal(said('Ctrl-C once more leaves.'), '再按一次 Ctrl-C 就离开。')
  assert.equal(said('nothing of ours'), 'nothing of ours')
})

test('the words of an error stay, and what it means stands below', () => {
  const thrown = (run: () => unknown): unknown => {
    try {
      run()
    } catch (error) {
      return error
    }
    return undefined
  }
  const x = torch.ones(3)
  assert.match(meaningText(thrown(() => x.add(torch.ones(4)))), /^两个张量在第 0 维的大小不同（3 和 4）/)
  assert.match(meaningText(thrown(() => x.view(2, 2))), /^元素总数是 3/)
  assert.match(meaningText(thrown(() => x.backward())), /^这个张量不需要梯度/)
  assert.match(
    meaningText(thrown(() => torch.cat([x, torch.ones(2, 3)]))),
    /^张量的维数要相同，而它们是 1 维和 2 维/,
  )
  assert.match(meaningText(thrown(() => torch.stack([x, torch.ones(2)]))), /第 0 个是 \[3\]，第 1 个是 \[2\]/)
  assert.match(meaningText(thrown(() => x.long().mean())), /先用 \.float\(\) 转成浮点数/)
  assert.match(
    meaningOf('TypeError', "unsupported operand type(s) for +: 'int' and 'str'"),
    /^'int' 和 'str' 之间/,
  )
  assert.match(meaningText(thrown(() => x.sum(4))), /^维度要在 \[-1, 0\] 之内，而给的是 4/)
  assert.equal(meaningText(new ValueError('something new')), '值的类型对，但内容不合适。')
  speak('en')
  assert.equal(meaningText(new ValueError('something new')), '')
  assert.equal(said('There are no variables yet.'), 'There are no variables yet.')
  speak('zh')
})

test('the environment says which, and .set lang remembers another', () => {
  assert.equal(localTongue({ LANG: 'zh_CN.UTF-8' }), 'zh')
  assert.equal(localTongue({ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_US.UTF-8' }), 'en')
  assert.equal(localTongue({}), 'en')
  const { settings, text } = changeSettings(defaultSettings, ['lang', 'en'])
  assert.equal(text, 'lang is en.')
  assert.equal(tongue(), 'en')
  assert.equal(parseSettings(JSON.stringify(settings)).lang, 'en')
  assert.equal(changeSettings(settings, ['lang', 'zh']).text, 'lang 是 zh。')
  assert.match(changeSettings(settings, ['lang', 'python']).text, /编程语言用 \.lang 设置/)
  assert.equal(parseSettings('{"lang":"python"}').lang, undefined)
})

test('help(plt), each line of it, and what is said of the signs of a Chinese keyboard', async () => {
  const english = pyplotHelp.split('\n').filter((line) => /^[A-Z]|^ {6}/.test(line))
  assert.ok(english.length > 20)
  for (const line of english) assert.match(said(line), /[\u4e00-\u9fff]/, line)
  assert.equal(said('      stairs; stem: needles'), '      阶梯；stem：针状线')
  const outcome = await new Conversation().evaluate('print（3）')
  assert.ok(outcome.kind === 'error')
  assert.match(String(outcome.traceback), /\n请改成 \(：这是中文输入法的全角符号。$/)
})

test('the sentences on classes are those above them, and no layer is without one', () => {
  const source = new URL('../../src/', import.meta.url)
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const comments = files.flatMap((file) =>
    [
      ...readFileSync(new URL(file, source), 'utf8').matchAll(
        /\/\*\*((?:(?!\*\/)[^])*)\*\/\n(?:export )?(?:const|(?:abstract )?class|function) (\w+)(.*)/g,
      ),
    ].map(([, text, name, rest]) => ({
      text: text
        .replace(/\n *\* ?/g, '\n')
        .replace(/^ *\* ?/, '')
        .trim(),
      isLayer:
        /^nn\/(?!utils|lazy|prune|packed|attention)/.test(file) &&
        /^ = (new )?[a-z]\w*[<(]/.test(rest) &&
        /^[A-Z]/.test(name),
      name,
    })),
  )
  const unbroken = (text: string): string => text.replace(/(\S)\n(?=\S)/g, '$1 ')
  const told = comments.map(({ text }) => unbroken(text.replace(/@(param|throws) ?/g, '')))
  const all = told.join('\n')
  for (const sentence of Object.keys(docs.classes))
    if (!/^Throws |^\w+: /.test(sentence)) assert.ok(all.includes(sentence), sentence)
  const layers = comments.filter(({ isLayer }) => isLayer)
  assert.ok(layers.length > 80, String(layers.length))
  // A formula is one in either language.
  const isFormula = (text: string): boolean => !/[a-z]{2,} [a-z]{2,}/.test(text)
  const without = layers.filter(({ text }) => {
    const sentence = unbroken(text.split('\n\n')[0])
    return !isFormula(sentence) && !isChinese(sentence)
  })
  assert.deepEqual(
    without.map(({ name }) => name),
    [],
  )
})
