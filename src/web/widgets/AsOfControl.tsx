import { Button, DatePicker, Input, Popover } from 'antd'
import dayjs from 'dayjs'
import { useState, type FormEvent, type ReactNode } from 'react'
import { dayAndTime, groupedNumber, typedNumber } from '#web/writing.ts'
import { useT } from '../i18n.ts'
import { Icon, type IconName } from './Icon.tsx'

export type AsOf = {
  /** Happened up to this day, inclusive; null is today. */
  readonly day: string | null
  /** Ledger up to this journal number, or this instant; null is the newest. */
  readonly journal: string | null
}
type Props = {
  readonly value: AsOf
  readonly onChange: (value: AsOf) => void
  /** The journal number and instant that the answer was really read at. */
  readonly answer?: { readonly journal: string; readonly at: string | null } | null
  readonly timeZone: string
  /** What was entered or reversed after that and is left out. */
  readonly later?: { readonly added: number; readonly reversed: number } | null
  /** 看差在哪. */
  readonly onDifference?: () => void
}

/** The two clocks in one box: what had happened by then, and what the ledger knew by then. In the past it takes an ink ring and a way back. */
export function AsOfControl({ value, onChange, answer, timeZone, later, onDifference }: Props) {
  const t = useT()
  const [open, setOpen] = useState<'day' | 'journal' | null>(null)
  const past = value.day !== null || value.journal !== null
  const at = answer?.at ? dayAndTime(answer.at, timeZone) : null
  const number = answer?.journal ?? (/^\d+$/.test(value.journal ?? '') ? value.journal : null)
  const choose = (next: AsOf) => {
    setOpen(null)
    onChange(next)
  }
  return (
    <div className="as-of-room">
      <div className={past ? 'as-of past' : 'as-of'}>
        <Half
          icon="calendar" label={t('asOf.happened')} open={open === 'day'} onOpen={(is) => setOpen(is ? 'day' : null)}
          shown={<strong>{value.day ?? t('asOf.today')}</strong>}
          panel={
            <>
              <DatePicker
                aria-label={t('asOf.happened')} value={value.day ? dayjs(value.day) : null} allowClear={false} placeholder={t('asOf.pickDay')}
                onChange={(day) => day && choose({ ...value, day: (Array.isArray(day) ? day[0] : day).format('YYYY-MM-DD') })}
                disabledDate={(day) => day.isAfter(dayjs())}
              />
              {value.day && <Button type="text" onClick={() => choose({ ...value, day: null })}>{t('asOf.today')}</Button>}
            </>
          }
        />
        <Half
          icon="book" label={t('asOf.ledger')} open={open === 'journal'} onOpen={(is) => setOpen(is ? 'journal' : null)}
          shown={
            <>
              {value.journal === null && <strong>{t('asOf.newest')} </strong>}
              {number && (value.journal === null ? <span>{t('asOf.number', { number: groupedNumber(number) })}</span> : <strong>{t('asOf.number', { number: groupedNumber(number) })}</strong>)}
              {value.journal !== null && at && <span className="quiet"> {at.date.slice(5)} {at.time}</span>}
              {value.journal !== null && !number && <strong>{value.journal}</strong>}
            </>
          }
          panel={<JournalForm value={value} onChoose={(journal) => choose({ ...value, journal })} />}
        />
        {past && (
          <div className="as-of-back">
            <button type="button" className="text-link" onClick={() => onChange({ day: null, journal: null })}>{t('asOf.back')}</button>
          </div>
        )}
      </div>
      {value.journal !== null && later && (later.added > 0 || later.reversed > 0) && (
        <p className="small quiet as-of-later">
          {t('asOf.later', later)}
          {onDifference && <button type="button" className="text-link" onClick={onDifference}>{t('asOf.difference')}</button>}
        </p>
      )}
    </div>
  )
}

type HalfProps = { icon: IconName; label: string; shown: ReactNode; panel: ReactNode; open: boolean; onOpen: (open: boolean) => void }
function Half({ icon, label, shown, panel, open, onOpen }: HalfProps) {
  return (
    <Popover trigger="click" placement="bottomLeft" arrow={false} open={open} onOpenChange={onOpen} destroyOnHidden content={<div className="buttons">{panel}</div>}>
      <button type="button" className="as-of-half" aria-expanded={open}>
        <Icon name={icon} size={19} />
        <span className="as-of-words">
          <span className="small quiet">{label}</span>
          <span className="nowrap">{shown}</span>
        </span>
        <Icon name="down" size={14} />
      </button>
    </Popover>
  )
}

function JournalForm({ value, onChoose }: { value: AsOf; onChoose: (journal: string | null) => void }) {
  const t = useT()
  const [number, setNumber] = useState(/^\d+$/.test(value.journal ?? '') ? value.journal! : '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const digits = typedNumber(number)
    if (/^[1-9]\d*$/.test(digits)) onChoose(digits)
  }
  return (
    <form className="buttons" onSubmit={submit}>
      <Input aria-label={t('asOf.journalNumber')} placeholder={t('asOf.journalNumber')} value={number} onChange={(event) => setNumber(event.target.value)} inputMode="numeric" style={{ width: 132 }} autoFocus />
      <Button htmlType="submit">{t('asOf.readThere')}</Button>
      <DatePicker
        aria-label={t('asOf.pickInstant')} placeholder={t('asOf.pickInstant')} showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" disabledDate={(day) => day.isAfter(dayjs())}
        onChange={(at) => at && onChoose((Array.isArray(at) ? at[0] : at).toISOString())}
      />
      {value.journal !== null && <Button type="text" onClick={() => onChoose(null)}>{t('asOf.newest')}</Button>}
    </form>
  )
}
