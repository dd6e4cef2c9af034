import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, DatePicker, Input, Modal, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState, type FormEvent } from 'react'
import { grantedRoles, type GrantedRole } from '#kernel/abilities.ts'
import { RefusedError, post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { uuidv7 } from '#web/uuid.ts'
import { Field, UnitPicker, WriteRefusal, described } from '#web/widgets/index.ts'
import type { AccountDetail } from '../../contract.ts'
import { isAdministrator } from '../../model.ts'

type Faults = Partial<Record<'role' | 'unit' | 'person', string>>

/** Gives a role for a unit, from day to day. Administrators are for the whole workspace, so the unit is not asked for. */
export function GiveGrant({ account, onClose }: { account: AccountDetail; onClose: () => void }) {
  const t = useT('accounts')
  const client = useQueryClient()
  const me = useMe()
  const [id, setId] = useState(uuidv7)
  const [role, setRole] = useState<GrantedRole | undefined>()
  const [unit, setUnit] = useState<number | undefined>()
  const [from, setFrom] = useState<Dayjs | null>(null)
  const [to, setTo] = useState<Dayjs | null>(null)
  const [person, setPerson] = useState('')
  const [faults, setFaults] = useState<Faults>({})
  const whole = role !== undefined && isAdministrator(role)
  const give = useMutation({
    mutationFn: () => post(`/api/accounts/${account.id}/grants`, {
      id, role, unitId: whole ? me!.unit.id : unit,
      ...(from ? { validFrom: from.format('YYYY-MM-DD') } : {}), ...(to ? { validTo: to.format('YYYY-MM-DD') } : {}), ...(role === 'member' ? { personId: person } : {}),
    }, { idempotencyKey: id }),
    // after a refusal something else is sent, which is another write
    onError: (fault) => fault instanceof RefusedError && setId(uuidv7()),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/accounts') })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found: Faults = {
      ...(role === undefined ? { role: t('ui.give.roleMissing') } : {}),
      ...(!whole && unit === undefined ? { unit: t('ui.give.unitMissing') } : {}),
      ...(role === 'member' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(person) ? { person: t('ui.give.personMissing') } : {}),
    }
    setFaults(found)
    const [first] = Object.keys(found)
    if (first) document.getElementById(`grant-${first}`)?.focus()
    else give.mutate()
  }
  const today = dayjs(me?.today)
  const before = (day: Dayjs | null) => (one: Dayjs) => one.isBefore(day ?? today, 'day')
  /** The id of a card, out of its address where the whole of it was pasted. */
  const cardOf = (text: string) => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0]?.toLowerCase() ?? text.trim()
  return (
    <Modal open onCancel={onClose} footer={null} title={t('ui.grants.give')} closable={{ 'aria-label': t('web:close') }}>
      <form className="account-form" onSubmit={submit} noValidate>
        <p><strong>{account.displayName}</strong></p>
        <Field id="grant-role" label={t('ui.grants.role')} fault={faults.role} hint={role && t(`role.${role}.what`)}>
          <Select<GrantedRole>
            {...described('grant-role', faults.role, role !== undefined)} value={role} onChange={(next) => { setRole(next); setFaults({}) }} placeholder={t('ui.give.rolePlaceholder')} listHeight={360}
            options={grantedRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
          />
        </Field>
        <Field id="grant-unit" label={t('ui.grants.unit')} fault={faults.unit} hint={whole ? t('ui.give.whole') : t(role === 'member' ? 'ui.give.memberUnitHint' : 'ui.give.unitHint')}>
          {whole ? <p><strong>{me?.unit.name}</strong></p> : <UnitPicker id="grant-unit" withOwn value={unit} onChange={(next) => { setUnit(next); setFaults(({ unit: _mended, ...rest }) => rest) }} placeholder={t('ui.give.unitPlaceholder')} status={faults.unit ? 'error' : ''} />}
        </Field>
        {role === 'member' && (
          <Field id="grant-person" label={t('ui.give.person')} fault={faults.person} hint={t('ui.give.personHint')}>
            <Input {...described('grant-person', faults.person, true)} value={person} onChange={(event) => setPerson(cardOf(event.target.value))} spellCheck={false} />
          </Field>
        )}
        <div className="grant-days">
          <Field id="grant-from" label={t('ui.give.from')} hint={t('ui.give.fromHint')}>
            <DatePicker {...described('grant-from', null, true)} value={from} onChange={(day) => setFrom(Array.isArray(day) ? null : day)} placeholder={me?.today} disabledDate={before(null)} />
          </Field>
          <Field id="grant-to" label={t('ui.give.to')} hint={t('ui.give.toHint')}>
            <DatePicker {...described('grant-to', null, true)} value={to} onChange={(day) => setTo(Array.isArray(day) ? null : day)} placeholder={t('ui.give.open')} disabledDate={before(from)} />
          </Field>
        </div>
        <p className="small quiet">{t('ui.give.why')}</p>
        <WriteRefusal error={give.error} />
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={give.isPending}>{t('ui.grants.give')}</Button>
          <Button onClick={onClose}>{t('ui.notNow')}</Button>
        </div>
      </form>
    </Modal>
  )
}
