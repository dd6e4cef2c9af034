import { everywhere } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { isLatin } from '#kernel/languages.ts'
import { dayAndTime, listed } from '#kernel/writing.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { hasText, translate } from '#platform/i18n/index.ts'
import { sheetsWorkbook, type CopiedSheet, type WriteCell } from '#platform/spreadsheets/index.ts'
import { boxIn } from '#platform/crypto/box.ts'
import { accountsOfPerson, namesOfActors } from '#modules/accounts/index.ts'
import { looksAt, type LookAt } from '#modules/audit/index.ts'
import { startsOfPerson } from '#modules/care/index.ts'
import { headOf, noteCounted, noteExport } from '#modules/exports/index.ts'
import { entriesOfSubject, findingsAbout, subjectsOfRecords } from '#modules/ledger/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import { cardsOfPerson, heldOfPerson, type HeldOfPerson } from '#modules/register/index.ts'
import { isEnded } from './model.ts'
import * as store from './store.ts'

/** More entries and looks of one person there are not. */
const most = 10_000

/** The workbook of an open access request in reach. Refuses `request-not-found`, `request-not-access`, `request-ended`, `person-not-found`, `export-day-full`. */
export async function take(ctx: Ctx, requestId: Uuid): Promise<Uint8Array<ArrayBuffer> | Refusal> {
  // No snapshot: what the account takes at once must be seen.
  return inTransaction(ctx.db, async (tx) => {
    const row = await store.requestById(tx, ctx.actor.reach, null, requestId)
    if (!row) return refuse('request-not-found')
    if (row.kind !== 'access') return refuse('request-not-access')
    if (isEnded(row.state)) return refuse('request-ended')
    return workbookOf(tx, ctx, row.personId, requestId)
  })
}

/** The same for the member herself, from the answer on: she may take it again. Refuses `request-not-found`, `request-not-access`, `request-not-ready`, `person-not-found`. */
export async function takeOwn(ctx: Ctx, requestId: Uuid): Promise<Uint8Array<ArrayBuffer> | Refusal> {
  return inSnapshot(ctx.db, async (tx) => {
    const own = ctx.actor.personId ?? null
    const row = own === null ? undefined : await store.requestById(tx, [], own, requestId)
    if (!row) return refuse('request-not-found')
    if (row.kind !== 'access') return refuse('request-not-access')
    if (row.state !== 'answered' && row.state !== 'carried-out') return refuse('request-not-ready')
    return workbookOf(tx, ctx, row.personId, requestId)
  })
}

/**
 * Everything that is held of one person, a sheet a kind, her numbers in full (PIPL Art 45; Viet Nam Law 91/2025 Art 4): card and household,
 * changes, work starts, entries of the ledger, findings, consents, requests, her account, who looked, who had a number shown, spreadsheets she left in,
 * rosters she came by. The first lines say who took it, and when. What is hers is read wherever it stands.
 */
async function workbookOf(tx: Tx, ctx: Ctx, personId: Uuid, requestId: Uuid): Promise<Uint8Array<ArrayBuffer> | Refusal> {
  const cards = await tx.beyondReach((tx) => cardsOfPerson(tx, personId))
  tx.note({ subjects: cards.length > 0 ? cards : [personId], facts: { request: requestId } })
  const found = await tx.beyondReach((tx) => heldOf(tx, ctx, cards))
  if (!found) return refuse('person-not-found')
  const text = (key: string, facts = {}) => translate(ctx.language, `rights:${key}`, facts)
  const { date, time } = dayAndTime(ctx.now.toString(), ctx.workspace.timeZone)
  const { unitId, unitPath } = ctx.actor
  const wanted = { what: 'rights.held', title: translate(ctx.language, 'exports:title.held'), unit: { id: unitId, path: unitPath }, filter: { request: requestId }, persons: 1 } as const
  // It is listed at the unit of whoever took it, which a member's own reach does not hold.
  const begun = await tx.beyondReach((wide) => (ctx.actor.personId === personId ? noteExport(wide, ctx, { ...wanted, own: true }) : noteCounted(wide, ctx, wanted)))
  if (isRefusal(begun)) return begun
  const made: WriteCell[][] = [[await headOf(tx, ctx, wanted, begun)], [text('held.made', { who: ctx.actor.name, date, time, workspace: ctx.workspace.name, request: requestId })], []]
  return sheetsWorkbook(sheetsOf(ctx, found).map(({ name, columns, rows }, i): CopiedSheet => {
    const head = columns.map((column) => text(`held.column.${column}`))
    const above = i === 0 ? made : []
    const told = rows.length > 0 ? rows : [[text('held.nothing')]]
    return { name: text(`held.sheet.${name}`), rows: [...above, head, ...told], merges: [], frozenRows: above.length + 1, widths: columns.map(() => 26) }
  }))
}

