import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate, useRouter } from '@tanstack/react-router'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { usePathParams } from '#web/search.ts'
import { uuidv7 } from '#web/uuid.ts'
import { whoWords } from '#web/who.ts'
import { BackLink, DownloadButton, ErrorState, FactList, Facts, Page, PageHeader, Section, Skeleton, StateTag, WriteRefusal } from '#web/widgets/index.ts'
import type { RequestDetail } from '../contract.ts'
import { askAgain, stateTones, useDueWords, useWhen } from './saying.ts'
import './rights.css'

/** One request: its clock, how it went on, and what is to be done now. */
export default function RequestPage() {
  const t = useT('rights')
  const navigate = useNavigate()
  const router = useRouter()
  const when = useWhen()
  const dueWords = useDueWords()
  const { requestId } = usePathParams<'requestId'>()
  const found = useApi<RequestDetail>(`/api/requests/${requestId}`)
  const back = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/requests' }))
  const r = found.data
  if (!r) return <Page>{found.error ? <><BackLink onClick={back} /><ErrorState error={found.error} onRetry={() => void found.refetch()} /></> : <Skeleton />}</Page>
  const words = (reason: string) => (r.kind === 'correction' ? reason.split(',').map((field) => (/^[a-zA-Z]+$/.test(field) ? t(`held.fact.${field}`) : field)).join(t('ui.comma')) : reason)
  return (
    <Page>
      <PageHeader before={<BackLink onClick={back} />} title={t(`kind.${r.kind}`)} facts={[r.person ?? t('ui.erased'), r.unit]} actions={r.person && <Button onClick={() => void navigate({ to: '/persons/$personId', params: { personId: r.personId } as never })}>{t('ui.toCard')}</Button>} />
      <div className="rights-page">
        <Section title={t('ui.request')}>
          <FactList facts={[
            { label: t('ui.state'), value: <><StateTag tone={r.overdue ? 'late' : stateTones[r.state]}>{t(`state.${r.state}`)}</StateTag> <span className={r.overdue ? 'rights-late' : 'quiet'}>{dueWords(r)}</span></> },
            { label: t('ui.ask.receivedOn'), value: <Facts>{r.receivedOn}{t(`channel.${r.channel}`)}</Facts> },
            { label: t('ui.answerBy'), value: r.answerBy },
            { label: t('ui.carryOutBy'), value: r.carryOutBy },
            { label: t('ui.source'), value: t(`ui.source.${r.clock}`) },
            { label: t('ui.filedBy'), value: r.channel === 'own-account' ? t('channel.own-account') : (whoWords(t, r.filedBy) ?? '–') },
            ...(r.details ? [{ label: t(r.kind === 'correction' ? 'ui.ask.wrong' : 'ui.note'), value: r.details }] : []),
          ]} />
          <Acts request={r} />
        </Section>
        <Section title={t('ui.steps')}>
          <ol className="rights-steps">
            {r.steps.map((step) => (
              <li key={`${step.at}${step.state}`}>
                <StateTag tone={stateTones[step.state]}>{t(`state.${step.state}`)}</StateTag>
                <Facts>{when(step.at)}{whoWords(t, step.by)}</Facts>
                {step.reason && <span className="quiet">{step.state === 'refused' ? step.reason : words(step.reason)}</span>}
              </li>
            ))}
          </ol>
        </Section>
      </div>
    </Page>
  )
}

type Act = 'answer' | 'refuse' | 'carry-out' | 'approve'

/** What the reader may do now; each act is asked for once more in words before it is done. */
function Acts({ request: r }: { request: RequestDetail }) {
  const t = useT('rights')
  const navigate = useNavigate()
  const [act, setAct] = useState<Act | null>(null)
  const { abilities: may } = r
  if (!Object.values(may).some(Boolean)) return r.kind === 'erasure' && r.due ? <p className="quiet">{t('ui.act.needsAnother')}</p> : null
  return (
    <div className="rights-acts">
      {(r.kind !== 'erasure' || may.approve) && <p className="quiet">{t(`ui.act.${r.kind}`)}</p>}
      <div className="buttons">
        {may.take && <DownloadButton type="primary" path={`/api/requests/${r.id}/held.xlsx`} fileName="held.xlsx" icon="sheet">{t('ui.act.take')}</DownloadButton>}
        {may.correct && <Button type="primary" onClick={() => void navigate({ to: '/persons/$personId', params: { personId: r.personId } as never, search: { edit: 'yes' } as never })}>{t('ui.act.correct')}</Button>}
        {may.approve && <Button type="primary" danger onClick={() => setAct('approve')}>{t('ui.act.approve')}</Button>}
        {may.answer && <Button onClick={() => setAct('answer')}>{t('ui.act.answer')}</Button>}
        {may.carryOut && <Button onClick={() => setAct('carry-out')}>{t(`ui.act.done.${r.kind}`)}</Button>}
        {may.refuse && <Button onClick={() => setAct('refuse')}>{t('ui.act.refuse')}</Button>}
      </div>
      {r.kind === 'erasure' && !may.approve && <p className="small quiet">{t('ui.act.needsAnother')}</p>}
      {act && <Confirm request={r} act={act} onClose={() => setAct(null)} />}
      {r.kind === 'access' && <p className="small quiet">{t('ui.act.takeWhy')} <Link className="text-link" to="/persons/$personId" params={{ personId: r.personId } as never}>{t('ui.toCard')}</Link></p>}
    </div>
  )
}

function Confirm({ request: r, act, onClose }: { request: RequestDetail; act: Act; onClose: () => void }) {
  const t = useT('rights')
  const [id] = useState(uuidv7)
  const [reason, setReason] = useState('')
  const go = useMutation({
    mutationFn: () => post<RequestDetail>(`/api/requests/${r.id}/${act}`, { id, ...(act === 'refuse' ? { reason: reason.trim() } : {}) }),
    onSuccess: async () => {
      await askAgain()
      onClose()
    },
  })
  return (
    <Modal open onCancel={onClose} footer={null} title={t(`ui.confirm.${act}`)} closable={{ 'aria-label': t('web:close') }}>
      <div className="rights-form">
        <p>{t(`ui.confirm.${act}Words`, { name: r.person ?? '' })}</p>
        {act === 'refuse' && <label>{t('ui.reason')}<Input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} autoFocus required /></label>}
        <WriteRefusal error={go.error} />
        <div className="buttons">
          <Button type="primary" danger={act === 'approve'} loading={go.isPending} disabled={act === 'refuse' && reason.trim() === ''} onClick={() => go.mutate()}>{t(`ui.confirm.${act}`)}</Button>
          <Button onClick={onClose}>{t('ui.notNow')}</Button>
        </div>
      </div>
    </Modal>
  )
}
