// The two languages that the program speaks: nothing that it says of itself is left in English where Chinese is spoken.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createProgram } from '../../src/cli/program.js'
import { ValueError } from '../../src/base/errors.js'
import { meaningText } from '../../src/repl/cards/error.js'
import { commands } from '../../src/repl/commands/all.js'
import { changeSettings, defaultSettings, parseSettings } from '../../src/repl/editor/settings.js'
import { localTongue, said, speak, tongue } from '../../src/terminal/speech.js'
import { linear } from '../../src/train/linear.js'
import { logistic } from '../../src/train/logistic.js'
import { stages } from '../../src/train/report.js'
import { optimizerWords } from '../../src/train/settings.js'
import torch from '../../src/index.js'

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
