// Encodings of one or two bytes a letter that files of other years and places are in: GBK of Chinese spreadsheets, Big5,
// Shift JIS, the code pages of Windows. Node decodes them; what encodes is the same table read the other way.

/** A code page: how Python calls it in its errors, and how the Encoding Standard calls it. */
export interface CodePage {
  readonly name: string
  readonly label: string
  /** Whether letters beyond ASCII take two bytes. */
  readonly isDouble: boolean
}

const doubles: Readonly<Record<string, readonly [label: string, others: string]>> = {
  gbk: ['gbk', 'cp936 936 ms936'],
  gb2312: ['gbk', 'chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80'],
  gb18030: ['gb18030', 'gb18030_2000'],
  big5: ['big5', 'big5_tw csbig5'],
  cp950: ['big5', '950 ms950'],
  shift_jis: ['shift_jis', 'shiftjis sjis s_jis csshiftjis'],
  cp932: ['shift_jis', '932 ms932 mskanji'],
  euc_kr: ['euc-kr', 'euckr korean ksc5601'],
  cp949: ['euc-kr', '949 ms949 uhc'],
}
const singles = 'windows-874 koi8-r koi8-u ibm866 macintosh'.split(' ')

const pages = new Map<string, CodePage>()
for (const [name, [label, others]] of Object.entries(doubles))
  for (const alias of [name, ...others.split(' ')]) pages.set(alias, { name, label, isDouble: true })
for (const number of [1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258])
  for (const alias of [`cp${number}`, `windows_${number}`, String(number)])
    pages.set(alias, { name: 'charmap', label: `windows-${number}`, isDouble: false })
for (let part = 2; part <= 16; part++)
  if (part !== 9 && part !== 11 && part !== 12)
    for (const alias of [`iso8859_${part}`, `iso_8859_${part}`, `latin_${part}`])
      if (!alias.startsWith('latin') || part <= 4)
        pages.set(alias, { name: 'charmap', label: `iso-8859-${part}`, isDouble: false })
for (const label of singles)
  pages.set(label.replaceAll('-', '_'), { name: 'charmap', label, isDouble: false })

/** The code page of a name, as Python spells names: in any case, with `-`, `_` or a blank. */
export const codePage = (encoding: string): CodePage | undefined =>
  pages.get(encoding.toLowerCase().replace(/[-\s]/g, '_'))

interface Table {
  /** Letters by their bytes: two are one number. */
  readonly letters: ReadonlyMap<number, string>
  readonly bytes: ReadonlyMap<string, number>
}
const tables = new Map<string, Table>()

/** What decoders give for bytes that mean nothing. */
const isPrivate = /[\ue000-\uf8ff\u0080-\u009f]/
/** 0x80 to 0x9f of Windows-1252, which Node takes for control characters; a blank is none. */
const from1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'

function tableOf({ label, isDouble }: CodePage): Table {
  const known = tables.get(label)
  if (known) return known
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true })
  const letters = new Map<number, string>()
  const bytes = new Map<string, number>()
  const add = (code: number, data: number[]): void => {
    let text: string
    try {
      text = decoder.decode(Uint8Array.from(data))
    } catch {
      return
    }
    if ([...text].length !== 1 || isPrivate.test(text)) return
    letters.set(code, text)
    if (!bytes.has(text)) bytes.set(text, code)
  }
  for (let byte = 0; byte < 256; byte++) if (!isDouble || byte !== 0x80) add(byte, [byte])
  if (label === 'windows-1252')
    [...from1252].forEach((letter, i) => {
      if (letter === ' ') return
      letters.set(0x80 + i, letter)
      bytes.set(letter, 0x80 + i)
    })
  if (isDouble)
    for (let first = 0x81; first < 0xff; first++)
      for (let second = 0x40; second < 0xff; second++) add(first * 256 + second, [first, second])
  const table = { letters, bytes }
  tables.set(label, table)
  return table
}

/** What a letter is in bytes; undefined for one that the page has not. */
export function bytesIn(page: CodePage, letter: string): number[] | undefined {
  const code = tableOf(page).bytes.get(letter)
  return code === undefined ? undefined : code < 256 ? [code] : [code >> 8, code & 255]
}

/**
 * The text that bytes are, `wrong` in place of each that is none.
 *
 * @param wrong is told where the byte is, and whether there is nothing after it
 */
export function textIn(
  page: CodePage,
  data: Uint8Array,
  wrong: (at: number, isLast: boolean) => string,
): string {
  try {
    const text = new TextDecoder(page.label, { fatal: true, ignoreBOM: true }).decode(data)
    if (!isPrivate.test(text)) return text
  } catch {
    // Letter by letter, to find the place.
  }
  const { letters } = tableOf(page)
  let text = ''
  for (let i = 0; i < data.length; i++) {
    const one = letters.get(data[i])
    const two = one === undefined && page.isDouble ? letters.get(data[i] * 256 + data[i + 1]) : undefined
    text += one ?? two ?? wrong(i, page.isDouble && i === data.length - 1)
    if (two !== undefined) i++
  }
  return text
}
