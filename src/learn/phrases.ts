// What the lessons themselves say, in both languages.
import type { CodeLanguage, Language } from './chapter.js'

export interface Phrases {
  // ---- a whole chapter as text ----
  readonly anAnswer: string
  readonly anotherWay: string

  // ---- the list of chapters ----
  readonly heads: readonly [chapter: string, title: string, steps: string, exercises: string]
  readonly begin: (name: string) => string
  readonly goOnWith: (name: string) => string
  readonly allDone: string

  // ---- where one is ----
  readonly about: (steps: number, exercises: number) => string
  readonly stepOf: (step: number, steps: number) => string
  readonly resumed: (step: number) => string
  readonly notReplayed: string
  readonly finished: string
  readonly nextChapter: (name: string) => string
  readonly open: (steps: string) => string
  readonly pageOf: (page: number, pages: number) => string
  readonly moreOfStep: string

  // ---- how it went ----
  readonly predictionsRight: (right: number, all: number) => string
  readonly exercisesSolved: (right: number, all: number) => string
  readonly rightAtOnce: string
  readonly wasHard: string
  readonly tryAgain: string
  readonly goLeads: string
  readonly again: (steps: number, chapter: string) => string
  readonly againOf: (step: number, steps: number) => string
  readonly againIsOver: string

  // ---- the language of code ----
  readonly codeIs: Readonly<Record<CodeLanguage, string>>
  readonly codeIsAlready: Readonly<Record<CodeLanguage, string>>
  readonly codeIsMixed: string

  // ---- what one can do ----
  readonly nextGoesOn: string
  readonly lastStep: string
  readonly answerGoesInto: (names: string) => string
  readonly answerIsValue: string
  readonly answerIsEffect: string
  readonly formCounts: string
  readonly starter: string
  readonly predict: string
  readonly predictError: string
  readonly helpWords: readonly (readonly [word: string, meaning: string])[]
  readonly helpMore: string

  // ---- grading ----
  readonly right: string
  readonly rightOnAll: string
  readonly rightAfresh: string
  readonly rightAlready: string
  readonly tryHint: string
  readonly interrupted: string
  readonly brokenGrading: (reason: string) => string
  readonly predictedRight: string
  readonly predictedWrong: string
  readonly predictFirst: string
  readonly thatIsTheCell: string

  // ---- words ----
  readonly hint: (number: number) => string
  readonly noMoreHints: string
  readonly noHintsHere: string
  readonly noHints: string
  readonly noSolutionHere: string
  readonly hintsLeft: (count: number) => string
  readonly solution: string
  readonly notSolved: string
  readonly nothingToSkip: string
  readonly skipped: string
  readonly isFirst: string
  readonly isReset: string
  readonly noSuchStep: (steps: number) => string
  readonly shadowed: (name: string) => string
  readonly didYouMean: (word: string) => string
  readonly cellChanged: string
  readonly left: (command: string) => string

  // ---- a chapter from elsewhere ----
  readonly stranger: (folder: string, pieces: number) => string
  readonly mayItRun: string
  readonly notRun: string
  readonly howToRun: (argument: string) => string

  // ---- the file of progress ----
  readonly damaged: (path: string) => string
  readonly notKept: (reason: string) => string
}

