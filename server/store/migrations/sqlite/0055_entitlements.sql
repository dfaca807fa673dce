-- A rule that finds who may be entitled to something: its area, its versions as data, and where it stands.
create table entitlement_rule (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    state text not null check (state in ('draft', 'tried', 'in_use', 'withdrawn')),
    latest integer not null,          -- its newest version
    used integer not null,            -- version in use, or 0
    tried integer not null,           -- version that was tried last, or 0
    made integer not null,
    made_by integer not null,
    since integer not null,           -- when the version in use began, or 0
    apply_by integer not null,        -- last second to apply by the version in use, or 0
    reminder integer not null,        -- when caseworkers are reminded of that day, or 0
    withdrawn integer not null,       -- 0 until it is withdrawn
    reason text not null check (reason in ('', 'over', 'changed', 'mistake', 'other')),
    version integer not null,
    check ((state = 'withdrawn') = (reason <> ''))
);
create index entitlement_rule_area on entitlement_rule (area, id);
create index entitlement_rule_used on entitlement_rule (root, id) where state = 'in_use';
create index entitlement_rule_day on entitlement_rule (apply_by, id) where state = 'in_use' and apply_by > 0;
create index entitlement_rule_reminder on entitlement_rule (reminder, id) where state = 'in_use' and reminder > 0;

-- What a rule says in one of its versions; never changed.
create table entitlement_version (
    rule integer not null references entitlement_rule (id),
    version integer not null,
    name text not null,
    gives text not null,              -- what it gives, in plain words
    source text not null,
    unit text not null check (unit in ('child', 'adult', 'household')),
    cut_off integer not null,         -- last second of the day for which ages and hardships count
    apply_by integer not null,        -- last second to apply, or 0
    ask_days integer not null check (ask_days between 1 and 60),
    conditions text not null,         -- JSON: groups of conditions, of each of which one must hold
    papers text not null,             -- words of a closed set, by comma
    made integer not null,
    made_by integer not null,
    primary key (rule, version)
);

-- A version tried on its area. A figure that was shown to those who may not open files keeps the files that it
-- counted, as ',1,2,', so that no later one differs from it by a few families.
create table entitlement_trial (
    id integer primary key,
    rule integer not null references entitlement_rule (id),
    version integer not null,
    root integer not null,
    at integer not null,
    account integer not null,
    units integer not null,
    fresh integer not null,           -- those that were on no list before
    unsure integer not null,          -- those of whom something that counts was never asked
    units_shown boolean not null,
    fresh_shown boolean not null,
    unsure_shown boolean not null,
    units_files text not null,
    fresh_files text not null,
    unsure_files text not null
);
create index entitlement_trial_rule on entitlement_trial (rule, id);
create index entitlement_trial_root on entitlement_trial (root, at);

-- A household, or one of its members, that may be entitled by a rule.
create table entitlement (
    id integer primary key,
    rule integer not null references entitlement_rule (id),
    version integer not null,         -- version of the rule that it was last compared with
    household integer not null references household (id),
    member integer not null,          -- 0 for the whole household; the number stays when the member leaves
    state text not null check (state in ('found', 'asked', 'wants', 'declined', 'applied', 'taken', 'refused', 'lapsed',
                                         'withdrawn', 'dropped')),
    because text not null,            -- kinds of conditions that hold, by comma
    doubts text not null,             -- those of them to be looked at once more, by comma
    fits boolean not null,            -- false once the file says otherwise while the family wants it
    papers text not null,             -- papers that were seen for it, by comma
    found integer not null,
    due integer not null,             -- by when its next step is due; 0 once it is over
    raised integer not null,          -- when the coordinators were told that it is late, or 0
    answered integer not null,        -- when the family said what it wants, or 0
    answered_by integer not null,
    applied integer not null,
    decided integer not null,
    reason text not null check (reason in ('', 'conditions', 'papers', 'late', 'already_has', 'no_money', 'other')),
    ended integer not null,           -- 0 while it has a next step
    changed_by integer not null,
    check ((state = 'refused') = (reason <> '')),
    check ((ended = 0) = (state in ('found', 'asked', 'wants', 'applied')))
);
create unique index entitlement_unit on entitlement (rule, household, member);
create index entitlement_household on entitlement (household, id);
create index entitlement_state on entitlement (rule, state, id);
create index entitlement_open on entitlement (state, id) where ended = 0;
create index entitlement_late on entitlement (rule, due) where ended = 0 and raised = 0;
create index entitlement_raised on entitlement (rule, household) where ended = 0 and raised > 0;

-- Files that changed since they were last compared with the rules.
create table entitlement_due (
    household integer primary key
) without rowid;

create trigger entitlement_person_added after insert on person begin
    insert into entitlement_due (household) values (new.household) on conflict do nothing;
end;
create trigger entitlement_person_removed after delete on person begin
    insert into entitlement_due (household) values (old.household) on conflict do nothing;
end;
create trigger entitlement_person_changed
after update of household, birth_year, sex, school, lives, work, schooling on person begin
    insert into entitlement_due (household) values (old.household) on conflict do nothing;
    insert into entitlement_due (household) values (new.household) on conflict do nothing;
end;
create trigger entitlement_hardship_added after insert on hardship begin
    insert into entitlement_due (household) values (new.household) on conflict do nothing;
end;
create trigger entitlement_hardship_removed after delete on hardship begin
    insert into entitlement_due (household) values (old.household) on conflict do nothing;
end;
create trigger entitlement_hardship_changed after update of household, kind, since, until on hardship begin
    insert into entitlement_due (household) values (old.household) on conflict do nothing;
    insert into entitlement_due (household) values (new.household) on conflict do nothing;
end;
create trigger entitlement_household_added after insert on household begin
    insert into entitlement_due (household) values (new.id) on conflict do nothing;
end;
create trigger entitlement_household_changed after update of area, income, state on household
when new.state = 'open' and (old.area <> new.area or old.income <> new.income or old.state <> new.state) begin
    insert into entitlement_due (household) values (new.id) on conflict do nothing;
end;
