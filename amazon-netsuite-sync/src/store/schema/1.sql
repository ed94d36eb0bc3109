-- Schema 1. Instants are milliseconds since 1970, UTC.
create table meta(
  name text primary key, value text not null) strict, without rowid;
create table lease(
  account text not null, flow text not null, owner text not null, fence int not null, until int not null,
  primary key(account, flow)) strict, without rowid;
create table cursor(
  account text not null, flow text not null, position text not null,
  primary key(account, flow)) strict, without rowid;
create table op(
  account text not null, key text not null, kind text not null, external_id text not null, body_hash text not null,
  state text not null check(state in ('planned', 'sending', 'unknown', 'done', 'parked')),
  attempt int not null, fence int not null, sent_at int not null, quiet_at int not null, version int not null,
  remote_id text, total text,
  primary key(account, key), unique(account, kind, external_id)) strict, without rowid;
create table link(
  account text not null, kind text not null, amazon_id text not null, netsuite_id text not null,
  external_id text not null, adopted int not null,
  primary key(account, kind, amazon_id), unique(account, kind, netsuite_id)) strict, without rowid;
create table parked(
  account text not null, flow text not null, source text not null, reason text not null, text text not null,
  retry_at int, since int not null, times int not null,
  primary key(account, flow, source)) strict, without rowid;
create index parked_due on parked(account, flow, retry_at) where retry_at is not null;
create table usage(
  day text not null, account text not null, operation text not null, calls int not null,
  primary key(day, account, operation)) strict, without rowid;
create table bucket(
  account text not null, operation text not null, tokens real not null, at int not null,
  primary key(account, operation)) strict, without rowid;
