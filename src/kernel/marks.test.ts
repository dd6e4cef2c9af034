import { expect, test } from 'vitest'
import { holdsWords, sought, withoutMarks } from './marks.ts'

test.each([
  ['Thục Phán', 'Thuc Phan'], ['Phường Đề Thám', 'Phuong De Tham'], ['đ Đ', 'd D'], ['Nguyễn Thị Ơn'.normalize('NFD'), 'Nguyen Thi On'], ['周桂芳', '周桂芳'], ['ü ê', 'u e'], ['', ''],
])('%s without marks is %s', (text, plain) => expect(withoutMarks(text)).toBe(plain))
test('what is looked for', () => expect(sought('  ＣAO Bằng ')).toBe('cao bang'))
test('words are held by one of the texts, marks typed or not; no words by any', () =>
  expect([holdsWords('khao sat', 'Nhập bảng khảo sát'), holdsWords('Khảo', 'x', 'khảo'), holdsWords(' ', 'x'), holdsWords('soát', 'x')]).toEqual([true, true, true, false]))
