-- register: importsNewest (reach, states, limit)
select i.id, i.file_name as "fileName", i.bytes, i.state, i.unit_path as "unitPath", i.created_at as "createdAt", i.created_by as "createdBy", i.forms, i.counts,
i.decided, i.result, i.refusal, i.journal from register_import i where ("i"."unit_path" >= $1 and "i"."unit_path" < $2)
  and i.state = any($3::text[]) order by i.created_at desc limit $4;
