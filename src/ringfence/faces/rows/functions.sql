-- Who acts is a setting of the connection (ground/acting). What they may do is looked up here, in the database's own books.
-- What looks into the books is plpgsql: its plan is kept for the session, where SQL would be planned anew inside every statement.
-- Functions that a policy asks about every row take the areas as an argument: those are looked up once a statement. What they
-- cost is told honestly: to the planner any function is as cheap as a sum, and it would ask them about everybody in the city.
create schema if not exists guard;

create table if not exists guard.laid (digest text primary key);
create table if not exists guard.role_permission (role text, permission text, primary key (role, permission));
create table if not exists guard.deed_table (deed text, table_name text, primary key (deed, table_name));
create table if not exists guard.sight_table (deed text, table_name text, primary key (deed, table_name));
create table if not exists guard.wide_deed (deed text primary key);

create or replace function guard.acting_user() returns uuid language sql stable as
$$ select nullif(current_setting('ringfence.user', true), '')::uuid $$;

create or replace function guard.acting_organisation() returns uuid language sql stable security definer as
$$ select who.organisation_id from public.access_user who where who.id = guard.acting_user() and who.is_active $$;

create or replace function guard.acting_person() returns uuid language sql stable as
$$ select nullif(current_setting('ringfence.person', true), '')::uuid $$;

create or replace function guard.acting_job() returns text language sql stable as
$$ select nullif(current_setting('ringfence.job', true), '') $$;

-- The areas in which the acting user holds one of these permissions; none for nobody.
create or replace function guard.areas(variadic permissions text[]) returns text[] language plpgsql stable as $$ begin
    return coalesce((
        select array_agg(distinct held.area_code::text)
        from public.access_roleheld held
        join guard.role_permission carried on carried.role = held.role
        join public.access_user who on who.id = held.user_id and who.is_active
        where held.user_id = guard.acting_user() and carried.permission = any (permissions)), '{}');
end $$;

-- A deed begins: its permission is held in every one of these areas (anywhere, when none is named).
create or replace function guard.begin(permission text, area_codes text[]) returns boolean language plpgsql as $$
declare
    held text[] := guard.areas(permission);
begin
    if cardinality(held) = 0 or exists (select from unnest(area_codes) code where not code ^@ any (held)) then
        return false;
    end if;
    perform set_config('ringfence.deeds',
        concat_ws(',', nullif(current_setting('ringfence.deeds', true), ''), permission), true);
    return true;
end $$;

-- The deeds that are open now, each asked for again in the books; a job is its own deed.
create or replace function guard.deeds() returns text[] language plpgsql stable as $$ begin
    if guard.acting_job() is not null then
        return array['job:' || guard.acting_job()];
    elsif guard.acting_person() is not null then
        return array['own'];
    elsif coalesce(current_setting('ringfence.deeds', true), '') = '' then
        return '{}';
    end if;
    return coalesce((
        select array_agg(distinct deed) from unnest(string_to_array(current_setting('ringfence.deeds', true), ',')) deed
        where cardinality(guard.areas(deed)) > 0), '{}');
end $$;

-- While a deed of staff is open, its story looks around; narrow ones (the door, a person about themselves) do not.
create or replace function guard.open() returns boolean language plpgsql stable as $$ begin
    return exists (select from guard.wide_deed known where known.deed = any (guard.deeds()));
end $$;

create or replace function guard.writes(name text) returns boolean language plpgsql stable as $$ begin
    return exists (select from guard.deed_table known where known.table_name = name and known.deed = any (guard.deeds()));
end $$;

create or replace function guard.reaches(name text) returns boolean language plpgsql stable as $$ begin
    return guard.writes(name)
        or exists (select from guard.sight_table known where known.table_name = name and known.deed = any (guard.deeds()));
end $$;

-- Where something lies that a row of another table points to. They read past the policies, answer yes or no, and show nothing.
create or replace function guard.case_lies_in(id uuid, areas text[]) returns boolean
language plpgsql stable security definer cost 1000 as $$ begin
    return exists (select from public.cases_case c where c.id = case_lies_in.id and c.area_id ^@ any (areas));
