// What the prompt says of itself when it is asked, in Chinese: help() and the card of a tensor. See phrases-zh.ts.

/** Line by line, as help() is said. */
const start: Record<string, string> = {
  "A prompt for TypeScript that reads PyTorch's operators, with its names at hand:":
    '这个提示符读 TypeScript，也认得 PyTorch 的运算符；下面这些名字可以直接用：',
  '  torch   tensors and their maths   torch.ones(2, 3).sum()':
    '  torch   张量和数学运算     torch.ones(2, 3).sum()',
  '  nn      layers and models         nn.Linear(2, 1)': '  nn      层和模型           nn.Linear(2, 1)',
  '  optim   optimizers                optim.SGD(net.parameters(), lr=0.1)':
    '  optim   优化器             optim.SGD(net.parameters(), lr=0.1)',
  '  F       nn.functional             F.relu(x)': '  F       nn.functional      F.relu(x)',
  "  np      NumPy's arrays            torch.from_numpy(np.ones([2, 3]))":
    '  np      NumPy 的数组       torch.from_numpy(np.ones([2, 3]))',
  "  plt     matplotlib's pyplot       plt.plot(losses); plt.show()":
    '  plt     matplotlib.pyplot  plt.plot(losses); plt.show()',
  "  print   Python's print            print('loss', loss)":
    "  print   Python 的 print    print('loss', loss)",
  "help(torch.softmax), help(nn.Linear), help('sum') explain one thing, help(torch.linalg) lists many.":
    "help(torch.softmax)、help(nn.Linear)、help('sum') 说明一个东西，help(torch.linalg) 列出一组。",
  "As in Python: x = torch.ones((2, 3)), x * 2. + y, x @ w, x < 1, x[:, 1:3] = 0, x += 1, torch.cat([a, b], dim=1), a, b = x.max(0), True, None, f'{x:.2f}', len(x), range(3). As in TypeScript: functions, loops, classes, types.":
    "与 Python 相同：x = torch.ones((2, 3)), x * 2. + y, x @ w, x < 1, x[:, 1:3] = 0, x += 1, torch.cat([a, b], dim=1), a, b = x.max(0), True, None, f'{x:.2f}', len(x), range(3)。与 TypeScript 相同：函数、循环、类、类型。",
  '# begins a comment. // divides where an operand follows, x // 2, and begins a comment elsewhere; in files always. A call that gives None shows nothing, a name or an attribute that is None shows None.':
    '# 后面是注释。// 后面有操作数时是整除，如 x // 2，否则是注释；在文件里总是注释。结果是 None 的调用不显示什么，值是 None 的名字或属性显示 None。',
  "Numbers are TypeScript's: -7 % 3 is -1, 4 / 2 shows 2, 5 & 3 == 1 compares first. With a tensor beside them they bind as in Python, and 0 < x < 2 means what it means there. A tensor is as true as its one element.":
    '数字按 TypeScript 计算：-7 % 3 是 -1，4 / 2 显示 2，5 & 3 == 1 先比较。和张量在一起时按 Python 的优先级，0 < x < 2 也是 Python 的意思。只有一个元素的张量，真假由这个元素决定。',
  'A whole float from tensors, divisions, dicts and lists stays one beside a tensor: x * (4 / 2), x * loss.item(). From a function of your own, object.field or a default it counts as an int there; float(value) says what is meant.':
    '来自张量、除法、字典和列表的整值浮点数，与张量运算时仍是浮点数：x * (4 / 2)，x * loss.item()。来自自己的函数、object.field 或默认值的，在那里当作整数；用 float(value) 说明。',
  'const and let can be declared again, await works, Ctrl-C stops a loop, Ctrl-D leaves.':
    'const 和 let 可以重复声明，可以用 await，Ctrl-C 停止循环，Ctrl-D 离开。',
  '`dltorch lesson tensor-ops` and `dltorch train linear` are good places to begin.':
    '可以从 `dltorch lesson tensor-ops` 和 `dltorch train linear` 开始。',
  'Type help() for a start, or help(torch.softmax) for help about one thing.':
    '输入 help() 看入门说明，或 help(torch.softmax) 查一个东西。',
  'There is no help on this value. help() tells more.': '这个值没有帮助。help() 有更多说明。',
  '{} is undefined.': '{} 没有值。',
  '{}: nothing more is known.': '{}：没有更多说明。',
  '{} has:': '{} 里有：',
  '{} works in place.': '{} 就地修改。',
  '{} does the same.': '{} 作用相同。',
  '{} is the same.': '{} 是同一个函数。',
  '  Related: {}': '  相关：{}',
  '{}, your function:': '{}，你的函数：',
  '{}, your class:': '{}，你的类：',
  '{}, a function:': '{}，函数：',
  '{}, a class:': '{}，类：',
  'array of {}': '{} 项的列表',
  'NumPy array': 'NumPy 数组',
  '… {} more lines': '… 还有 {} 行',
  'A tensor of shape {} and type {}.': '一个张量，形状 {}，类型 {}。',
  "  help(x.sum) or help('sum') explains a method.": "  help(x.sum) 或 help('sum') 说明一个方法。",
}

