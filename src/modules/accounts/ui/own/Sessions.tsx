import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { dayAndTime } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { ErrorState, Facts, Section, Skeleton, StateTag, WriteRefusal } from '#web/widgets/index.ts'
import type { readSessions } from '../../contract.ts'
import { deviceOf } from '../device.ts'

/** Where I am signed in: which browser, from which address, since when. One may be ended, or all but this one. */
export function Sessions({ timeZone }: { timeZone: string }) {
  const t = useT('accounts')
  const client = useQueryClient()
  const list = useApi<OutOf<typeof readSessions>>('/api/me/sessions')
  const end = useMutation({
    mutationFn: (id: string | null) => post(id === null ? '/api/me/sessions/end-others' : `/api/me/sessions/${id}/end`),
    onSettled: () => client.invalidateQueries({ queryKey: ['/api/me/sessions'] }),
  })
  const sessions = list.data?.sessions
  const others = sessions?.filter((session) => !session.current).length ?? 0
  const when = (instant: string) => {
    const { date, time } = dayAndTime(instant, timeZone)
    return `${date} ${time}`
  }
  const device = (words: string) => {
    const { browser, system } = deviceOf(words)
    const named = (name: string) => (/^[a-z]/.test(name) ? t(`ui.browser.${name}`) : name)
    return browser || system ? [browser && named(browser), system].filter(Boolean).join(t('ui.sessions.comma')) : t('ui.sessions.unknown')
  }
  return (
    <Section
      title={t('ui.sessions.title')} note={sessions && t('ui.sessions.count', { count: sessions.length })}
      aside={others > 0 && <Button size="small" loading={end.isPending && end.variables === null} onClick={() => end.mutate(null)}>{t('ui.sessions.endOthers', { count: others })}</Button>}
    >
      <p className="small quiet">{t('ui.sessions.why')}</p>
      <WriteRefusal error={end.error} />
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : !sessions ? <Skeleton rows={4} /> : (
        <ul className="sessions" aria-label={t('ui.sessions.title')}>
          {sessions.map((session) => (
            <li key={session.id}>
              <span className="session-words">
                <span className="session-device"><strong title={session.device}>{device(session.device)}</strong>{session.current && <StateTag tone="kept">{t('ui.sessions.current')}</StateTag>}</span>
                <Facts>{session.address}{t('ui.sessions.since', { when: when(session.createdAt) })}{t('ui.sessions.seen', { when: when(session.lastSeenAt) })}</Facts>
              </span>
              {!session.current && <Button loading={end.isPending && end.variables === session.id} onClick={() => end.mutate(session.id)}>{t('ui.sessions.end')}</Button>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
