import { Button, Input, Popover, Radio } from 'antd'
import { useEffect, useState, type FormEvent } from 'react'
import { useT } from '../i18n.ts'
import { CopyButton } from './Buttons.tsx'
import { WriteRefusal } from './WriteRefusal.tsx'

const shownSeconds = 120

type Props = {
  /** `3203 **** **** **24`. */
  readonly masked: string
  /** Asks the server for the whole value; the reason is recorded there. */
  readonly reveal: (reason: string) => Promise<string>
  /** The reasons offered; the last one, 其他, wants words. */
  readonly reasons?: readonly string[]
  /** May it be asked for at all? Otherwise only the mask is shown. */
  readonly allowed?: boolean
}

/** An id number or phone under its mask. 看全号 asks why, says that it is recorded, and masks again after two minutes. */
export function MaskedValue({ masked, reveal, reasons, allowed = true }: Props) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const [value, setValue] = useState<string | null>(null)
  useEffect(() => {
    if (value === null) return undefined
    const timer = setTimeout(() => setValue(null), shownSeconds * 1000)
    return () => clearTimeout(timer)
  }, [value])
  useEffect(() => setValue(null), [masked])
  return (
    <span className="masked">
      <span className="masked-digits">{value ?? masked}</span>
      {value !== null && <CopyButton text={value} />}
      {value !== null ? (
        <button type="button" className="text-link" onClick={() => setValue(null)}>{t('reveal.hide')}</button>
      ) : (
        allowed && (
          <Popover
            trigger="click" placement="bottomRight" arrow={false} open={open} onOpenChange={setOpen} destroyOnHidden
            content={<ReasonForm reasons={reasons ?? [t('reveal.reason.subsidy'), t('reveal.reason.bank'), t('reveal.reason.duplicate')]} reveal={reveal} onShown={(whole) => { setValue(whole); setOpen(false) }} onCancel={() => setOpen(false)} />}
          >
            <button type="button" className="text-link" aria-expanded={open}>{t('reveal.open')}</button>
          </Popover>
        )
      )}
    </span>
  )
}

type FormProps = { reasons: readonly string[]; reveal: (reason: string) => Promise<string>; onShown: (value: string) => void; onCancel: () => void }
function ReasonForm({ reasons, reveal, onShown, onCancel }: FormProps) {
  const t = useT()
  const other = t('reveal.reason.other')
  const [reason, setReason] = useState('')
  const [words, setWords] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [missing, setMissing] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const whole = [reason === other ? '' : reason, words.trim()].filter(Boolean).join(t('reveal.join'))
    setMissing(whole === '')
    if (whole === '') return
    setBusy(true)
    setError(null)
    try {
      onShown(await reveal(whole))
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <form className="reveal-form" onSubmit={(event) => void submit(event)}>
      <strong>{t('reveal.title')}</strong>
      <p className="small quiet">{t('reveal.recorded')}</p>
      <Radio.Group value={reason} onChange={(event) => setReason(String(event.target.value))}>
        {[...reasons, other].map((one) => <Radio key={one} value={one}>{one}</Radio>)}
      </Radio.Group>
      <Input value={words} onChange={(event) => setWords(event.target.value)} placeholder={t('reveal.words')} aria-label={t('reveal.words')} maxLength={150} />
      {missing && <p className="field-refusal">{t('reveal.missing')}</p>}
      <WriteRefusal error={error} />
      <div className="buttons">
        <span className="small quiet">{t('reveal.time')}</span>
        <span className="aside buttons">
          <Button size="small" onClick={onCancel}>{t('reveal.cancel')}</Button>
          <Button size="small" type="primary" htmlType="submit" loading={busy}>{t('reveal.open')}</Button>
        </span>
      </div>
    </form>
  )
}
