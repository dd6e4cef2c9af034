import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState, type FormEvent, type ReactNode } from 'react'
import { RefusedError, post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { WriteRefusal } from '#web/widgets/index.ts'
import type { AgencyDetail } from '../contract.ts'

type Props = {
  readonly title: string; readonly why?: string; readonly path: string; readonly body: object; readonly complete: boolean; readonly save: string
  readonly onClose: () => void; readonly onDone: (agency: AgencyDetail) => void
  /** Told whether the reader has tried to save: only then is said what is missing. */
  readonly children: (asked: boolean) => ReactNode
}

/** One write about an agency: its fields, the refusal in place, saved once whatever is pressed. */
export function WriteDialog({ title, why, path, body, complete, save, onClose, onDone, children }: Props) {
  const t = useT('agencies')
  const client = useQueryClient()
  const [id, setId] = useState(uuidv7)
  const [asked, setAsked] = useState(false)
  const run = useMutation({
    mutationFn: () => post<AgencyDetail>(path, { id, ...body }, { idempotencyKey: id }),
    // after a refusal something else is sent, which is another write
    onError: (fault) => fault instanceof RefusedError && setId(uuidv7()),
    onSuccess: async (agency) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => ['/api/agencies', '/api/figures', '/api/checks'].some((start) => String(queryKey[0]).startsWith(start)) })
      onDone(agency)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (complete) run.mutate()
  }
  return (
    <Modal open onCancel={onClose} footer={null} title={title} closable={{ 'aria-label': t('web:close') }}>
      <form className="agency-form" onSubmit={submit} noValidate>
        {why && <p className="quiet">{why}</p>}
        <WriteRefusal error={run.error} />
        {children(asked)}
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={run.isPending}>{save}</Button>
          <Button onClick={onClose}>{t('ui.notNow')}</Button>
        </div>
      </form>
    </Modal>
  )
}