const en: Phrases = {
  anAnswer: 'An answer:',
  anotherWay: 'Another way:',

  heads: ['chapter', 'title', 'steps', 'exercises'],
  begin: (name) => `dltorch lesson ${name} begins.`,
  goOnWith: (name) => `dltorch lesson ${name} goes on.`,
  allDone: 'All chapters are done.',

  about: (steps, exercises) => `${steps} steps, ${exercises} exercises. next goes on, help lists the words.`,
  stepOf: (step, steps) => `${step} of ${steps}`,
  resumed: (step) => `You go on at step ${step}; the cells before it have run.`,
  notReplayed:
    'A cell before this step was interrupted; it and those after it have not run. Variables may be missing.',
  finished: 'That was the last step.',
  nextChapter: (name) => `dltorch lesson ${name} is the chapter that follows.`,
  open: (steps) => `Still open: ${steps}. go and a number leads there.`,
  pageOf: (page, pages) => `, page ${page} of ${pages}`,
  moreOfStep: 'The step goes on: press Enter.',

  predictionsRight: (right, all) => `Predictions right: ${right} of ${all}.`,
  exercisesSolved: (right, all) => `Exercises solved: ${right} of ${all}.`,
  rightAtOnce: 'Right at once:',
  wasHard: 'Right in the end:',
  tryAgain: 'To try again:',
  goLeads: 'go and a number leads there.',
  again: (steps, chapter) =>
    `First, once more, what did not come off in "${chapter}": ${steps === 1 ? 'one step' : `${steps} steps`}. skip passes one over, go 1 begins this chapter.`,
  againOf: (step, steps) => `once more, ${step} of ${steps}`,
  againIsOver: 'Now the chapter itself.',

  codeIs: {
    ts: 'Code is shown in TypeScript now. What you type may be either.',
    python: 'Code is shown in Python now. What you type may be either.',
  },
  codeIsAlready: {
    ts: 'Code is shown in TypeScript already; python shows it in Python.',
    python: 'Code is shown in Python already; ts shows it in TypeScript.',
  },
  codeIsMixed: 'Some of the code of this chapter has no counterpart: it is shown as it was written.',

  nextGoesOn: 'next goes on.',
  lastStep: 'next ends the chapter.',
  answerGoesInto: (names) => `Put your answer into ${names}. hint helps.`,
  answerIsValue: 'Type an expression that gives the answer. hint helps.',
  answerIsEffect: 'Type the code that does it. hint helps.',
  formCounts: 'What kind of value it is counts too.',
  starter: 'You may begin with this; the arrow up brings it:',
  predict: 'Type what it gives, then see.',
  predictError: 'Which error is it? Type its class, then see.',
  helpWords: [
    ['next, n', 'goes on'],
    ['back', 'one step back'],
    ['hint', 'a hint for this exercise; there are three'],
    ['solution', 'the solution'],
    ['skip', 'leaves this step for later'],
    ['reset', 'this step from its start, with the variables of the chapter'],
    ['steps', 'all steps, and which are done'],
    ['go 5', 'to step 5'],
    ['python, ts', 'shows the code in Python, or in TypeScript'],
    ['quit', 'leaves; where you are is kept'],
  ],
  helpMore:
    'Everything else is code, as at the prompt: x? asks about a tensor, .help lists what the prompt can do. A word with a dot in front, .next, is never taken for a variable.',

  right: 'Right.',
  rightOnAll: 'Right, and with other numbers too.',
  rightAfresh: 'Right, from a fresh start: earlier tries had changed what this begins with.',
  rightAlready: 'That is right too.',
  tryHint: 'hint helps.',
  interrupted: 'The grading was interrupted. Type the answer again to have it graded.',
  brokenGrading: (reason) => `The answer could not be graded: ${reason}`,
  predictedRight: 'Yes.',
  predictedWrong: 'Not quite. This is what it gives:',
  predictFirst: 'Type what you expect first, or skip.',
  thatIsTheCell: 'That is the cell itself. Type what you expect it to give.',

  hint: (number) => `Hint ${number}. `,
  noMoreHints: 'These were all hints. solution shows the solution.',
  noHintsHere: 'There are hints in exercises only.',
  noHints: 'This exercise has no hints. solution shows the solution.',
  noSolutionHere: 'There is nothing to solve in this step.',
  hintsLeft: (count) =>
    `${count === 1 ? 'There is one more hint' : `There are ${count} more hints`}: hint. solution once more shows the solution all the same.`,
  solution: 'A solution:',
  notSolved: 'This exercise is not solved yet. hint helps, skip leaves it for later.',
  nothingToSkip: 'There is nothing to skip here: next goes on.',
  skipped: 'Left for later.',
  isFirst: 'This is the first step.',
  isReset: 'This step begins anew.',
  noSuchStep: (steps) => `The steps are numbered from 1 to ${steps}.`,
  shadowed: (name) => `${name} is a variable here. With a dot in front, .${name}, it is the word.`,
  didYouMean: (word) => `Did you mean ${word}?`,
  cellChanged:
    "This is not what the chapter shows here: its variables were changed. reset brings the chapter's back.",
  left: (command) => `${command} goes on here.`,

  stranger: (folder, pieces) =>
    `${folder} is not one of dltorch's chapters. Its code (${pieces === 1 ? '1 piece' : `${pieces} pieces`}) runs on this computer with all that you may do: whoever wrote it can read, change, delete or send away your files.`,
  mayItRun: 'Do you trust who wrote it, and is it to run? [y/N] ',
  notRun: 'Nothing was run.',
  howToRun: (argument) =>
    `Nothing was run. --yes runs it all the same; dltorch lesson --check ${argument} says what is wrong with it, and runs nothing.`,

  damaged: (path) =>
    `The file of your progress could not be read. It is set aside as ${path}, and progress begins anew.`,
  notKept: (reason) => `Progress is not kept: ${reason}`,
}

