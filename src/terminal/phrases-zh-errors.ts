// What errors mean, in Chinese, whose own words are PyTorch's or Python's and stay English: by the message, else by the class. See
// phrases-zh.ts.

export const errors: Record<string, string> = {
  'The size of tensor a ({}) must match the size of tensor b ({}) at non-singleton dimension {}':
    '两个张量在第 {3} 维的大小不同（{1} 和 {2}）：从右往左，每一维要相等，或其中一个是 1，才能广播。',
  'mat1 and mat2 shapes cannot be multiplied ({} and {})':
    '矩阵乘法要求左边的列数等于右边的行数：{} 和 {} 不能相乘。',
  'mat1 dim {} must match mat2 dim {}': '矩阵乘法要求左边的列数等于右边的行数。',
  "shape '{}' is invalid for input of size {}": '元素总数是 {2}，排不成形状 {1}。',
  'Dimension out of range (expected to be in range of {}, but got {})': '维度要在 {} 之内，而给的是 {}。',
  'expected sequence of length {} at dim {} (got {})':
    '第 {2} 维上各份要一样长：应为 {1} 个，有一份却是 {3} 个。',
  'Expected input batch_size ({}) to match target batch_size ({}).':
    '输入有 {} 行，而目标有 {} 个：每行要有一个目标。',
  'Target {} is out of bounds.': '没有编号为 {} 的类别：编号从 0 到类别数减 1。',
  'mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: {}':
    '整数张量不能直接求平均：先用 .float() 转成浮点数。',
  'Given groups={}, weight of size {}, expected input{} to have {} channels, but got {} channels instead':
    '卷积需要 {4} 个通道的输入，而给的有 {5} 个。',
  'inconsistent tensor size, expected tensor {} and src {} to have the same number of elements, but got {} and {} elements respectively':
    '两个向量的元素数要相同，而它们是 {3} 和 {4} 个。',
  'mat2 must be a matrix': '第二个操作数要是矩阵（二维）；与向量相乘用 @ 或 mv。',
  'Trying to create tensor with negative dimension {}': '张量的大小不能是负数。',
  'linalg.inv: The diagonal element {} is zero, {}': '矩阵不可逆（奇异矩阵）。',
  "split_with_sizes expects split_sizes to sum exactly to {} (input tensor's size at dimension {}), but got split_sizes={}":
    '各份的大小加起来要正好等于第 {2} 维的大小 {1}。',
  "'{}' object is not callable": '{} 不能像函数那样调用：后面不要写圆括号。',
  "'{}' object is not iterable": '{} 不能逐个遍历。',
  "'{}' object is not subscriptable": '{} 不能用下标取元素。',
  'unsupported operand type(s) for {}: {} and {}': '{2} 和 {3} 之间不能用运算符 {1}。',
  "'{}' not supported between instances of {} and {}": '{2} 和 {3} 之间不能比较大小。',
  'can only concatenate {} (not {}) to {}': '{1} 只能与 {1} 相加，不能与 {2} 相加：先用 str(…) 等转换。',
  '{} is not a function': '{} 不是函数，不能调用。',
  'list index out of range': '列表没有这个下标：下标从 0 到长度减 1。',
  'list indices must be integers or slices, not {}': '列表的下标要是整数或切片，不是 {}。',
  'invalid syntax': '这一行不合语法：检查括号、逗号、冒号和引号。',
  "expected ':'": '这里缺少冒号。',
  'unexpected indent': '这一行不该缩进。',
  '{} was never closed': '{} 没有配对的右括号。',
  'unterminated string literal {}': '字符串缺少结尾的引号。',
  'invalid syntax. Perhaps you forgot a comma?': '这一行不合语法：是不是少了逗号？',
  'expected an indented block after {} on line {}': '第 {2} 行之后要有缩进的代码块。',
  'not enough values to unpack (expected {}, got {})': '要拆成 {} 个值，却只有 {} 个。',
  'too many values to unpack (expected {})': '要拆成 {} 个值，而值更多。',
  'Sizes of tensors must match except in dimension {}. Expected size {} but got size {} for tensor number {} in the list.':
    '连接张量时，除第 {1} 维外各维的大小要相同：应为 {2}，而列表里第 {4} 个张量（从 0 数起）是 {3}。',
  'stack expects each tensor to be equal size, but got {} at entry 0 and {} at entry {}':
    '堆叠的张量形状要完全相同：第 0 个是 {1}，第 {3} 个是 {2}。',
  'The shape of the mask {} at index {} does not match the shape of the indexed tensor {} at index {}':
    '掩码的形状 {1} 与张量的形状 {3} 对不上（第 {2} 维）。',
  'shape mismatch: {}': '形状对不上。',
  'too many indices for tensor of dimension {}': '下标太多：张量只有 {} 维。',
  "view size is not compatible with input tensor's size and stride {}":
    '内存排列不允许这样看：请用 .reshape(…)，或先 .contiguous()。',
  'The expanded size of the tensor ({}) must match the existing size ({}) at non-singleton dimension {}.{}':
    '第 {3} 维原来是 {2}，不能扩展成 {1}：只有大小为 1 的维可以扩展。',
  'Tensors must have same number of dimensions: got {} and {}': '张量的维数要相同，而它们是 {} 维和 {} 维。',
  'invalid index of a 0-dim tensor. {}': '0 维张量只有一个数，不能用下标：用 .item() 取出它。',
  'index {} is out of bounds for dimension {} with size {}': '第 {2} 维的大小是 {3}，没有下标 {1}。',
  'element {} of tensors does not require grad and does not have a grad_fn':
    '这个张量不需要梯度，也没有计算图：创建参数时写 requires_grad=True。',
  'grad can be implicitly created only for scalar outputs':
    '只有标量才能直接 backward()：先求和或求平均，或者给出 gradient。',
  'Trying to backward through the graph a second time {}':
    '计算图用过一次后已释放：第二次反向传播前要写 retain_graph=True。',
  'Boolean value of Tensor with more than one value is ambiguous':
    '有多个元素的张量不能直接当作真或假：用 .any() 或 .all()。',
  'a leaf Variable that requires grad is being used in an in-place operation.':
    '需要梯度的叶子张量不能原地修改：放进 torch.no_grad()，或用不带下划线的运算。',
  'Expected all tensors to be on the same device, {}': '张量不在同一个设备上：用 .to(device) 移到一起。',
  '{} expected scalar type {} but found {}':
    '张量的类型不一致：需要 {2}，实际是 {3}。用 .float() 或 .long() 转换。',
  'only one element tensors can be converted to Python scalars': '只有一个元素的张量才能转成数字。',
  'a Tensor with {} elements cannot be converted to Scalar': '只有一个元素的张量才能转成数字，而它有 {} 个。',
  'Only Tensors of floating point and complex dtype can require gradients':
    '只有浮点或复数张量才能求梯度：数字写成 1. 这样的小数。',
  "'{}' object has no attribute '{}'": '{} 没有名为 {} 的属性或方法。',
  "module '{}' has no attribute '{}'": '{} 里没有 {}。',
  "name '{}' is not defined. Did you mean: '{}'?": '名字 {} 还没有定义。是不是想写 {}？',
  "name '{}' is not defined": '名字 {} 还没有定义。',
  '{} is not defined': '名字 {} 还没有定义。',
  '{} takes {} positional arguments but {} were given': '{} 接受 {} 个位置参数，却给了 {} 个。',
  '{} takes {} positional arguments but {} was given': '{} 接受 {} 个位置参数，却给了 {} 个。',
  '{} takes {} positional argument but {} were given': '{} 接受 {} 个位置参数，却给了 {} 个。',
  "attribute '{}' of '{}' objects is not writable": '{1} 不能直接赋值：改变形状用 .reshape(…)。',
  'permute({}): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = {} is not equal to len(dims) = {}':
    '张量有 {2} 维，permute 里却写了 {3} 个：每一维都要写到。',
  'size mismatch, got {}': '矩阵的列数要等于向量的元素数。',
  'normal expects std >= 0.0, but found std {}': '标准差不能是负数。',
  'index_select(): Expected dtype int32 or int64 for index': '下标要是整数张量：用 .long() 转换。',
  'Illegal return statement': 'return 只能写在函数里。',
  '{} missing {} required positional argument{}: {}': '{} 缺少参数：{4}。',
  "{} got an unexpected keyword argument '{}'{}": '{} 没有名为 {} 的参数。',
  '{} received an invalid combination of arguments - got {}, but expected {}':
    '{} 的参数组合不对：给的是 {}。',
  "{} argument '{}'{} must be {}, not {}": '{1} 的参数 {2} 应该是 {4}，不是 {5}。',
  "No module named '{}'": '没有名为 {} 的模块。',
  "invalid character '{}' ({})": '{} 是中文（全角）字符，代码里要用英文（半角）符号。',
  'could not convert string to float: {}': '文字 {} 不能转成小数。',
  'invalid literal for int() with base {}: {}': '文字 {2} 不能转成整数。',
  '"{}" not implemented for {}': '类型 {2} 没有这个运算：先用 .float() 等转换。',
  "new(): invalid data type '{}'": '张量里只能放数字，不能放文字。',
  "too many dimensions 'str'": '张量里只能放数字，不能放文字：先用 float(…) 转换。',
  'Could not infer dtype of {}': '{} 不能成为张量的元素。',
  'only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got {})':
    '下标可以是整数、切片、...、None、整数张量或布尔张量，不是 {}。',
  'step must be greater than zero': '张量的切片不能倒着走：步长要大于零，倒序用 .flip(0)。',
  "can't assign a {} to a {}": '不能把 {} 写进张量：先用 torch.tensor(…) 转换。',
  'tuple index out of range': '元组没有这个下标：下标从 0 到长度减 1。',
  '{}: argument {} must be tuple of SymInts, not {}': '{} 的大小要是整数，不是 {3}。',
  '{}: argument {} must be tuple of SymInts, but found element of type {} at pos {}':
    '{} 的大小要是整数，而第 {4} 个是 {3}。',
  'selected index k out of range': 'k 不能大于这一维的大小。',
  'only Tensors of floating point dtype can require gradients':
    '只有浮点张量才能求梯度：数字写成 1. 这样的小数。',
  'invalid decimal literal': '这里的数字写得不对：名字不能以数字开头。',
  "object of type '{}' has no len()": '{} 没有长度。',
  'Size mismatch between tensors': '各个张量的行数要相同。',
  'index {} is out of range': '下标 {} 超出了范围。',
  'index {} is out of bounds for axis {} with size {}': '第 {2} 维的大小是 {3}，没有下标 {1}。',
  'index out of range in self': '有一个编号超出了范围：编号从 0 到数目减 1。',
  'Error(s) in loading state_dict for {}:{}': '参数与模型 {1} 对不上：名字和形状都要相同。',
  'optimizer got an empty parameter list':
    '没有要优化的参数：层要放在 nn.ModuleList 里或直接赋给 self，不能放在普通列表里。',
  "parameter group didn't specify a value of required optimization parameter {}":
    '优化器缺少参数 {}：例如写 {1}=0.01。',
  'Invalid learning rate: {}': '学习率不能是 {}：要大于等于零。',
  'Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: {}':
    'conv2d 的输入要有 3 维或 4 维（批、通道、高、宽），而给的是 {}：用 .unsqueeze(0) 添加。',
  'Input type ({}) and bias type ({}) should be the same':
    '输入的类型是 {}，参数的类型是 {}：用 .float() 等转成相同的。',
  'cannot assign module before Module.__init__() call':
    '在 __init__ 里，赋给 self 之前要先写 super().__init__()。',
  'Module [{}] is missing the required "forward" function':
    '{} 没有 forward 方法：写一个 def forward(self, x)。',
  "Invalid padding string '{}', should be one of {}": "padding 不能是 {}：可以是 'valid'、'same' 或一个数。",
  'in_channels must be divisible by groups': '输入的通道数要能被 groups 整除。',
  "Calculated padded input size per channel: {}. Kernel size: {}. Kernel size can't be greater than actual input size":
    '卷积核 {2} 比输入 {1} 还大。',
  'dropout probability has to be between 0 and 1, but got {}': '丢弃的概率要在 0 和 1 之间，不是 {}。',
  'expected {} input (got {} input)': '输入的维数不对：需要 {}，而给的是 {}。',
  'Expected more than 1 value per channel when training, got input size {}':
    '训练时每个通道要有不止一个值：加大批次，或先写 .eval()。',
  "Expected tensor for argument #{} '{}' to have one of the following scalar types: {}; but got {} instead (while checking arguments for {})":
    '{5} 的参数 {2} 要是整数张量，不是 {4}：用 .long() 转换。',
  '{} is not a Module subclass': '{} 不是模块：放进去的要是 nn.Module，例如 nn.ReLU()，不是函数或列表。',
  'input.size(-1) must be equal to input_size. Expected {}, got {}': '输入的最后一维要是 {}，而它是 {}。',
  'input must have {} dimensions, got {}': '输入要有 {} 维，而它有 {} 维。',
  'one_hot is only applicable to index tensor.': 'one_hot 需要整数张量：用 .long() 转换。',
  'Class values must be smaller than num_classes.': '类别的编号要小于类别数 num_classes。',
  "cannot assign '{}' as child module '{}' (torch.nn.Module or None expected)":
    '{2} 已经是一个模块，不能换成 {1}。',
  'std and var only support floating point and complex dtypes':
    '整数张量不能直接求标准差：先用 .float() 转成浮点数。',
  'upper bound and larger bound inconsistent with step sign': '步长的方向不对：从大到小要用负的步长。',
  'expected np.ndarray (got {})': '这里需要 NumPy 数组，不是 {}：用 np.array(…)，或直接用 torch.tensor(…)。',
  "Can't call numpy() on Tensor that requires grad. {}": '需要梯度的张量要先 .detach() 再 .numpy()。',
  'mat1 and mat2 must have the same dtype': '相乘的两个矩阵类型要相同：用 .float() 等转换。',
  'Found dtype {} but expected {}': '类型是 {}，而需要 {}：用 .float() 等转换。',
  'all elements of input should be between 0 and 1':
    '这个损失的输入是概率，要在 0 和 1 之间：先用 torch.sigmoid。',
  'Using a target size ({}) that is different to the input size ({}) is deprecated. {}':
    '目标的形状 {1} 与输入的形状 {2} 不同：用 .unsqueeze(1) 或 .view(-1, 1) 对齐。',
  'expected scalar type {} but found {}':
    '张量的类型不一致：需要 {}，实际是 {}。用 .float() 或 .long() 转换。',
  '0D or 1D target tensor expected, multi-target not supported':
    '目标要是一维的类别编号：用 .squeeze(1) 去掉多余的维。',
  'batch_size should be a positive integer value, but got batch_size={}':
    'batch_size 要是大于零的整数，不是 {}。',
  'Sum of input lengths does not equal the length of the input dataset!':
    '各份的长度加起来要等于数据集的长度。',
  '[Errno 2] No such file or directory: {}': '没有文件 {}。',
  'cannot reshape array of size {} into shape {}': '{} 个元素排不成形状 {}。',
  'matmul: Input operand 1 has a mismatch in its core dimension 0, {}':
    '矩阵乘法要求左边的列数等于右边的行数。',
  "Cannot interpret '{}' as a data type": '{} 不是数据类型：形状要写成元组，例如 np.zeros((2, 3))。',
  "Cannot convert a GPU Tensor to {} dtype as the GPU framework doesn't support {}. Please use float32 instead.":
    'gpu 上没有 {1}：写 dtype=torch.float32。',
  "unmatched '{}'": '多了一个 {}，没有与它配对的括号。',
  'Mismatch in shape: grad_output[0] has a shape of {} and output[0] has a shape of {}.':
    'gradient 的形状 {1} 要与结果的形状 {2} 相同。',
  'one of the variables needed for gradient computation has been modified by an inplace operation: {}':
    '求梯度要用的张量被原地修改了：改用不带下划线的运算，或先 .clone()。',
  'One of the differentiated Tensors appears to not have been used in the graph. {}':
    '有一个张量没有参与计算：检查名字，或加上 allow_unused=True，它的梯度就是 None。',
  "Missing parentheses in call to 'print'. Did you mean print(...)?": 'print 是函数，要写圆括号：print(…)。',
  'Expected one of {} device type at start of device string: {}': '没有设备 {2}，可用的有 {1}。',
  'unsupported format string passed to {}.__format__': '{} 不能用这种格式：先用 .item() 取出数字。',
  'Unterminated string literal': '字符串缺少结尾的引号。',
  'Unexpected end of input': '这一行还没有写完。',
  "type {} doesn't define __round__ method": '{} 不能用 round(…)：用 .round()，或先用 .item() 取出数字。',
  'division by zero': '除数是零。',
}

export const classes: Record<string, string> = {
  Error: '运行出错。',
  RuntimeError: '运算无法进行：请检查张量的形状、类型和设备。',
  TypeError: '值的类型不对，或者参数的个数不对。',
  ValueError: '值的类型对，但内容不合适。',
  IndexError: '下标越界。',
  KeyError: '没有这个键。',
  NameError: '名字还没有定义。',
  ReferenceError: '名字还没有定义。',
  AttributeError: '没有这个属性或方法。',
  SyntaxError: '语法错误：这一行读不懂。',
  IndentationError: '缩进不对。',
  ZeroDivisionError: '除数是零。',
  AssertionError: '断言不成立。',
  NotImplementedError: '这项功能这里没有。',
  ImportError: '无法导入。',
  ModuleNotFoundError: '没有这个模块。',
  FileNotFoundError: '没有这个文件。',
  OverflowError: '数字太大。',
  RecursionError: '函数调用自己的层数太多。',
  RangeError: '值超出了范围。',
  LinAlgError: '矩阵运算无法进行，例如矩阵不可逆。',
  StopIteration: '已经没有下一个值。',
  CommandError: '命令无法执行。',
}
