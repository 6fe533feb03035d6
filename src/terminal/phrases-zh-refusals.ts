// What the program refuses, in Chinese: calls that make no sense, files, tables, models and commands that cannot be carried
// out. See phrases-zh.ts.

const calls: Record<string, string> = {
  'convert needs to know into what: --to py, --to ts or --to ipynb':
    'convert 要知道转成什么：--to py、--to ts 或 --to ipynb',
  '--ddp goes with --to py': '--ddp 要和 --to py 一起用',
  '{} is there already. --force overwrites it': '{} 已经存在。--force 会覆盖它',
  'there is no file {}': '没有文件 {}',
  '{} is no notebook: {}': '{} 不是笔记本：{}',
  'cannot run {}: {}': '无法运行 {}：{}',
  'Wrote {}.': '已写入 {}。',
  '--export writes the built-in data, and --data brings others: give one of them':
    '--export 写出内置数据，--data 带来别的数据：只能给一个',
  '--positive names a class, and linear regression predicts a number':
    '--positive 指定一个类别，而线性回归预测的是数字',
  '--iterations and --epochs say the same in two ways: give one of them':
    '--iterations 和 --epochs 是同一件事的两种写法：只能给一个',
  '--features {} has an empty name; write a,b or "a b",c':
    '--features {} 里有空的列名；请写成 a,b 或 "a b",c',
  '--momentum is for {}; {} has none': '--momentum 用于 {}；{} 没有动量',
  '--optimizer nesterov needs a --momentum above 0': '--optimizer nesterov 需要大于 0 的 --momentum',
  '--device {} cannot be used here: {}': '这里不能用 --device {=}：{=}',
  '--until {}: {}': '--until {=}：{}',
}

const files: Record<string, string> = {
  '{} needs the name of a file': '{} 需要一个文件名',
  '{} {} cannot be written: {}': '{} {} 无法写入：{}',
  '{} and {} name the same file, {}': '{} 和 {} 是同一个文件 {}',
  'cannot read the model {}: {}': '无法读取模型 {}：{}',
  'cannot write the model to {}: {}': '无法把模型写入 {}：{}',
  'It was written to {} instead.': '已改写到 {}。',
  'permission denied': '没有权限',
  'the file system is read-only': '文件系统是只读的',
  'there is no such file or folder': '没有这个文件或文件夹',
  'a part of the path is no folder': '路径的一部分不是文件夹',
  'it is a folder': '它是文件夹',
  'it is there already': '它已经存在',
  'something else has the name {}': '别的东西占用了名称 {}',
  'no space left on the device': '磁盘空间不足',
  'the disk quota is used up': '磁盘配额已用完',
  'the file would be too large': '文件会太大',
  'too many files are open': '打开的文件太多',
  'the device reports an error': '设备报告错误',
  'its links lead in a circle': '链接绕成了圈',
  'the name is too long': '名字太长',
  'nobody is at the other end of it': '另一端没有人',
  'nobody reads it any more': '已经没有人在读',
  'it is a program that runs': '它是正在运行的程序',
  'a path cannot have this character': '路径里不能有这个字符',
  'it is {}, no file': '它是{}，不是文件',
  'a pipe': '管道',
  'a socket': '套接字',
  'a disk': '磁盘',
  'a device': '设备',
  'it has no end, and at most {} are read': '它没有结尾，最多只读 {}',
  'it is a pipe, no file: its rows can be piped in, with - for the file':
    '它是管道，不是文件：可以用 - 代替文件名，把各行传进来',
  'the name of a file is needed': '需要文件名',
  'it is the name of a folder': '这是文件夹的名字',
  'it is no JSON: {}': '不是 JSON：{}',
  'it has no list of cells, which notebooks have since nbformat 4':
    '没有单元格列表，而 nbformat 4 以后的笔记本都有',
  'cell {} has no source': '单元格 {} 没有 source',
}

