/** A seeded generator (mulberry32): the same seed makes the same roster on every machine. */
export type Random = { real(): number; below(n: number): number; of<Item>(items: readonly Item[]): Item; chance(share: number): boolean }

export function random(seed: number): Random {
  let state = seed >>> 0
  const real = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(real() * n)
  return { real, below, of: (items) => items[below(items.length)]!, chance: (share) => share > 0 && real() < share }
}

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤']
const given = [...'丽敏静秀娟英华慧巧美娜淑惠珠翠雅芝玉萍红娥玲芬芳燕彩春菊兰凤洁梅琳素云莲真环雪荣爱妹霞香月莺媛艳瑞凡佳嘉琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑筠柔竹霭凝晓欢霄枫芸菲寒欣']

/** A name of two or three characters; nobody's. */
export function personName(pick: Random): string {
  return pick.of(surnames) + pick.of(given) + (pick.chance(0.4) ? pick.of(given) : '')
}

/** A day of birth that makes a grown-up on the day of the sheet. */
export function bornOn(pick: Random, sheetDate: string): string {
  const year = Number(sheetDate.slice(0, 4)) - 18 - pick.below(45)
  return `${year}-${String(1 + pick.below(12)).padStart(2, '0')}-${String(1 + pick.below(28)).padStart(2, '0')}`
}

/** A well-formed id number of a woman, not given before. */
export function idNumber(pick: Random, region: string, birth: string, used: Set<string>): string {
  for (;;) {
    const seventeen = `${region}${birth.replaceAll('-', '')}${String(pick.below(100)).padStart(2, '0')}${pick.below(5) * 2}`
    // Order 000 is given to nobody.
    if (seventeen.endsWith('000') || used.has(seventeen)) continue
    used.add(seventeen)
    let sum = 0
    for (let i = 0; i < 17; i += 1) sum += (2 ** (17 - i) % 11) * Number(seventeen[i])
    return seventeen + '10X98765432'[sum % 11]!
  }
}