const card: Record<string, string> = {
  ', a tensor': '，张量',
  ', a parameter': '，参数',
  name: '名字',
  type: '类型',
  gradient: '梯度',
  size: '大小',
  shape: '形状',
  dtype: '类型',
  strides: '步长',
  leaf: '叶子',
  grad: '梯度',
  'made by': '来自',
  'input {}: ': '第 {} 条输入：',
  '({}), 1 element, {}': '({})，1 个元素，{}',
  '({}), {} elements, {}': '({})，{} 个元素，{}',
  '{} on {}': '{}，在 {} 上',
  '{}, contiguous, offset {}': '{}，连续，偏移 {}',
  '{}, not contiguous, offset {}': '{}，不连续，偏移 {}',
  '{}, contiguous': '{}，连续',
  '{}, not contiguous': '{}，不连续',
  'its own': '自己的',
  'a view of a tensor without a name': '一个没有名字的张量的视图',
  'a view of {}, shared with {} too: writing to one changes all': '{} 的视图，也与 {} 共享：写一个，全都变',
  'a view of {}: writing to one changes both': '{} 的视图：写一个，两个都变',
  'a view of {}: writing to one changes all': '{} 的视图：写一个，全都变',
  'shared with {}: writing to one changes both': '与 {} 共享：写一个，两个都变',
  'shared with {}: writing to one changes all': '与 {} 共享：写一个，全都变',
  'no: {} made it, from {} (grad_fn={})': '不是：由 {} 算出，来自 {}（grad_fn={}）',
  'no: {} made it (grad_fn={})': '不是：由 {} 算出（grad_fn={}）',
  'yes: a parameter, which requires grad by itself': '是：参数，本来就需要梯度',
  'yes: you made it, and it requires grad': '是：由你创建，并且需要梯度',
  'yes, outside the graph: {}': '是，在计算图之外：{}',
  'it was made inside torch.inference_mode, where nothing is recorded':
    '它是在 torch.inference_mode 里得到的，那里不记录运算',
  '{} has no gradient: only floating point and complex tensors do': '{} 没有梯度：只有浮点和复数张量才有',
  'it is {} detached: the same memory outside the graph': '它是 {} detach 的结果：内存相同，但在计算图之外',
  'it is the data of {}: the same memory outside the graph': '它是 {} 的 data：内存相同，但在计算图之外',
  'requires_grad is False, and nothing it was made of required grad':
    'requires_grad 是 False，算它用到的也都不需要梯度',
  'it was computed under torch.no_grad, where nothing is recorded':
    '它是在 torch.no_grad 里算的，那里不记录运算',
  'it was computed while recording was switched off': '计算它时没有记录运算',
  'it was detached from {}': '它从 {} detach 而来',
  'what its line does to {} has no gradient': '这一行对 {} 做的运算没有梯度',
  'it came from {}, which did not require grad': '它来自 {}，而 {1} 不需要梯度',
  'it came from {}, and none of them required grad': '它来自 {}，它们都不需要梯度',
  'nothing it was made of required grad': '算它用到的都不需要梯度',
  'you made it, and did not ask for requires_grad': '由你创建，没有要求 requires_grad',
  'None: {}': 'None：{}',
  '{} cannot have a gradient': '{} 不能有梯度',
  'inference tensors take no part in a graph': 'inference 张量不进入计算图',
  'requires_grad is False': 'requires_grad 是 False',
  'it is not a leaf, and only leaves keep their gradient': '它不是叶子，只有叶子才保留梯度',
  'no backward() has brought it one yet, and {} depends on it': '还没有 backward() 给它梯度，而 {} 依赖它',
  'no backward() has brought it one yet': '还没有 backward() 给它梯度',
  '{}, read it with {}': '{}，用 {} 读取',
  '→ {}   before backward()': '→ {}   写在 backward() 之前',
  '→ loss.backward()   of a loss computed from it': '→ loss.backward()   由它算出的损失',
  '{} and {}': '{} 和 {}',
}

