import type { ReactNode } from 'react'
import { RefusedError } from '../client.ts'
import { ErrorState } from './ErrorState.tsx'
import { RefusalNote } from './Refusal.tsx'

/** The refusal of a write, when there was one; nothing otherwise. `<WriteRefusal error={save.error} />` */
export function WriteRefusal({ error, actions }: { error: unknown; actions?: ReactNode }) {
  if (!error) return null
  return error instanceof RefusedError ? <RefusalNote refusal={error.refusal} actions={actions} takesFocus /> : <ErrorState error={error} writing />
}
