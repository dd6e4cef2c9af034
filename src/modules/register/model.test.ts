import { expect, test } from 'vitest'
import { searchOf } from './model.ts'

test.each<[string, unknown]>([
  ['nguyễn thị ơn', { by: 'name', text: 'Nguyễn Thị Ơn' }], ['Nguyễn', { by: 'name', text: 'Nguyễn' }], ['NGUYỄN', { by: 'name', text: 'NGUYỄN' }], ['đặng'.normalize('NFD'), { by: 'name', text: 'Đặng' }],
  ['nguyen thi', { by: 'pinyin', letters: 'nguyenthi' }], ['ly', { by: 'pinyin', letters: 'ly' }], ['dtt', { by: 'initials', letters: 'dtt' }], ['zgf', { by: 'initials', letters: 'zgf' }],
  ['周桂芳', { by: 'name', text: '周桂芳' }], ['  ', null],
])('%s is looked for as %j', (q, search) => expect(searchOf(q)).toEqual(search))
