import { instantText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { checkedBy, leftOut, membersDigest, tally, type Question } from '#modules/ledger/index.ts'
import { unitById } from '#modules/organisation/index.ts'
import { said, type Names, type Programme } from '#modules/plans/index.ts'
import { canonicalJson, sha256 } from './canonical.ts'
import { definitionOf } from './definition.ts'
import { countedBy, figure, plain, type Figure } from './figure.ts'
import { countsSubjects } from './measure.ts'
import { mayIssue } from './policy.ts'
import { newCode } from './receipt-code.ts'
import type { ReceiptBody } from './receipt-body.ts'
import { receiptBody } from './receipt-body.ts'
import { indicatorsFor, questionsOf, type Ask, type FigureRefusal } from './question.ts'
import * as store from './receipt.store.ts'

export type Receipt = { row: store.ReceiptRow; body: ReceiptBody }
export type ReceiptRefusal = FigureRefusal | 'not-allowed' | 'receipt-not-found' | 'receipt-withdrawn' | 'request-reused'

/**
 * What a receipt for a figure says, with everything frozen but the code. In: what is asked; `by` defaults to the indicator's own cut.
 * Out: the body with `code: null`. Refuses by `FigureRefusal`. Nothing is stored.
 */
export async function previewReceipt(tx: Tx, ctx: Ctx, ask: Ask): Promise<{ body: ReceiptBody; of: Figure } | Refusal<FigureRefusal>> {
  const programme = await indicatorsFor(tx, ctx)
  const by = ask.by ?? programme.indicators.find((one) => one.id === ask.indicator)?.defaultBy ?? 'unit'
  const of = await figure(tx, ctx, programme, { ...ask, by })
  if (isRefusal(of)) return of
  const { asked } = of
  const q = asked.question
  const companion = await companionOf(tx, programme, of)
  const checked = await checkedBy(tx, q)
  const reasons = await leftOut(tx, q, asked.asOf.journal)
  const waits = asked.level === null ? null : await notPassed(tx, asked.question)
  const issuer = await unitById(tx, ctx.actor.reach, ctx.actor.unitId)
  const body: ReceiptBody = {
    form: 'qiaoshou-receipt-2', code: null, workspace: ctx.workspace.slug, programme: programme.id,
    indicator: { id: asked.indicator.id, version: asked.indicator.version, names: { ...asked.indicator.name }, counts: asked.indicator.counts, how: { ...asked.indicator.how } },
    definition: definitionOf(asked.indicator, programme.indicators),
    unit: { code: asked.unit.code, name: asked.unitName, level: asked.unit.level }, ...(asked.only.length === 0 ? {} : { only: asked.only.map(({ code }) => code) }),
    from: asked.from, to: asked.to, boundaryDay: asked.boundaryDay, level: asked.level,
    journal: { number: String(asked.asOf.journal), at: asked.asOf.at, hash: asked.asOf.hash },
    value: of.value, ...(of.of ? { of: of.of } : {}), ...(countsSubjects(asked.indicator) ? {} : { subjects: of.subjects }), companion, by: asked.by,
    parts: of.parts.map(({ key, value, name, subjects }) => ({ key, names: { ...name }, value, ...(subjects === undefined ? {} : { subjects }) })), overlap: of.overlap,
    checked: programme.levels.map(({ id, name }) => {
      const found = checked.find((one) => one.level === id)
      const { units, from, to, members, sampled, wrong } = found ?? { units: 0, from: null, to: null, members: 0, sampled: 0, wrong: 0 }
      return { level: id, names: { ...name }, passed: of.entries > 0 && found?.entries === of.entries, units, from: dayOf(ctx, from), to: dayOf(ctx, to), members, sampled, wrong }
    }),
    leftOut: [...(waits && waits.entries > 0 ? [{ reason: 'not-passed', ...waits }] : []), ...reasons.filter((one) => one.reason !== 'known-later' && one.reason !== 'reversed-later')],
    membersDigest: await membersDigest(tx, q),
    issuer: { unit: issuer?.code ?? '', name: issuerName(programme, ctx, issuer?.name ?? '').name },
    issuedOn: ctx.today,
  }
  return { body, of }
}

const dayOf = (ctx: Ctx, at: string | null) => at && Temporal.Instant.from(at).toZonedDateTimeISO(ctx.workspace.timeZone).toPlainDate().toString()

/** The top unit issues under the programme's organisation, another under its own name; each as its country writes it, whoever reads. */
function issuerName(programme: Programme, ctx: Ctx, unitName: string): { name: string } {
  const isVietnamese = ctx.workspace.country === 'vn'
  if (ctx.actor.unitId === ctx.workspace.topUnitId) return { name: said(programme.organisation, isVietnamese ? 'vi' : 'zh-Hans') }
  return { name: isVietnamese ? `Hội Liên hiệp Phụ nữ ${unitName.slice(0, 1).toLowerCase()}${unitName.slice(1)}` : `${unitName}妇女联合会` }
}

/** The figure of the companion indicator over the same scope: persons beside person-times. */
export async function companionOf(tx: Tx, programme: Programme, { asked }: Pick<Figure, 'asked'>): Promise<ReceiptBody['companion']> {
  const indicator = programme.indicators.find((one) => one.id === asked.indicator.companion)
  if (!indicator) return null
  const { asOf, ranges } = asked.question
  const { whole } = await countedBy(tx, { indicator, ...questionsOf(programme, indicator, { from: asked.from, to: asked.to, asOf, level: asked.level, ranges }) }, null)
  return { indicator: indicator.id, counts: indicator.counts, value: whole.value }
}

/** What was reported and has not passed the level that the figure asks for. */
export async function notPassed(tx: Tx, question: Question): Promise<{ subjects: number; entries: number }> {
  const whole = async (level: string | null) => (await tally(tx, { ...question, level }, { units: false, across: null }))[0]!
  const [all, passed] = [await whole(null), await whole(question.level)]
  return { subjects: all.subjects - passed.subjects, entries: all.entries - passed.entries }
}

/**
 * Issues a receipt: counts, freezes, keeps. The same request id gives the same receipt. Refuses `not-allowed`, `request-reused`
 * (the id belongs to a receipt for something else), and by `FigureRefusal`.
 */
export async function issueReceipt(ctx: Ctx, ask: Ask): Promise<Receipt | Refusal<ReceiptRefusal>> {
  if (!mayIssue(ctx.actor)) return refuse('not-allowed')
  const before = await inSnapshot(ctx.db, (tx) => store.receiptOfRequest(tx, ctx.actor.reach, ctx.requestId))
  if (before) return before.indicator === ask.indicator ? withBody(before) : refuse('request-reused')
  // One snapshot counts; what it found is then kept. Postings in between change nothing of a figure at its own number.
  const made = await inSnapshot(ctx.db, (tx) => previewReceipt(tx, ctx, ask))
  if (isRefusal(made)) return made
  const body: ReceiptBody = { ...made.body, code: newCode() }
  const text = canonicalJson(body)
  return inTransaction(ctx.db, async (tx) => {
    tx.note({ facts: { indicator: body.indicator.id, code: body.code } })
    const again = await store.receiptOfRequest(tx, ctx.actor.reach, ctx.requestId)
    if (again) return withBody(again)
    await store.insertReceipt(tx, {
      id: ctx.requestId, code: body.code!, issuedAt: instantText(ctx.now), issuedBy: ctx.actor.id, indicator: body.indicator.id, unitId: made.of.asked.unit.id,
      unitPath: made.of.asked.unit.path, journal: BigInt(body.journal.number), journalHash: body.journal.hash, membersDigest: body.membersDigest, body: text, bodyHash: sha256(text),
    })
    return withBody((await store.receiptByCode(tx, ctx.actor.reach, body.code!))!)
  })
}

/** A kept receipt with its body read back. */
export function withBody(row: store.ReceiptRow): Receipt {
  return { row, body: receiptBody.parse(JSON.parse(row.body)) }
}

/** Withdraws a receipt; the page stays and says so. Refuses `not-allowed`, `receipt-not-found` (also for the successor), `receipt-withdrawn`. */
export async function withdrawReceipt(ctx: Ctx, code: string, reason: string, successor: string | null): Promise<Receipt | Refusal<ReceiptRefusal>> {
  if (!mayIssue(ctx.actor)) return refuse('not-allowed')
  return inTransaction(ctx.db, async (tx) => {
    tx.note({ facts: successor === null ? { code } : { code, successor } })
    const found = await store.receiptByCode(tx, ctx.actor.reach, code)
    if (!found || (successor !== null && (successor === code || !(await store.receiptByCode(tx, ctx.actor.reach, successor))))) return refuse('receipt-not-found', { code: found ? successor! : code })
    // Sent again it is the same; another reason comes too late.
    if (found.withdrawnAt !== null) return found.reason === reason && found.successor === successor ? withBody(found) : refuse('receipt-withdrawn', { code })
    await store.insertWithdrawal(tx, { code, at: instantText(ctx.now), by: ctx.actor.id, reason, successor })
    return withBody((await store.receiptByCode(tx, ctx.actor.reach, code))!)
  })
}

/** A receipt as printed by the command line and given to strangers: the body as kept, its hash, whether it was withdrawn. */
export function receiptJson({ row, body }: Receipt) {
  return {
    code: row.code, issuedAt: row.issuedAt, bodyHash: row.bodyHash, body,
    withdrawn: row.withdrawnAt === null ? null : { at: row.withdrawnAt, reason: row.reason!, successor: row.successor },
  }
}
export const pageOf = (code: string) => `/r/${code}`
export const namesOf = (names: Readonly<Record<string, string | undefined>>): Names => ({ ...plain(names['en'] ?? ''), ...names }) as Names
