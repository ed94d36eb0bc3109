-- Schema 2: bodies, sealed. Not `without rowid`: there, what moves when a page is split leaves copies behind that
-- secure_delete does not reach (measured). Here only leaves hold bodies, and rows are only ever added at the end, which
-- splits none; a body that is replaced gets a new row for that reason.
create table body(
  n integer primary key, account text not null, kind text not null, id text not null, version int not null,
  key_id text not null, body blob not null, personal_until int not null, since int not null,
  unique(account, kind, id)) strict;
create index body_until on body(account, personal_until);
create index body_key on body(account, key_id);
