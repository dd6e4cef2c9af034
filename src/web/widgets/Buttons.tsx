import { Button, type ButtonProps } from 'antd'
import { useState, type ReactNode } from 'react'
import { percent } from '#web/writing.ts'
import type { Refusal } from '#kernel/refusal.ts'
import { RefusedError, request } from '../client.ts'
import { useT } from '../i18n.ts'
import { Icon, type IconName } from './Icon.tsx'
import { WriteRefusal } from './WriteRefusal.tsx'

/** Copies a text and says so in its own words for two seconds. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useT()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <button type="button" className="copy-button" onClick={() => void copy()} title={t('copy')}>
      <Icon name={copied ? 'tick' : 'copy'} size={15} />
      <span className={label || copied ? '' : 'visually-hidden'} role="status">{copied ? t('copied') : (label ?? t('copy'))}</span>
    </button>
  )
}

/** A button with one of our icons before its words. */
export function IconLabelButton({ icon, children, ...rest }: { icon: IconName; children: ReactNode } & Omit<ButtonProps, 'icon' | 'children'>) {
  return <Button icon={<Icon name={icon} size={16} />} {...rest}>{children}</Button>
}

/**
 * Fetches a file of ours and saves it, showing how far it is. `path` is an address of the API (`address(path, query)` helps).
 * The name comes from the server's `Content-Disposition`, else `fileName`. `onRefused` answers true for a refusal that it deals with itself.
 */
export function DownloadButton({ path, fileName, children, icon = 'download', type, onRefused }: { path: string; fileName: string; children: ReactNode; icon?: IconName; type?: ButtonProps['type']; onRefused?: (refusal: Refusal) => boolean }) {
  const t = useT()
  const [share, setShare] = useState<number | 'unknown' | null>(null)
  const [error, setError] = useState<unknown>(null)
  const download = async () => {
    setError(null)
    setShare('unknown')
    try {
      const response = await request('GET', path)
      const size = Number(response.headers.get('Content-Length') ?? 0)
      const parts: Uint8Array<ArrayBuffer>[] = []
      let read = 0
      const reader = response.body!.getReader()
      for (;;) {
        const { value, done } = await reader.read()
        if (done) break
        parts.push(value as Uint8Array<ArrayBuffer>)
        read += value.length
        if (size > 0) setShare(read / size)
      }
      save(new Blob(parts, { type: response.headers.get('Content-Type') ?? '' }), nameOf(response) ?? fileName)
    } catch (fault) {
      if (!(fault instanceof RefusedError && onRefused?.(fault.refusal))) setError(fault)
    } finally {
      setShare(null)
    }
  }
  const words = share === null ? children : share === 'unknown' ? t('download.running') : t('download.share', { share: percent(share) })
  return (
    <span className="download">
      <Button {...(type ? { type } : {})} icon={<Icon name={icon} size={16} />} onClick={() => share === null && void download()} aria-busy={share !== null}>{words}</Button>
      {error != null && <WriteRefusal error={error} />}
    </span>
  )
}

function nameOf(response: Response): string | null {
  const header = response.headers.get('Content-Disposition') ?? ''
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1]
  return coded ? decodeURIComponent(coded) : (/filename="?([^";]+)"?/i.exec(header)?.[1] ?? null)
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
