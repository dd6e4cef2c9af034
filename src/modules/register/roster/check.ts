import type { DateText } from '#kernel/dates.ts'
import { type IdNumber, idBirth, idNumberFault } from '#kernel/id-number.ts'
import type { Cell } from '#platform/spreadsheets/types.ts'
import type { RosterForm } from './columns.ts'
import { type ReadDate, readDate } from './dates.ts'
import { checkAgainstHousehold, type HouseholdSeen, householdOf } from './household.ts'
import { cellText, readIdNumber, sameName } from './normalise.ts'
import type { RosterRow } from './read.ts'
import type {
  RosterDecided, RosterDecision, RosterField, RosterRefusalCode, RosterRepair, RosterRowResult, RosterValues, RosterWarning,
} from './types.ts'
import { rosterRefusalCodes } from './types.ts'
import { readValues } from './values.ts'
import type { VillageIndex, VillageMatch } from './village.ts'

export type RosterCheckOptions = {
  readonly villages: VillageIndex
  /** Today in the workspace's calendar. */
  readonly today: DateText
  /** The name that the register has for an id number; undefined where it has none. Asked only for well-formed numbers. */
  readonly knownName?: (idNumber: IdNumber) => string | undefined
  /** What a person decided about a row that waited. */
  readonly decided?: (sheet: string, row: number) => RosterDecided | undefined
}

export type RosterChecker = {
  /** Checks the next row. Rows must come in the order of the file: the first row of a person wins. */
  add(form: RosterForm, row: RosterRow): RosterRowResult
  /** The well-formed id number of a row, repaired; null where there is none. To ask the register for many at once. */
  idNumberOf(form: RosterForm, row: RosterRow): IdNumber | null
}

/** The refusals that a person may lift in the browser. */
const decidable = new Set<RosterRefusalCode>(['birth-differs-from-id', 'village-unknown', 'village-ambiguous'])

/** What remains of an accepted row, to know a repeat. */
type Accepted = { readonly name: string; readonly row: number; readonly print: number }

/**
 * Checks a roster row by row. Holds of each accepted person a name and a digest, of each household five small values, and
 * nothing of the rows: 100,000 rows stay within some 60 MB.
 */
