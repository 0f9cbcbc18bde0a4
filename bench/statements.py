"""The statements that fill the synthetic city. `%%` is a modulo; numbers are hashed with the seed, never drawn."""

FUNCTIONS = """
create or replace function bench_hash(what text, n bigint) returns bigint immutable parallel safe language sql as
$$ select hashtextextended(what || n, 0) & 9223372036854775807 $$;
create or replace function bench_id(what text, n bigint, at timestamptz) returns uuid immutable parallel safe language sql as
$$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(what || n), 1, 3)
   || '8' || substr(md5(what || n), 4, 15))::uuid $$;
create or replace function bench_citizen_number(body text) returns text immutable parallel safe language sql as
$$ select body || substr('10X98765432', 1 + (select sum(substr(body, i, 1)::int
   * (array[7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2])[i]) from generate_series(1, 17) i)::int %% 11, 1) $$;
create table bench_village as select row_number() over (order by code) - 1 as n, code from places_place
   where code like '4107%%' and length(code) = 12;
"""

PEOPLE = """
create unlogged table bench_person as
select i, bench_id('person', i, %(now)s - interval '90 days' + i * interval '0.1 seconds') as id,
       v.code as area, date '1935-01-01' + (i %% 29000)::int as born, i / 29000 as turn,
       case when bench_hash('sex', i) %% 2 = 0 then 'F' else 'M' end as sex
from generate_series(1, %(people)s::bigint) i
join bench_village v on v.n = bench_hash('village', i) %% (select count(*) from bench_village);
create unique index on bench_person (i);
insert into people_person (id, sex, birth_date, area_id, needs_carer, created_at)
select id, sex, born, area, false, %(now)s - interval '90 days' from bench_person;
"""

# Who is who in clear, with the indexes that served while words stood in clear: for the texts that are sought, and as the
# plain way. `city` seals it into the product's own tables.
IDENTITIES = """
create unlogged table bench_identity as
select p.id as person_id, (s.name || g.name)::varchar as name, (s.pinyin || g.pinyin)::varchar as pinyin,
       (s.initials || g.initials)::varchar as initials,
       case when i %% 10 = 0 then '' else bench_citizen_number(
           '410702' || to_char(born, 'YYYYMMDD') || lpad(turn::text, 3, '0')) end::varchar as id_number,
       case when i %% 10 = 1 then '' else (13000000000 + i)::text end::varchar as phone, (i || '号')::varchar as address
from bench_person p
join bench_surname s on s.n = bench_hash('surname', i) %% 1000
join bench_given g on g.n = bench_hash('given', i) %% 20000;
create unique index on bench_identity (person_id);
create index on bench_identity (name varchar_pattern_ops, person_id);
create index on bench_identity (pinyin varchar_pattern_ops, person_id);
create index on bench_identity (initials varchar_pattern_ops, person_id);
create index on bench_identity (phone) where phone <> '';
create unique index on bench_identity (id_number) where id_number <> '';
"""

CASES = """
create unlogged table bench_case as
select c, p.id as person, p.area, bench_id('case', c, t.at) as id, t.at
from generate_series(1, %(cases)s::bigint) c
join bench_person p on p.i = c * (%(people)s / %(cases)s)
cross join lateral (select %(now)s - (%(cases)s - c) * (interval '55 days' / %(cases)s) - interval '1 minute' as at) t;
create unique index on bench_case (c);
insert into cases_case (id, outbreak_id, number, person_id, area_id, classification, severity, origin, found_by,
    onset_date, symptoms, reported_on, reported_at, outcome, exposure_place, source_text, notes, extra, created_at)
select id, %(outbreak)s, 'B' || c, person, area,
       (array['CONFIRMED','CONFIRMED','ASYMPTOMATIC','CONFIRMED','RULED_OUT'])[1 + bench_hash('class', c) %% 5],
       'MILD', (array['LOCAL','LOCAL','LOCAL','IMPORTED'])[1 + bench_hash('origin', c) %% 4],
       (array['QUARANTINE','QUARANTINE','ACTIVE_SCREENING','FEVER_CLINIC','UNKNOWN'])[1 + bench_hash('found', c) %% 5],
       (at at time zone 'Asia/Shanghai')::date - 3, '', (at at time zone 'Asia/Shanghai')::date, at, 'ONGOING', '', '',
       '', '{}', at
from bench_case;
update outbreaks_outbreak set last_case_number = %(cases)s where id = %(outbreak)s;
insert into cases_candidatelink (id, outbreak_id, case_id, source_kind, source_case_id, source_label, relation, grade,
    directed, evidence, chosen, created_at, created_by_name)
select bench_id('link', k.c, k.at), %(outbreak)s, k.id, 'CASE', s.id, '', 'FAMILY', 'PROBABLE', false, '', false, k.at, 'bench'
from bench_case k join bench_case s on s.c = greatest(1, k.c - 1 - bench_hash('source', k.c) %% (1 + k.c / 6))
where k.c > 1 and bench_hash('linked', k.c) %% 10 < 8;
"""

