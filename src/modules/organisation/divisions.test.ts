import { expect, test } from 'vitest'
import { cutDivisions, readDivisions } from './divisions.ts'

async function counted(country: 'cn' | 'vn') {
  const levels = [0, 0, 0, 0, 0, 0]
  const real = [0, 0, 0, 0, 0, 0]
  for (const unit of await readDivisions(country)) {
    levels[unit.level]! += 1
    if (!unit.pseudo) real[unit.level]! += 1
  }
  return { levels, real }
}

test('China has the units that the statistics office lists, and the law knows fewer of them', async () => {
  const { levels, real } = await counted('cn')
  expect(levels).toEqual([1, 31, 342, 2978, 41352, 620573])
  expect(levels.reduce((sum, n) => sum + n) - 1).toBe(665_276)
  // Without 市辖区 and the like 333 cities remain: 293 cities, 30 autonomous prefectures, 7 prefectures, 3 leagues.
  expect(real[2]).toBe(333)
  expect(real[3]).toBe(2846)
})

test('Viet Nam has two tiers', async () => {
  expect((await counted('vn')).levels).toEqual([1, 34, 0, 0, 3321, 0])
})

test.each([
  ['cn', '3203', '徐州市', ['中国', '江苏省']],
  ['cn', '320322', '沛县', ['中国', '江苏省', '徐州市']],
  ['cn', '659012', '白杨市', ['中国', '新疆维吾尔自治区', '自治区直辖县级行政区划']],
  ['vn', '04', 'Cao Bằng', ['Việt Nam']],
] as const)('%s %s is %s below %j', async (country, code, name, above) => {
  const cut = await cutDivisions(country, code)
  expect(cut?.units[0]?.name).toBe(name)
  expect(cut?.above.map((unit) => unit.name)).toEqual(above)
})

test('a code that is nobody’s cuts nothing', async () => {
  expect(await cutDivisions('cn', '9999')).toBeNull()
})