const tables: Record<string, string> = {
  '{} has more than one column {}; name it by its number, such as {}': '{} 有几列都叫 {}；请用列号，如 {}',
  '{} has one column, {}: there is nothing to predict it from': '{} 只有一列 {}：没有可以用来预测的列',
  'the column {} cannot be the label and a feature; say which column is the label with --label':
    '列 {} 不能既是标签又是特征；请用 --label 指定标签列',
  'the column {} cannot be the label and a feature': '列 {} 不能既是标签又是特征',
  'the feature {} is named twice': '特征 {} 写了两次',
  'the column {} is the label, and --categories is for columns to learn from':
    '列 {} 是标签，而 --categories 用于特征列',
  '--categories names {}, which is not among the --features': '--categories 里的 {} 不在 --features 里',
  '{} has more numbers than there is memory for: the first {} rows take {} GiB':
    '{} 的数字太多，内存放不下：前 {} 行就占 {} GiB',
  '{}: every row has a cell that is missing or no number, most often in column {}. {}':
    '{}：每一行都有缺失或非数字的单元格，最多的是列 {}。{}',
  '{}: every row has a cell that is missing or no number, most often in column {}':
    '{}：每一行都有缺失或非数字的单元格，最多的是列 {}',
  '{}: every row has a cell that is missing or no number': '{}：每一行都有缺失或非数字的单元格',
  'the classes of column {} are {} and {}, not {}': '列 {} 的类别是 {} 和 {}，不是 {}',
  'of {} rows a share of {} for testing leaves none for testing': '{} 行里留 {} 作测试，测试就一行也没有',
  'of {} rows a share of {} for testing leaves none for training': '{} 行里留 {} 作测试，训练就一行也没有',
  'there is no memory for {} rows of {} numbers each': '内存放不下 {} 行、每行 {} 个数字',
  'the {} rows for training are all of class {}: choose another --seed or --test-split':
    '用于训练的 {} 行都属于类别 {}：请换 --seed 或 --test-split',
  '{}: {}, and {} would be a third class': '{}：{}，而 {} 会是第三类',
  '{} would be a third class beside {}; logistic regression tells two apart; {}':
    '除 {2} 以外，{1} 会是第三类；逻辑回归只区分两类；{3}',
  '{} would be a third class beside {}; logistic regression tells two apart':
    '除 {2} 以外，{1} 会是第三类；逻辑回归只区分两类',
  '{} is a notebook in TypeScript: {} makes a program of it': '{} 是 TypeScript 的笔记本：用 {} 把它变成程序',
  'dltorch train linear predicts a number': 'dltorch train linear 可以预测数字',
  '{} (row {}) and {} (row {})': '{}（第 {} 行）和 {}（第 {} 行）',
  'the class is missing': '缺少类别',
  'the category is missing': '缺少类别',
  'there are more than {} categories, which tell little about each other': '类别超过 {} 个，彼此说明不了什么',
  'the model was trained on {}, not on {}': '模型学过的是 {}，没有 {}',
  '"{}" is {} or {}: --decimal . or --decimal , says which':
    '“{}” 可能是 {} 或 {}：用 --decimal . 或 --decimal , 说明',
  '"{}" has a point where --decimal , expects a comma': '“{}” 里有点，而 --decimal , 要的是逗号',
  '{} is not a number that float32 can hold': '{} 超出 float32 的范围',
  '--categories {} takes words as categories': '--categories {} 把文字当作类别',
  '--features {} leaves the column out': '--features {} 去掉这一列',
  '--features {} leaves the columns out': '--features {} 去掉这些列',
  'dltorch train logistic learns to tell two classes apart': 'dltorch train logistic 可以学习区分两类',
  '--label {} predicts another column': '--label {} 改为预测另一列',
  '{} does not have {}, which the model was trained on; it has {}':
    '{} 没有 {}，而模型是用它们训练的；它有 {}',
  'it is no text; if a spreadsheet wrote it, save it as CSV, or name its encoding, as in --encoding utf-16le':
    '这不是文本；如果是表格软件写的，请另存为 CSV，或指明编码，如 --encoding utf-16le',
  '{}: row {}: {}': '{}：第 {} 行：{}',
  'row {}: {}': '第 {} 行：{}',
  'it has more than {} characters; no row of a table is that long': '超过 {} 个字符；表格的一行不会这么长',
  'a quote opens and is never closed': '有引号没有闭合',
  'a quote is misplaced': '引号的位置不对',
}

