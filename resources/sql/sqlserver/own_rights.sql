-- Syncline's own tables that are there: whether the version can be read, and whether all can be done that the program
-- does with the table. A table without any right is hidden by the server.
SELECT t.own_name, COALESCE(HAS_PERMS_BY_NAME(t.full_name, 'OBJECT', 'SELECT'), 0),
       CASE WHEN HAS_PERMS_BY_NAME(t.full_name, 'OBJECT', 'SELECT') = 1
                 AND HAS_PERMS_BY_NAME(t.full_name, 'OBJECT', 'UPDATE') = 1
                 AND (t.own_name = 'SYNCLINE_SCHEMA'
                      OR (HAS_PERMS_BY_NAME(t.full_name, 'OBJECT', 'INSERT') = 1
                          AND HAS_PERMS_BY_NAME(t.full_name, 'OBJECT', 'DELETE') = 1))
            THEN 1 ELSE 0 END
FROM (SELECT 'SYNCLINE_SCHEMA' AS own_name, N'{own}SYNCLINE_SCHEMA' AS full_name
      UNION ALL SELECT 'SYNCLINE_SESSIONS', N'{own}SYNCLINE_SESSIONS'
      UNION ALL SELECT 'SYNCLINE_LEASES', N'{own}SYNCLINE_LEASES'
      UNION ALL SELECT 'SYNCLINE_ROW_STATE', N'{own}SYNCLINE_ROW_STATE') t
WHERE OBJECT_ID(t.full_name) IS NOT NULL
ORDER BY t.own_name
