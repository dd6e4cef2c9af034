import { useState, type ReactNode } from 'react'
import type { Refusal } from '#kernel/refusal.ts'
import type { BodyOf } from '#platform/contract/endpoint.ts'
import { address } from '#web/client.ts'
import { DownloadButton } from '#web/widgets/index.ts'
import type { askExport } from '../contract.ts'
import { SecondPerson } from './SecondPerson.tsx'

type Query = Readonly<Record<string, string | number | readonly string[] | null | undefined>>
type Props = { what: BodyOf<typeof askExport>['what']; path: string; query: Query; extra?: Query; fileName: string; children: ReactNode; type?: 'text' }

/**
 * Takes a file with persons in it. Where it holds more than 200, or does with what was taken in a day, a dialog asks a second person instead.
 * `query`: what the file's address is asked; `extra`: what stands in the address itself (`indicator`).
 */
export function ExportButton({ what, path, query, extra = {}, fileName, children, type }: Props) {
  const [needs, setNeeds] = useState<Refusal | null>(null)
  const onRefused = (refusal: Refusal) => {
    if (refusal.refused !== 'export-needs-second' && refusal.refused !== 'export-many-taken') return false
    setNeeds(refusal)
    return true
  }
  return (
    <>
      <DownloadButton icon="sheet" path={address(path, query)} fileName={fileName} onRefused={onRefused} {...(type ? { type } : {})}>{children}</DownloadButton>
      {needs && <SecondPerson refusal={needs} what={what} query={asked({ ...query, ...extra })} onClose={() => setNeeds(null)} />}
    </>
  )
}

/** The query as it is sent: texts and lists of texts, the empty ones left out. */
function asked(query: Query): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(query).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, typeof value === 'object' ? [...value] : String(value)]])))
}
