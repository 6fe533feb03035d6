// What the program says, in Chinese, by what it says in English; and what errors mean whose own words stay English. What
// lessons say stands beside the lessons, in learn/phrases.ts.

import { asked } from './phrases-zh-help.js'
import { classes, errors } from './phrases-zh-errors.js'
import { unconverted } from './phrases-zh-convert.js'
import { joined, refused } from './phrases-zh-refusals.js'

const program: Record<string, string> = {
  'Usage:': '用法：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Arguments:': '参数：',
  'Data of your own:': '自己的数据：',
  'Training:': '训练：',
  'Output:': '输出：',
  'output the version number': '显示版本号',
  'display help for command': '显示某个命令的帮助',
  'PyTorch for the terminal, in TypeScript. Without a command it opens the prompt.':
    '终端里的 PyTorch，用 TypeScript 写成。不带命令时打开提示符。',
  'open the prompt: type tensor expressions, see what PyTorch would print (the default)':
    '打开提示符：输入张量表达式，看 PyTorch 会输出什么（默认命令）',
  'evaluate code and print the value of its last expression': '运行代码，输出最后一个表达式的值',
  "for example 'torch.ones(2, 3).sum()'": "例如 'torch.ones(2, 3).sum()'",
  'run a TypeScript, JavaScript or Python file': '运行 TypeScript、JavaScript 或 Python 文件',
  'an ES module; `import torch from "dltorch"` works inside, installed or not; - runs what is piped in':
    'ES 模块；里面可以写 `import torch from "dltorch"`，无论是否安装；- 表示运行管道传入的内容',
  'handed to the file as process.argv.slice(2), or sys.argv':
    '作为 process.argv.slice(2) 或 sys.argv 传给程序',
  'the language of the file (default: by its ending)': '文件所用的编程语言（默认：看扩展名）',
  'the language of what is typed: each entry tells by itself (auto)':
    '输入内容的编程语言：每次输入自动判断（auto）；界面语言另由 LANG 或 .set lang 决定',
  'write a program as Python for PyTorch, as TypeScript, or as a notebook with its outputs':
    '把程序写成 PyTorch 的 Python、TypeScript，或带输出的笔记本',
  'a .py, .ts, .js or .ipynb file; - is what is piped in':
    '.py、.ts、.js 或 .ipynb 文件；- 表示管道传入的内容',
  'what to write (default: by the ending of --output)': '写成什么形式（默认：看 --output 的扩展名）',
  'where to write it (default: the terminal)': '写到哪里（默认：终端）',
  'overwrite the file that is there': '覆盖已有的文件',
  'with --to ipynb: run nothing, and leave the outputs out': '与 --to ipynb 合用：不运行，不含输出',
  'with --to py: the form that torchrun runs on several processes':
    '与 --to py 合用：可由 torchrun 多进程运行的形式',
  'read a chapter step by step, with exercises that are checked': '一步一步学习一章，练习自动批改',
  'its name or number, next, or a folder such as ./my-chapter; without one, the chapters are listed':
    '章节的名字或编号、next，或 ./my-chapter 这样的文件夹；不写则列出各章',
  'language of the text, or of the code, or of each; it is remembered':
    '课文的语言，或代码的编程语言，或二者；会被记住',
  'print the whole chapter with the answers to its exercises': '输出整章和练习答案',
  'say what is wrong with a chapter, such as one of your own; runs nothing':
    '检查一章（如自己写的）有什么问题，不运行代码',
  'with --check: also run its code, and compare what it prints': '与 --check 合用：同时运行代码并比较输出',
  "run a chapter's code without asking, though it is not one of dltorch's": '不询问就运行外来章节的代码',
  "write what a chapter's cells print into its files, and check it": '把各段代码的输出写进章节文件，并检查',
  'begin the chapter anew': '重新开始这一章',
  'watch a model learn: built-in data, or your own': '看模型学习：用内置数据或自己的数据',
  'linear or logistic': 'linear（线性回归）或 logistic（逻辑回归）',
  'a CSV file, - for what is piped in (default: the built-in data)':
    'CSV 文件，- 表示管道传入（默认：内置数据）',
  'columns to learn from, a,b,"c, d" (default: all but the label)':
    '用来学习的列，如 a,b,"c, d"（默认：标签以外的所有列）',
  'the column to predict (default: the last)': '要预测的列（默认：最后一列）',
  'columns of words: each word becomes an input (default: none)':
    '文字列：每个词成为一个输入（独热编码，默认：无）',
  'the first row has names (default: found out)': '第一行是列名（默认：自动判断）',
  'the first row has names': '第一行是列名',
  'the first row is data; columns are called 1, 2, 3': '第一行是数据，各列叫 1、2、3',
  'the first row is data': '第一行是数据',
  'the class whose probability is learnt (default: the later in the alphabet)':
    '学习哪个类别的概率（默认：按字母排在后面的）',
  'keep this share of the rows for testing (default: 0)': '留出这个比例的行用于测试（默认：0）',
  'bring features to mean 0 and deviation 1 (default: as they are)':
    '把特征标准化为均值 0、标准差 1（默认：保持原样）',
  'leave out rows with cells that are no numbers (default: refuse them)':
    '略去有非数字单元格的行（默认：拒绝）',
  'leave out rows with cells that are no numbers': '略去有非数字单元格的行',
  'what stands before the digits behind the point, . or , (default: .)': '小数点的写法，. 或 ,（默认：.）',
  'of the file, such as gbk or utf-16le (default: found out)':
    '文件的编码，如 gbk 或 utf-16le（默认：自动判断）',
  'seed of all random numbers (default: 10)': '所有随机数的种子（默认：10）',
  'learning rate (default: linear 0.05, logistic 0.01)': '学习率（默认：linear 0.05，logistic 0.01）',
  '{} (default: linear hand, logistic sgd)': '{}（默认：linear 为 hand，logistic 为 sgd）',
  'of sgd and nesterov (default: linear 0, logistic 0.9)':
    'sgd 和 nesterov 的动量（默认：linear 0，logistic 0.9）',
  'shrinks the parameters (default: 0, adamw 0.01)': '权重衰减，使参数变小（默认：0，adamw 为 0.01）',
  'rows of one iteration (default: all up to 4096 rows, else 1024)':
    '每次迭代的行数（默认：4096 行以内全部，否则 1024）',
  'stop after so many at the latest (default: 1000)': '最多迭代这么多次（默认：1000）',
  'the same in rounds through the data': '同上，以遍历数据的轮数计',
  'report, and look whether the goal is reached, every n iterations (default: 20)':
    '每 n 次迭代报告一次，并检查是否达到目标（默认：20）',
  'stop at loss=0.1, accuracy=0.95, or none (default: linear loss=1, logistic accuracy=0.99, your data none)':
    '在 loss=0.1、accuracy=0.95 时停止，或 none（默认：linear 为 loss=1，logistic 为 accuracy=0.99，自己的数据为 none）',
  'cpu or gpu (default: cpu)': 'cpu 或 gpu（默认：cpu）',
  'write the model as safetensors when the run ends, also by Ctrl-C':
    '结束时（包括按 Ctrl-C）把模型写成 safetensors 文件',
  'go on with a model, its settings and its iteration count': '接着训练已保存的模型，沿用其设置和迭代次数',
  'draw the data and the loss as SVG': '把数据和损失画成 SVG',
  'write the built-in data as CSV, and train nothing': '把内置数据写成 CSV，不训练',
  'one line of JSON a report, the last one the result': '每次报告输出一行 JSON，最后一行是结果',
  'leave out the chart of the loss': '不画损失曲线',
  'lines instead of the live screen': '逐行输出，不用动态画面',
  'iterations a second on the live screen, or max (default: 30, doubling every second)':
    '动态画面每秒的迭代次数，或 max（默认：30，每秒翻倍）',
  'add what a trained model predicts to the rows of a CSV file': '给 CSV 文件的各行加上模型的预测',
  'the model, as train --save wrote it': '模型文件，由 train --save 写出',
  'the CSV file; - is what is piped in': 'CSV 文件；- 表示管道传入的内容',
  'tell whether the installation works and what this machine offers': '检查安装是否正常，这台机器有什么',
  'write what a shell needs to complete these commands, their options and files':
    '输出 shell 补全这些命令、选项和文件所需的脚本',
  'for example: dltorch completion bash >> ~/.bashrc': '例如：dltorch completion bash >> ~/.bashrc',
  'the language that is spoken, en or zh (default: by LANG, or as .set lang says)':
    '界面语言，en 或 zh（默认：按 LANG，或 .set lang 的设置）',
  'Try `{}`.': '请看 `{}`。',
  'What has no counterpart in the other language is refused, with its line and what to write instead.':
    '另一种语言没有对应写法的，会指出所在的行和替代写法，不作转换。',
  'A notebook has a cell for each block between blank lines, or for each part behind a line # %% or // %%.':
    '笔记本里每个由空行隔开的段落一格；有 # %% 或 // %% 行的，每部分一格。',
  'In a terminal the training is shown slowly enough to see it; piped or with --json it takes no longer than it must.':
    '在终端里训练放慢到看得清；在管道里或用 --json 时全速进行。',
  'Keys: space pauses, s takes one step, up and down change the learning rate, left and right the speed, q or Ctrl-C stops.':
    '按键：空格暂停，s 走一步，上下键改学习率，左右键改速度，q 或 Ctrl-C 停止。',
  'The exit code is 1 when the training diverged, 130 when a signal ended it in a pipe.':
    '训练发散时退出码是 1，在管道里被信号结束时是 130。',
  'The rows go to the output as they come: dltorch predict … > predicted.csv':
    '各行随到随输出：dltorch predict … > predicted.csv',
  'zsh   {}, or put  {}  behind compinit in ~/.zshrc': 'zsh   {}，或者把  {}  写在 ~/.zshrc 的 compinit 之后',
}