type Held = NonNullable<Awaited<ReturnType<typeof heldOf>>>
/** Of all her cards: the one that stands first, then those that were merged into it; in the ledger the former stands for all. */
async function heldOf(tx: Tx, ctx: Ctx, ids: readonly Uuid[]) {
  const each = <T>(read: (id: Uuid) => Promise<T[]>) => ids.reduce(async (all, id) => [...(await all), ...(await read(id))], Promise.resolve<T[]>([]))
  const held: HeldOfPerson[] = await each(async (id) => [await heldOfPerson(tx, ctx.dataFolder, id)].flatMap((one) => one ?? []))
  if (held.length === 0) return null
  const subjects = await subjectsOfRecords(tx, 'person', ids)
  const first = subjects.get(ids[0]!)
  const entries = first ? await entriesOfSubject(tx, everywhere, first, most) : []
  const requests = await store.requestsOf(tx, ids)
  const register = {
    cards: held.map(({ card }) => card), changes: held.flatMap(({ changes }) => changes), reveals: held.flatMap(({ reveals }) => reveals), imports: held.flatMap(({ imports }) => imports),
  }
  const rest = {
    starts: await each((id) => startsOfPerson(tx, id)), findings: (await Promise.all([...subjects.values()].map((subject) => findingsAbout(tx, subject)))).flat(), consents: await store.consentsOf(tx, ids), requests,
    accounts: await each((id) => accountsOfPerson(tx, ctx.workspace.slug, id)), steps: await store.statesOf(tx, requests.map((one) => one.id)), looks: await each((id) => looksAt(tx, id, ctx.now, most)),
  }
  const actors = [...register.cards.map(({ createdBy }) => createdBy), ...[register.changes, register.reveals, register.imports, rest.starts, rest.findings, rest.consents, rest.steps].flatMap((rows) => rows.map(({ by }) => by)), ...entries.map(({ actor }) => actor)]
  const nameOf = await namesOfActors(tx, actors, ctx.now.epochMilliseconds)
  const units = await unitsById(tx, everywhere, [...register.cards.map(({ unitId }) => unitId), ...entries.map(({ unitId }) => unitId)])
  return { ...register, ...rest, entries, nameOf, unitOf: (unit: number) => units.get(unit)?.name ?? '' }
}

type Sheet = { readonly name: string; readonly columns: readonly string[]; readonly rows: readonly (readonly WriteCell[])[] }

