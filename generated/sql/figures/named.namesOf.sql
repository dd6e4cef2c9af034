-- figures: namesOf (reach, subjects)
select n.subject, n.id, n.name, n.sound, n.unit_id as "unitId" from figures_named n where n.subject = any($1::uuid[]) and ("n"."unit_path" >= $2 and "n"."unit_path" < $3);
