-- Who agreed to what, when, and how. What a wish shows of a person depends on it.
create table consent (
    id integer primary key,
    household integer not null references household (id),
    member integer not null,               -- whom it is about; 0: the family
    kind text not null check (kind in ('file', 'story', 'photo', 'voice')),
    subject integer not null,              -- the wish that a photo belongs to, else 0
    giver integer not null,                -- the grown-up of the household who agreed; 0: see given_by
    given_by text not null,                -- sealed: somebody else who may, or empty
    relation text not null check (relation in ('self', 'parent', 'grandparent', 'guardian')),
    how text not null check (how in ('paper', 'spoken', 'screen')),
    witness text not null,                 -- sealed: who heard it
    note text not null,                    -- sealed
    recorded_by integer not null,
    at integer not null,
    withdrawn_at integer not null,
    withdrawn_by integer not null,
    reason text not null                   -- sealed: why it was withdrawn
);
create index consent_household on consent (household, id);
-- One at a time.
create unique index consent_live on consent (household, member, kind, subject) where withdrawn_at = 0;

-- A photo of the signed paper, sealed.
create table consent_paper (
    id integer primary key,
    consent integer not null unique references consent (id),
    bytes blob not null
);

-- The words of an open wish have to be read (again) before they are shown.
alter table wish add column words_due boolean not null default false;
create index wish_words_due on wish (id) where words_due = true;
create index photo_wish on photo (wish);

-- Until a guardian's consent is on file, nothing tells of a child: no age, no sex, no words, no picture. What is
-- public stays public, as a family of four. What it is found by is what the thing is called.
delete from wish_term
where wish in (select id from wish where age between 0 and 17 and words <> '')
  and not exists (select 1 from wish w join item i on i.id = w.item
                  where w.id = wish_term.wish
                    and instr(lower(i.name || ' ' || i.name_en || ' ' || w.size), wish_term.term) > 0);
update thanks set words = '', state = case when card = '' then 'withheld' else state end
where state = 'released' and wish in (select id from wish where age between 0 and 17);
update wish set age = -1, sex = 'unsaid', words = '' where age between 0 and 17;
-- A picture needs a consent of its own.
update wish set photo = 0 where photo <> 0;
