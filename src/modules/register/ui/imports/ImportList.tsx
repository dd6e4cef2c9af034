import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { dayAndTime } from '#web/writing.ts'
import { del } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { queryClient, useApi } from '#web/queries.ts'
import { whoWords } from '#web/who.ts'
import { ErrorState, Skeleton, StateTag, Steps, ThinBar } from '#web/widgets/index.ts'
import type { Tone } from '#web/widgets/Tags.tsx'
import { FilePicker } from './FilePicker.tsx'
import { importSteps, type ImportBrief, type ImportState } from './reading.ts'
import './imports.css'

const tones: Record<ImportState, Tone> = {
  reading: 'waiting', columns: 'late', ready: 'waiting', writing: 'waiting', done: 'kept', refused: 'returned', failed: 'late', left: 'plain',
}

/** Step one, and below it every import there was: go on with one, look at one, or leave one. */
export default function ImportList() {
  const t = useT('register')
  const me = useMe()
  const list = useApi<{ imports: ImportBrief[] }>('/api/imports', undefined, { staleTime: 0 })
  return (
    <div className="page">
      <header className="import-head">
        <h1>{t('ui.import.title')}</h1>
        <Steps steps={importSteps.map((step) => t(`ui.import.step.${step}`))} current={0} />
      </header>
      <section className="section">
        {me && !me.abilities['register.import'] ? <p className="quiet">{t('ui.import.notAllowed')}</p> : <FilePicker />}
      </section>
      <section className="section">
        <header><h2>{t('ui.import.earlier')}</h2></header>
        <ThinBar shown={list.isFetching && !list.isPending} />
        {list.isPending ? <Skeleton rows={3} /> : list.error && !list.data ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : <Earlier imports={list.data!.imports} />}
      </section>
    </div>
  )
}

function Earlier({ imports }: { imports: readonly ImportBrief[] }) {
  const t = useT('register')
  const navigate = useNavigate()
  const timeZone = useMe()?.workspace.timeZone ?? 'UTC'
  if (imports.length === 0) return <p className="quiet">{t('ui.import.none')}</p>
  const leave = async (id: string) => {
    await del(`/api/imports/${id}`).catch(() => {})
    await queryClient.invalidateQueries({ predicate: ({ queryKey }) => /^\/api\/(imports|today)/.test(String(queryKey[0])) })
  }
  return (
    <table className="ruled import-list">
      <thead>
        <tr>
          <th>{t('ui.import.file')}</th><th>{t('ui.import.state')}</th><th className="numbers">{t('ui.import.rows')}</th>
          <th className="numbers">{t('ui.import.toDecide')}</th><th className="numbers">{t('ui.import.refused')}</th>
          <th>{t('ui.journal')}</th><th>{t('ui.import.by')}</th><th><span className="visually-hidden">{t('ui.import.leave')}</span></th>
        </tr>
      </thead>
      <tbody>
        {imports.map((one) => {
          const { date, time } = dayAndTime(one.createdAt, timeZone)
          return (
            <tr key={one.id} className="openable" onClick={() => void navigate({ to: '/imports/$importId', params: { importId: one.id } as never })}>
              <td className="cell-main">
                <Link to="/imports/$importId" params={{ importId: one.id } as never} className="row-link" onClick={(event) => event.stopPropagation()}>{one.fileName}</Link>
              </td>
              <td><StateTag tone={tones[one.state]}>{t(`ui.import.state.${one.state}`)}</StateTag></td>
              <Cell numbers label={t('ui.import.rows')}>{one.rows > 0 && t('ui.rows', { n: one.rows })}</Cell>
              <Cell numbers label={t('ui.import.toDecide')}>{one.state === 'ready' && one.toDecide > 0 && <span className="ochre">{t('ui.rows', { n: one.toDecide })}</span>}</Cell>
              <Cell numbers label={t('ui.import.refused')}>{one.refused > 0 && t('ui.rows', { n: one.refused })}</Cell>
              <Cell label={t('ui.journal')}>{one.journal !== null && t('ui.journalNumber', { n: Number(one.journal) })}</Cell>
              <td className="quiet"><span className="facts">{one.createdBy && <span>{whoWords(t, one.createdBy)}</span>}<span>{date} {time}</span></span></td>
              {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- keeps the row's own click away from the button */}
              <td className="numbers" onClick={(event) => event.stopPropagation()}>
                {['columns', 'ready', 'refused', 'failed'].includes(one.state) && (
                  <Popconfirm title={t('ui.import.leaveAsk')} okText={t('ui.import.leave')} cancelText={t('ui.cancel')} onConfirm={() => leave(one.id)} icon={null}>
                    <Button type="text" size="small" aria-label={`${t('ui.import.leave')} ${one.fileName}`}>{t('ui.import.leave')}</Button>
                  </Popconfirm>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** A cell that may be empty; on a phone, where there is no head, it says what it counts or is not there. */
function Cell({ label, numbers = false, children }: { label: string; numbers?: boolean; children: ReactNode }) {
  const empty = children === false || children === null
  return <td className={[numbers ? 'numbers' : '', empty ? 'cell-empty' : ''].join(' ')} data-label={label}>{empty ? '–' : children}</td>
}
