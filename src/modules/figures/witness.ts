import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { receiptForms } from './receipt-body.ts'
import type { Witness, Witnesses } from './verify.ts'

type ReceiptFile = { code?: string; bodyHash?: string; body?: { form?: string; workspace?: string; journal?: { number: string; hash: string } } }

/**
 * Reads what a file outside knows of the chain: a receipt (as `receipt --json` prints it), an export's folder or its journal.ndjson, or a
 * file of heads (`heads/<slug>.ndjson`). Refuses `witness-unreadable`: no such file, no such form, or of another workspace.
 */
export async function readWitnesses(path: string, slug: string): Promise<Witnesses | Refusal<'witness-unreadable'>> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) {
      const { workspace } = JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8')) as { workspace?: string }
      if (workspace !== slug) throw new Error(`workspace ${String(workspace)}`)
      return { heads: await headsIn(join(path, 'journal.ndjson')), receipts: await receiptsIn(join(path, 'receipts.ndjson')) }
    }
    // A pipe would be waited for without end.
    if (!found.isFile()) throw new Error('no file')
    const receipt = found.size < 5_000_000 ? receiptIn(await readFile(path, 'utf8')) : undefined
    if (!receipt) {
      const heads = await headsIn(path)
      // A witness that knows nothing would vouch for anything.
      if (heads.length === 0) throw new Error('no heads')
      return { heads, receipts: [] }
    }
    const { body, code, bodyHash } = receipt
    if (body?.workspace !== slug) throw new Error(`workspace ${String(body?.workspace)}`)
    const heads = body.journal && body.journal.number !== '0' ? [witnessOf(body.journal)] : []
    return { heads, receipts: code && bodyHash ? [{ code, bodyHash }] : [] }
  } catch (error) {
    return refuse('witness-unreadable', { file: path, why: (error as Error).message })
  }
}

/** The text as one receipt, or undefined where it is not one. */
function receiptIn(text: string): ReceiptFile | undefined {
  try {
    const whole = JSON.parse(text) as ReceiptFile | null
    return whole !== null && receiptForms.some((form) => whole.body?.form === form) ? whole : undefined
  } catch {
    return undefined
  }
}

function witnessOf({ number, hash }: { number?: unknown; hash?: unknown }): Witness {
  if (!/^\d{1,18}$/.test(String(number)) || !/^[0-9a-f]{64}$/.test(String(hash))) throw new Error('number, hash')
  return { number: BigInt(String(number)), hash: String(hash) }
}

async function* linesOf(path: string): AsyncGenerator<Record<string, unknown>> {
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) if (line.trim() !== '') yield JSON.parse(line)
}

async function headsIn(path: string): Promise<Witness[]> {
  const heads: Witness[] = []
  for await (const line of linesOf(path)) heads.push(witnessOf(line))
  return heads
}

async function receiptsIn(path: string): Promise<{ code: string; bodyHash: string }[]> {
  const found: { code: string; bodyHash: string }[] = []
  for await (const line of linesOf(path)) found.push({ code: String(line['code']), bodyHash: String(line['bodyHash']) })
  return found
}
