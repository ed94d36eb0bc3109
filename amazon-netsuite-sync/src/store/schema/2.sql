-- Schema 2: bodies, sealed. Not `without rowid`: there, what moves when a page is split leaves copies behind that
-- secure_delete does not reach (measured). A body that is replaced gets a new row at the end for the same reason.
create table body(
  n integer primary key, account text not null, kind text not null, id text not null, version int not null,
  key_id text not null, body blob not null, personal_until int not null, since int not null,
  unique(account, kind, id)) strict;
create index body_until on body(account, personal_until);
create index body_key on body(account, key_id);
