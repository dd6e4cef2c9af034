import { describe, expect, test } from 'vitest'
import { forever, rootSteps, versionsOf, type Act, type Life, type Merge } from './versions.ts'

/** `+county 5`: the county passed it in posting 5; `-county 7`: it took that back. */
const acts = (told: string): Act[] => told.split(',').filter(Boolean).map((one, i) => {
  const [, sign, level, number] = /^([+-])(\w+) (\d+)$/.exec(one.trim())!
  return { level: level!, passed: sign === '+', number: Number(number), posting: BigInt(number!), line: i + 1 }
})
const merges = (told: string): Merge[] => told.split(',').filter(Boolean).map((one) => {
  const [, subject, into, number, until] = /^(\w)→(\w) (\d+)(?:–(\d+))?$/.exec(one.trim())!
  return { subject: subject!, into: into!, number: Number(number), until: until ? Number(until) : forever }
})
const life = (of: Partial<Life>): Life => ({ number: 3, reversed: null, acts: [], subject: 'a', object: null, ...of })
const told = (of: Life, told: string) => versionsOf(of, rootSteps(merges(told))).map(({ since, until, subject, object, passed }) =>
  `${since}–${until === forever ? '' : until} ${subject}${object ? `>${object}` : ''}${Object.entries(passed).map(([level, n]) => ` ${level}@${n}`).join('')}`)

describe('the versions of one entry', () => {
  test.each<[string, Life, string, string[]]>([
    ['a plain one is one row', life({}), '', ['3– a']],
    ['taken back, it counts until then', life({ reversed: 9 }), '', ['3–9 a']],
    ['a passing is a number, no window', life({ acts: acts('+county 5') }), '', ['3– a county@5']],
    ['two levels', life({ acts: acts('+county 5, +city 8') }), '', ['3– a county@5 city@8']],
    ['passed twice holds from the first', life({ acts: acts('+county 5, +county 8') }), '', ['3– a county@5']],
    ['a passing taken back ends a window', life({ acts: acts('+county 5, -county 7') }), '', ['3–7 a county@5', '7– a']],
    ['and passed again', life({ acts: acts('+county 5, -county 7, +county 9') }), '', ['3–7 a county@5', '7– a county@9']],
    ['of two levels one takes back', life({ acts: acts('+county 5, +city 6, -city 8') }), '', ['3–8 a county@5 city@6', '8– a county@5']],
    ['of two acts in one posting the later line holds', life({ acts: acts('+county 5, -county 5') }), '', ['3– a']],
    ['taking back what never was passed does nothing', life({ acts: acts('-county 7') }), '', ['3– a']],
    ['merged away', life({}), 'a→b 6', ['3–6 a', '6– b']],
    ['merged away before it was known', life({}), 'a→b 2', ['3– b']],
    ['merged and taken back', life({}), 'a→b 6–8', ['3–6 a', '6–8 b', '8– a']],
    ['who stays has one row', life({ subject: 'b' }), 'a→b 6', ['3– b']],
    ['a chain', life({}), 'a→b 6, b→c 8', ['3–6 a', '6–8 b', '8– c']],
    ['a chain taken back in the middle', life({}), 'a→b 6–9, b→c 8', ['3–6 a', '6–8 b', '8–9 c', '9– a']],
    ['the household that was joined is merged', life({ object: 'h' }), 'h→k 6', ['3–6 a>h', '6– a>k']],
    ['what comes after it was taken back makes no row', life({ reversed: 5, acts: acts('+county 6, -county 7') }), 'a→b 8', ['3–5 a']],
    ['merge and return', life({ acts: acts('+county 5, -county 7') }), 'a→b 6', ['3–6 a county@5', '6–7 b county@5', '7– b']],
  ])('%s', (_, of, merged, rows) => expect(told(of, merged)).toEqual(rows))
})
