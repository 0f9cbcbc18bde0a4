-- The role that Ringfence signs in as: no superuser, no bypass, makes no roles, owns nothing. Its rights and the policies of
-- the rows are laid by `ringfence database prepare`. Replace the password, and name it in DATABASE_URL.
create role {role} login nosuperuser nobypassrls nocreatedb nocreaterole password 'CHANGE ME';
grant connect on database {database} to {role};
-- The owner of the tables is another role, named in RINGFENCE_OWNER_URL. If its administrator is no superuser, searches are
-- faster when a superuser says once that these comparisons tell nothing about rows that they refuse:
--   alter function pg_catalog.textlike(text, text) leakproof;
--   alter function pg_catalog.lower(text) leakproof;
--   alter function pg_catalog.arraycontains(anyarray, anyarray) leakproof;
