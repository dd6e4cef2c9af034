-- register: importById (reach, id)
select i.id, i.file_name as "fileName", i.bytes, i.state, i.unit_path as "unitPath", i.created_at as "createdAt", i.created_by as "createdBy", i.forms, i.counts,
i.decided, i.result, i.refusal, i.journal from register_import i where i.id = $1 and ("i"."unit_path" >= $2 and "i"."unit_path" < $3);
