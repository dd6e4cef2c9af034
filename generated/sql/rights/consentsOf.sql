-- rights: consentsOf (cards)
select c.id, c.purpose, c.given, c.channel, c.at, c.by, c.note, n.version, n.text, encode(n.sha256, 'hex') as sha256
from rights_consent c join rights_notice n on n.sha256 = c.notice where c.person_id = any($1::uuid[]) order by c.number desc;
