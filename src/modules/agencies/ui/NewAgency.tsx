import { Input, Select } from 'antd'
import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { DayField, Field, UnitPicker } from '#web/widgets/index.ts'
import { kindsOfAgency, type KindOfAgency } from '../words.ts'
import { WriteDialog } from './WriteDialog.tsx'

/** Records an agency: its name, what it is, beside which unit, since when. */
export function NewAgency({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const t = useT('agencies')
  const me = useMe()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<KindOfAgency | undefined>()
  const [unitId, setUnitId] = useState<number | undefined>(me?.unit.id)
  const [joinedOn, setJoinedOn] = useState(me?.today ?? '')
  const missing = { name: name.trim().length < 2, kind: kind === undefined, unit: unitId === undefined, day: joinedOn === '' }
  return (
    <WriteDialog
      title={t('ui.new')} path="/api/agencies" body={{ name: name.trim(), kind, unitId, joinedOn }} complete={!Object.values(missing).includes(true)} save={t('ui.save')} onClose={onClose} onDone={(one) => onMade(one.id)}
    >
      {(asked) => (
        <>
          <Field id="agency-name" label={t('ui.name')} hint={t('ui.nameHint')} fault={asked && missing.name}><Input id="agency-name" value={name} maxLength={100} onChange={(event) => setName(event.target.value)} autoFocus /></Field>
          <Field id="agency-kind" label={t('ui.kind')} fault={asked && missing.kind}>
            <Select id="agency-kind" value={kind} onChange={setKind} options={kindsOfAgency.map((value) => ({ value, label: t(`kind.${value}`) }))} />
          </Field>
          <Field id="agency-unit" label={t('ui.unit')} fault={asked && missing.unit}><UnitPicker id="agency-unit" withOwn value={unitId} onChange={setUnitId} placeholder={t('ui.unit')} /></Field>
          <DayField id="agency-day" label={t('ui.joinedOn')} value={joinedOn} onChange={setJoinedOn} fault={asked && missing.day} />
        </>
      )}
    </WriteDialog>
  )
}