function sheetsOf(ctx: Ctx, h: Held): Sheet[] {
  const word = (key: string, otherwise: string) => (hasText(ctx.language, key) ? translate(ctx.language, key) : otherwise)
  const own = (key: string) => word(`rights:${key}`, key)
  const at = (instant: string) => {
    const { date, time } = dayAndTime(instant, ctx.workspace.timeZone)
    return `${date} ${time}`
  }
  const by = (id: string) => h.nameOf(id) ?? id
  const code = (list: string, value: string | null) => (value === null ? null : word(`register:${list}.${value}`, value))
  const facet = (name: string, value: unknown) => `${word(`rights:held.fact.${name}`, word(`rights:held.fact.${name}s`, name))}${isLatin(ctx.language) ? ': ' : '：'}${listed(ctx.language, [value].flat().map((each) => code(name, String(each))!))}`
  const isFile = ({ verb }: LookAt) => /(export|people|taking|take)/.test(verb)
  const look = (one: LookAt): WriteCell[] => [at(one.at), one.by, listed(ctx.language, one.roles.map((role) => word(`accounts:role.${role}`, role))), word(`audit:verb.${one.verb}`, one.verb)]
  const factsOf = (card: HeldOfPerson['card']): [string, WriteCell][] => [
    ['name', card.name], ['idNumber', card.idNumber], ['phone', card.phone], ['sex', code('sex', card.sex)], ['birth', card.birth], ['unit', h.unitOf(card.unitId)],
    ['householdNumber', card.householdNumber], ['headName', card.headName], ['householdSize', card.householdSize], ['relation', card.relation], ['ethnicity', card.ethnicity],
    ['education', card.education], ['health', card.health], ['ability', code('ability', card.ability)], ['wish', code('wish', card.wish)],
    ['hardships', listed(ctx.language, card.hardships.map((one) => code('hardship', one)!))], ['classedOn', card.classedOn], ['income', card.incomeFen === null ? null : Number(card.incomeFen) / 100],
    ['trade', card.trade], ['helper', card.helper], ['note', card.note], ['works', code('trade', card.works)], ['filedOn', card.filedOn], ['createdAt', at(card.createdAt)], ['createdBy', by(card.createdBy)],
  ]
  const days = h.requests.map((one): WriteCell[] => [
    own(`kind.${one.kind}`), one.receivedOn, own(`channel.${one.channel}`), one.details, one.answerBy, one.carryOutBy,
    h.steps.filter(({ requestId }) => requestId === one.id).map((step) => [own(`state.${step.state}`), at(step.at), by(step.by), step.reason].filter(Boolean).join(' ')).join(isLatin(ctx.language) ? '; ' : '；'),
  ])
  return [
    { name: 'card', columns: ['what', 'value'], rows: h.cards.flatMap((card, place) => [...(place > 0 ? [[own('held.mergedCard'), null]] : []), ...factsOf(card).map(([name, value]) => [own(`held.fact.${name}`), value])]) },
    { name: 'changes', columns: ['field', 'before', 'after', 'since', 'at', 'by'], rows: h.changes.map((c) => [own(`held.fact.${c.field}`), c.before, c.after, c.on, at(c.at), by(c.by)]) },
    { name: 'starts', columns: ['trade', 'since', 'note', 'at', 'by'], rows: h.starts.map((s) => [code('trade', s.trade), s.startedOn, s.note, at(s.at), by(s.by)]) },
    { name: 'entries', columns: ['journal', 'kind', 'on', 'unit', 'facets', 'at', 'by'], rows: h.entries.map((e) => [e.journal, word(`ledger:ui.kind.${e.kind}`, e.kind), e.happenedOn, h.unitOf(e.unitId), Object.entries(e.facets).map(([name, value]) => facet(name, value)).join(isLatin(ctx.language) ? '; ' : '；'), at(e.at), by(e.actor)]) },
    { name: 'findings', columns: ['wrong', 'note', 'at', 'by'], rows: h.findings.map((f) => [own(f.wrong ? 'held.wrong' : 'held.right'), f.note, at(f.at), by(f.by)]) },
    { name: 'consents', columns: ['purpose', 'given', 'channel', 'version', 'text', 'note', 'at', 'by'], rows: h.consents.map((c) => [own(`purpose.${c.purpose}`), own(c.given ? 'consent.given' : 'consent.withdrawn'), own(`channel.${c.channel}`), c.version, c.text, c.note, at(c.at), by(c.by)]) },
    { name: 'requests', columns: ['what', 'on', 'channel', 'note', 'answerBy', 'carryOutBy', 'steps'], rows: days },
    { name: 'reveals', columns: ['field', 'reason', 'at', 'by'], rows: h.reveals.map((r) => [own(`held.fact.${r.field}`), r.reason, at(r.at), by(r.by)]) },
    { name: 'account', columns: ['name', 'shownAs', 'phone', 'since', 'lastSignIn'], rows: h.accounts.map((a) => [a.name, a.displayName, a.phoneCipher === null ? null : boxIn(ctx.dataFolder).open('phone', a.phoneCipher), at(a.createdAt), a.lastSignInAt === null ? null : at(a.lastSignInAt)]) },
    { name: 'looks', columns: ['at', 'by', 'role', 'verb'], rows: h.looks.filter((one) => !isFile(one)).map(look) },
    { name: 'exports', columns: ['at', 'by', 'role', 'verb'], rows: h.looks.filter(isFile).map(look) },
    { name: 'imports', columns: ['file', 'at', 'by'], rows: h.imports.map((i) => [i.fileName, at(i.at), by(i.by)]) },
  ]
}