export function rosterChecker(options: RosterCheckOptions): RosterChecker {
  const accepted = new Map<IdNumber, Accepted>()
  const households = new Map<string, HouseholdSeen>()
  const heads = new Map<string, string>()
  const titled = new Map<RosterForm, string | null>()

  function add(form: RosterForm, row: RosterRow): RosterRowResult {
    const cell = (field: RosterField): Cell => {
      const column = form.mapping[field]
      return column === undefined ? null : (row.cells[column] ?? null)
    }
    const header = (field: RosterField) => {
      const column = form.mapping[field]
      return (column === undefined ? undefined : form.columns[column]?.header) || field
    }
    const repairs: RosterRepair[] = []
    const warnings: RosterWarning[] = []
    const warn = (field: RosterField, code: RosterWarning['code']) => warnings.push({ field, column: header(field), code })
    const repair = (field: RosterField, code: RosterRepair['code'], after: string) =>
      repairs.push({ field, column: header(field), code, before: cellText(cell(field)), after })
    const decided = options.decided?.(row.sheet, row.number)

    const read = readValues({ cell, warn, repair, incomeUnit: form.incomeUnit, places: form.places })
    const { id, written, idFault } = idAndBirth(cell, repair)
    const idDay = idFault === 'length' || idFault === 'lost' ? null : idBirth(id)
    let match: VillageMatch = options.villages.match(read.place)
    if (match.is === 'ambiguous' && read.place.county === null) {
      const county = countyOf(form)
      if (county) match = options.villages.match({ ...read.place, county })
    }
    if (match.is !== 'found' && (form.mapping.village === undefined || form.mapping.town === undefined)) match = fromPlaces(form, read.place, match)
    if (match.is !== 'found' && decided?.villageCode) {
      const unit = options.villages.byCode(decided.villageCode)
      if (unit?.level === 5) {
        match = { is: 'found', unit, codes: [] }
        repair('village', 'decided-village', unit.name)
      }
    }
    if (match.is === 'found') for (const code of match.codes) repair(code === 'town-short-name' ? 'town' : 'village', code, match.unit.name)

    const faults = new Map<RosterRefusalCode, RosterField>()
    if (read.name === null) faults.set('name-missing', 'name')
    if (idFault === 'lost') faults.set('id-lost-digits', 'idNumber')
    else if (idFault === 'length') faults.set('id-length', 'idNumber')
    // An unknown province, or a day that does not exist under a right check character: nobody can have such a number.
    else if (idFault) faults.set('id-checkdigit', 'idNumber')
    const limit = form.sheetDate !== null && form.sheetDate < options.today ? form.sheetDate : options.today
    const writtenDay = written.is === 'day' ? written.date : written.is === 'month' ? `${written.month}-01` : null
    if ((writtenDay ?? '') > limit || (idFault === null && idDay! > limit)) {
      faults.set('birth-in-future', (writtenDay ?? '') > limit ? 'birth' : 'idNumber')
    }
    if (idFault !== 'lost' && idFault !== 'length' && differs(written, idDay)) {
      if (decided?.useIdBirth && idDay !== null) repair('birth', 'decided-id-birth', idDay)
      else faults.set('birth-differs-from-id', 'birth')
    }
    const before = idFault === null ? accepted.get(id) : undefined
    if (idFault === null && read.name !== null) {
      const known = before?.name ?? options.knownName?.(id)
      if (known !== undefined && !sameName(known, read.name)) faults.set('id-of-another-name', 'idNumber')
    }
    if (match.is !== 'found') {
      const field = match.about === 'town' ? 'town' : form.mapping.village === undefined && form.mapping.address !== undefined ? 'address' : 'village'
      faults.set(match.is === 'ambiguous' ? 'village-ambiguous' : 'village-unknown', field)
    }

    const birth = idFault === null && (written.is !== 'day' || decided?.useIdBirth) ? idDay : written.is === 'day' ? written.date : idDay
    const unit = match.is === 'found' ? match.unit : null
    const well = idFault === null
    const household = householdOf({ ...read, id: well ? id : null, unitCode: unit?.code ?? null, heads, row: row.number })
    const values: RosterValues = {
      ...read.values, ...household,
      name: read.name, idNumber: well ? id : null, birth, sex: well ? read.sexOf(id) : read.writtenSex,
      unitId: unit?.id ?? null, unitCode: unit?.code ?? null, unitPath: unit?.path ?? null,
    }
    const ordered = rosterRefusalCodes.filter((code) => faults.has(code))
    const [first, ...also] = ordered
    const result = { sheet: row.sheet, row: row.number, values, repairs, warnings }
    if (first !== undefined) {
      const field = faults.get(first)!
      const refusal = { field, column: header(field), code: first, value: cellText(cell(field)), also }
      const decision = decided?.sendBack || !ordered.every((code) => decidable.has(code)) ? null : decisionFor(first, idDay, match)
      return { ...result, verdict: decision ? 'to-decide' : 'refused', refusal, decision, firstRow: null }
    }
    if (before) {
      const differing = before.print !== printOf(values)
      // Only what a repeat adds is of interest: its other doubts stand with the first row, or are not taken over.
      return { ...result, warnings: differing ? [{ field: 'idNumber', column: header('idNumber'), code: 'repeat-differs' }] : [], verdict: 'repeated', refusal: null, decision: null, firstRow: before.row }
    }
    accepted.set(id, { name: values.name!, row: row.number, print: printOf(values) })
    if (written.is === 'unreadable') warn('birth', 'date-unreadable')
    if (read.writtenSex && read.writtenSex !== values.sex) warn('sex', 'sex-differs-from-id')
    const age = Number(limit.slice(0, 4)) - Number(birth!.slice(0, 4))
    if (age > 100) warn('birth', 'age-unusual')
    if (values.filedOn !== null && values.filedOn > options.today) warn('filedOn', 'filed-in-future')
    checkAgainstHousehold(households, values, warn)
    return { ...result, verdict: 'accepted', refusal: null, decision: null, firstRow: null }
  }

  /** Where towns of several counties bear a name, the county that the title names is meant. */
  function countyOf(form: RosterForm): string | null {
    if (!titled.has(form)) titled.set(form, options.villages.countyIn(form.titles.join(' '))?.name ?? null)
    return titled.get(form)!
  }

  /** Where there is no column for town or village: 填报单位 in the title or the sheet's name may say which it is. */
  function fromPlaces(form: RosterForm, place: ReturnType<typeof readValues>['place'], match: VillageMatch): VillageMatch {
    for (const text of form.places) {
      const tried = options.villages.match(place.village === null ? { ...place, village: text } : { ...place, town: place.town ?? text })
      if (tried.is === 'found') return { ...tried, codes: tried.codes.filter((code) => place.village !== null && code === 'village-short-name') }
    }
    return match
  }

  return {
    add,
    idNumberOf(form, row) {
      const column = form.mapping.idNumber
      const { value, lost } = readIdNumber(column === undefined ? null : (row.cells[column] ?? null))
      return lost || idNumberFault(value) !== null ? null : value
    },
  }
}

