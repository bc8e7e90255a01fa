-- The keys that callers present, and one row for every call that was answered.

create table access_keys (
    id         uuid        primary key,
    name       text        not null,
    hash       bytea       not null unique check (octet_length(hash) = 32),
    role       text        not null check (role in ('admin', 'user')),
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz
);

comment on table access_keys is 'The keys that callers present to Penstock; no key is stored in clear';
comment on column access_keys.hash is 'SHA-256 of the whole key, its prefix included';
comment on column access_keys.role is 'admin may operate the gateway, user may only send calls through it';
comment on column access_keys.expires_at is 'The first instant at which the key no longer counts; null is never';
comment on column access_keys.revoked_at is 'Once set, the key no longer counts; the row stays for the usage that names it';

create function penstock_notify_keys() returns trigger
    language plpgsql as
$$
begin
    perform pg_notify('penstock_keys', '');
    return null;
end
$$;

comment on function penstock_notify_keys() is 'Tells every replica to take a new snapshot of the access keys';

create trigger access_keys_changed
    after insert or update or delete or truncate on access_keys
    for each statement execute function penstock_notify_keys();

create table llm_usage_logs (
    call_id             uuid        not null,
    started_at          timestamptz not null,
    key_id              uuid,
    key_name            text,
    method_path         text        not null,
    provider            text,
    model_asked         text,
    model_used          text,
    power_level         text,
    streaming           boolean     not null,
    outcome             text        not null,
    http_status         int,
    attempts            jsonb       not null default '[]',
    input_tokens        bigint,
    cached_input_tokens bigint,
    cache_write_tokens  bigint,
    output_tokens       bigint,
    reasoning_tokens    bigint,
    usage_reported      boolean     not null,
    cost_usd            numeric(18, 9),
    first_token_millis  int,
    duration_millis     int         not null,
    error_code          text,
    primary key (call_id, started_at)
) partition by range (started_at);

create index llm_usage_logs_by_key on llm_usage_logs (key_id, started_at desc);
create index llm_usage_logs_by_time on llm_usage_logs (started_at desc);

comment on table llm_usage_logs is 'One row for every call, kept by month; written with "on conflict do nothing", so a call never counts twice';
comment on column llm_usage_logs.call_id is 'What x-penstock-call-id told the caller';
comment on column llm_usage_logs.started_at is 'When the call was received; part of the primary key because it chooses the partition';
comment on column llm_usage_logs.key_id is 'The access key; null where nobody was recognised. No foreign key: usage outlives keys';
comment on column llm_usage_logs.key_name is 'The name the key had at that time';
comment on column llm_usage_logs.method_path is 'The operation that was called, such as POST /v1/chat/completions';
comment on column llm_usage_logs.provider is 'Who answered in the end; null where nobody was asked';
comment on column llm_usage_logs.model_asked is 'The model the caller named; null where the call named none';
comment on column llm_usage_logs.model_used is 'The model that answered';
comment on column llm_usage_logs.outcome is 'How the call ended, in the words of the data plane';
comment on column llm_usage_logs.http_status is 'The status the caller saw; null where the caller left before one was sent';
comment on column llm_usage_logs.attempts is 'Every attempt in order: target, status, time';
comment on column llm_usage_logs.input_tokens is 'All input tokens, those read from the cache included; null is unknown, not zero';
comment on column llm_usage_logs.output_tokens is 'All output tokens, those of reasoning included; null is unknown, not zero';
comment on column llm_usage_logs.usage_reported is 'Whether the provider itself reported the token counts';
comment on column llm_usage_logs.cost_usd is 'Cost in US dollars; null where no price is known';
comment on column llm_usage_logs.first_token_millis is 'From receiving the call to its first semantic token';
comment on column llm_usage_logs.duration_millis is 'From receiving the call to the end of its answer';

create table llm_usage_logs_default partition of llm_usage_logs default;

comment on table llm_usage_logs_default is 'Rows of months that have no partition of their own, so that no insert ever fails for want of one';

create function penstock_ensure_usage_partitions(months int) returns int
    language plpgsql as
$$
declare
    month_start timestamptz;
    month_end   timestamptz;
    part        text;
    made        int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('penstock_ensure_usage_partitions'));
    for ahead in 0..months loop
        -- Months are those of UTC, whatever the session's time zone.
        month_start := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead)) at time zone 'UTC';
        month_end := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead + 1)) at time zone 'UTC';
        part := 'llm_usage_logs_' || to_char(month_start at time zone 'UTC', '"y"YYYY"m"MM');
        continue when to_regclass(part) is not null;

        -- Rows that fell into the default partition meanwhile must move before the month can be attached.
        lock table llm_usage_logs_default in access exclusive mode;
        execute format('create table %I (like llm_usage_logs including defaults including constraints)', part);
        execute format(
            'with moved as (delete from llm_usage_logs_default where started_at >= $1 and started_at < $2 returning *) '
            'insert into %I select * from moved', part) using month_start, month_end;
        execute format('alter table llm_usage_logs attach partition %I for values from (%L) to (%L)',
            part, month_start, month_end);
        made := made + 1;
    end loop;
    return made;
end
$$;

comment on function penstock_ensure_usage_partitions(int) is
    'Makes the usage partitions of this month and the given number of months after it, where they are missing; returns how many it made';

do
$$
begin
    perform penstock_ensure_usage_partitions(1);
end
$$;
