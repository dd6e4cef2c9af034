import { copyFields } from '#platform/database/copy.ts'
import type { CheckedRows, CheckRequest, CheckSummary, OpenRow, RefusedRow, Remembered, WarnedRow } from './check.talk.ts'
import { marksOf, type PlaceName, previewOf } from './preview.ts'
import { rosterChecker } from './roster/check.ts'
import { count, noCounts } from './roster/outcome.ts'
import type { RosterForm, RosterMapping, RosterRefusalCode, RosterRow, RosterRowResult, RosterUnit } from './roster/index.ts'
import { villageIndex } from './roster/village.ts'
import { openColumns } from './stage.ts'

/** Rows of a form that are kept to show what its columns hold. */
const samples = 5

/** Headers that a person gave a meaning once, as the mapping of a form with the same headers. */
export function rememberedMapping(form: RosterForm, remembered: Remembered): RosterMapping | undefined {
  const fields = remembered[form.signature]
  if (!fields) return undefined
  const mapping: Record<string, number> = {}
  for (const { column, header, field } of form.columns) {
    const meant = header in fields ? fields[header] : field
    if (meant && mapping[meant] === undefined) mapping[meant] = column
  }
  return mapping as RosterMapping
}

/** Checks the rows of one file, run by run, and keeps of each what was asked for. Holds no row once it has answered. */
export function rowsOfFile(request: CheckRequest, units: readonly RosterUnit[]) {
  const villages = villageIndex(units)
  let known: Readonly<Record<string, string>> = {}
  const decided = (sheet: string, row: number) => request.decided[`${sheet}!${row}`]
  const checker = rosterChecker({ villages, today: request.today, knownName: (idNumber) => known[idNumber], decided })
  const place: PlaceName = (code) => {
    const unit = villages.byCode(code)
    return unit && { name: unit.name, town: villages.townOf(unit)?.name ?? '' }
  }
  const households = new Set<string>()
  const forms: { form: RosterForm; samples: RosterRow[] }[] = []
  const counts = noCounts()
  const decisions: Partial<Record<RosterRefusalCode, number>> = {}
  let persons = 0
  let faults = 0

  /** The place of a form among those met; the second answer says that it is new. */
  function placeOf(form: RosterForm): [number, boolean] {
    const at = forms.findLastIndex((one) => one.form === form)
    return at >= 0 ? [at, false] : [forms.push({ form, samples: [] }) - 1, true]
  }

  function previewLine(result: RosterRowResult, form: RosterForm, row: RosterRow): string {
    const marks = marksOf(result)
    if (marks.includes('faults')) faults += 1
    if (result.verdict === 'to-decide') decisions[result.refusal!.code] = (decisions[result.refusal!.code] ?? 0) + 1
    const body = previewOf(result, form, row, decided(result.sheet, result.row), place)
    return `${copyFields([request.preview, counts.rows, result.sheet, result.row, result.verdict, result.refusal?.code ?? null, `{${marks.join(',')}}`, JSON.stringify(body)])}\n`
  }

  return {
    placeOf,
    /** The well-formed id numbers of a run, each once. */
    idNumbers: (form: RosterForm, rows: readonly RosterRow[]) => [...new Set(rows.map((row) => checker.idNumberOf(form, row)).filter((id) => id !== null))],
    /** The next run; `names` are the names that the register has for its id numbers. */
    check(form: RosterForm, rows: readonly RosterRow[], names: Readonly<Record<string, string>>): CheckedRows {
      known = names
      const at = placeOf(form)[0]
      const kept = forms[at]!.samples
      for (const row of rows) if (kept.length < samples) kept.push(row)
      const refused: RefusedRow[] = []
      const warnings: WarnedRow[] = []
      const accepted: OpenRow[] = []
      let preview = ''
      for (const row of rows) {
        const result = checker.add(form, row)
        count(counts, result)
        if (request.preview !== null) preview += previewLine(result, form, row)
        if (result.refusal) refused.push({ ...result.refusal, sheet: result.sheet, row: result.row, form: at, cells: request.refusedCells ? row.cells : null })
        for (const { column, code } of result.warnings) warnings.push({ sheet: result.sheet, row: result.row, column, code })
        if (result.verdict !== 'accepted') continue
        persons += 1
        const { idNumber, phone, headIdNumber, householdKey, unitId } = result.values
        const firstOfHousehold = !households.has(householdKey)
        if (firstOfHousehold) households.add(householdKey)
        if (request.accepted) {
          const rest = openColumns(result, { ordinal: counts.rows, sheetDate: form.sheetDate, today: request.today, now: request.now, firstOfHousehold })
          accepted.push([idNumber!, phone, headIdNumber, householdKey, unitId!, rest])
        }
      }
      return { rows: counts.rows, refused, warnings, accepted, preview }
    },
    summary: (): CheckSummary => ({ counts, persons, households: households.size, faults, decisions, forms: forms.filter((one) => one.samples.length > 0) }),
  }
}