const help: Record<string, string> = {
  'this list, or help on a command, function or class': '这个列表，或者某个命令、函数、类的帮助',
  'the variables: shapes, dtypes, gradients, bytes': '所有变量：形状、类型、梯度、字节数',
  'draws what y was computed from': '画出 y 是由什么算出来的',
  'walks y.backward() node by node, changing nothing': '逐个节点走一遍 y.backward()，不改变任何东西',
  'a chart: line, scatter, hist or heat': '画图：line、scatter、hist 或 heat',
  'runs code once and says how long it took': '运行一次代码，显示用时',
  'runs code many times: mean ± deviation': '运行多次代码：均值 ± 标准差',
  'tells the seed of the random numbers, or sets it': '显示或设置随机数种子',
  'where new tensors are made: tells it, or sets it': '新张量所在的设备：显示或设置',
  'writes the inputs as a script that reproduces them': '把输入存成可以重现的脚本',
  'runs the lines of a file as if they were typed': '像逐行输入一样运行一个文件',
  'settings of the prompt in a terminal': '终端提示符的设置',
  'the language of what is typed: tells it, or sets it':
    '输入内容的编程语言：显示或设置（界面语言用 .set lang）',
  "the last error with all that was running, ours and Node's too":
    '上一个错误的完整调用栈，包括内部的和 Node 的',
  'empties the screen; variables stay': '清屏，变量保留',
  'forgets the variables, starts the seed again': '清除变量，种子重新开始',
  'leaves; so does Ctrl-D': '离开；Ctrl-D 也可以',
  'all about a tensor, a function, a class': '查询一个张量、函数或类',
  'what is at hand in code': '代码里可以直接用什么',
  'colours in what you type': '输入时的颜色',
  'the bracket that matches the one at the cursor': '标出与光标处配对的括号',
  'the list of what could be completed, below the line': '行下方的补全列表',
  "a function's parameters, while you type a call": '输入调用时显示函数的参数',
  'short notes below the line': '行下方的简短提示',
  'a sound where a key can do nothing': '按键无效时发声',
  'the words before the first prompt': '开始时的问候',
  'the arrow up finds entries that start with what is typed': '向上键查找以已输入内容开头的历史',
  'blanks at the start of a new line': '新行自动缩进',
  'entries are kept for the next session': '保留历史供下次使用',
  'the language that is spoken: en, zh, or auto for that of LANG': '界面语言：en、zh，或 auto（按 LANG）',
  '.set highlight off changes one; it is remembered.': '例如 .set highlight off；设置会被记住。',
  'lang is {}: the language that is spoken: en, zh, or auto for that of LANG.':
    'lang 是 {}：界面语言：en、zh，或 auto（按 LANG）。',
  'lang is {}.': 'lang 是 {}。',
  '.set lang takes en, zh or auto, not {}. What code is written in is told by .lang.':
    '.set lang 的值是 en、zh 或 auto，不是 {}。代码的编程语言用 .lang 设置。',
  '{} is on.': '{} 已打开。',
  '{} is off.': '{} 已关闭。',
  '{} is on: {}.': '{} 已打开：{}。',
  '{} is off: {}.': '{} 已关闭：{}。',
  '.set {} takes on or off, not {}.': '.set {} 的值是 on 或 off，不是 {}。',
  'There is no setting {}. There are {}.': '没有设置项 {}。可用的有 {}。',
  'There is no setting {}. Did you mean {}?': '没有设置项 {}。是不是 {=}？',
  'dltorch {} on Node {}. help() tells more, Ctrl-D leaves.':
    'dltorch {}，Node {}。输入 help() 了解更多，Ctrl-D 离开。',
  'Ctrl-C once more leaves.': '再按一次 Ctrl-C 就离开。',
  '{}: put back as before, since the prompt and torch stand on it.':
    '{}：已恢复原样，提示符和 torch 要用到它。',
  '{}: changed for good, and the prompt and torch stand on it. .reset begins a fresh session, without your variables.':
    '{}：已被改动，无法恢复，而提示符和 torch 要用到它。.reset 开始新的会话，变量会清除。',
  'globalThis takes no new names any more: declare them with let. .reset begins a fresh session, without your variables.':
    'globalThis 不能再增加新的名字：请用 let 声明。.reset 开始新的会话，变量会清除。',
  'Ctrl-D leaves.': '按 Ctrl-D 离开。',
  'There are no variables yet.': '还没有变量。',
  'There was no error yet.': '还没有出过错。',
  'There is no {}. .help lists what there is.': '没有 {}。.help 列出有哪些。',
  'There is no {}. help() tells what there is.': '没有 {}。help() 说明有哪些。',
  'There is no {}. Did you mean {}?': '没有 {}。是不是 {=}？',
  "{} is a tensor, and 'Tensor' object is not callable: {}[0] picks an element.":
    '{} 是张量，不能调用；取元素用方括号，如 {2}[0]。',
  "A module is imported: import fs from 'fs'.": "模块用 import 导入：import fs from 'fs'。",
  '{} is a value, not a function: write it without parentheses.': '{} 是值，不是函数：后面不要写括号。',
  '{} is a method of tensors: {}.': '{} 是张量的方法：{}。',
  'Did you mean {}?': '是不是想写 {}？',
  'the arrow up': '向上键',
  'A command begins with a dot: {}': '命令以点开头：{=}',
  'That is typed in the shell, which Ctrl-D leads back to: {}': '这要在 shell 里输入，按 Ctrl-D 回去：{=}',
  '{} is typed in the shell, which Ctrl-D leads back to.': '{=} 要在 shell 里输入，按 Ctrl-D 回去。',
  "Python's {} is {} in TypeScript; with .lang python it is as in Python.":
    'Python 的 {} 在 TypeScript 里是 {}；用 .lang python 则与 Python 相同。',
  '{} needs more: {}': '{} 后面还要写：{}',
  'Entries are Python.': '输入的是 Python。',
  'Entries are TypeScript.': '输入的是 TypeScript。',
  'Each entry is in the language that takes it; what both take, in the one that was spoken last.':
    '每条输入由能读懂它的语言来读；两种都能读懂的，按上一次说的那种。',
  'There are the languages {}, and {} is none.': '编程语言有 {}，没有 {}。界面语言用 .set lang 设置。',
  'There are the devices cpu and gpu, and {} is none.': '设备有 cpu 和 gpu，没有 {}。',
  'A seed is an integer, and {} is none.': '种子是整数，{} 不是。',
  'The random numbers begin anew, from {}.': '随机数重新开始，种子是 {}。',
  'All variables are forgotten, and the random numbers begin anew.': '变量已全部清除，随机数重新开始。',
  'A fresh session. Variables are gone, the history of entries is kept.': '新的会话。变量已清除，历史保留。',
  'MemoryError: the heap is full. Names keep what they hold: let go of it (x = null), or .reset.':
    'MemoryError：堆内存已满。变量仍占用内存：用 x = null 释放，或 .reset。',
  '{} is no tensor: {}.': '{} 不是张量：{}。',
  'Saved {} to {}. .load {} runs them again.': '已把 {} 存到 {}。.load {} 可以再次运行。',
  'Saved {} to {}.': '已把 {} 存到 {}。',
  'Loaded {} from {}.': '已从 {2} 载入 {1}。',
  '{} is there already. .save! {} overwrites it.': '{} 已经存在。.save! {} 会覆盖它。',
  'Cannot read {}: {}.': '无法读取 {}：{}。',
  'Cannot write {}: {}.': '无法写入 {}：{}。',
  'there is no such file': '没有这个文件',
  '{} input': '{} 条输入',
  '{} inputs': '{} 条输入',
}

