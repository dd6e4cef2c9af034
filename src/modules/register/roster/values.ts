import { type IdNumber, idSex } from '#kernel/id-number.ts'
import type { Cell } from '#platform/spreadsheets/types.ts'
import { readDate } from './dates.ts'
import { readHardships } from './hardships.ts'
import {
  cellText, plainText, readAbility, readHouseholdNumber, readIncome, readIdNumber, readName, readPhone, readSex, readSize, readWish,
} from './normalise.ts'
import type { RosterField, RosterRepairCode, RosterWarningCode } from './types.ts'

// Yuan a head and year over which, or under which, a survey of low incomes has more likely a slip.
const incomeFarOverFen = 20_000_000n
const incomeFarUnderFen = 0n

/** Reads everything of a row that no refusal hangs on, noting repairs and warnings on the way. */
export function readValues(row: {
  cell: (field: RosterField) => Cell
  warn: (field: RosterField, code: RosterWarningCode) => void
  repair: (field: RosterField, code: RosterRepairCode, after: string) => void
  incomeUnit: 1 | 10000
  places: readonly string[]
}) {
  const { cell, warn, repair } = row
  const text = (field: RosterField) => plainText(cell(field))
  const name = readName(cell('name'))
  for (const code of name.codes) repair('name', code, name.value ?? '')
  const ability = readAbility(cell('ability'))
  for (const code of ability.codes) repair('ability', code, ability.value === 'full' ? '有' : '无')
  if (ability.value === 'unknown') warn('ability', 'ability-unknown')
  const wish = readWish(cell('wish'))
  if (wish === 'unknown') warn('wish', 'wish-unknown')
  const hardships = readHardships(cellText(cell('hardships')))
  if (hardships.unknown) warn('hardships', 'hardship-unknown')
  const income = readIncome(cell('income'), row.incomeUnit)
  for (const code of income.codes) repair('income', code, income.value === null ? '' : String(Number(income.value) / 100))
  if (income.unreadable) warn('income', 'income-unreadable')
  else if (income.value !== null && (income.value > incomeFarOverFen || income.value < incomeFarUnderFen)) warn('income', 'income-far-off')
  const phone = readPhone(cell('phone'))
  for (const code of phone.codes) repair('phone', code, phone.value ?? '')
  if (phone.odd) warn('phone', 'phone-odd')
  const size = readSize(cell('householdSize'))
  if (size.unreadable) warn('householdSize', 'size-unreadable')
  const household = readHouseholdNumber(cell('householdNumber'))
  if (household.lost) warn('householdNumber', 'household-number-lost')
  const filed = readDate(cell('filedOn'))
  if (filed.is === 'unreadable' || filed.is === 'impossible') warn('filedOn', 'date-unreadable')
  // A date cell is how a day of filing should stand; only the birth's is listed as a repair, beside the id number it is checked with.
  if (filed.is === 'day' && filed.code && filed.code !== 'date-cell') repair('filedOn', filed.code, filed.date)
  const relation = text('relation')
  const headName = readName(cell('headName')).value
  const headId = readIdNumber(cell('headIdNumber'))
  const writtenSex = readSex(cell('sex'))
  return {
    name: name.value,
    writtenSex,
    sexOf: (id: IdNumber) => idSex(id),
    householdNumber: household.value,
    headName,
    headIdCell: headId.lost || headId.value === '' ? null : headId.value,
    relation,
    place: { county: text('county'), town: text('town'), village: text('village'), address: text('address'), unitCode: text('unitCode') },
    values: {
      relation,
      ethnicity: text('ethnicity'),
      education: text('education'),
      health: text('health'),
      ability: ability.value,
      wish,
      hardships: hardships.codes,
      householdSize: size.value,
      incomeFen: income.value,
      phone: phone.value,
      trade: text('trade'),
      helper: readName(cell('helper')).value,
      filedOn: filed.is === 'day' ? filed.date : filed.is === 'month' ? `${filed.month}-01` : null,
      note: text('note'),
    },
  }
}
