import { describe, expect, test } from 'vitest'
import { countsDecided, rowDecided } from './deciding.ts'
import type { ImportCounts, PreviewRow } from './imports.contract.ts'

type Kind = 'use-id-birth' | 'take-village'
const waiting = (kind: Kind | null, also: PreviewRow['verdict'][] | string[] = [], verdict: PreviewRow['verdict'] = 'to-decide'): PreviewRow => ({
  sheet: '表', row: 7, verdict, cells: [], decided: null, warnings: [], firstRow: null,
  refusal: { field: 'birth', column: 'F', code: kind === 'take-village' ? 'village-unknown' : 'birth-differs-from-id', value: '', also: also as never },
  decision: kind === null ? null : kind === 'use-id-birth' ? { kind, birth: '1994-07-03' } : { kind, villages: [] },
})

describe('a row as a decision leaves it', () => {
  test.each<[string, PreviewRow, Parameters<typeof rowDecided>[1], PreviewRow['verdict']]>([
    ['the id’s date taken: in', waiting('use-id-birth'), 'use-id-birth', 'accepted'],
    ['a village taken: in', waiting('take-village'), 'take-village', 'accepted'],
    ['sent back: out', waiting('take-village'), 'send-back', 'refused'],
    ['the id’s date taken, the village still unknown: waits', waiting('use-id-birth', ['village-unknown']), 'use-id-birth', 'to-decide'],
    ['a decision taken back: waits again', { ...waiting('use-id-birth', [], 'accepted'), decided: 'use-id-birth' }, 'none', 'to-decide'],
    ['taken back after the file was checked with it: as it is, until it is checked again', { ...waiting(null, [], 'accepted'), refusal: null, decided: 'take-village' }, 'none', 'accepted'],
  ])('%s', (_, row, decision, verdict) => {
    expect(rowDecided(row, decision)).toMatchObject({ verdict, decided: decision === 'none' ? null : decision })
  })
})

describe('the counts', () => {
  const counts: ImportCounts = {
    rows: 10, accepted: 6, repeated: 1, toDecide: 3, refused: 1, repaired: 0, faults: 4, persons: 5, households: 4, refusals: [{ code: 'id-length', count: 1 }],
    decisions: [{ code: 'birth-differs-from-id', count: 2 }, { code: 'village-unknown', count: 1 }], repairs: [], warnings: [],
  }
  test('go from waiting to in and to out, and add up', () => {
    const before = [waiting('use-id-birth'), waiting('take-village')]
    const after = [rowDecided(before[0]!, 'use-id-birth'), rowDecided(before[1]!, 'send-back')]
    const now = countsDecided(counts, before, after)
    expect(now).toEqual({ ...counts, accepted: 7, persons: 6, toDecide: 1, refused: 2, decisions: [{ code: 'birth-differs-from-id', count: 1 }], refusals: [{ code: 'id-length', count: 1 }, { code: 'village-unknown', count: 1 }] })
    expect(now.accepted + now.toDecide + now.refused).toBe(now.rows)
    const back = countsDecided(now, after, after.map((row) => rowDecided(row, 'none')))
    expect(back).toEqual({ ...counts, decisions: expect.arrayContaining(counts.decisions) })
  })
})