end $$;

create or replace function guard.site_lies_in(room uuid, areas text[]) returns boolean
language plpgsql stable security definer cost 1000 as $$ begin
    return exists (select from public.quarantine_room r join public.quarantine_site s on s.id = r.site_id
                   where r.id = room and s.area_id ^@ any (areas));
end $$;

create or replace function guard.stay_lies_in(id uuid, areas text[]) returns boolean
language plpgsql stable security definer cost 1000 as $$ begin
    return exists (select from public.quarantine_stay s left join public.quarantine_room r on r.id = s.room_id
                   left join public.quarantine_site site on site.id = r.site_id
                   where s.id = stay_lies_in.id and (s.area_id ^@ any (areas) or site.area_id ^@ any (areas)));
end $$;

create or replace function guard.outbreak_lies_in(id uuid, areas text[]) returns boolean
language plpgsql stable security definer cost 1000 as $$ begin
    return exists (select from public.outbreaks_outbreak o where o.id = outbreak_lies_in.id and o.area_id ^@ any (areas));
end $$;

create or replace function guard.person_lies_in(id uuid, areas text[]) returns boolean
language plpgsql stable security definer cost 1000 as $$ begin
    return exists (select from public.people_person p where p.id = person_lies_in.id and p.area_id ^@ any (areas));
end $$;

create or replace function guard.arrival_lies_in(id uuid, areas text[]) returns boolean
language plpgsql stable security definer cost 1000 as $$ begin
    return exists (select from public.arrivals_arrival a where a.id = arrival_lies_in.id and a.area_id ^@ any (areas));
end $$;

-- Whom the acting user opened in an emergency that holds now (real time, as `registry/emergencies`): one or two, looked up once
-- a statement.
create or replace function guard.opened_people() returns uuid[] language plpgsql stable security definer as $$ begin
    return array(select o.person_id from public.emergencies_opening o where o.by_id = guard.acting_user()
                 and o.ended_at is null and o.opened_at <= clock_timestamp() and clock_timestamp() < o.ends_at);
end $$;

-- Which beginnings of a name more than 500 people of the register bear, all areas together: how a search is asked depends on
-- it. It tells of nobody, and the number is fixed here so that nobody can count by asking. Planned anew for each name.
create or replace function guard.borne_by_many(tokens bigint[]) returns bigint[]
language plpgsql stable security definer set plan_cache_mode = force_custom_plan as $$
declare
    token bigint;
    many bigint[] := '{}';
begin
    foreach token in array tokens loop
        if exists (select from public.people_indexcard card where card.tokens @> array[token] offset 500) then
            many := many || token;
        end if;
    end loop;
    return many;
end $$;

create or replace function guard.is_own(person uuid) returns boolean language sql stable as
$$ select person = guard.acting_person() $$;

-- A case of another area is named by what the reader may see: a contact who lives here, an order that rests on it.
create or replace function guard.case_in_sight(id uuid, contacts text[], orders text[]) returns boolean
language plpgsql stable security definer cost 2000 as $$ begin
    return exists (select from public.contacts_contact c where c.case_id = case_in_sight.id and c.area_id ^@ any (contacts))
        or exists (select from public.orders_order o where o.basis_case_id = case_in_sight.id and o.area_id ^@ any (orders))
        or exists (select from public.orders_order o join public.contacts_contact c on c.id = o.basis_contact_id
                   where c.case_id = case_in_sight.id and o.area_id ^@ any (orders));
end $$;

create or replace function guard.contact_in_sight(id uuid, contacts text[], orders text[]) returns boolean
language plpgsql stable security definer cost 2000 as $$ begin
    return exists (select from public.contacts_contact c where c.via_contact_id = contact_in_sight.id and c.area_id ^@ any (contacts))
        or exists (select from public.orders_order o where o.basis_contact_id = contact_in_sight.id and o.area_id ^@ any (orders));
end $$;