const doctor: Record<string, string> = {
  platform: '平台',
  processor: '处理器',
  memory: '内存',
  vectors: '向量指令',
  threads: '线程',
  'self-check': '自检',
  '{}×{} product': '{}×{} 矩阵乘积',
  yes: '有',
  no: '无',
  'yes, with a V8 flag': '有，需要 V8 开关',
  '{}, {} cores': '{}，{} 核',
  '{} GiB, {} GiB free': '{} GiB，空闲 {} GiB',
  'off: loops in JavaScript': '关闭：用 JavaScript 循环',
  'in use, without fused multiply-add': '在用，没有融合乘加',
  'in use, with fused multiply-add': '在用，有融合乘加',
  '{}, one for each core': '{} 个，每核一个',
  '{}, by DLTORCH_THREADS': '{} 个，由 DLTORCH_THREADS 指定',
  '{}, by OMP_NUM_THREADS': '{} 个，由 OMP_NUM_THREADS 指定',
  '{}, by MKL_NUM_THREADS': '{} 个，由 MKL_NUM_THREADS 指定',
  'none can be started: one computes': '无法启动更多线程：只用一个',
  'without vectors: one computes': '没有向量指令：只用一个',
  'WebAssembly: {}': 'WebAssembly：{}',
  '{} threads: {}': '{} 个线程：{}',
  'BLAS: {}': 'BLAS：{}',
  '{} runs: {}': '{} 可用：{}',
  'gpu.js in WebAssembly on the CPU': '用 CPU 上的 WebAssembly 运行 gpu.js',
  'gpu.js in JavaScript on the CPU': '用 CPU 上的 JavaScript 运行 gpu.js',
  "headlessgl needs the 'gl' package built (on Debian: {}, then npm rebuild gl) and a display (or xvfb-run -a)":
    "headlessgl 需要编译好的 'gl' 包（Debian 上：先 {}，再 npm rebuild gl）和显示器（或 xvfb-run -a）",
  'gl is built (a display or Xvfb is needed too)': 'gl 已编译（还需要显示器或 Xvfb）',
  'gl is there, but not built': '有 gl，但没有编译',
  'no gl': '没有 gl',
  'not in this version': '这个版本没有',
  'not installed': '没有安装',
  'not available: gpu.js is missing': '不可用：没有 gpu.js',
  '{} does not run here': '{} 在这里无法运行',
  '1² + 2² + 3² = 14, and its gradient is 2, 4, 6': '1² + 2² + 3² = 14，梯度是 2, 4, 6',
  'dltorch works.': 'dltorch 工作正常。',
  'Something is wrong: see the self-check.': '有问题：请看自检一项。',
}

