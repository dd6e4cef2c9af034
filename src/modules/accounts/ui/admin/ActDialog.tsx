import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState, type FormEvent } from 'react'
import { RefusedError, post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { Field, WriteRefusal, described } from '#web/widgets/index.ts'
import type { AccountDetail, OneTimeLink } from '../../contract.ts'
import { LinkOnce } from './LinkOnce.tsx'

export type Act = 'block' | 'unblock' | 'link' | 'factor'
const pathOf: Record<Act, string> = { block: 'block', unblock: 'unblock', link: 'link', factor: 'remove-factor' }
type Props = { readonly act: Act; readonly account: AccountDetail; readonly onClose: () => void; readonly onDone: () => void }

/** Says what will happen, asks for the reason where one is kept, does it. A new link is shown here, this once. */
export function ActDialog({ act, account, onClose, onDone }: Props) {
  const t = useT('accounts')
  const client = useQueryClient()
  const [id, setId] = useState(uuidv7)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState<string | null>(null)
  const run = useMutation({
    mutationFn: () => post<OneTimeLink | { done: true }>(`/api/accounts/${account.id}/${pathOf[act]}`, act === 'block' ? { reason: reason.trim() } : {}, { idempotencyKey: id }),
    // after a refusal another reason may be sent, which is another write
    onError: (fault) => fault instanceof RefusedError && setId(uuidv7()),
    onSuccess: async (answer) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/accounts') })
      if (!('path' in answer)) onDone()
    },
  })
  const link = run.data && 'path' in run.data ? run.data : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = act === 'block' && reason.trim() === '' ? t('ui.acts.reasonMissing') : null
    setMissing(found)
    if (found) document.getElementById('block-reason')?.focus()
    else run.mutate()
  }
  return (
    <Modal open onCancel={link ? onDone : onClose} mask={{ closable: !link }} footer={null} title={t(link ? 'ui.linkOnce.title' : `ui.acts.${act}`)} closable={{ 'aria-label': t('web:close') }}>
      {link ? (
        <>
          <LinkOnce link={link} name={account.name} />
          <div className="buttons dialog-buttons"><Button type="primary" onClick={onDone}>{t('ui.linkOnce.handed')}</Button></div>
        </>
      ) : (
        <form className="account-form" onSubmit={submit} noValidate>
          <p>{t(`ui.acts.what.${act}`, { name: account.displayName })}</p>
          {act === 'block' && (
            <Field id="block-reason" label={t('ui.acts.reason')} fault={missing} hint={t('ui.acts.reasonHint')}>
              <Input.TextArea {...described('block-reason', missing, true)} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={300} autoSize={{ minRows: 2, maxRows: 6 }} autoFocus />
            </Field>
          )}
          <WriteRefusal error={run.error} />
          <div className="buttons">
            <Button type="primary" htmlType="submit" loading={run.isPending}>{t(`ui.acts.${act}`)}</Button>
            <Button onClick={onClose}>{t('ui.notNow')}</Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
