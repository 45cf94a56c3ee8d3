import { expect, test } from 'vitest'
import { sqlStatements } from './sql-statements'

test('statements are split at semicolons outside of strings, names, comments and function bodies', () => {
  const script = `-- first; comment
CREATE INDEX CONCURRENTLY a ON b (c);
/* between; */
INSERT INTO "odd;name" VALUES ('it''s; fine', E'back\\';slash');
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN PERFORM $$;$$; END; $body$;
SELECT 1
-- last; comment`
  expect(sqlStatements(script).map((statement) => statement.split('\n').at(-1)?.slice(0, 20))).toEqual([
    'CREATE INDEX CONCURR',
    'INSERT INTO "odd;nam',
    'CREATE FUNCTION f() ',
    '-- last; comment',
  ])
})

test('comments and blank space alone are no statement', () => {
  expect(sqlStatements('-- nothing;\n\n; /* ; */ ;')).toEqual([])
})