const zh: Phrases = {
  anAnswer: '参考答案：',
  anotherWay: '另一种写法：',

  heads: ['章节', '标题', '步骤', '练习'],
  begin: (name) => `输入 dltorch lesson ${name} 开始学习。`,
  goOnWith: (name) => `输入 dltorch lesson ${name} 继续学习。`,
  allDone: '所有章节都已完成。',

  about: (steps, exercises) => `共 ${steps} 步，${exercises} 个练习。输入 next 继续，help 列出可用的命令。`,
  stepOf: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
  resumed: (step) => `从第 ${step} 步继续；前面的代码已经运行过。`,
  notReplayed: '这一步之前有单元格被中断：它和它之后的都没有运行，可能缺少变量。',
  finished: '这是最后一步。',
  nextChapter: (name) => `下一章：dltorch lesson ${name}`,
  open: (steps) => `还没有完成的步骤：${steps}。输入 go 加步骤号即可前往，如 go 5。`,
  pageOf: (page, pages) => `（第 ${page}/${pages} 页）`,
  moreOfStep: '这一步还没显示完：按回车继续。',

  predictionsRight: (right, all) => `预测答对 ${right} 个，共 ${all} 个。`,
  exercisesSolved: (right, all) => `练习做对 ${right} 个，共 ${all} 个。`,
  rightAtOnce: '一次就对：',
  wasHard: '最后做对：',
  tryAgain: '值得再试：',
  goLeads: '输入 go 加步骤号即可前往，如 go 5。',
  again: (steps, chapter) =>
    `先回顾“${chapter}”里没做对的 ${steps} 步。输入 skip 跳过一步，go 1 直接开始本章。`,
  againOf: (step, steps) => `再做一遍，第 ${step} 个，共 ${steps} 个`,
  againIsOver: '现在开始本章。',

  codeIs: {
    ts: '代码现在用 TypeScript 显示。你可以用任何一种语言输入。',
    python: '代码现在用 Python 显示。你可以用任何一种语言输入。',
  },
  codeIsAlready: {
    ts: '代码已经用 TypeScript 显示；输入 python 改用 Python。',
    python: '代码已经用 Python 显示；输入 ts 改用 TypeScript。',
  },
  codeIsMixed: '本章有些代码没有对应的写法，按原样显示。',

  nextGoesOn: '输入 next 继续。',
  lastStep: '输入 next 结束本章。',
  answerGoesInto: (names) => `请把答案赋给 ${names}。输入 hint 看提示。`,
  answerIsValue: '请输入一个表达式，它的值就是答案。输入 hint 看提示。',
  answerIsEffect: '请输入完成任务的代码。输入 hint 看提示。',
  formCounts: '值的种类也要符合要求。',
  starter: '可以从这里开始，按向上键取出：',
  predict: '先输入你预想的结果，再看答案。',
  predictError: '会是哪种错误？先输入错误的类名，再看答案。',
  helpWords: [
    ['next, n', '继续'],
    ['back', '回到上一步'],
    ['hint', '看一条提示，每个练习有三条'],
    ['solution', '看解答'],
    ['skip', '跳过这一步，以后再做'],
    ['reset', '重新开始这一步，恢复本章的变量'],
    ['steps', '列出所有步骤和完成情况'],
    ['go 5', '跳到第 5 步'],
    ['python, ts', '代码改用 Python 或 TypeScript 显示'],
    ['quit', '离开，进度会保存'],
  ],
  helpMore:
    '其他输入都是代码，与平时的提示符一样：x? 查询一个张量，.help 列出提示符的功能。前面加点的命令（如 .next）不会被当作变量。',

  right: '正确。',
  rightOnAll: '正确，换成别的数也对。',
  rightAfresh: '从头开始运行是正确的：之前的尝试改动了它所用的变量。',
  rightAlready: '这样写也对。',
  tryHint: '输入 hint 看提示。',
  interrupted: '批改被中断。再输入一次答案即可重新批改。',
  brokenGrading: (reason) => `无法批改这个答案：${reason}`,
  predictedRight: '正确。',
  predictedWrong: '不太对。实际结果是：',
  predictFirst: '请先输入你预想的结果，或者用 skip 跳过。',
  thatIsTheCell: '这就是要预测的代码本身。请输入你预想的结果。',

  hint: (number) => `提示 ${number}：`,
  noMoreHints: '提示已经全部给出。输入 solution 看解答。',
  noHintsHere: '只有练习才有提示。',
  noHints: '这个练习没有提示。输入 solution 看解答。',
  noSolutionHere: '这一步没有需要解答的内容。',
  hintsLeft: (count) => `还有 ${count} 条提示：输入 hint。再输入一次 solution 就直接看解答。`,
  solution: '解答：',
  notSolved: '这个练习还没有做对。输入 hint 看提示，或者用 skip 以后再做。',
  nothingToSkip: '这里没有可以跳过的内容：输入 next 继续。',
  skipped: '已留到以后再做。',
  isFirst: '这是第一步。',
  isReset: '这一步重新开始。',
  noSuchStep: (steps) => `步骤号是 1 到 ${steps}。`,
  shadowed: (name) => `${name} 在这里是一个变量。前面加点的 .${name} 才是命令。`,
  didYouMean: (word) => `是不是想输入 ${word}？`,
  cellChanged: '这里的结果与教材不同：本章的变量被改动过。输入 reset 可以恢复。',
  left: (command) => `输入 ${command} 从这里继续。`,

  stranger: (folder, pieces) =>
    `${folder} 不是 dltorch 自带的章节。其中的 ${pieces} 段代码将以你的权限在本机运行：作者可以读取、修改、删除或外传你的文件。`,
  mayItRun: '信任作者并运行吗？[y/N] ',
  notRun: '没有运行任何代码。',
  howToRun: (argument) =>
    `没有运行任何代码。加上 --yes 即可运行；dltorch lesson --check ${argument} 只检查，不运行。`,

  damaged: (path) => `无法读取学习进度文件。它已另存为 ${path}，进度从头开始。`,
  notKept: (reason) => `学习进度没有保存：${reason}`,
}

export const phrases: Readonly<Record<Language, Phrases>> = { en, zh }
