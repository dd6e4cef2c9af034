import { useNavigate } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useRef, useState } from 'react'
import { put } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { queryClient } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { Icon } from '#web/widgets/Icon.tsx'
import { WriteRefusal } from '#web/widgets/WriteRefusal.tsx'
import type { ImportDetail } from '../../imports.contract.ts'
import { rosterFields, type RosterField } from '../../roster/types.ts'

type Form = ImportDetail['forms'][number]
type Chosen = Record<string, Record<number, RosterField | null>>

const needed: readonly RosterField[] = ['name', 'idNumber']

/** Step two: what each column of the office's sheet means, as understood; a person may say otherwise, and it is remembered. */
export function StepColumns({ one }: { one: ImportDetail }) {
  const t = useT('register')
  const navigate = useNavigate()
  const [, setSearch] = useFilters<{ step?: 'columns' }>()
  const [chosen, setChosen] = useState<Chosen>({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const fieldOf = (form: Form, column: number) => {
    const said = chosen[form.sheet]?.[column]
    return said === undefined ? (form.columns.find((c) => c.column === column)?.field ?? null) : said
  }
  const choose = (form: Form, column: number, field: RosterField | null) =>
    setChosen((before) => {
      const sheet = { ...before[form.sheet] }
      // a field stands in one column at most: choosing it here takes it away there
      const elsewhere = field && form.columns.find((c) => c.column !== column && fieldOf(form, c.column) === field)
      if (elsewhere) sheet[elsewhere.column] = null
      sheet[column] = field
      return { ...before, [form.sheet]: sheet }
    })
  const changed = (form: Form) => form.columns.some((c) => fieldOf(form, c.column) !== c.field)
  const lacking = one.forms.map((form) => ({ form, fields: needed.filter((field) => !form.columns.some((c) => fieldOf(form, c.column) === field)) })).filter(({ fields }) => fields.length > 0)
  const lack = useRef<HTMLDivElement>(null)
  const anyChange = one.forms.some(changed)

  const go = async () => {
    setError(null)
    if (lacking.length > 0) {
      lack.current?.focus()
      return
    }
    if (anyChange) {
      setBusy(true)
      try {
        for (const form of one.forms.filter(changed)) {
          await put(`/api/imports/${one.id}/columns`, { signature: form.signature, columns: form.columns.map((c) => ({ column: c.column, field: fieldOf(form, c.column) })) })
        }
        await queryClient.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith(`/api/imports/${one.id}`) })
      } catch (fault) {
        setError(fault)
        return
      } finally {
        setBusy(false)
      }
    }
    setSearch({ step: undefined })
  }

  return (
    <>
      <WriteRefusal error={error} />
      {lacking.map(({ form, fields }) => (
        <div className="refusal columns-lack" role="alert" key={form.sheet} tabIndex={-1} ref={lack}>
          <Icon name="question" size={18} />
          <div>
            <strong>{t('ui.columns.lacking', { fields: fields.map((field) => t(`ui.field.${field}`)).join(t('ui.and')) })}</strong>
            <p>{t('ui.columns.lackingWhy')}</p>
          </div>
        </div>
      ))}
      {one.forms.map((form) => (
        <FormColumns key={form.sheet} form={form} single={one.forms.length === 1} fieldOf={(column) => fieldOf(form, column)} choose={(column, field) => choose(form, column, field)} />
      ))}
      <div className="foot-bar">
        <span className="quiet foot-words">{lacking.length === 0 && t(anyChange ? 'ui.columns.willRemember' : 'ui.columns.right')}</span>
        <Button type="text" onClick={() => void navigate({ to: '/imports' })}>{t('ui.back')}</Button>
        <Button type="primary" loading={busy} onClick={() => void go()}>{t(anyChange ? 'ui.columns.goAgain' : 'ui.columns.go')}</Button>
      </div>
    </>
  )
}

function FormColumns({ form, single, fieldOf, choose }: { form: Form; single: boolean; fieldOf: (column: number) => RosterField | null; choose: (column: number, field: RosterField | null) => void }) {
  const t = useT('register')
  const missing = form.missing.filter((field) => !needed.includes(field))
  const taken = new Map(form.columns.map((c) => [fieldOf(c.column), c.letter]))
  const unknown = form.columns.filter((c) => fieldOf(c.column) === null).length
  return (
    <section className="section">
      <header>
        <h2>{single ? t('ui.columns.title') : form.sheet}</h2>
        <span className="facts">
          <span>{form.headerRows[0] === form.headerRows[1] ? t('ui.columns.headerRow', { row: form.headerRows[0] }) : t('ui.columns.header', { from: form.headerRows[0], to: form.headerRows[1] })}</span>
          <span>{t('ui.columns.known', { known: form.columns.length - unknown, all: form.columns.length })}</span>
          {form.sheetDate && <span>{t('ui.columns.sheetDate', { date: form.sheetDate })}</span>}
        </span>
      </header>
      <table className="ruled columns-table">
        <thead>
          <tr><th>{t('ui.columns.column')}</th><th>{t('ui.columns.inSheet')}</th><th>{t('ui.columns.samples')}</th><th>{t('ui.columns.means')}</th><th>{t('ui.columns.how')}</th></tr>
        </thead>
        <tbody>
          {form.columns.map((c) => {
            const field = fieldOf(c.column)
            const by = field === c.field ? c.by : 'now'
            const said = by === 'now' || by === 'chosen'
            const look = (field === null && !said) || by === 'likeness'
            return (
              <tr key={c.column} className={look ? 'look' : ''}>
                <td className="quiet">{c.letter}</td>
                <td className="cell-main">{c.header.replace(/\s+/g, ' ') || <span className="quiet">{t('ui.columns.noHeader')}</span>}</td>
                <td className="quiet samples">{c.samples.slice(0, 3).map((sample, i) => <span key={i}>{sample}</span>)}</td>
                <td>
                  <Select<RosterField | 'none'>
                    value={field ?? 'none'} className="field-select" showSearch optionFilterProp="label" aria-label={t('ui.columns.meansOf', { column: c.header || c.letter })}
                    onChange={(value) => choose(c.column, value === 'none' ? null : value)}
                    options={[
                      { value: 'none', label: t('ui.columns.leaveOut') },
                      ...rosterFields.map((one) => ({ value: one, label: t(`ui.field.${one}`) + (one !== field && taken.has(one) ? t('ui.columns.nowIn', { letter: taken.get(one) }) : '') })),
                    ]}
                  />
                </td>
                <td className={look ? 'how ochre' : 'how quiet'}>
                  {look && <Icon name="question" size={15} />}
                  {t(field === null && !said ? 'ui.columns.by.none' : `ui.columns.by.${by ?? 'none'}`)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {missing.length > 0 && <p className="quiet small columns-missing">{t('ui.columns.missing', { fields: missing.map((field) => t(`ui.field.${field}`)).join(t('ui.comma')) })}</p>}
    </section>
  )
}