const models: Record<string, string> = {
  '{} was trained on data of your own ({}): say where they are with --data':
    '{} 是用自己的数据（{}）训练的：请用 --data 指明在哪里',
  '{} was trained on data as they are: --standardize would change their meaning':
    '{} 是用原样的数据训练的：--standardize 会改变它们的含义',
  '{} was trained on numbers alone, without --categories': '{} 只用数字训练，没有 --categories',
  '{} was trained with {} as categories, not {}': '{} 以 {} 为类别训练，不是 {}',
  '{} was trained on {}, not on {}': '{} 是用 {} 训练的，不是 {}',
  '{} is a model of dltorch train {}, not {}': '{} 是 dltorch train {} 的模型，不是 {}',
  '{} holds tensors, but was not written by dltorch train: it does not say which columns they are for':
    '{} 里有张量，但不是 dltorch train 写的：没有说明对应哪些列',
  '{} is no model of dltorch train, or of a later version': '{} 不是 dltorch train 的模型，或来自更新的版本',
  '{} is no model: {}': '{} 不是模型：{}',
  'no safetensors data: {}': '不是 safetensors 数据：{}',
  '{} is damaged: it scales its features by what is no number above 0':
    '{} 已损坏：特征的缩放不是大于 0 的数',
  '{} is damaged: not all numbers of {} are finite': '{} 已损坏：{} 里有非有限的数',
  '{} is damaged: {}': '{} 已损坏：{}',
  'a whole number, 0 or above': '不小于 0 的整数',
  'a whole number above 0': '大于 0 的整数',
  'a whole number': '整数',
  'a number above 0': '大于 0 的数',
  'a number, 0 or above': '不小于 0 的数',
  'one of {}': '{} 之一',
  'batch size': '批大小',
  'learning rate': '学习率',
  momentum: '动量',
  'weight decay': '权重衰减',
  seed: '种子',
  'its {} is {}, and must be {}': '它的 {~} 是 {=}，应该是 {}',
  '{} does not fit its own description: it scales {} features': '{} 与自己的说明不符：它缩放 {} 个特征',
  '{} does not fit its own description: {}': '{} 与自己的说明不符：{}',
}

const commands: Record<string, string> = {
  'There are {} steps, and {} is none of them.': '共有 {} 步，没有第 {} 步。',
  'Nothing was saved.': '没有保存。',
  'The notebook could not be made: {}': '无法生成笔记本：{}',
  '{} has no graph: it does not require grad. {}? tells why.': '{} 没有计算图：它不需要梯度。{}? 说明原因。',
  'Complex numbers have no chart: plot x.abs() or x.angle().': '复数画不成图：请画 x.abs() 或 x.angle()。',
  'A chart is of tensors or arrays of numbers, and this is: {}.': '只能画张量或数字列表，而这是：{}。',
  'The rows differ in length.': '各行的长度不同。',
  'One number makes no chart.': '只有一个数画不成图。',
  'The shape {} has too many dimensions: plot a part of it, or .plot hist':
    '形状 {} 的维度太多：请画其中一部分，或用 .plot hist',
  'A chart is of one or two things.': '一张图画一个或两个东西。',
  'A scatter plot is of x, y, or of a matrix with two columns.': '散点图需要 x 和 y，或两列的矩阵。',
  'There are {} numbers for x and {} for y.': 'x 有 {} 个数，y 有 {} 个。',
  'A heat map is of a matrix, and this is of shape {}.': '热图需要矩阵，而它的形状是 {}。',
  '.reset takes nothing, or an exclamation mark: .reset!': '.reset 后面什么都不写，或写叹号：.reset!',
  '.reset! begins the prompt of a terminal anew, and here is none.':
    '.reset! 重新开始终端的提示符，而这里没有终端。',
  '.set changes the prompt of a terminal, and here is none.': '.set 改变终端的提示符，而这里没有终端。',
}

/** What is made of several such sentences; asked last, as nearly everything looks like it. */
export const joined: Record<string, string> = {
  '{}; {}; {}': '{}；{}；{}',
  '{}; {}': '{}；{}',
  '{} ({})': '{}（{}）',
}

export const refused = { ...calls, ...files, ...tables, ...models, ...commands }
