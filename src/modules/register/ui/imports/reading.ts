import { useQuery } from '@tanstack/react-query'
import { get } from '#web/client.ts'
import type { ImportDetail, PreviewRow } from '../../imports.contract.ts'
import type { RosterField } from '../../roster/types.ts'

export type ImportBrief = Omit<ImportDetail, 'forms' | 'counts' | 'result' | 'refusal' | 'progress'>
export type ImportState = ImportDetail['state']
export type PreviewCell = PreviewRow['cells'][number]
export type RowPage = { readonly total: number; readonly page: number; readonly size: number; readonly rows: readonly PreviewRow[] }
export type RowFilter = 'all' | 'faults' | 'decide' | 'refused' | 'repaired' | 'repeated' | 'warned'

export const rowFilters: readonly RowFilter[] = ['all', 'faults', 'decide', 'refused', 'repaired', 'repeated', 'warned']

/** True while the server works on it by itself. */
export const isBusy = (state: ImportState | undefined) => state === 'reading' || state === 'writing'

/** One import; asked again every second while the server reads, writes, or checks it again. */
export function useImport(importId: string) {
  const path = `/api/imports/${importId}`
  return useQuery<ImportDetail>({
    queryKey: [path, {}],
    queryFn: ({ signal }) => get<ImportDetail>(path, { signal }),
    refetchInterval: ({ state: { data } }) => (isBusy(data?.state) || data?.progress ? 1000 : false),
    staleTime: 0,
  })
}

export const importSteps = ['file', 'columns', 'preview', 'write'] as const

/** Which of the four steps it stands in, counted from 0, from what the server says and where the address points. */
export function stepOf(state: ImportState | undefined, asked: 'columns' | undefined): number {
  if (state === undefined || state === 'reading' || state === 'refused' || state === 'failed' || state === 'left') return 0
  if (state === 'columns') return 1
  if (state === 'ready') return asked === 'columns' ? 1 : 2
  return state === 'done' ? 4 : 3
}

/** The columns of the preview, in the order of the eye: who, which number, when born, where, and what she is. */
export const shownFields = ['name', 'idNumber', 'birth', 'village', 'ability', 'hardships', 'income'] as const satisfies readonly RosterField[]
export type ShownField = (typeof shownFields)[number]

/** The cell of a field, if the sheet has that column. */
export function cellOf(row: PreviewRow, field: RosterField): PreviewCell | undefined {
  return row.cells.find((cell) => cell.field === field)
}

/** The place is written in one, two or three columns; the fault or the repair may sit in any of them. */
export const placeFields: readonly RosterField[] = ['village', 'town', 'address', 'unitCode', 'county']

/** Under which column a fault of this field is shown; null where the preview has no column for it. */
export function columnFor(field: RosterField): ShownField | null {
  if (placeFields.includes(field)) return 'village'
  return (shownFields as readonly string[]).includes(field) ? (field as ShownField) : null
}

/** How many cells of the row were repaired. */
export const repairsIn = (row: PreviewRow) => row.cells.filter((cell) => cell.repairs.length > 0).length

/** Repairs under the few words an officer has for them. */
export const repairGroups: readonly { readonly group: string; readonly starts: readonly string[] }[] = [
  { group: 'date', starts: ['date-'] },
  { group: 'id', starts: ['id-'] },
  { group: 'village', starts: ['village-', 'town-'] },
  { group: 'ability', starts: ['labour-'] },
  { group: 'income', starts: ['income-'] },
  { group: 'phone', starts: ['phone-'] },
  { group: 'name', starts: ['name-'] },
  { group: 'decided', starts: ['decided-'] },
]
