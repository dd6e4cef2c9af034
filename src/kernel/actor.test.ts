import { expect, test } from 'vitest'
import { everywhere, meet, rangeOf, type Reach } from './actor.ts'

const [city, pei, feng, town] = ['cn.u1.', 'cn.u1.u2.', 'cn.u1.u3.', 'cn.u1.u2.u9.'].map(rangeOf) as [Reach[0], Reach[0], Reach[0], Reach[0]]

test.each<[string, Reach, Reach, Reach]>([
  ['a county of a city’s', [city], [pei], [pei]],
  ['no more than the reach, whatever is asked', [pei], [city], [pei]],
  ['a county of somebody else’s', [pei], [feng], []],
  ['one of two grants', [pei, feng], [town], [town]],
  ['two paths that a unit has had, one of them in reach', [pei], [town, feng], [town]],
  ['the house itself', everywhere, [feng], [feng]],
  ['no reach at all', [], [city], []],
])('what is asked for, held against a reach: %s', (_, reach, asked, met) => expect(meet(reach, asked)).toEqual(met))
