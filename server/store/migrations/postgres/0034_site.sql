-- Public pages that an administrator wrote anew: the version in force, and every version that ever was.
create table public_page (
    page text not null check (page in ('about', 'how', 'privacy', 'terms', 'help', 'contact')),
    lang text not null,                      -- tag of the language
    version bigint not null,                -- counts the changes; the row's lock
    primary key (page, lang)
);
create table public_page_text (
    page text not null,
    lang text not null,
    version bigint not null check (version > 0),
    body text not null check (length(body) <= 20000), -- '' for a return to the shipped text
    changed_by bigint not null references account (id),
    changed bigint not null,
    primary key (page, lang, version)
);

-- Whom people ask who are stuck. One row, for the installation.
create table site_contact (
    id bigint primary key check (id = 1),
    name text not null,
    phone text not null,
    hours text not null,
    changed_by bigint not null references account (id),
    changed bigint not null
);

-- What an account agreed to when it registered: the versions of terms and privacy statement, in its language.
create table agreement (
    account bigint primary key references account (id),
    lang text not null,
    edition bigint not null,                -- of the shipped texts, which version 0 stands for
    terms bigint not null,
    privacy bigint not null,
    agreed bigint not null
);

-- Counts that anyone may read, taken anew every few minutes, because each of them reads a whole table.
create table public_number (
    kind text not null primary key check (kind in ('wishes', 'families', 'givers')),
    count bigint not null,
    counted bigint not null
);
