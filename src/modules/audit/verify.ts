import { inSnapshot, type Tx, type WorkspaceDb } from '#platform/database/transaction.ts'
import { LinesDigest, linesFault, noSeal, sealFault, type AuditFault, type AuditFaultKind, type AuditSeal, type Hash } from './model.ts'
import * as store from './store.ts'

/** A seal that was known outside of the database. */
export type AuditWitness = { readonly number: bigint; readonly hash: Hash }
/** How a verification went. `unsealed`: lines that no seal vouches for yet, and since when the oldest waits. */
export type AuditVerification = {
  readonly seals: number; readonly lines: number; readonly head: { readonly number: string; readonly hash: Hash }
  readonly unsealed: { readonly lines: number; readonly oldestAt: string | null }
  readonly witnesses: number; readonly faults: readonly AuditFault[]
}

const sealsAPage = 500
const linesAPage = 2_000
/** Faults that are told; the first says where to look, the rest how far it goes. */
const faultsTold = 20

/**
 * Recomputes every seal from the lines under it and holds the chain against heads kept outside. One snapshot, memory for one page.
 * In: the log (`logOf`), witnesses in any order. A seal that is wrong does not end the walk: each is held against what it says itself.
 */
export async function verifyAudit(db: WorkspaceDb, witnesses: readonly AuditWitness[], progress: (seal: bigint) => void = () => {}): Promise<AuditVerification> {
  return inSnapshot({ ...db, audits: true }, async (tx) => {
    const outside = new Map<bigint, Hash[]>()
    for (const { number, hash } of witnesses) outside.set(number, [...(outside.get(number) ?? []), hash])
    const faults: AuditFault[] = []
    let before: Pick<AuditSeal, 'number' | 'upto' | 'hash'> = noSeal
    let [seals, lines] = [0, 0]
    for (let page = await store.sealsAfter(tx, 0n, sealsAPage); page.length > 0; page = await store.sealsAfter(tx, before.number, sealsAPage)) {
      for (const one of page) {
        const tell = (fault: AuditFaultKind | null) => fault && faults.push({ fault, seal: String(one.number), from: String(before.upto + 1n), to: String(one.upto) })
        tell(sealFault(one, before))
        const found = await digestUnder(tx, before.number === 0n ? null : before.upto, one.upto)
        tell(linesFault(one, found))
        if (outside.get(one.number)?.some((hash) => hash !== one.hash)) tell('witness-differs')
        before = one
        seals += 1
        lines += Number(found.lines)
      }
      progress(before.number)
    }
    for (const number of outside.keys()) if (number > before.number) faults.push({ fault: 'witness-ahead', seal: String(number), from: '', to: '' })
    const unsealed = await store.unsealedAfter(tx, before.upto, 'workspace')
    return { seals, lines, head: { number: String(before.number), hash: before.hash }, unsealed, witnesses: witnesses.length, faults: faults.slice(0, faultsTold) }
  })
}

async function digestUnder(tx: Tx, after: bigint | null, upto: bigint): Promise<{ lines: bigint; digest: Hash }> {
  const digest = new LinesDigest()
  for (let from = after; ; ) {
    const page = await store.linesAfter(tx, from, upto, linesAPage)
    for (const line of page) digest.add(line)
    if (page.length < linesAPage) return { lines: digest.lines, digest: digest.hash() }
    from = page.at(-1)!.id
  }
}
