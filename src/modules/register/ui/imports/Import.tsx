import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useT } from '#web/i18n.ts'
import { queryClient } from '#web/queries.ts'
import { useFilters, usePathParams } from '#web/search.ts'
import { ErrorState, Facts, Icon, RefusalNote, Skeleton, Steps } from '#web/widgets/index.ts'
import type { ImportDetail } from '../../imports.contract.ts'
import { FilePicker } from './FilePicker.tsx'
import { ImportJob } from './ImportJob.tsx'
import { StepColumns } from './StepColumns.tsx'
import { StepPreview } from './StepPreview.tsx'
import { StepResult } from './StepResult.tsx'
import { importSteps, stepOf, useImport } from './reading.ts'
import './imports.css'

/** One import, in whichever of the four steps it stands. Everything is in the address and on the server: leave, and come back. */
export default function Import() {
  const t = useT('register')
  const navigate = useNavigate()
  const { importId } = usePathParams<'importId'>()
  const [search, setSearch] = useFilters<{ step?: 'columns' }>()
  const found = useImport(importId)
  const state = found.data?.state
  // what was written changes lists, cards and figures everywhere
  useEffect(() => {
    if (state === 'done') void queryClient.invalidateQueries({ predicate: ({ queryKey }) => !String(queryKey[0]).startsWith('/api/imports/') && queryKey[0] !== 'welcome' })
  }, [state])
  const one = found.data
  const step = stepOf(state, search.step)
  // the next step begins at its head, however far down the last one was read
  // (in braces: a newer browser's scrollTo answers with a promise, which is no cleaning up)
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [step])
  const back = (step: number) => (step === 0 ? void navigate({ to: '/imports' }) : setSearch({ step: step === 1 ? 'columns' : undefined }))
  return (
    <div className="page import-page">
      <header className="import-head">
        <h1>{t('ui.import.title')}</h1>
        {one && (
          <Facts>
            <span className="import-file">{one.fileName}</span>
            {one.rows > 0 && t('ui.rows', { n: one.rows })}
          </Facts>
        )}
        <Steps steps={importSteps.map((step) => t(`ui.import.step.${step}`))} current={step} {...(state === 'ready' ? { onStep: back } : {})} />
      </header>
      {one ? <Step one={one} asked={search.step} /> : found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton />}
    </div>
  )
}

function Step({ one, asked }: { one: ImportDetail; asked: 'columns' | undefined }) {
  const t = useT('register')
  const navigate = useNavigate()
  const toList = () => void navigate({ to: '/imports' })
  switch (one.state) {
    case 'reading':
    case 'writing':
      return <ImportJob one={one} />
    case 'columns':
      return <StepColumns one={one} />
    case 'ready':
      return asked === 'columns' ? <StepColumns one={one} /> : <StepPreview one={one} />
    case 'done':
      return <StepResult one={one} />
    case 'refused':
      return (
        <section className="section import-again">
          <RefusalNote title={t('ui.import.fileRefused')} refusal={one.refusal ?? { refused: 'file-refused', facts: {} }} takesFocus actions={<Button onClick={toList}>{t('ui.import.toList')}</Button>} />
          <FilePicker compact />
        </section>
      )
    case 'left':
    case 'failed':
      return (
        <section className="section import-again">
          <div className="refusal" role="alert">
            <Icon name="refused" size={18} />
            <div>
              <strong>{t(`ui.import.${one.state}.title`)}</strong>
              <p>{t(`ui.import.${one.state}.why`)}</p>
              <div className="buttons"><Button onClick={toList}>{t('ui.import.toList')}</Button></div>
            </div>
          </div>
          <FilePicker compact />
        </section>
      )
  }
}
