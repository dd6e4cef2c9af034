import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState, type FormEvent } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { RefusedError, post } from '#web/client.ts'
import { refusalSentence, useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { Field, WriteRefusal, described } from '#web/widgets/index.ts'
import type { makeAccount } from '../../contract.ts'
import { LinkOnce } from './LinkOnce.tsx'

type Made = OutOf<typeof makeAccount>
const fieldOfRefusal: Record<string, 'name' | 'phone'> = { 'account-name-taken': 'name', 'account-name-bad': 'name', 'account-phone-bad': 'phone', 'account-phone-taken': 'phone' }

/** A new account: how she is called, by what she signs in. Then the link by which she sets her first password, this once. */
export function NewAccount({ onClose, onOpen }: { onClose: () => void; onOpen: (id: string) => void }) {
  const t = useT('accounts')
  const client = useQueryClient()
  // one identity a form: pressing twice, or again after a lost network, is one account; another one once something was changed after a refusal
  const [id, setId] = useState(uuidv7)
  const [typed, setTyped] = useState({ displayName: '', name: '', phone: '' })
  const [missing, setMissing] = useState<Partial<Record<keyof typeof typed, string>>>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  const change = (field: keyof typeof typed, value: string) => {
    setTyped({ ...typed, [field]: value })
    setMissing({ ...missing, [field]: undefined })
    setId(uuidv7())
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    const found = {
      ...(typed.displayName.trim() === '' ? { displayName: t('ui.new.displayNameMissing') } : {}),
      ...(typed.name.trim() === '' ? { name: t('signIn.nameMissing') } : {}),
    }
    setMissing(found)
    const [first] = Object.keys(found)
    if (first) return document.getElementById(`new-${first}`)?.focus()
    setBusy(true)
    try {
      setMade(await post<Made>('/api/accounts', { id, name: typed.name.trim(), displayName: typed.displayName.trim(), ...(typed.phone.trim() ? { phone: typed.phone.trim() } : {}) }, { idempotencyKey: id }))
      await client.invalidateQueries({ queryKey: ['/api/accounts'] })
    } catch (fault) {
      const field = fault instanceof RefusedError ? fieldOfRefusal[fault.refusal.refused] : undefined
      setError(fault)
      if (field) setMissing({ [field]: refusalSentence((fault as RefusedError).refusal) ?? '' })
    }
    setBusy(false)
  }
  if (made) {
    return (
      <Modal open onCancel={() => onOpen(made.id)} mask={{ closable: false }} footer={null} title={t('ui.linkOnce.title')} closable={{ 'aria-label': t('web:close') }}>
        <p><strong>{t('ui.new.done', { name: typed.displayName.trim() })}</strong></p>
        <LinkOnce link={made.link} name={typed.name.trim()} />
        <div className="buttons dialog-buttons"><Button type="primary" onClick={() => onOpen(made.id)}>{t('ui.new.open')}</Button></div>
      </Modal>
    )
  }
  return (
    <Modal open onCancel={onClose} footer={null} title={t('ui.list.new')} closable={{ 'aria-label': t('web:close') }}>
      <form className="account-form" onSubmit={(event) => void submit(event)} noValidate autoComplete="off">
        <p className="quiet">{t('ui.new.why')}</p>
        <WriteRefusal error={error} />
        <Field id="new-displayName" label={t('ui.new.displayName')} fault={missing.displayName} hint={t('ui.new.displayNameHint')}>
          <Input {...described('new-displayName', missing.displayName, true)} value={typed.displayName} onChange={(event) => change('displayName', event.target.value)} maxLength={60} autoFocus />
        </Field>
        <Field id="new-name" label={t('signIn.name')} fault={missing.name} hint={t('ui.new.nameHint')}>
          <Input {...described('new-name', missing.name, true)} value={typed.name} onChange={(event) => change('name', event.target.value)} maxLength={80} autoCapitalize="off" spellCheck={false} />
        </Field>
        <Field id="new-phone" label={t('ui.new.phone')} fault={missing.phone} hint={t('ui.new.phoneHint')}>
          <Input {...described('new-phone', missing.phone, true)} value={typed.phone} onChange={(event) => change('phone', event.target.value)} maxLength={30} inputMode="tel" />
        </Field>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>{t('ui.new.button')}</Button>
          <Button onClick={onClose}>{t('ui.notNow')}</Button>
        </div>
      </form>
    </Modal>
  )
}
