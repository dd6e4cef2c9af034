import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import type { DateText } from '#kernel/dates.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { Box } from '#platform/crypto/box.ts'
import { frameBytes, newFileKey, open, Sealer } from '#platform/crypto/frames.ts'
import { copyFields } from '#platform/database/copy.ts'
import type { OpenRow } from './check.talk.ts'
import { filingDay, idMask, phoneDigits, phoneMask, sheetDay } from './model.ts'
import { partsOf, soundOf } from './names.ts'
import type { RosterRowResult } from './roster/types.ts'

/** An accepted row as COPY takes it: first what the server seals, then what the checking process wrote. */
export const stageColumns = [
  'id_hash', 'id_cipher', 'phone_hash', 'phone_cipher', 'head_hash', 'hkey',
  'ordinal', 'sheet', 'row', 'person_id', 'household_id', 'id_mask', 'name', 'pinyin', 'initials', 'name_parts', 'sex', 'birth', 'phone_mask', 'unit_id', 'unit_path',
  'head_name', 'number', 'size', 'is_head', 'relation', 'ethnicity', 'education', 'health', 'ability', 'wish', 'hardships', 'income_fen', 'trade', 'helper', 'note',
  'filed_on', 'sheet_on',
] as const

const textArray = (items: readonly string[]) => `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

export type StagePlace = {
  /** Place in the file, rising. */
  readonly ordinal: number
  readonly sheetDate: DateText | null
  readonly today: DateText
  /** Milliseconds, for the ids. */
  readonly now: number
  /** Its row brings the household's id. */
  readonly firstOfHousehold: boolean
}

/** What of an accepted row need not be sealed, as COPY takes it: from `ordinal` on. */
export function openColumns(r: RosterRowResult, { ordinal, sheetDate, today, now, firstOfHousehold }: StagePlace): string {
  const v = r.values
  const sheetOn = sheetDay(sheetDate, today)
  const sound = soundOf(v.name!)
  return copyFields([
    ordinal, r.sheet, r.row, uuidv7(now), firstOfHousehold ? uuidv7(now) : null,
    idMask(v.idNumber!), v.name, sound.pinyin, sound.initials, textArray(partsOf(v.name!)), v.sex, v.birth,
    v.phone !== null && phoneDigits(v.phone) ? phoneMask(v.phone) : null, v.unitId, v.unitPath, v.headName, v.householdNumber, v.householdSize, v.isHead,
    v.relation, v.ethnicity, v.education, v.health, v.ability === 'unknown' ? null : v.ability, v.wish === 'unknown' ? null : v.wish,
    v.hardships.length ? textArray([...v.hardships].sort()) : null, v.incomeFen, v.trade, v.helper, v.note, filingDay(v.filedOn, sheetOn, today), sheetOn,
  ])
}

const bytea = (bytes: Buffer) => `\\\\x${bytes.toString('hex')}`

/** The whole line: id number and phone leave as hash and cipher only. `idHash` is the id number's, which was asked for before. */
export function stageLine(box: Box, [idNumber, phone, headIdNumber, key, unitId, rest]: OpenRow, idHash: Buffer): string {
  const headHash = headIdNumber === null ? null : headIdNumber === idNumber ? idHash : box.hash('idNumber', headIdNumber)
  const digits = phone === null ? '' : phoneDigits(phone)
  const sealedPhone = digits ? `${bytea(box.hash('phone', digits))}\t${bytea(box.seal('phone', phone!))}` : '\\N\t\\N'
  const hkey = copyFields([householdKey(key, unitId, (id) => (id === idNumber ? idHash : id === headIdNumber ? headHash! : box.hash('idNumber', id)))])
  return `${bytea(idHash)}\t${bytea(box.seal('idNumber', idNumber))}\t${sealedPhone}\t${headHash ? bytea(headHash) : '\\N'}\t${hkey}\t${rest}\n`
}

/** The key by which a household is known: its number, else village and keyed hash of the head's id number, else village and head's name. */
function householdKey(checkerKey: string, unitId: number, hash: (idNumber: string) => Buffer): string {
  if (checkerKey.startsWith('n:')) return checkerKey
  const rest = checkerKey.split(':').slice(2).join(':')
  return checkerKey.startsWith('h:') ? `h:${unitId}:${hash(rest).toString('hex').slice(0, 32)}` : `m:${unitId}:${rest}`
}

/** Lines on their way to the database, on disk and not in memory, under a key that is nowhere but here. */
export class StageFile {
  readonly path: string
  #out: WriteStream
  #key = newFileKey(randomBytes(32), 'file', 0)
  #sealer = new Sealer(this.#key)
  #chunk = ''
  constructor(folder: string) {
    this.path = `${folder}/stage-${process.pid}-${randomBytes(6).toString('hex')}.copy`
    this.#out = createWriteStream(this.path, { mode: 0o600 })
  }
  async add(lines: string): Promise<void> {
    this.#chunk += lines
    if (this.#chunk.length > 65_536) await this.#flush()
  }
  async end(): Promise<void> {
    await this.#flush(true)
    this.#out.end()
    await once(this.#out, 'close')
  }
  async #flush(last = false): Promise<void> {
    const chunk = Buffer.from(this.#chunk)
    this.#chunk = ''
    // Whoever adds much at once has more than one frame of it.
    const frames = Math.max(1, Math.ceil(chunk.length / frameBytes))
    for (let i = 0; i < frames; i += 1) {
      const frame = this.#sealer.frame(chunk.subarray(i * frameBytes, (i + 1) * frameBytes), last && i === frames - 1)
      if (!this.#out.write(frame)) await once(this.#out, 'drain')
    }
  }
  /** The lines again, piece by piece. */
  lines(): AsyncIterable<Uint8Array> {
    return open(this.#key)(createReadStream(this.path))
  }
}
