import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { whoWords } from '#web/who.ts'
import { DayField, ErrorState, Facts, Field, HighestSeal, Section, SidePanel, Skeleton } from '#web/widgets/index.ts'
import type { AgencyDetail } from '../contract.ts'
import { reversalReasons } from '../words.ts'
import { WriteDialog } from './WriteDialog.tsx'

type Step = AgencyDetail['life'][number]

/** One agency: what it is, what became of it and how far that was checked, and what may be recorded of it or taken back. */
export function AgencyPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT('agencies')
  const mayWrite = useAbility('register.write')
  const [writing, setWriting] = useState<'rename' | 'leave' | null>(null)
  const [step, setStep] = useState<Step | null>(null)
  const mayReverse = useAbility('ledger.reverse')
  const { data, error, refetch } = useApi<AgencyDetail>(`/api/agencies/${id}`)
  const foot = data && mayWrite && data.leftOn === null && !data.takenBack && (
    <div className="buttons">
      <Button onClick={() => setWriting('rename')}>{t('ui.rename')}</Button>
      <Button onClick={() => setWriting('leave')}>{t('ui.leave')}</Button>
    </div>
  )
  return (
    <SidePanel title={data?.name ?? '…'} facts={data && <Facts>{t(`kind.${data.kind}`)}{data.unit}{data.takenBack && t('ui.state.taken-back')}</Facts>} onClose={onClose} foot={foot}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : !data ? <Skeleton rows={3} /> : (
        <Section title={t('ui.life')}>
          <ol className="agency-life">
            {data.life.map((step) => (
              <li key={step.id} className={step.reversed ? 'struck' : ''}>
                <span className="nowrap">{step.on}</span>
                <div>
                  <strong>{t(`ui.act.${step.act}`)}</strong> {step.act !== 'left' && step.name} {step.checked && <HighestSeal level={step.checked} />}
                  <div className="small quiet">
                    <Facts>{whoWords(t, step.by)}{step.journal && t('ui.journal', { number: step.journal })}{step.reversed && t('ui.reversed', { reason: t(`ui.reversal.${step.reversed}`) })}</Facts>
                  </div>
                  {mayReverse && step.journal && !step.reversed && <button type="button" className="text-link small quiet" onClick={() => setStep(step)}>{t('ui.reverse')}</button>}
                </div>
              </li>
            ))}
          </ol>
        </Section>
      )}
      {data && writing === 'rename' && <Rename agency={data} onClose={() => setWriting(null)} />}
      {data && step && <Reverse agency={data} step={step} onClose={() => setStep(null)} />}
      {data && writing === 'leave' && <Leave agency={data} onClose={() => setWriting(null)} />}
    </SidePanel>
  )
}

function Rename({ agency, onClose }: { agency: AgencyDetail; onClose: () => void }) {
  const t = useT('agencies')
  const [name, setName] = useState(agency.name)
  const [on, setOn] = useState(useMe()?.today ?? '')
  const short = name.trim().length < 2
  return (
    <WriteDialog title={t('ui.rename')} why={t('ui.renameWhy')} path={`/api/agencies/${agency.id}/rename`} body={{ name: name.trim(), on }} complete={!short && on !== ''} save={t('ui.rename')} onClose={onClose} onDone={onClose}>
      {(asked) => (
        <>
          <Field id="agency-new-name" label={t('ui.name')} fault={asked && short}><Input id="agency-new-name" value={name} maxLength={100} onChange={(event) => setName(event.target.value)} autoFocus /></Field>
          <DayField id="agency-on" label={t('ui.on')} value={on} onChange={setOn} fault={asked && on === ''} />
        </>
      )}
    </WriteDialog>
  )
}

function Leave({ agency, onClose }: { agency: AgencyDetail; onClose: () => void }) {
  const t = useT('agencies')
  const [on, setOn] = useState(useMe()?.today ?? '')
  return (
    <WriteDialog title={t('ui.leave')} why={t('ui.leaveWhy')} path={`/api/agencies/${agency.id}/leave`} body={{ on }} complete={on !== ''} save={t('ui.leave')} onClose={onClose} onDone={onClose}>
      {(asked) => <DayField id="agency-on" label={t('ui.leftOn')} value={on} onChange={setOn} fault={asked && on === ''} />}
    </WriteDialog>
  )
}

function Reverse({ agency, step, onClose }: { agency: AgencyDetail; step: Step; onClose: () => void }) {
  const t = useT('agencies')
  const [reason, setReason] = useState<string | null>(null)
  return (
    <WriteDialog
      title={t('ui.reverseTitle', { act: t(`ui.act.${step.act}`), on: step.on })} why={t('ui.reverseWhy')} path={`/api/agencies/${agency.id}/reverse`} body={{ step: step.id, reason }} complete={reason !== null}
      save={t('ui.reverse')} onClose={onClose} onDone={onClose}
    >
      {(asked) => (
        <Field id="agency-reason" label={t('ui.reason')} fault={asked && reason === null}>
          <Radio.Group id="agency-reason" value={reason} onChange={(event) => setReason(String(event.target.value))} options={reversalReasons.map((value) => ({ value, label: t(`ui.reversal.${value}`) }))} />
        </Field>
      )}
    </WriteDialog>
  )
}
