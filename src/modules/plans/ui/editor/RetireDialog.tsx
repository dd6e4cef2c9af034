import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { WriteRefusal } from '#web/widgets/index.ts'
import type { OneDefinition } from './draft.ts'

/** Takes a definition out of use: what was published by it stays as it was. */
export function RetireDialog({ one, onClose }: { one: OneDefinition; onClose: () => void }) {
  const t = useT('plans')
  const client = useQueryClient()
  const [id] = useState(uuidv7)
  const [note, setNote] = useState('')
  const retire = useMutation({
    mutationFn: () => post(`/api/indicators/${one.id}/retire`, { version: one.version, note }, { idempotencyKey: id }),
    onSuccess: async () => {
      await client.invalidateQueries()
      onClose()
    },
  })
  return (
    <Modal open onCancel={onClose} footer={null} title={t('ui.retire.title', { name: one.name })} closable={{ 'aria-label': t('web:close') }}>
      <div className="definition-form">
        <p className="quiet">{t('ui.retire.about')}</p>
        <label>{t('ui.edit.note')}<Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} /></label>
        <WriteRefusal error={retire.error} />
        <div className="buttons"><Button type="primary" loading={retire.isPending} onClick={() => retire.mutate()}>{t('ui.retire')}</Button><Button onClick={onClose}>{t('ui.edit.leave')}</Button></div>
      </div>
    </Modal>
  )
}