type IdFault = 'lost' | 'length' | 'check' | 'region' | 'date' | null

function idAndBirth(cell: (field: RosterField) => Cell, repair: (field: RosterField, code: RosterRepair['code'], after: string) => void) {
  const { value: id, codes, lost } = readIdNumber(cell('idNumber'))
  for (const code of codes) repair('idNumber', code, id)
  const fault = lost ? 'lost' : idNumberFault(id)
  // A text that ends in 000 under a wrong check character was a number once: 15 digits are all that a spreadsheet keeps.
  const idFault: IdFault = fault === 'check' && id.endsWith('000') ? 'lost' : fault
  const written = asIn1904(readDate(cell('birth')), idBirth(id))
  if (written.is === 'day' && written.code) repair('birth', written.code, written.date)
  if (written.is === 'month') repair('birth', written.code, written.month)
  return { id, written, idFault }
}

/** A bare serial number that is four years and a day short of the id's date comes from a workbook that counts from 1904. */
function asIn1904(written: ReadDate, idDay: DateText | null): ReadDate {
  if (written.is !== 'day' || written.code !== 'date-serial' || idDay === null) return written
  return Temporal.PlainDate.from(written.date).add({ days: 1462 }).toString() === idDay ? { ...written, date: idDay } : written
}

/** A month agrees with any day in it; what cannot be read is a doubt, not a difference. */
function differs(written: ReadDate, idDay: DateText | null): boolean {
  if (written.is === 'impossible') return true
  if (written.is === 'day') return written.date !== idDay
  return written.is === 'month' ? idDay === null || !idDay.startsWith(written.month) : false
}

function decisionFor(code: RosterRefusalCode, idDay: DateText | null, match: VillageMatch): RosterDecision | null {
  if (code === 'birth-differs-from-id') return idDay === null ? null : { kind: 'use-id-birth', birth: idDay }
  if (match.is === 'found') return null
  return { kind: 'take-village', villages: match.nearest.map(({ id, code: unitCode, name, parentId }) => ({ unitId: id, unitCode, name, parentId })) }
}

/** What makes a repeat differ: everything but who filed it and when. 53 bits of it, since a long import holds one a person. */
function printOf({ unitCode, householdNumber, relation, ability, wish, hardships, householdSize, incomeFen, phone, trade, education, health }: RosterValues): number {
  const text = `${unitCode}|${householdNumber}|${relation}|${ability}|${wish}|${hardships.join('+')}|${householdSize}|${incomeFen}|${phone}|${trade}|${education}|${health}`
  let [low, high] = [0x811c9dc5, 0x1b873593]
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 13)
  }
  return (high >>> 11) * 4294967296 + (low >>> 0)
}