const training: Record<string, string> = {
  'Linear regression': '线性回归',
  'Logistic regression': '逻辑回归',
  '20 points scattered around y = 2x + 5': '散布在 y = 2x + 5 周围的 20 个点',
  '100 points of each class, around (2.7, 2.7) and (-0.7, -0.7)':
    '两类各 100 个点，在 (2.7, 2.7) 和 (-0.7, -0.7) 周围',
  '{}, drawn with seed {}': '{}，种子 {}',
  'half the mean squared error': '均方误差的一半',
  'binary cross entropy': '二元交叉熵',
  data: '数据',
  model: '模型',
  loss: '损失',
  optimizer: '优化器',
  iterate: '迭代',
  '{}, starting at {}': '{}，初值 {}',
  '{}, {} parameters': '{}，{} 个参数',
  '{}, learning rate {}, momentum {}': '{}，学习率 {}，动量 {}',
  '{}, learning rate {}': '{}，学习率 {}',
  'gradient descent by hand, w -= lr * w.grad': '手写梯度下降，w -= lr * w.grad',
  'optim.SGD with nesterov': 'optim.SGD（nesterov）',
  '{}, weight decay {}': '{}，权重衰减 {}',
  'up to {} iterations, {}, until {}': '最多 {} 次迭代，{}，直到 {}',
  'up to {} iterations, {}': '最多 {} 次迭代，{}',
  'from iteration {} to {}, {}': '第 {} 到 {} 次迭代，{}',
  'all {} rows at once': '每次全部 {} 行',
  '{} of {} rows at a time, {} iterations an epoch': '每次 {} 行（共 {} 行），每轮 {} 次迭代',
  'loss below {}': '损失低于 {}',
  'accuracy above {}': '准确率高于 {}',
  'loss, iteration by iteration, in powers of ten': '各次迭代的损失（10 的幂）',
  'loss, iteration by iteration': '各次迭代的损失',
  'Stopped at iteration {} ({}): {}': '在第 {} 次迭代停止（{}）：{}',
  'Stopped by you at iteration {}: {}': '由你在第 {} 次迭代停止：{}',
  'Stopped after {} iterations, short of the goal ({}): {}': '{} 次迭代后停止，没有达到目标（{}）：{}',
  'Stopped after {} iterations: {}': '{} 次迭代后停止：{}',
  'Stopped after {} iteration: {}': '{} 次迭代后停止：{}',
  'No iteration was taken: {}': '没有进行迭代：{}',
  'Diverged at iteration {}: {} With --lr {} the loss falls, as a try on these data shows (it was {}){}.':
    '在第 {} 次迭代发散：{}用 --lr {} 损失会下降，已在这些数据上试过（原来是 {}）{}。',
  'Diverged at iteration {}: {} Try a smaller learning rate: --lr {} (it was {}){}.':
    '在第 {} 次迭代发散：{}请试更小的学习率：--lr {}（原来是 {}）{}。',
  'One answer for all rows would do as well. --standardize helps here: {}, ….':
    '对所有行给出同一个答案也有这么好。加 --standardize 会有帮助：{~} 等。',
  'One answer for all rows would do as well. --standardize helps here: {}.':
    '对所有行给出同一个答案也有这么好。加 --standardize 会有帮助：{~}。',
  '{}, or --standardize: {}, …': '{}；或者加 --standardize：{~} 等',
  '{}, or --standardize: {}': '{}；或者加 --standardize：{~}',
  '{} reaches {}, {} reaches {}, {} reaches {}': '{=} 达到 {=}，{=} 达到 {=}，{=} 达到 {=}',
  '{} reaches {}, {} reaches {}': '{=} 达到 {=}，{=} 达到 {=}',
  '{} reaches {}': '{=} 达到 {=}',
  '{}, predicted': '{=} 的预测值',
  'the loss is {}. The first op to give a value that is not finite was {}.':
    '损失是 {}。第一个给出非有限值的运算是 {}。',
  'the loss is {}, but its gradient is not finite. {} gave the first such value in the backward pass.':
    '损失是 {}，但梯度不是有限值。反向传播中首先出现在 {}。',
  'the step of the optimizer ({}) made a parameter that is not finite.':
    '优化器的一步（{}）使参数不再是有限值。',
  'The model is in {}.': '模型存在 {}。',
  "parameters, in the data's own units": '参数（以数据原来的单位）',
  parameters: '参数',
  feature: '特征',
  weight: '权重',
  slope: '斜率',
  rows: '行数',
  accuracy: '准确率',
  train: '训练',
  test: '测试',
  'is {}': '实为 {}',
  'predicted {}': '预测为 {}',
  boundary: '分界线',
  'fitted line': '拟合直线',
  probability: '概率',
  right: '正确',
  '{} over {}': '{~} 对 {~}',
  'loss, by powers of ten': '损失（10 的幂）',
  iteration: '迭代',
  speed: '速度',
  '[paused]': '[暂停]',
  'space pauses   s one step   up/down learning rate   left/right speed   q stops':
    '空格 暂停   s 走一步   上/下 学习率   左/右 速度   q 停止',
  'space goes on   s one step   up/down learning rate   left/right speed   q stops':
    '空格 继续   s 走一步   上/下 学习率   左/右 速度   q 停止',
  '{} from {}: {}': '由 {2} 预测 {1}：{3}',
  '{} rows, {}': '{} 行，{~}',
  '{} rows': '{} 行',
  'classes {} and {}, standardized': '类别 {} 和 {}，已标准化',
  'classes {} and {}': '类别 {} 和 {}',
  standardized: '已标准化',
  '{} to train, {} to test, {}': '{} 行训练，{} 行测试，{~}',
  '{} to train, {} to test': '{} 行训练，{} 行测试',
}