CONTACTS = """
create unlogged table bench_contact as
select k, p.id as person, p.area, s.id as case_id, bench_id('contact', k, t.at) as id, t.at,
       (array['CLOSE','CLOSE','CLOSE','CASUAL','UNDECIDED'])[1 + bench_hash('kind', k) %% 5] as kind
from generate_series(1, %(contacts)s::bigint) k
cross join lateral (select least(%(cases)s, 1 + k * %(cases)s / %(contacts)s) as c) w
join bench_case s on s.c = w.c
join bench_person p on p.i = k * (%(people)s / %(contacts)s) - 1
cross join lateral (select s.at + (bench_hash('named', k) %% 50) * interval '1 second' as at) t
where p.id <> s.person;
insert into contacts_contact (id, outbreak_id, case_id, person_id, area_id, kind, proposed_kind, proposed_reasons,
    decided_at, decided_by_id, decided_by_name, decided_why, relation, last_exposure_at, outcome, outcome_why,
    named_by_id, named_by_name, ruleset_id, created_at)
select id, %(outbreak)s, case_id, person, area, kind, 'CLOSE', '[]', case when kind = 'UNDECIDED' then null else at end,
       null, case when kind = 'UNDECIDED' then '' else 'bench' end, '', 'FRIEND', at - interval '1 day',
       case when kind = 'CLOSE' then 'MANAGED' else 'OPEN' end, '', bench_id('user', 1, at), 'bench', 'CN-8-HN-2022-01', at
from bench_contact;
insert into contacts_exposure (id, contact_id, first_at, last_at, setting, place, vehicle, physical_contact,
    same_indoor_space, basis, justification, recorded_at, recorded_by_id, recorded_by_name)
select bench_id('exposure', k, at), id, at - interval '26 hours', at - interval '1 day', 'MEAL_ENTERTAINMENT', '', '',
       false, true, 'TOLD', '', at, bench_id('user', 1, at), 'bench'
from bench_contact;
"""

