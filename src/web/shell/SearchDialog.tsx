import { useNavigate } from '@tanstack/react-router'
import { Modal } from 'antd'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { holdsWords } from '#kernel/marks.ts'
import { useT } from '../i18n.ts'
import type { Found, Screen } from '../screens.ts'
import { ErrorState } from '../widgets/ErrorState.tsx'
import { Icon } from '../widgets/Icon.tsx'
import { ThinBar } from '../widgets/Loading.tsx'

/** Ctrl K: one field over everything that the screens open to the reader can find; arrows choose, Enter opens, Esc closes. */
export function SearchDialog({ screens, people, onClose }: { screens: readonly Screen[]; people: boolean; onClose: () => void }) {
  const t = useT()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const [found, setFound] = useState<Found[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [chosen, setChosen] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const places = screens.filter((screen) => screen.nav && holdsWords(words, t(screen.nav.labelKey)))

  useEffect(() => {
    const asked = words.trim()
    setError(null)
    if (asked === '') {
      setFound(null)
      setBusy(false)
      return undefined
    }
    const stop = new AbortController()
    setBusy(true)
    const timer = setTimeout(() => {
      Promise.all(screens.map((screen) => screen.find?.(asked, stop.signal) ?? []))
        .then((results) => {
          setFound(results.flat())
          setChosen(0)
          setBusy(false)
        })
        .catch((fault: Error) => {
          if (fault.name === 'AbortError') return
          setError(fault)
          setBusy(false)
        })
    }, 150)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what may be found does not change while one types
  }, [words])

  const lines: Found[] = [...(found ?? []), ...places.map((screen) => ({ id: screen.path, title: t(screen.nav!.labelKey), facts: [t('search.place')], to: screen.path }))]
  const open = (line: Found | undefined) => {
    if (!line) return
    onClose()
    void navigate({ to: line.to, search: (line.search ?? {}) as never })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setChosen((i) => Math.min(lines.length - 1, i + 1))
    else if (event.key === 'ArrowUp') setChosen((i) => Math.max(0, i - 1))
    else if (event.key === 'Enter') open(lines[chosen])
    else return
    event.preventDefault()
  }
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  return (
    <Modal open onCancel={onClose} footer={null} closable={false} width={560} style={{ top: 64 }} className="search-dialog" aria-label={t('search.open')}>
      <label className="search-field">
        <Icon name="search" size={18} />
        <input
          autoFocus value={words} onChange={(event) => setWords(event.target.value)} onKeyDown={onKeyDown} placeholder={t(people ? 'search.placeholder' : 'search.placeholderPlain')}
          role="combobox" aria-expanded={lines.length > 0} aria-controls="search-found" aria-activedescendant={lines[chosen] ? `found-${chosen}` : undefined} aria-label={t('search.open')}
        />
        <kbd>Esc</kbd>
      </label>
      <ThinBar shown={busy} />
      {error != null && <ErrorState error={error} />}
      <ul className="search-found" id="search-found" role="listbox" ref={list} aria-label={t('search.open')}>
        {lines.map((line, i) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above holds the keys
          <li key={`${line.to}${line.id}`} id={`found-${i}`} role="option" aria-selected={i === chosen} className={i === chosen ? 'chosen' : ''} onClick={() => open(line)} onMouseMove={() => setChosen(i)}>
            <strong>{line.title}</strong>
            <span className="facts">{line.facts.map((fact) => <span key={fact}>{fact}</span>)}</span>
          </li>
        ))}
      </ul>
      {found && lines.length === 0 && !busy && <p className="quiet search-none">{t('search.none', { words: words.trim() })}</p>}
    </Modal>
  )
}
