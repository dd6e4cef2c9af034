import { useNavigate, useRouter } from '@tanstack/react-router'
import { Button } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { idBirth, idNumberFault } from '#kernel/id-number.ts'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { queryClient, useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { uuidv7 } from '#web/uuid.ts'
import { BackLink, Page, PageHeader, RefusalList, Section, UnitPicker, WriteRefusal } from '#web/widgets/index.ts'
import { fenOf, placeText } from '../words.ts'
import { CardField, Field, faultList, faultOf, type Faults, type Typed } from './card-form.tsx'
import '../register.css'

const who = ['name', 'idNumber', 'birth', 'phone', 'ethnicity', 'education', 'health'] as const
const classed = ['ability', 'wish', 'hardships', 'income', 'trade', 'helper'] as const
const sendable = ['name', 'sex', 'relation', 'phone', 'ability', 'wish', 'trade', 'ethnicity', 'education', 'health', 'helper', 'note', 'birth', 'filedOn', 'householdNumber', 'headName'] as const
type HouseholdBrief = { readonly id: string; readonly number: string | null; readonly headName: string | null; readonly unit: { readonly id: number; readonly name: string; readonly town: string | null } }

/** A card by hand, by the rules of a roster's row. The id is made when the form opens: sent twice it files once. */
export default function NewCard() {
  const t = useT('register')
  const navigate = useNavigate()
  const router = useRouter()
  const today = useMe()?.today
  const [search] = useFilters<{ household?: string; unit?: number }>()
  const household = useApi<HouseholdBrief>(search.household ? `/api/households/${search.household}` : null).data
  const [typed, setTyped] = useState<Typed>({ hardships: [] })
  const [unit, setUnit] = useState<number | undefined>(search.unit)
  const [faults, setFaults] = useState<Faults>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const id = useRef(uuidv7())
  const unitId = household?.unit.id ?? unit
  const set = (field: string, value: string | readonly string[]) => {
    setTyped((old) => {
      const idNumber = String(value).toUpperCase().replace(/\s/g, '')
      const birth = field === 'idNumber' && idNumberFault(idNumber) === null ? idBirth(idNumber) : null
      return { ...old, [field]: value, ...(birth && !old['birth'] ? { birth } : {}) }
    })
    setFaults(({ [field]: _mended, ...rest }) => rest)
  }
  const back = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/register' }))
  const value = (field: string) => String(typed[field] ?? '').trim()

  const check = (): Faults => {
    const found: Record<string, string> = {}
    const idNumber = value('idNumber').normalize('NFKC').toUpperCase().replace(/\s/g, '')
    const fault = idNumberFault(idNumber)
    if (value('name') === '') found['name'] = t('ui.form.nameMissing')
    if (fault) found['idNumber'] = idNumber === '' ? t('ui.form.idMissing') : t(fault === 'length' ? 'ui.fault.id-length' : 'ui.fault.id-checkdigit')
    else if (value('birth') && value('birth') !== idBirth(idNumber)) found['birth'] = t('ui.fault.birth-differs-from-id', { sheet: value('birth'), id: idBirth(idNumber) })
    if (unitId === undefined) found['unitId'] = t('ui.form.villageMissing')
    if (value('income') && fenOf(value('income')) === null) found['income'] = t('ui.form.notMoney')
    return found
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    const found = check()
    setFaults(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      const size = Number(value('householdSize'))
      const texts = Object.fromEntries(sendable.map((field) => [field, value(field)]).filter(([, text]) => text !== ''))
      await post('/api/persons', {
        id: id.current, idNumber: value('idNumber'), unitId, ...texts, hardships: typed['hardships'], ...(household ? { householdId: household.id } : {}),
        ...(value('income') ? { incomeFen: fenOf(value('income')) } : {}), ...(Number.isInteger(size) && size > 0 ? { householdSize: size } : {}),
      }, { idempotencyKey: id.current })
      await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'welcome' })
      void navigate({ to: '/persons/$personId', params: { personId: id.current } as never, replace: true })
    } catch (fault) {
      const placed = faultOf(fault, [...who, ...classed, 'unitId', 'filedOn', 'householdNumber'])
      if (placed) setFaults(placed)
      else setError(fault)
      setBusy(false)
    }
  }
  const fields = (names: readonly string[]) => names.map((field) => <CardField key={field} field={field} typed={typed} faults={faults} set={set} />)
  return (
    <Page>
      <PageHeader before={<BackLink onClick={back} />} title={t('ui.new.title')} facts={t('ui.new.facts')} />
      <form className="card-form" onSubmit={(event) => void submit(event)} noValidate>
        <RefusalList title={t('ui.form.toMend', { n: Object.keys(faults).length })} faults={faultList(t, faults)} />
        <WriteRefusal error={error} />
        <Section title={t('ui.new.who')}><div className="form-grid">{fields(who)}</div></Section>
        <Section title={t('ui.new.where')}>
          {household ? <p>{household.number ? t('ui.card.householdNumber', { number: household.number }) : t('ui.card.householdOf', { name: household.headName ?? '' })}<span className="quiet"> {placeText(household.unit)}</span></p> : null}
          <div className="form-grid">
            {!household && (
              <>
                <Field id="unitId" label={t('ui.field.unitId')} fault={faults['unitId']}><UnitPicker id="unitId" value={unit} onChange={(to) => { setUnit(to); setFaults(({ unitId: _mended, ...rest }) => rest) }} villagesOnly placeholder={t('ui.form.village')} status={faults['unitId'] ? 'error' : ''} /></Field>
                <CardField field="householdNumber" typed={typed} faults={faults} set={set} hint={t('ui.new.householdHint')} />
                {fields(['headName', 'householdSize'])}
              </>
            )}
            {fields(['relation'])}
          </div>
        </Section>
        <Section title={t('ui.new.class')}>
          <div className="form-grid">{fields([...classed, 'note'])}<CardField field="filedOn" typed={{ filedOn: today ?? '', ...typed }} faults={faults} set={set} /></div>
        </Section>
        <div className="buttons form-buttons">
          <Button type="primary" htmlType="submit" loading={busy}>{t('ui.new.save')}</Button>
          <Button onClick={back}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Page>
  )
}
