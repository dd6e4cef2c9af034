import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { Field, described } from '#web/widgets/index.ts'
import { NewPassword } from '../NewPassword.tsx'

/** The old password, then the new one. Every other session ends with it. */
export function ChangePassword({ name, onClose, onChanged }: { name: string; onClose: () => void; onChanged: () => void }) {
  const t = useT('accounts')
  const client = useQueryClient()
  const [old, setOld] = useState('')
  const [missing, setMissing] = useState<string | null>(null)
  const isReady = () => {
    const found = old === '' ? t('ui.password.oldMissing') : null
    setMissing(found)
    if (found) document.getElementById('old-password')?.focus()
    return found === null
  }
  return (
    <Modal open onCancel={onClose} footer={null} title={t('ui.own.changePassword')} closable={{ 'aria-label': t('web:close') }}>
      <NewPassword
        name={name} button={t('ui.password.save')} isReady={isReady} beside={<Button onClick={onClose}>{t('ui.notNow')}</Button>}
        before={(
          <Field id="old-password" label={t('ui.password.old')} fault={missing}>
            <Input.Password {...described('old-password', missing)} value={old} onChange={(event) => setOld(event.target.value)} autoComplete="current-password" autoFocus />
          </Field>
        )}
        save={async (password) => {
          await post('/api/me/password', { old, password })
          await client.invalidateQueries({ queryKey: ['/api/me/sessions'] })
          onChanged()
        }}
      />
    </Modal>
  )
}
