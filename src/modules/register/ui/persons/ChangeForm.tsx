import { Button } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { queryClient } from '#web/queries.ts'
import { uuidv7 } from '#web/uuid.ts'
import { RefusalList, WriteRefusal } from '#web/widgets/index.ts'
import type { PersonCard } from '../../contract.ts'
import { fenOf, yuan } from '../words.ts'
import { CardField, changeable, faultList, faultOf, type Faults, type Typed } from './card-form.tsx'

/** A dated change: only what differs is sent, from the day that it holds. What was stays in the time line. */
export function ChangeForm({ card, onDone }: { card: PersonCard; onDone: () => void }) {
  const t = useT('register')
  const today = useMe()?.today ?? card.filedOn
  const before: Typed = {
    name: card.name, sex: card.sex, relation: card.relation ?? '', phone: '', ability: card.ability, wish: card.wish, hardships: card.hardships,
    income: card.incomeFen === null ? '' : yuan(card.incomeFen), trade: card.trade ?? '', ethnicity: card.ethnicity ?? '', education: card.education ?? '', health: card.health ?? '', helper: card.helper ?? '', note: card.note ?? '',
  }
  const [typed, setTyped] = useState<Typed>({ ...before, effectiveOn: today })
  const [faults, setFaults] = useState<Faults>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const request = useRef(uuidv7())
  const fields = [...changeable, 'effectiveOn']
  const set = (field: string, value: string | readonly string[]) => {
    setTyped((old) => ({ ...old, [field]: value }))
    setFaults(({ [field]: _mended, ...rest }) => rest)
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    const found: Record<string, string> = {}
    if (String(typed['name']).trim() === '') found['name'] = t('ui.form.nameMissing')
    const changed: Record<string, unknown> = {}
    for (const field of changeable) {
      const value = typed[field]!
      if (String(value) === String(before[field])) continue
      if (field === 'hardships') changed[field] = value
      else if (String(value).trim() === '') found[field] = t('ui.change.notErased')
      else if (field === 'income') {
        const fen = fenOf(String(value))
        if (fen === null) found[field] = t('ui.form.notMoney')
        else changed['incomeFen'] = fen
      } else changed[field] = String(value).trim()
    }
    setFaults(found)
    if (Object.keys(found).length > 0) return
    if (Object.keys(changed).length === 0) return onDone()
    setBusy(true)
    try {
      await post(`/api/persons/${card.id}/changes`, { id: request.current, effectiveOn: typed['effectiveOn'] || undefined, fields: changed }, { idempotencyKey: request.current })
      await queryClient.invalidateQueries({ predicate: ({ queryKey }) => /^\/api\/(persons|households)/.test(String(queryKey[0])) })
      onDone()
    } catch (fault) {
      const placed = faultOf(fault, fields)
      if (placed) setFaults(placed)
      else setError(fault)
      request.current = uuidv7()
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="card-form" onSubmit={(event) => void submit(event)} noValidate>
      <RefusalList faults={faultList(t, faults)} />
      <WriteRefusal error={error} />
      <div className="form-grid">
        {changeable.map((field) => <CardField key={field} field={field} typed={typed} faults={faults} set={set} {...(field === 'phone' && card.phone ? { hint: t('ui.change.phoneNow', { phone: card.phone }) } : {})} />)}
        <CardField field="effectiveOn" typed={typed} faults={faults} set={set} hint={t('ui.change.effectiveHint')} />
      </div>
      <div className="buttons form-buttons">
        <Button type="primary" htmlType="submit" loading={busy}>{t('ui.change.save')}</Button>
        <Button onClick={onDone}>{t('ui.cancel')}</Button>
      </div>
    </form>
  )
}
