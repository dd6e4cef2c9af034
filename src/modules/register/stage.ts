import { randomBytes } from 'node:crypto'
import { closeSync, createWriteStream, openSync, readSync, type WriteStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { once } from 'node:events'
import type { DateText } from '#kernel/dates.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { Box } from '#platform/crypto/box.ts'
import type { StageRow } from './bulk.store.ts'
import { filingDay, idMask, phoneDigits, phoneMask, sheetDay } from './model.ts'
import { partsOf, soundOf } from './names.ts'
import type { RosterRowResult } from './roster/index.ts'

const bytea = (bytes: Buffer) => `\\x${bytes.toString('hex')}`
const textArray = (items: readonly string[]) => `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

/** The key by which a household is known: its number, else village and keyed hash of the head's id number, else village and head's name. */
export function householdKey(box: Box, checkerKey: string, unitId: number): string {
  if (checkerKey.startsWith('n:')) return checkerKey
  const rest = checkerKey.split(':').slice(2).join(':')
  return checkerKey.startsWith('h:') ? `h:${unitId}:${box.hash('idNumber', rest).toString('hex').slice(0, 32)}` : `m:${unitId}:${rest}`
}

export type StagePlace = {
  /** Place in the file, rising. */
  readonly ordinal: number
  readonly sheetDate: DateText | null
  readonly today: DateText
  /** Milliseconds, for the ids. */
  readonly now: number
  /** Its row brings the household's id. */
  readonly firstOfHousehold: boolean
  readonly hkey: string
  readonly idHash: Buffer
}

/** One accepted row as the stage takes it. Id number and phone leave as hash, cipher and mask only. */
export function stageRow(box: Box, r: RosterRowResult, place: StagePlace): StageRow {
  const { ordinal, sheetDate, today, now, firstOfHousehold, hkey, idHash } = place
  const v = r.values
  const phone = v.phone === null ? '' : phoneDigits(v.phone)
  const sheetOn = sheetDay(sheetDate, today)
  const sound = soundOf(v.name!)
  return [
    ordinal, r.sheet, r.row, uuidv7(now), firstOfHousehold ? uuidv7(now) : null, bytea(idHash), bytea(box.seal('idNumber', v.idNumber!)),
    idMask(v.idNumber!), v.name, sound.pinyin, sound.initials, textArray(partsOf(v.name!)), v.sex, v.birth,
    phone ? bytea(box.hash('phone', phone)) : null, phone ? bytea(box.seal('phone', v.phone!)) : null, phone ? phoneMask(v.phone!) : null,
    v.unitId, v.unitPath, hkey, v.headIdNumber === null ? null : bytea(box.hash('idNumber', v.headIdNumber)), v.headName, v.householdNumber, v.householdSize, v.isHead,
    v.relation, v.ethnicity, v.education, v.health, v.ability === 'unknown' ? null : v.ability, v.wish === 'unknown' ? null : v.wish,
    v.hardships.length ? textArray([...v.hardships].sort()) : null, v.incomeFen === null ? null : String(v.incomeFen), v.trade, v.helper, v.note,
    filingDay(v.filedOn, sheetOn, today), sheetOn,
  ]
}

/** Rows on their way to the database, on disk and not in memory: one JSON array a line. */
export class StageFile {
  readonly path: string
  #out: WriteStream
  #chunk = ''
  constructor(folder: string) {
    this.path = `${folder}/stage-${process.pid}-${randomBytes(6).toString('hex')}.ndjson`
    this.#out = createWriteStream(this.path, { mode: 0o600 })
  }
  async add(row: StageRow): Promise<void> {
    this.#chunk += `${JSON.stringify(row)}\n`
    if (this.#chunk.length > 65_536) await this.#flush()
  }
  async end(): Promise<void> {
    await this.#flush()
    this.#out.end()
    await once(this.#out, 'close')
  }
  async #flush(): Promise<void> {
    const chunk = this.#chunk
    this.#chunk = ''
    if (chunk && !this.#out.write(chunk)) await once(this.#out, 'drain')
  }
  /** The rows again, 64 kB at a time. */
  *rows(): Generator<StageRow> {
    const file = openSync(this.path, 'r')
    try {
      const block = Buffer.alloc(65_536)
      const decoder = new StringDecoder('utf8')
      let rest = ''
      for (let read = readSync(file, block); read > 0; read = readSync(file, block)) {
        const lines = (rest + decoder.write(block.subarray(0, read))).split('\n')
        rest = lines.pop()!
        for (const line of lines) yield JSON.parse(line) as StageRow
      }
    } finally {
      closeSync(file)
    }
  }
}
