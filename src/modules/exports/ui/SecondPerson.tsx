import { useNavigate } from '@tanstack/react-router'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import type { Refusal } from '#kernel/refusal.ts'
import { groupedNumber } from '#web/writing.ts'
import type { BodyOf } from '#platform/contract/endpoint.ts'
import { post } from '#web/client.ts'
import { refusalSentence, useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { WriteRefusal } from '#web/widgets/index.ts'
import type { askExport, ExportRow } from '../contract.ts'
import './exports.css'

type Props = { refusal: Refusal; what: BodyOf<typeof askExport>['what']; query: Record<string, string | string[]>; onClose: () => void }

/** Asks somebody else to agree: for what, and why. */
export function SecondPerson({ refusal, what, query, onClose }: Props) {
  const t = useT('exports')
  const navigate = useNavigate()
  const client = useQueryClient()
  // one identity a dialog: pressing twice, or again after a lost network, asks once
  const [id] = useState(uuidv7)
  const [reason, setReason] = useState('')
  const ask = useMutation({
    mutationFn: () => post<ExportRow>('/api/exports', { id, what, query, reason: reason.trim() }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/exports') }),
  })
  const done = ask.data
  return (
    <Modal open onCancel={onClose} footer={null} title={t(done ? 'ui.asked' : 'refusal.export-needs-second.title')} closable={{ 'aria-label': t('web:close') }}>
      {done ? (
        <>
          <p>{t('ui.askedWhat', { number: done.number, persons: groupedNumber(done.persons ?? 0) })}</p>
          <p className="quiet">{t('ui.askedWhy')}</p>
          <div className="buttons dialog-buttons">
            <Button type="primary" onClick={() => void navigate({ to: '/exports' as string, search: { show: 'mine' } as never })}>{t('ui.toMine')}</Button>
            <Button onClick={onClose}>{t('web:close')}</Button>
          </div>
        </>
      ) : (
        <form
          className="export-form"
          onSubmit={(event) => {
            event.preventDefault()
            ask.mutate()
          }}
        >
          <p>{refusalSentence(refusal)}</p>
          <p className="quiet">{t('ui.askWhy')}</p>
          <label>{t('ui.reason')}<Input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={200} autoFocus required placeholder={t('ui.reasonSample')} /></label>
          <WriteRefusal error={ask.error} />
          <div className="buttons">
            <Button type="primary" htmlType="submit" loading={ask.isPending} disabled={reason.trim() === ''}>{t('ui.ask')}</Button>
            <Button onClick={onClose}>{t('ui.notNow')}</Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
