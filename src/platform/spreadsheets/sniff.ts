import { refuse } from '#kernel/refusal.ts'
import { FileRefused } from './types.ts'

export type FileKind = 'xlsx' | 'xls' | 'text'

const startsWith = (bytes: Uint8Array, ...head: number[]) => head.every((byte, i) => bytes[i] === byte)
const includes = (bytes: Buffer, text: string, encoding: BufferEncoding) => bytes.includes(Buffer.from(text, encoding))

/**
 * What kind of file the bytes are, whatever its name says.
 * @throws FileRefused `file-empty`, `file-encrypted`, `file-kind-unknown` (facts `kind`: what it is, where that is plain)
 */
export function sniff(bytes: Buffer): FileKind {
  if (bytes.length === 0) throw new FileRefused(refuse('file-empty'))
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0x50, 0x4b, 0x05, 0x06)) return 'xlsx'
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return sniffCompound(bytes)
  const other = otherKind(bytes)
  if (other) throw unknownKind(other)
  if (bytes.subarray(0, 4096).every((byte) => byte === 0x20 || (byte >= 9 && byte <= 13)) && bytes.toString('latin1').trim() === '') throw new FileRefused(refuse('file-empty'))
  return 'text'
}

/** An old compound file: the names of its parts stand in it in UTF-16. */
function sniffCompound(bytes: Buffer): FileKind {
  if (includes(bytes, 'EncryptedPackage', 'utf16le')) throw new FileRefused(refuse('file-encrypted'))
  if (includes(bytes, 'WordDocument', 'utf16le')) throw unknownKind('doc')
  if (includes(bytes, 'PowerPoint Document', 'utf16le')) throw unknownKind('ppt')
  if (includes(bytes, 'Workbook', 'utf16le') || includes(bytes, 'Book', 'utf16le')) return 'xls'
  throw new FileRefused(refuse('file-broken'))
}

function otherKind(bytes: Buffer): string | null {
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) return 'pdf'
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) || startsWith(bytes, 0xff, 0xd8, 0xff) || startsWith(bytes, 0x47, 0x49, 0x46, 0x38) || startsWith(bytes, 0x42, 0x4d)) return 'image'
  if (startsWith(bytes, 0x52, 0x61, 0x72, 0x21)) return 'rar'
  if (startsWith(bytes, 0x37, 0x7a, 0xbc, 0xaf)) return '7z'
  if (startsWith(bytes, 0x1f, 0x8b)) return 'gzip'
  const head = bytes.subarray(0, 2048).toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').trimStart().toLowerCase()
  if (/^<(?:!doctype html|html|head|body|table|meta|style|div)/.test(head)) return 'html'
  if (head.startsWith('<?xml') || head.startsWith('<workbook')) return 'xml'
  if (head.startsWith('{\\rtf')) return 'rtf'
  return null
}

/** The refusal for a file that is no spreadsheet of ours. */
export function unknownKind(kind: string): FileRefused {
  return new FileRefused(refuse('file-kind-unknown', { kind }))
}
