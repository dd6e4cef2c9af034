import { reaches } from '#kernel/actor.ts'
import { instantText } from '#kernel/dates.ts'
import { idBirth, idNumberFault, idSex } from '#kernel/id-number.ts'
import { randomId, uuidOfDigest, uuidv7, type Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { boxIn, type Box } from '#platform/crypto/box.ts'
import type { BodyOf } from '#platform/contract/endpoint.ts'
import { inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { addSubjects, entryOf, post, postingOfRequest, subjectsOfRecords } from '#modules/ledger/index.ts'
import { unitById, type Unit } from '#modules/organisation/index.ts'
import { numberWithin } from './bulk.store.ts'
import type { changePerson, filePerson } from './contract.ts'
import { classified, householdFiled } from './entries.ts'
import * as filing from './filing.store.ts'
import * as households from './household.store.ts'
import { filingEntries } from './importing.ts'
import { idMask, phoneDigits, phoneMask } from './model.ts'
import { partsOf, soundOf } from './names.ts'
import { forbidsWriting } from './policy.ts'
import { sameName } from './roster/index.ts'
import { cardById, namesByIdHash } from './store.ts'

type Filed = BodyOf<typeof filePerson>

/** The same rules of an id number as a roster's row: repaired where certain, else refused. */
function readId(text: string): { idNumber: string } | Refusal {
  const tight = text.normalize('NFKC').replace(/[\s\-–—'’]/g, '').toUpperCase()
  if (/^\d(\.\d+)?E\+?\d+$/.test(tight)) return refuse('id-lost-digits', {}, 'idNumber')
  const fault = idNumberFault(tight)
  if (fault === 'length') return refuse('id-length', {}, 'idNumber')
  if (fault) return refuse('id-checkdigit', {}, 'idNumber')
  return { idNumber: tight }
}

const sealedPhone = (box: Box, phone: string) => ({ hash: box.hash('phone', phoneDigits(phone)), cipher: box.seal('phone', phone), mask: phoneMask(phone) })

/**
 * Files one person by hand, under the rules of a roster's row. `body.id` is the card's id and identifies the request: sent twice it
 * files once. Answers the number of the posting. Refuses as a roster does, and `already-filed`, `filed-in-future`, `household-not-found`.
 */
export async function file(ctx: Ctx, body: Filed): Promise<{ id: Uuid; journal: string } | Refusal> {
  const forbidden = forbidsWriting(ctx.actor)
  if (forbidden) return forbidden
  const read = readId(body.idNumber)
  if (isRefusal(read)) return read
  const { idNumber } = read
  const birth = idBirth(idNumber)!
  if (birth > ctx.today) return refuse('birth-in-future', {}, 'birth')
  if (body.birth !== undefined && body.birth !== birth) return refuse('birth-differs-from-id', { birth }, 'birth')
  if (body.filedOn !== undefined && body.filedOn > ctx.today) return refuse('filed-in-future', {}, 'filedOn')
  const box = boxIn(ctx.dataFolder)
  const idHash = box.hash('idNumber', idNumber)
  // The card's own id stays out of the ledger: an export must not lead to a card (decisions/0001).
  const requestId = uuidOfDigest(box.hash('request', body.id))
  return inTransaction(ctx.db, async (tx) => {
    const done = async () => {
      const before = await postingOfRequest(tx, requestId)
      return before && ((await cardById(tx, ctx.actor.reach, body.id, 0)) ? { id: body.id, journal: String(before.number) } : refuse('request-reused'))
    }
    const before = await done()
    if (before) {
      tx.note({ subjects: [body.id] })
      return before
    }
    const unit = await unitById(tx, ctx.actor.reach, body.unitId)
    if (!unit || unit.level !== 5) return refuse('village-unknown', {}, 'unitId')
    const known = (await namesByIdHash(tx, [idHash])).get(idHash.toString('hex'))
    // Asked once more: who filed her since the first question may have been this very request, sent twice.
    if (known !== undefined) return (await done()) ?? (sameName(known, body.name) ? refuse('already-filed', {}, 'idNumber') : refuse('id-of-another-name', {}, 'idNumber'))

    const filedOn = body.filedOn ?? ctx.today
    const home = await homeOf(tx, ctx, body, { unit, idHash, filedOn })
    if (isRefusal(home)) return home
    const sound = soundOf(body.name)
    const phone = body.phone === undefined ? null : sealedPhone(box, body.phone)
    const card: filing.NewCard = {
      id: body.id, idHash, idCipher: box.seal('idNumber', idNumber), idMask: idMask(idNumber), name: body.name, ...sound, nameParts: partsOf(body.name),
      sex: body.sex ?? idSex(idNumber), birth, phoneHash: phone?.hash ?? null, phoneCipher: phone?.cipher ?? null, phoneMask: phone?.mask ?? null,
      unitId: unit.id, unitPath: unit.path, householdId: home.id, isHead: home.isHead, relation: body.relation ?? null, ethnicity: body.ethnicity ?? null,
      education: body.education ?? null, health: body.health ?? null, ability: body.ability ?? 'unknown', wish: body.wish ?? 'unknown', hardships: [...new Set(body.hardships)].sort(),
      incomeFen: body.incomeFen === undefined ? null : BigInt(body.incomeFen), trade: body.trade ?? null, helper: body.helper ?? null, note: body.note ?? null,
      filedOn, sheetOn: ctx.today, at: instantText(ctx.now), by: ctx.actor.id,
    }
    await filing.insertCard(tx, card, home.made)
    const subject = randomId()
    await addSubjects(tx, 'person', [{ id: subject, recordId: card.id }])
    const household = home.made ? randomId() : (await subjectsOfRecords(tx, 'household', [home.id])).get(home.id)
    const entries = filingEntries(subject, card, { source: requestId, household })
    if (home.made) {
      await addSubjects(tx, 'household', [{ id: household!, recordId: home.id }])
      entries.push(entryOf(householdFiled, { subject: household!, unitId: unit.id, unitPath: unit.path, happenedOn: filedOn, source: requestId }))
    }
    tx.note({ subjects: [card.id, home.id] })
    const { number } = await post(tx, { actor: ctx.actor, requestId }, 'register.file', entries)
    return { id: body.id, journal: String(number) }
  })
}

/** The household a filed person joins, or the one that is made for her: by the id given, by its number, else her own. */
async function homeOf(tx: Tx, ctx: Ctx, body: Filed, of: { unit: Unit; idHash: Buffer; filedOn: string }): Promise<{ id: Uuid; isHead: boolean; made: filing.NewHousehold | null } | Refusal> {
  if (body.householdId) {
    const found = await households.householdById(tx, ctx.actor.reach, body.householdId)
    return found ? { id: found.id, isHead: false, made: null } : refuse('household-not-found', {}, 'householdId')
  }
  let key = body.householdNumber ? `n:${body.householdNumber}` : `h:${of.unit.id}:${of.idHash.toString('hex').slice(0, 32)}`
  const isHead = body.headName === undefined || sameName(body.headName, body.name)
  let found = await households.householdByKey(tx, key)
  if (found && !reaches(ctx.actor.reach, found.unitPath)) {
    key += numberWithin(ctx.actor.unitId)
    found = await households.householdByKey(tx, key)
  }
  if (found) return { id: found.id, isHead, made: null }
  const id = uuidv7(ctx.now.epochMilliseconds)
  return {
    id, isHead,
    made: { id, key, number: body.householdNumber ?? null, unitId: of.unit.id, unitPath: of.unit.path, headName: body.headName ?? body.name, size: body.householdSize ?? null, filedOn: of.filedOn, sheetOn: ctx.today },
  }
}

type Changes = BodyOf<typeof changePerson>

/**
 * Corrects or renews fields of a card from a day on: one dated row a field, and where ability, wish or hardships change a new
 * classification in the ledger from that day. Answers the fields that changed; `journal` null where nothing was posted.
 * Refuses `person-not-found`, `change-in-future`, `change-before-filing`, `nothing-changed`, `card-merged`.
 */
export async function change(ctx: Ctx, id: Uuid, body: Changes): Promise<{ changed: string[]; journal: string | null } | Refusal> {
  const forbidden = forbidsWriting(ctx.actor)
  if (forbidden) return forbidden
  const effectiveOn = body.effectiveOn ?? ctx.today
  if (effectiveOn > ctx.today) return refuse('change-in-future', {}, 'effectiveOn')
  const box = boxIn(ctx.dataFolder)
  return inTransaction(ctx.db, async (tx) => {
    if (!(await cardById(tx, ctx.actor.reach, id, 0))) return refuse('person-not-found')
    const now = await filing.lockCard(tx, id)
    if (!now) return refuse('person-not-found')
    tx.note({ subjects: [id] })
    const done = await filing.changesOfRequest(tx, id, body.id)
    if (done.length > 0) return { changed: done, journal: (await postingOfRequest(tx, body.id))?.number.toString() ?? null }
    if (now.mergedInto !== null) return refuse('card-merged')
    if (effectiveOn < now.filedOn) return refuse('change-before-filing', { filedOn: now.filedOn }, 'effectiveOn')
    const { fields } = body
    const { phoneHash, unitId, unitPath, filedOn: _filedOn, mergedInto: _mergedInto, ...before } = now
    const hardships = fields.hardships ? [...new Set(fields.hardships)].sort() : now.hardships
    const phone = fields.phone === undefined ? null : sealedPhone(box, fields.phone)
    const newPhone = phone && phone.hash.toString('hex') !== phoneHash ? phone : null
    const changes: filing.FieldChange[] = []
    const note = (field: string, from: string | null, to: string | undefined) => to !== undefined && to !== from && changes.push({ field, before: from, after: to })
    for (const field of ['name', 'sex', 'relation', 'ethnicity', 'education', 'health', 'ability', 'wish', 'trade', 'helper', 'note'] as const) note(field, now[field], fields[field])
    if (newPhone) changes.push({ field: 'phone', before: now.phoneMask, after: newPhone.mask })
    note('hardships', now.hardships.join(','), fields.hardships && hardships.join(','))
    note('incomeFen', now.incomeFen === null ? null : String(now.incomeFen), fields.incomeFen)
    if (changes.length === 0) return refuse('nothing-changed')

    const classChanged = changes.some(({ field }) => ['ability', 'wish', 'hardships'].includes(field))
    const name = fields.name ?? now.name
    const { incomeFen, phone: _phone, ...plain } = fields
    const after: filing.CardUpdate = {
      ...before, ...plain, hardships, ...soundOf(name), name, nameParts: partsOf(name), incomeFen: incomeFen === undefined ? now.incomeFen : BigInt(incomeFen),
      phone: newPhone, phoneMask: newPhone?.mask ?? now.phoneMask, classedOn: classChanged && effectiveOn > now.classedOn ? effectiveOn : now.classedOn,
      sheetOn: effectiveOn > now.sheetOn ? effectiveOn : now.sheetOn,
    }
    await filing.updateCard(tx, id, after)
    await filing.insertChanges(tx, id, changes, { effectiveOn, at: instantText(ctx.now), by: ctx.actor.id, requestId: body.id })
    const changed = changes.map(({ field }) => field)
    tx.note({ facts: { fields: changed.join(',') } })
    if (!classChanged) return { changed, journal: null }
    const subject = (await subjectsOfRecords(tx, 'person', [id])).get(id)!
    const entry = entryOf(classified, {
      subject, unitId, unitPath, happenedOn: effectiveOn, facets: { ability: after.ability, wish: after.wish, hardship: hardships }, source: body.id,
    })
    const { number } = await post(tx, { actor: ctx.actor, requestId: body.id }, 'register.change', [entry])
    return { changed, journal: String(number) }
  })
}
