import { expect, test } from 'vitest'
import { largeSeal, smallSeal } from './seals.ts'

const strokes = (id: string, language: 'vi' | 'en') => largeSeal({ id }, language).length
const checked = { vi: 'ĐÃSOÁT'.normalize('NFD').length, en: 'CHECKED'.length }

// every letter and every mark of the word is drawn
test.each([
  ['village', 'vi', 'THÔN'], ['township', 'vi', 'XÃ'], ['county', 'vi', 'HUYỆN'], ['district', 'vi', 'QUẬN'], ['city', 'vi', 'TP'], ['province', 'vi', 'TỈNH'], ['nation', 'vi', 'TW'], ['of-nobody', 'vi', 'CẤP'],
  ['county', 'en', 'COUNTY'], ['district', 'en', 'DISTRICT'], ['of-nobody', 'en', 'LEVEL'],
] as const)('the seal of a %s in %s says %s', (id, language, word) => expect(strokes(id, language)).toBe(word.normalize('NFD').length + checked[language]))

test.each([['province', 'vi', 1], ['city', 'vi', 2], ['city', 'en', 1], ['city', 'zh-Hans', 1]] as const)('a small seal of a %s in %s has %i shapes', (id, language, shapes) =>
  expect(smallSeal({ id }, language, 8.5)).toHaveLength(shapes))