const refusals: Record<string, string> = {
  'there is no command {}. A file is run by: {}': '没有命令 {}。运行文件请用：{}',
  'train takes a model and options, and {} is neither. A table is named by --data: {}':
    'train 后面是模型和选项，{} 都不是。数据表用 --data 指定：{}',
  'there is no model {}. There are {}.': '没有模型 {}。可用的有 {}。',
  'there is no model {}. Did you mean {}?': '没有模型 {}。是不是 {=}？',
  '{} is for data of your own: say which with --data file.csv':
    '{} 用于自己的数据：请用 --data file.csv 指定',
  'cannot read {}: {}': '无法读取 {}：{}',
  'cannot write {}: {}': '无法写入 {}：{}',
  'there is no such file or folder': '没有这个文件或文件夹',
  '{} is empty': '{} 是空的',
  '{} has a header and no rows': '{} 只有列名，没有数据行',
  '{}, row {}, column {}: {}. {}': '{}，第 {} 行，列 {}：{}。{}',
  '{}, row {}, column {}: {}': '{}，第 {} 行，列 {}：{}',
  '{}, row {}: {}': '{}，第 {} 行：{}',
  '{}, column {}: {}': '{}，列 {}：{}',
  'it has {} cells, and the first row has {}': '它有 {} 个单元格，而第一行有 {} 个',
  'the number is missing': '缺少数字',
  'the number is missing ({})': '缺少数字（{}）',
  '"{}" is no number': '“{}” 不是数字',
  '"{}" is a date, and no number': '“{}” 是日期，不是数字',
  '"{}" has a comma for a point: --decimal , reads it': '“{}” 用逗号作小数点：加上 --decimal , 即可',
  '{} leaves the column out; --drop-missing leaves such rows out':
    '{} 去掉这一列；--drop-missing 略去这样的行',
  '--drop-missing leaves such rows out': '--drop-missing 略去这样的行',
  '{} has no column {}. Did you mean {}?': '{} 没有列 {}。是不是 {=}？',
  '{} has no column {}. There are {}.': '{} 没有列 {}。有 {}。',
  'all rows are of one class, {}; two are needed': '所有行都属于一类：{}；需要两类',
  '[options]': '[选项]',
  '[command]': '[命令]',
  ' (one of {})': '（可选：{}）',
  "too many arguments for '{}'. Expected {} arguments but got {}.":
    '{=} 的参数太多：应有 {} 个，给了 {} 个。',
  "too many arguments for '{}'. Expected {} argument but got {}.": '{=} 的参数太多：应有 {} 个，给了 {} 个。',
  "unknown command '{}'": '没有命令 {=}',
  "unknown option '{}'": '没有选项 {=}',
  "unknown command '{}'\n(Did you mean {}?)": '没有命令 {=}（是不是 {=}？）',
  "unknown option '{}'\n(Did you mean {}?)": '没有选项 {=}（是不是 {=}？）',
  "missing required argument '{}'": '缺少参数 {=}',
  "option '{}' argument missing": '选项 {=} 缺少值',
  "required option '{}' not specified": '必须给出选项 {=}',
  "option '{}' argument '{}' is invalid. {}": '选项 {=} 的值 {=} 无效。{}',
  "command-argument value '{}' is invalid for argument '{}'. Allowed choices are {}.":
    '参数 {2} 不能是 {1}。可用的有 {3}。',
  'A number is needed.': '需要一个数字。',
  'A whole number is needed.': '需要一个整数。',
  'A number above zero is needed.': '需要大于零的数字。',
  'A number that is not below zero is needed.': '需要不小于零的数字。',
  'A whole number above zero is needed.': '需要大于零的整数。',
  'A whole number that is not below zero is needed.': '需要不小于零的整数。',
  'A share between 0 and 1 is needed, such as 0.2.': '需要 0 到 1 之间的比例，如 0.2。',
  'Allowed choices are {}.': '可用的有 {}。',
  'there is no chapter {}. There are {}.': '没有名为 {=} 的章节。已有的是 {=}。',
  'there is no chapter {}. There are {} and {}.': '没有名为 {=} 的章节。已有的是 {=} 和 {=}。',
  'there is no chapter {}. Did you mean {}?': '没有名为 {=} 的章节。是不是 {=}？',
  'It is unknown. There are {}.': '没有这个值。可用的有 {}。',
  'It is unknown. Did you mean {}?': '没有这个值。是不是 {=}？',
  'It is unknown. There are utf-8, gbk, utf-16le, windows-1252 and more.':
    '没有这个值。有 utf-8、gbk、utf-16le、windows-1252 等。',
  'It is written loss=0.1, accuracy=0.95, "loss<0.1" or none.':
    '写法是 loss=0.1、accuracy=0.95、"loss<0.1" 或 none。',
  'The {} should get {}: {}.': '{~}应该变{~}：{}。',
  small: '小',
  large: '大',
  'Linear regression has no accuracy, only a loss.': '线性回归没有准确率，只有损失。',
  'An accuracy lies between 0 and 1 (or 0% and 100%).': '准确率在 0 和 1 之间（或 0% 和 100%）。',
  'It is a point or a comma.': '只能是点或逗号。',
}

const shapes: Record<string, string> = {
  'sizes from the right must be equal, or one of them 1': '从右往左，各维大小要相等，或其中一个是 1',
  'columns of the first must be as many as rows of the second': '前者的列数要等于后者的行数',
  'the columns of the matrix must be as many as the elements of the vector': '矩阵的列数要等于向量的元素数',
  'both vectors must have the same number of elements': '两个向量的元素数要相同',
}

export const catalogue = {
  phrases: {
    ...program,
    ...help,
    ...doctor,
    ...training,
    ...shapes,
    ...refusals,
    ...refused,
    ...unconverted,
    ...asked,
    ...joined,
  },
  errors,
  classes,
}
