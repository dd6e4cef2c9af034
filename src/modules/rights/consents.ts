import { instantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { Language } from '#kernel/languages.ts'
import { inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import { cardsInReach, cardsOfPerson } from '#modules/register/index.ts'
import type { ConsentView } from './contract.ts'
import { noticeOf } from './notices.ts'
import * as store from './store.ts'
import { purposes, type Channel, type Purpose } from './words.ts'

/**
 * Whether a person's consent to a purpose holds at an instant: what other modules ask before they use her data for it. The newest word
 * holds, so that a withdrawal counts from the moment it is written down (PIPL Art 15). No word is no consent.
 * In: a transaction that reaches her card.
 */
export async function hasConsent(tx: Tx, personId: Uuid, purpose: Purpose, now: Temporal.Instant): Promise<boolean> {
  return store.consents(tx, await cardsOfPerson(tx, personId), purpose, instantText(now))
}

/** Every purpose of the country with where it stands. */
export async function consentViews(tx: Tx, ctx: Pick<Ctx, 'workspace' | 'language' | 'now'>, personId: Uuid): Promise<ConsentView[]> {
  const rows = await store.consentsOf(tx, await cardsOfPerson(tx, personId))
  const nameOf = await namesOfActors(tx, rows.map(({ by }) => by), ctx.now.epochMilliseconds)
  return purposes.map((purpose) => view(ctx.workspace.country, ctx.language, purpose, rows.find((row) => row.purpose === purpose), nameOf))
}

function view(country: 'cn' | 'vn', language: Language, purpose: Purpose, row: store.ConsentRow | undefined, nameOf: (id: string | null) => string | null): ConsentView {
  const today = noticeOf(country, purpose, language)
  if (!row) return { purpose, state: 'never', at: null, channel: null, by: null, version: today.version, text: today.text, newer: null }
  const { given, at, channel, by } = row
  // Who withdrew is shown what she would agree to now; who agreed, what she agreed to.
  return { purpose, state: given ? 'given' : 'withdrawn', at, channel, by: nameOf(by), ...(given ? { version: row.version, text: row.text } : { version: today.version, text: today.text }), newer: row.version === today.version ? null : today.version }
}

export type Said = { readonly id: Uuid; readonly purpose: Purpose; readonly given: boolean; readonly version: string; readonly channel: Channel; readonly note?: string | undefined }

/** Writes down consent given or withdrawn by somebody in reach. Refuses `person-not-found`, `notice-changed`. */
export async function record(ctx: Ctx, personId: Uuid, said: Said): Promise<ConsentView | Refusal> {
  return inTransaction(ctx.db, async (tx) => {
    await store.lockRequest(tx, personId)
    const card = (await cardsInReach(tx, ctx.actor.reach, [personId])).get(personId)
    return card ? write(tx, ctx, card.id, said) : refuse('person-not-found')
  })
}

/** The same once it is known that she may. */
export async function write(tx: Tx, ctx: Ctx, personId: Uuid, said: Said): Promise<ConsentView | Refusal> {
  const notice = noticeOf(ctx.workspace.country, said.purpose, ctx.language)
  // Giving is agreeing to the text that was read; a withdrawal asks for no text.
  if (said.given && notice.version !== said.version) return refuse('notice-changed', {}, 'version')
  const { id, purpose, given, channel, note } = said
  await store.insertConsent(tx, { id, personId, purpose, given, channel, at: instantText(ctx.now), by: ctx.actor.id, note: note ?? null }, notice)
  tx.note({ subjects: [personId], facts: { purpose, given, version: notice.version } })
  return (await consentViews(tx, ctx, personId)).find((one) => one.purpose === purpose)!
}
