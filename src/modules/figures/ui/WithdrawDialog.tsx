import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { WriteRefusal } from '#web/widgets/index.ts'

/** Takes a receipt back: it stays readable, struck through, with the reason. */
export function WithdrawDialog({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useT('figures')
  const client = useQueryClient()
  const [id] = useState(uuidv7)
  const [reason, setReason] = useState('')
  const [successor, setSuccessor] = useState('')
  const withdraw = useMutation({
    mutationFn: () => post(`/api/receipts/${code}/withdraw`, { reason: reason.trim(), ...(successor.trim() ? { successor: successor.trim().toUpperCase() } : {}) }, { idempotencyKey: id }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/receipts') })
      onClose()
    },
  })
  return (
    <Modal open onCancel={onClose} footer={null} title={t('ui.receipt.withdrawTitle')} closable={{ 'aria-label': t('web:close') }}>
      <form
        className="plain-form"
        onSubmit={(event) => {
          event.preventDefault()
          withdraw.mutate()
        }}
      >
        <p className="quiet">{t('ui.receipt.withdrawWhy')}</p>
        <label>{t('ui.receipt.reason')}<Input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={200} autoFocus required /></label>
        <label>{t('ui.receipt.successorLabel')}<Input value={successor} onChange={(event) => setSuccessor(event.target.value)} placeholder="7K4M-2QXD-91" /></label>
        <WriteRefusal error={withdraw.error} />
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={withdraw.isPending} disabled={reason.trim().length < 2}>{t('ui.receipt.withdraw')}</Button>
          <Button onClick={onClose}>{t('ui.receipt.keep')}</Button>
        </div>
      </form>
    </Modal>
  )
}
