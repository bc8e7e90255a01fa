-- What is served, by whom, and how it is chosen. Filled from the configuration, changed by operators.

create table llm_providers (
    name       text        primary key check (name ~ '^[a-z][a-z0-9_-]{0,39}$'),
    enabled    boolean     not null default true,
    position   int         not null default 1000,
    spec       jsonb       not null default '{}' check (jsonb_typeof(spec) = 'object' and not spec ? 'api_key'),
    base_url   text        generated always as (spec ->> 'base_url') stored,
    origin     text        not null default 'operator' check (origin in ('conf', 'operator')),
    version    bigint      not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by text        not null default session_user
);

comment on table llm_providers is 'Who can be asked; every instance takes a change over within a second';
comment on column llm_providers.name is 'Lower case, as in provider/model';
comment on column llm_providers.enabled is 'false: it is asked nothing, and keeps its place';
comment on column llm_providers.position is 'Order of preference, the smallest first, then by name';
comment on column llm_providers.spec is 'What an entry below providers may say in penstock.yaml, in the same keys; never a key itself';
comment on column llm_providers.origin is 'conf: follows the configuration; operator: was changed here since, and the configuration no longer touches it';
comment on column llm_providers.version is 'Counts changes; the ETag of the admin API';
comment on column llm_providers.updated_by is 'Who changed it last: an access key by its name, conf, or a database user';

create table llm_models (
    provider   text        not null check (provider ~ '^[a-z][a-z0-9_-]{0,39}$'),
    id         text        not null check (length(id) between 1 and 200),
    enabled    boolean     not null default true,
    position   int         not null default 1000,
    spec       jsonb       not null default '{}' check (jsonb_typeof(spec) = 'object'),
    origin     text        not null default 'operator' check (origin in ('conf', 'operator')),
    version    bigint      not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by text        not null default session_user,
    primary key (provider, id)
);

comment on table llm_models is 'What is known of models: windows, prices, capabilities. No foreign key: a model may be known before its provider is used';
comment on column llm_models.id is 'As the provider spells it';
comment on column llm_models.enabled is 'false: nobody is served by it, not even by name';
comment on column llm_models.spec is 'What a model may say in models.yaml, in the same keys, its group''s included';

create table llm_routing_rules (
    name       text        primary key check (name ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
    enabled    boolean     not null default true,
    position   int         not null default 1000,
    spec       jsonb       not null check (jsonb_typeof(spec) = 'object'),
    origin     text        not null default 'operator' check (origin in ('conf', 'operator')),
    version    bigint      not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by text        not null default session_user
);

comment on table llm_routing_rules is 'How calls are routed; the first that matches holds';
comment on column llm_routing_rules.position is 'The smallest first, then by name';
comment on column llm_routing_rules.spec is 'What an item of rules may say in penstock.yaml, in the same keys';

create table llm_catalog_seeds (
    kind   text not null check (kind in ('provider', 'model', 'rule')),
    name   text not null,
    digest text not null,
    primary key (kind, name)
);

comment on table llm_catalog_seeds is 'What the configuration has brought in so far, so that it neither comes back when deleted nor undoes a change';
comment on column llm_catalog_seeds.name is 'A provider, provider/model, or a rule';
comment on column llm_catalog_seeds.digest is 'SHA-256 of the entry when it was brought in last';

create table llm_catalog_audit (
    id     bigint      generated always as identity primary key,
    at     timestamptz not null default now(),
    actor  text        not null,
    kind   text        not null,
    name   text        not null,
    action text        not null check (action in ('insert', 'update', 'delete')),
    before jsonb,
    after  jsonb
);

create index llm_catalog_audit_by_name on llm_catalog_audit (kind, name, id desc);

comment on table llm_catalog_audit is 'Who changed what of the catalog; what the configuration brings in is not listed';
comment on column llm_catalog_audit.actor is 'An access key by its name, or a database user';

-- The session may say who acts and for whom: penstock.actor, and penstock.origin = conf while the configuration is brought in.
create function penstock_catalog_kind(table_name text) returns text
    language sql immutable as
$$
select case table_name when 'llm_providers' then 'provider' when 'llm_models' then 'model' else 'rule' end
$$;

create function penstock_catalog_name(table_name text, row_of jsonb) returns text
    language sql immutable as
$$
select case table_name when 'llm_models' then (row_of ->> 'provider') || '/' || (row_of ->> 'id') else row_of ->> 'name' end
$$;

create function penstock_catalog_stamp() returns trigger
    language plpgsql as
$$
begin
    new.origin := coalesce(nullif(current_setting('penstock.origin', true), ''), 'operator');
    new.updated_by := coalesce(nullif(current_setting('penstock.actor', true), ''), session_user);
    if tg_op = 'UPDATE' then
        new.version := old.version + 1;
        new.updated_at := now();
    else
        -- One that is made again under an old name goes on counting, or an old ETag would mean it.
        new.version := 1 + coalesce((
            select (before ->> 'version')::bigint from llm_catalog_audit
            where kind = penstock_catalog_kind(tg_table_name)
                and name = penstock_catalog_name(tg_table_name, to_jsonb(new))
                and action = 'delete'
            order by id desc limit 1), 0);
    end if;
    return new;
end
$$;

create function penstock_catalog_audit() returns trigger
    language plpgsql as
$$
declare
    old_row jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
    new_row jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
    row_of  jsonb := coalesce(new_row, old_row);
begin
    if coalesce(current_setting('penstock.origin', true), '') <> 'conf' then
        insert into llm_catalog_audit (actor, kind, name, action, before, after) values (
            coalesce(nullif(current_setting('penstock.actor', true), ''), session_user),
            penstock_catalog_kind(tg_table_name),
            penstock_catalog_name(tg_table_name, row_of),
            lower(tg_op),
            old_row,
            new_row);
    end if;
    return null;
end
$$;

create function penstock_notify_catalog() returns trigger
    language plpgsql as
$$
begin
    perform pg_notify('penstock_catalog', '');
    return null;
end
$$;

comment on function penstock_notify_catalog() is 'Tells every instance to take a new snapshot of the catalog';

do
$$
declare
    kind text;
begin
    foreach kind in array array['llm_providers', 'llm_models', 'llm_routing_rules'] loop
        execute format('create trigger stamped before insert or update on %I for each row execute function penstock_catalog_stamp()', kind);
        execute format('create trigger audited after insert or update or delete on %I for each row execute function penstock_catalog_audit()', kind);
        execute format('create trigger changed after insert or update or delete or truncate on %I for each statement execute function penstock_notify_catalog()', kind);
    end loop;
end
$$;

alter table access_keys
    add column power_level text check (power_level in ('eco', 'balanced', 'precision')),
    add column models      text[] not null default '{}',
    add column providers   text[] not null default '{}',
    add column regions     text[] not null default '{}';

comment on column access_keys.power_level is 'The level of calls that name none; null is none';
comment on column access_keys.models is 'What it may ask for and be served by: ids or provider/model, with a * at the end for all with that beginning; empty is all';
comment on column access_keys.providers is 'Who may serve it; empty is all';
comment on column access_keys.regions is 'The data regions that may serve it; empty is all';

alter table llm_usage_logs add column saved_usd numeric(18, 9);

comment on column llm_usage_logs.saved_usd is 'What the dearest of the models that could have served the call would have cost more; null where no price is known, or there was no choice';
