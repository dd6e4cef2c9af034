import { Select } from 'antd'
import { useState } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import type { listAccounts } from '#modules/accounts/admin.contract.ts'
import { shortId } from './lines.tsx'

const prefix = 'account:'

/** Whose acts are looked for: an account by part of its name, or the command line. `known`: the name of the one chosen, where the list tells it. */
export function ActorPicker({ value, known, onChange }: { value: string | undefined; known: string | undefined; onChange: (actor: string | undefined) => void }) {
  const t = useT('audit')
  const [words, setWords] = useState('')
  const found = useApi<OutOf<typeof listAccounts>>('/api/accounts', { q: words || undefined })
  const options = [
    ...(found.data?.rows ?? []).map(({ id, displayName, name }) => ({ value: `${prefix}${id}`, label: displayName, name })),
    ...(words === '' ? [{ value: 'operator:cli', label: t('web:who.command-line'), name: '' }] : []),
  ]
  const chosen = value === undefined ? undefined : { value, label: options.find((one) => one.value === value)?.label ?? known ?? `…${shortId(value)}` }
  return (
    <Select<{ value: string; label: string }, (typeof options)[number]>
      className={value === undefined ? 'actor-picker' : 'actor-picker chosen'} aria-label={t('ui.who')} placeholder={t('ui.who')} labelInValue allowClear popupMatchSelectWidth={260}
      showSearch={{ filterOption: false, onSearch: setWords }} value={chosen as never} options={options} notFoundContent={t('ui.filter.noActor')} loading={found.isFetching}
      optionRender={({ data }) => <span>{data.label} {data.name && <span className="small quiet">{data.name}</span>}</span>}
      onChange={(picked: { value: string } | undefined) => { setWords(''); onChange(picked?.value) }}
    />
  )
}
