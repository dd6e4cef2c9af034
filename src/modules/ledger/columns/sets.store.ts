import type { PartFilter } from '../answers.ts'
import type { Question } from '../question.ts'
import { counted, inPart } from './counted.store.ts'
import type { Reader } from './reader.ts'
import { SubjectSet } from './subject-order.ts'
import type { View } from './view.ts'

/** The subjects behind a cell, a bit each: as many bits as fill their bytes. Null where the model's subjects are not in memory yet. */
export async function setBehind(reader: Reader, view: View, q: Question, part: PartFilter): Promise<SubjectSet | null> {
  if (!reader.index.ready) return null
  const [row] = await reader.duck.rows<{ bits: Uint8Array | null }>(`with ${counted(view, q, 'q', { cut: part?.cut ?? null }).join(', ')}
    select bitstring_agg(subject, 0, ${((view.subjects >> 3) + 1) * 8 - 1}) as bits from q where ${inPart(view, q, part)}`)
  return new SubjectSet(reader, view.n, row!.bits?.subarray(1) ?? new Uint8Array((view.subjects >> 3) + 1))
}
