import { Checkbox, Input, Popover } from 'antd'
import { useState } from 'react'
import { holdsWords } from '#kernel/marks.ts'
import { useT } from '../i18n.ts'
import { Icon } from './Icon.tsx'

type Option = { readonly value: string; readonly label: string; readonly count?: number }
type Props = {
  /** What it filters by, when nothing is chosen: 困难. */
  readonly name: string
  readonly options: readonly Option[]
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
  /** Only one at a time. */
  readonly single?: boolean
}

/** A filter as a chip: grey with an arrow when open to all, ink-ringed with × when something is chosen. */
export function FilterChip({ name, options, value, onChange, single = false }: Props) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const chosen = options.filter((option) => value.includes(option.value))
  const shown = options.filter((option) => holdsWords(words, option.label))
  const toggle = (one: string) => {
    if (single) {
      onChange(value.includes(one) ? [] : [one])
      setOpen(false)
    } else onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one])
  }
  const label = chosen.length === 0 ? name : chosen.length === 1 ? chosen[0]!.label : t('filter.several', { name, count: chosen.length })
  const list = (
    <div className="filter-list">
      {options.length > 10 && <Input size="small" value={words} onChange={(event) => setWords(event.target.value)} placeholder={t('filter.find')} aria-label={t('filter.find')} autoFocus />}
      <div className="filter-options">
        {shown.map((option) => (
          <Checkbox key={option.value} checked={value.includes(option.value)} onChange={() => toggle(option.value)}>
            {option.label}
            {option.count !== undefined && <span className="unit">{option.count}</span>}
          </Checkbox>
        ))}
      </div>
    </div>
  )
  return (
    <span className={chosen.length > 0 ? 'chip chosen' : 'chip'}>
      <Popover trigger="click" placement="bottomLeft" arrow={false} open={open} onOpenChange={setOpen} content={list}>
        <button type="button" aria-expanded={open}>
          {label}
          {chosen.length === 0 && <Icon name="down" size={13} />}
        </button>
      </Popover>
      {chosen.length > 0 && (
        <button type="button" className="chip-clear" onClick={() => onChange([])} aria-label={t('filter.clear', { name })}>
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  )
}

/** The search field at the head of a list; `/` goes there. Waits 200 ms after the last letter before it asks. */
export function FilterSearch({ value, onChange, placeholder, note }: { value: string; onChange: (words: string) => void; placeholder: string; note?: string }) {
  const [words, setWords] = useState(value)
  const [timer, setTimer] = useState<ReturnType<typeof setTimeout>>()
  const [before, setBefore] = useState(value)
  if (before !== value) {
    // the address changed by another way: a chip removed, the back button
    setBefore(value)
    setWords(value)
  }
  const type = (text: string) => {
    setWords(text)
    clearTimeout(timer)
    setTimer(setTimeout(() => onChange(text.trim()), 200))
  }
  return (
    <span data-filter className={words === '' ? 'filter-search' : 'filter-search chosen'}>
      <Input
        prefix={<Icon name="search" size={16} />} value={words} onChange={(event) => type(event.target.value)} placeholder={placeholder} aria-label={placeholder} allowClear
        suffix={note ? <span className="small quiet">{note}</span> : undefined}
        onPressEnter={() => { clearTimeout(timer); onChange(words.trim()) }}
      />
    </span>
  )
}