create or replace function guard.order_in_sight(id uuid, basis_contact uuid, orders text[], stays text[], trips text[])
returns boolean language plpgsql stable security definer cost 2000 as $$ begin
    return exists (select from public.contacts_contact c join public.cases_case k on k.id = c.case_id
                   where c.id = basis_contact and k.area_id ^@ any (orders))
        or exists (select from public.quarantine_stay s where s.order_id = order_in_sight.id and guard.stay_lies_in(s.id, stays))
        or exists (select from public.transfers_transfer t where t.order_id = order_in_sight.id
                   and (t.area_id ^@ any (trips) or guard.stay_lies_in(t.stay_id, trips)));
end $$;

-- Where a search has answered, of the areas in which one of these permissions is held; null for none.
create or replace function guard.areas_of_leads(variadic permissions text[]) returns text[]
language plpgsql stable security definer as $$
declare
    held text[] := guard.areas(variadic permissions);
begin
    return case when cardinality(held) > 0 and exists (
        select from public.movement_search s where s.state = 'ANSWERED' and s.area_id ^@ any (held)) then held end;
end $$;

-- Somebody found by an answered search is named to whoever works on it, wherever they live, until the lead is dismissed.
create or replace function guard.is_lead(person uuid, areas text[]) returns boolean
language plpgsql stable strict security definer cost 2000 as $$ begin
    return exists (
        select from public.movement_pseudonym p join public.movement_search s on s.outbreak_id = p.outbreak_id
        join public.movement_lead l on l.search_id = s.id and l.token = p.token
        where p.person_id = is_lead.person and s.state = 'ANSWERED' and l.state <> 'DISMISSED' and s.area_id ^@ any (areas));
end $$;

-- A person of another area is seen through a row about them that the reader may see.
create or replace function guard.person_in_sight(
    id uuid, cases text[], contacts text[], orders text[], stays text[], trips text[], samples text[], corrections text[]
) returns boolean language plpgsql stable security definer cost 5000 as $$ begin
    return exists (select from public.contacts_contact c where c.person_id = person_in_sight.id
                   and (c.area_id ^@ any (contacts) or guard.case_lies_in(c.case_id, contacts)))
        or exists (select from public.cases_case k where k.person_id = person_in_sight.id
                   and (k.area_id ^@ any (cases) or guard.case_in_sight(k.id, contacts, orders)))
        or exists (select from public.orders_order o where o.person_id = person_in_sight.id
                   and (o.area_id ^@ any (orders) or guard.order_in_sight(o.id, o.basis_contact_id, orders, stays, trips)))
        or exists (select from public.quarantine_stay s where s.person_id = person_in_sight.id and guard.stay_lies_in(s.id, stays))
        or exists (select from public.transfers_transfer t where t.person_id = person_in_sight.id
                   and (t.area_id ^@ any (trips) or guard.stay_lies_in(t.stay_id, trips)))
        or exists (select from public.testing_sample s where s.person_id = person_in_sight.id and s.area_id ^@ any (samples))
        or exists (select from public.corrections_correction c where c.person_id = person_in_sight.id and c.area_id ^@ any (corrections));
end $$;

-- What a deed was done to, when its entry names no person: the row itself decides, by its own policy.
create or replace function guard.subject_in_sight(subject_type text, subject_id text) returns boolean language plpgsql stable as $$
declare
    found boolean;
    tables constant jsonb := '{"case": "cases_case", "contact": "contacts_contact", "order": "orders_order", "stay": "quarantine_stay",
        "transfer": "transfers_transfer", "sample": "testing_sample", "investigation": "investigations_investigation",
        "candidatelink": "cases_candidatelink", "importrun": "linelists_importrun", "correction": "corrections_correction",
        "appeal": "orders_appeal", "person": "people_person"}';
begin
    if tables ->> subject_type is null then
        return guard.acting_user() is not null and subject_type <> 'account';  -- a site, an outbreak: nobody's own
    end if;
    if subject_id !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
        return false;
    end if;
    execute format('select exists (select from public.%I where id = $1)', tables ->> subject_type) into found using subject_id::uuid;
    return found;
end $$;
