import { expect, test } from 'vitest'
import type { AccountDetail } from '../../contract.ts'
import { actsOf } from './acts.ts'

/* Which buttons stand beside an account: only what the server would allow. */
const one = { self: false, home: true, administrator: false, state: 'active', factor: true } as AccountDetail
test.each<[string, Partial<AccountDetail>, string[]]>([
  ['an officer', {}, ['link', 'factor', 'block']],
  ['one without a second factor', { factor: false }, ['link', 'block']],
  ['blocked', { state: 'blocked' }, ['unblock', 'link', 'factor']],
  ['unused for long', { state: 'unused' }, ['unblock', 'link', 'factor', 'block']],
  ['an administrator: the operator’s alone', { administrator: true }, []],
  ['a blocked administrator', { administrator: true, state: 'blocked' }, []],
  ['her own', { self: true }, []],
  ['of another workspace', { home: false }, []],
])('%s', (_, account, acts) => expect(actsOf({ ...one, ...account })).toEqual(acts))