// help(plt), and what is said of signs of another keyboard.
const pyplot: Record<string, string> = {
  'curves and points; y alone counts from 0': '曲线和点；只有 y 时从 0 数起',
  'points with sizes and colours of their own': '各有大小和颜色的点',
  'upright bars; barh: bars to the right': '竖条；barh：横条',
  'how often each size occurs; gives (n, bins, patches)': '各个大小出现的次数；返回 (n, bins, patches)',
  'a matrix, or colours, as a picture; colorbar tells what they mean':
    '把矩阵或颜色显示为图像；colorbar 说明颜色的含义',
  'bands of equal height; contour: lines of equal height': '等高的色带；contour：等高线',
  'the area between two curves': '两条曲线之间的区域',
  'points with the bars of their errors': '带误差线的点',
  'stairs; stem: needles': '阶梯；stem：针状线',
  'plot with powers of ten upwards; semilogx, loglog: along the other axis, along both':
    '纵轴取 10 的幂；semilogx、loglog：横轴、两轴',
  'a line along an axis; axvline, axhspan, axvspan, hlines, vlines':
    '沿坐标轴的直线；还有 axvline、axhspan、axvspan、hlines、vlines',
  'words at a place; annotate: with an arrow': '在某处写字；annotate：带箭头',
  'what stands above; xlabel, ylabel, suptitle: beside the axes, above all':
    '上方的标题；xlabel、ylabel、suptitle：坐标轴旁、总标题',
  'what the labels of curves, points and bars are': '曲线、点和条的标签',
  'lines at the marks': '刻度处的网格线',
  'what is shown; ylim, axis, margins': '显示的范围；还有 ylim、axis、margins',
  'where an axis is marked; yticks': '坐标轴的刻度；还有 yticks',
  'one of several axes of a figure': '一幅图中几个坐标系之一',
  'a figure with axes, which have plot, set_title, set_xlim …':
    '一幅图和坐标系，坐标系有 plot、set_title、set_xlim 等',
  'draws what is open, here in the terminal, and closes it': '把图画在终端里，然后关闭',
  'in a loop: draws over the last picture, and waits': '在循环里：画在上一幅图的位置，并等待',
  'a file, SVG or PNG': '存成 SVG 或 PNG 文件',
  'empties the axes; clf, close: the figure': '清空坐标系；clf、close：整幅图',
  "matplotlib's pyplot, in the terminal:": '终端里的 matplotlib pyplot：',
  "In TypeScript names come last, in braces: plt.plot(x, y, 'r-', { lw: 2, label: 'loss' }).":
    "在 TypeScript 里，名字写在最后的花括号里：plt.plot(x, y, 'r-', { lw: 2, label: 'loss' })。",
  'DLTORCH_PLOT=off draws nothing.': 'DLTORCH_PLOT=off 时什么也不画。',
  '{}: as in matplotlib. help(plt) lists many.': '{=}：与 matplotlib 相同。help(plt) 列出常用的函数。',
  'Write {} instead: this is the full-width sign of a Chinese keyboard.':
    '请改成 {=}：这是中文输入法的全角符号。',
}

export const asked = { ...start, ...pyplot, ...card }
