// Which key does what: the keys of readline and Emacs, by the names that Node's keypress events give them.

/** What `keypress` events tell of a key. */
export interface Key {
  readonly name?: string
  readonly ctrl?: boolean
  readonly meta?: boolean
  readonly shift?: boolean
  readonly sequence: string
}

/** Keys of each command; `C-` is Ctrl, `M-` is Alt or Esc first, `S-` is Shift. */
const keys = {
  accept: ['return'],
  newline: ['enter', 'M-return', 'M-enter'],
  'line-start': ['C-a', 'home'],
  'line-end': ['C-e', 'end'],
  left: ['C-b', 'left'],
  right: ['C-f', 'right'],
  'word-left': ['M-b', 'C-left', 'M-left'],
  'word-right': ['M-f', 'C-right', 'M-right'],
  up: ['up', 'C-p'],
  down: ['down', 'C-n'],
  older: ['M-p', 'pageup'],
  newer: ['M-n', 'pagedown'],
  'text-start': ['M-<', 'C-home'],
  'text-end': ['M->', 'C-end'],
  'delete-left': ['backspace'],
  'delete-right': ['delete'],
  'delete-or-leave': ['C-d'],
  'kill-line-end': ['C-k'],
  'kill-line-start': ['C-u'],
  'kill-run': ['C-w'],
  'kill-word-left': ['M-backspace', 'C-backspace'],
  'kill-word-right': ['M-d', 'C-delete'],
  yank: ['C-y'],
  'yank-older': ['M-y'],
  transpose: ['C-t'],
  upper: ['M-u'],
  lower: ['M-l'],
  capital: ['M-c'],
  undo: ['C-_'],
  redo: ['C-^'],
  search: ['C-r'],
  'search-newer': ['C-s'],
  complete: ['tab'],
  'complete-back': ['S-tab'],
  clear: ['C-l'],
  interrupt: ['C-c'],
  cancel: ['C-g', 'escape'],
  suspend: ['C-z'],
} as const satisfies Record<string, readonly string[]>

export type Command = keyof typeof keys

const commands = new Map<string, Command>()
for (const [command, names] of Object.entries(keys))
  for (const name of names) commands.set(name, command as Command)

/** Control characters that Node gives no name. */
const unnamed: Record<string, string> = { '\x1f': 'C-_', '\x1e': 'C-^' }

/** `C-a`, `M-left`, `S-tab`; the character itself where no modifier changes it. */
export function keyName({ name, ctrl, meta, shift, sequence }: Key): string {
  if (sequence in unnamed) return unnamed[sequence]
  // Node knows `Esc <` only by its sequence; the Escape key itself comes with meta set.
  const plain = name ?? (meta ? sequence.slice(1) : sequence)
  if (plain === 'escape') return plain
  return `${ctrl ? 'C-' : ''}${meta ? 'M-' : ''}${shift && plain.length > 1 ? 'S-' : ''}${plain}`
}

/** The command of a key; undefined for one that types itself or means nothing. */
export function commandOf(key: Key): Command | undefined {
  const name = keyName(key)
  // Shift means nothing of its own with arrows and their like.
  return commands.get(name) ?? commands.get(name.replace('S-', ''))
}

/** The text that a key types; undefined where it types none. */
export function typedText({ ctrl, meta, sequence }: Key): string | undefined {
  if (ctrl || meta || sequence === '' || /^[\x00-\x1f\x7f]/.test(sequence)) return undefined
  return sequence
}
