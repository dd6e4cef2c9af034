import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, Pagination } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { groupedNumber } from '#web/writing.ts'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { useShortcut } from '#web/shell/shortcuts.ts'
import { uuidv7 } from '#web/uuid.ts'
import { Facts, Icon, WriteRefusal } from '#web/widgets/index.ts'
import type { BatchView, SampleView } from '../contract.ts'
import { EntryFacets, EntryKind } from './EntryWords.tsx'
import { TakeBack } from './TakingBack.tsx'

type Named = { readonly persons: readonly { readonly subject: string; readonly personId: string; readonly name: string }[] }
type Agencies = { readonly agencies: readonly { readonly subject: string; readonly agencyId: string; readonly name: string }[] }
type Props = { readonly batch: BatchView; readonly sample: readonly SampleView[]; readonly place: number | null; readonly onPlace: (place: number) => void }

const pageSize = 50
const isOfAgency = (row: SampleView) => row.kind.startsWith('agencies.')

/** The entries to re-visit in the order drawn. J and K walk, R right, W wrong. */
export function Sample({ batch, sample, place, onPlace }: Props) {
  const t = useT('ledger')
  const page = Math.floor(Math.max(0, sample.findIndex((row) => row.place === place)) / pageSize) + 1
  const shown = sample.slice((page - 1) * pageSize, page * pageSize)
  const subjectsOf = (rows: readonly SampleView[]) => [...new Set(rows.map((row) => row.subject))].join(',')
  const [people, partners] = [subjectsOf(shown.filter((row) => row.kind !== 'register.household-filed' && !isOfAgency(row))), subjectsOf(shown.filter(isOfAgency))]
  const names = useApi<Named>(people ? '/api/persons/by-subject' : null, { ids: people }, { staleTime: 300_000 })
  const agencies = useApi<Agencies>(partners ? '/api/agencies/by-subject' : null, { ids: partners }, { staleTime: 300_000 })
  const nameOf = (subject: string) => names.data?.persons.find((person) => person.subject === subject)
  const agencyOf = (subject: string) => agencies.data?.agencies.find((agency) => agency.subject === subject)
  const step = (by: number) => {
    const next = sample[sample.findIndex((row) => row.place === place) + by]
    if (next) onPlace(next.place)
  }
  useShortcut('j', () => step(1))
  useShortcut('k', () => step(-1))
  return (
    <>
      <ol className="sample">
        {shown.map((row) => {
          const person = nameOf(row.subject)
          const agency = agencyOf(row.subject)
          const current = row.place === place
          return (
            <li key={row.place} className={current ? 'current' : ''}>
              <button type="button" className="sample-row" aria-expanded={current} onClick={() => onPlace(row.place)}>
                <span className="sample-place">{row.place}</span>
                <strong>{person?.name ?? agency?.name ?? (row.kind === 'register.household-filed' ? t('ui.household') : t('ui.nameHidden'))}</strong>
                <Facts>{row.unitName}<EntryKind key="kind" kind={row.kind} />{row.happenedOn}</Facts>
                <span className="quiet sample-journal">{groupedNumber(row.journal)}</span>
                <Found wrong={row.wrong} />
              </button>
              {current && <Finding key={row.place} batch={batch} row={row} name={person?.name ?? agency?.name ?? ''} personId={person?.personId ?? null} agencyId={agency?.agencyId ?? null} onDone={() => step(1)} />}
            </li>
          )
        })}
      </ol>
      {sample.length > pageSize && <Pagination size="small" current={page} total={sample.length} pageSize={pageSize} showSizeChanger={false} onChange={(next) => onPlace(sample[(next - 1) * pageSize]!.place)} />}
    </>
  )
}

function Found({ wrong }: { wrong: boolean | null }) {
  const t = useT('ledger')
  if (wrong === null) return <span className="small quiet sample-found">{t('ui.finding.open')}</span>
  return <span className={wrong ? 'sample-found wrong' : 'sample-found'}><Icon name={wrong ? 'close' : 'tick'} size={15} />{t(wrong ? 'ui.finding.wrong' : 'ui.finding.right')}</span>
}

/** What the re-visit found at one entry: right or wrong, and a note. A later finding replaces an earlier one. */
function Finding({ batch, row, name, personId, agencyId, onDone }: { batch: BatchView; row: SampleView; name: string; personId: string | null; agencyId: string | null; onDone: () => void }) {
  const t = useT('ledger')
  const client = useQueryClient()
  const [note, setNote] = useState(row.note ?? '')
  const own = useRef<HTMLDivElement>(null)
  useEffect(() => {
    own.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const save = useMutation({
    // a new finding is a new write; the same press sent again is the same one
    mutationFn: ({ id, wrong }: { id: string; wrong: boolean }) =>
      post<BatchView>(`/api/checks/batches/${batch.id}/findings`, { posting: row.posting, line: row.line, wrong, note: note.trim() }, { idempotencyKey: id }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/checks') })
      onDone()
    },
  })
  const say = (wrong: boolean) => !save.isPending && save.mutate({ id: uuidv7(), wrong })
  useShortcut('r', () => say(false), batch.mayCheck)
  useShortcut('w', () => say(true), batch.mayCheck)
  return (
    <div className="finding" ref={own}>
      <EntryFacets kind={row.kind} facets={row.facets} />
      {personId && <Link to={'/persons/$personId' as string} params={{ personId: personId } as never} className="text-link">{t('ui.toCard')}</Link>}
      {agencyId && <Link to={'/agencies' as string} search={{ open: agencyId, state: 'all' } as never} className="text-link">{t('ui.toAgency')}</Link>}
      {batch.mayCheck ? (
        <>
          <Input.TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} placeholder={t('ui.finding.note')} aria-label={t('ui.finding.note')} />
          <WriteRefusal error={save.error} />
          <div className={row.wrong === null ? 'buttons thumb-bar' : 'buttons'}>
            {row.wrong === null && <span className="thumb-words quiet"><Facts>{String(row.place)}{name}<EntryKind key="kind" kind={row.kind} /></Facts></span>}
            <Button type={row.wrong === false ? 'primary' : 'default'} icon={<Icon name="tick" size={16} />} onClick={() => say(false)}>{t('ui.finding.right')} <kbd>R</kbd></Button>
            <Button type={row.wrong === true ? 'primary' : 'default'} icon={<Icon name="close" size={16} />} onClick={() => say(true)}>{t('ui.finding.wrong')} <kbd>W</kbd></Button>
          </div>
        </>
      ) : row.note && <p>{row.note}</p>}
      {batch.mayTakeBack && row.passed && <TakeBack batch={batch} entry={{ posting: row.posting, line: row.line }} label={t('ui.takeBack.one')} />}
      {batch.outcome === 'passed' && row.wrong !== true && !row.passed && <p className="small quiet">{t('ui.takeBack.taken')}</p>}
    </div>
  )
}
