import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { request } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { queryClient } from '#web/queries.ts'
import { uuidv7 } from '#web/uuid.ts'
import { Icon } from '#web/widgets/Icon.tsx'
import { WriteRefusal } from '#web/widgets/WriteRefusal.tsx'

/** Takes the office's file as it is, by drop or by choice, sends it, and goes to what the columns mean. */
export function FilePicker({ compact = false }: { compact?: boolean }) {
  const t = useT('register')
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [sending, setSending] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)

  const send = async (file: File | undefined) => {
    if (!file || sending) return
    setError(null)
    setSending(file.name)
    try {
      const id = uuidv7()
      await request('POST', '/api/imports', file, { query: { filename: file.name, id }, idempotencyKey: id })
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === '/api/imports' || queryKey[0] === '/api/today' })
      void navigate({ to: '/imports/$importId', params: { importId: id } as never, search: { step: 'columns' } as never })
    } catch (fault) {
      setError(fault)
      setSending(null)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void send(event.dataTransfer.files[0])
  }
  return (
    <div className="file-picker">
      <WriteRefusal error={error} />
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- dropping is one way more; the button inside is the way for keys */}
      <div
        className={`drop-place${over ? ' over' : ''}${compact ? ' compact' : ''}`} aria-busy={sending !== null}
        onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)} onDrop={drop}
      >
        <Icon name="sheet" size={34} />
        <div>
          <strong>{sending ? t('ui.import.sending', { name: sending }) : t('ui.import.drop')}</strong>
          <p className="quiet">{t('ui.import.dropHint')}</p>
        </div>
        <Button type="primary" icon={<Icon name="upload" size={16} />} loading={sending !== null} onClick={() => input.current?.click()}>{t('ui.import.choose')}</Button>
        <input
          ref={input} type="file" className="visually-hidden" tabIndex={-1} aria-label={t('ui.import.choose')} accept=".xlsx,.xlsm,.xls,.csv,.ods,.et"
          onChange={(event) => { void send(event.target.files?.[0]); event.target.value = '' }}
        />
      </div>
    </div>
  )
}