ORDERS = """
insert into orders_order (id, outbreak_id, number, person_id, area_id, kind, state, ruleset_id, basis_contact_id,
    contact_kind, last_exposure_at, stage_position, reasons, drafted_at, drafted_by_id, drafted_by_name,
    drafted_organisation_id, approved_at, approved_by_id, approved_by_name, approved_organisation_id, ends_at,
    expires_at, closed_at, closed_by_name, closing_reasons)
select bench_id('order', k, at), %(outbreak)s, 'O' || k, person, area, 'FACILITY_QUARANTINE', w.state, 'CN-8-HN-2022-01', id,
       'CLOSE', at - interval '1 day', 0, '[]', at, bench_id('user', 1, %(now)s), 'bench', bench_id('house', 1, %(now)s),
       case when w.state <> 'DRAFT' then at end, case when w.state <> 'DRAFT' then bench_id('user', 2, %(now)s) end,
       case when w.state <> 'DRAFT' then 'bench' else '' end, case when w.state <> 'DRAFT' then bench_id('house', 2, %(now)s) end,
       at + interval '14 days', at + interval '1 day', case when w.state = 'RELEASED' then at + interval '14 days' end,
       case when w.state = 'RELEASED' then 'bench' else '' end, '[{"text": "Time is over.", "values": {}}]'
from bench_contact cross join lateral (select case when at < %(now)s - interval '14 days' then 'RELEASED'
    when at < %(now)s - interval '12 hours' then 'IN_FORCE' else 'DRAFT' end as state) w
where kind = 'CLOSE' and not exists (select from cases_case c where c.id = case_id and c.classification = 'RULED_OUT');
insert into orders_stage (id, order_id, position, kind, days, starts_at, ends_at, ends_on, tests, ended_at)
select bench_id('stage', k * 10 + position, at), bench_id('order', k, at), position,
       (array['FACILITY_QUARANTINE','HOME_HEALTH_MONITORING'])[1 + position], 14 - 7 * position, at + position * interval '14 days',
       at + interval '14 days' + position * interval '7 days',
       ((at + interval '14 days' + position * interval '7 days') at time zone 'Asia/Shanghai')::date, '[]',
       case when at < %(now)s - interval '14 days' then at + interval '14 days' end
from bench_contact cross join generate_series(0, 1) position where kind = 'CLOSE'
    and exists (select from orders_order o where o.id = bench_id('order', k, at));
update outbreaks_outbreak set last_order_number = %(contacts)s where id = %(outbreak)s;
"""

CLOCKS = """
insert into investigations_investigation (id, case_id, started_at)
select bench_id('investigation', c, at), id, at from bench_case;
insert into investigations_milestone (id, investigation_id, code, hours, due_at, warn_at, met_at, met_by_name, evidence)
select bench_id('milestone', c * 10 + m.n, at), bench_id('investigation', c, at), m.code, m.hours,
       at + m.hours * interval '1 hour', at + m.hours * interval '45 minutes', w.met_at,
       case when w.met_at is null then '' else 'bench' end, ''
from bench_case cross join (values (1, 'DIRECT_REPORT', 2), (2, 'CORE_FACTS', 2), (3, 'CASE_TRANSFER', 2), (4, 'CORE_REPORT', 4),
    (5, 'CONTACT_TRANSFER', 8), (6, 'SECONDARY_TRANSFER', 12), (7, 'FULL_REPORT', 24)) m(n, code, hours)
cross join lateral (select case when at < %(now)s - interval '1 day' and bench_hash('met', c * 10 + m.n) %% 50 > 0
    then at + m.hours * interval '1 hour' * (bench_hash('pace', c * 10 + m.n) %% 130) / 100 end as met_at) w;
"""

SAMPLES = """
insert into testing_sample (id, outbreak_id, person_id, area_id, code, purpose, specimen, due_on, test_day, swab, surface,
    taken_at, result, result_at, reagent, cancelled_why, created_at)
select bench_id('sample', k * 20 + day, at), %(outbreak)s, person, area, case when w.taken then 'T' || k || '-' || day else '' end,
       'QUARANTINE', 'NASOPHARYNGEAL', ((at + day * interval '1 day') at time zone 'Asia/Shanghai')::date, day, 1, '',
       case when w.taken then at + day * interval '1 day' end, case when w.done then 'NEGATIVE' else 'PENDING' end,
       case when w.done then at + day * interval '1 day' + interval '8 hours' end, '', '', at
from bench_contact cross join (values (1), (4), (7), (14)) d(day)
cross join lateral (select at + day * interval '1 day' < %(now)s - interval '2 hours' as taken,
                           at + day * interval '1 day' < %(now)s - interval '10 hours' as done) w
where kind = 'CLOSE';
"""

STATEMENTS = (
    ("names and places", FUNCTIONS), ("people", PEOPLE), ("identities", IDENTITIES), ("cases and links", CASES),
    ("contacts and exposures", CONTACTS), ("orders", ORDERS), ("clocks", CLOCKS), ("samples", SAMPLES),
)  # fmt: skip
