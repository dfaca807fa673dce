-- Rows of a shop of the first release: ten woks, three of them reserved for a claim, of which its donor has a notice.
insert into area (parent, root, kind, name, path, created) values (0, 1, 'city', '云桥市', '/1/', 1);
insert into location (area, root, name, address, hours, open) values (1, 1, '柳林店', '', '', true);
insert into household (area, root, name, phone, address, hardship, size, created) values (1, 1, '马秀英家', '13900000009', '柳林巷九号', false, 3, 1);
insert into person (household, name, birth_year, sex) values (1, '马小燕', 2016, 'female');
insert into account (phone, name, password, root, organisation, household, open, created, version)
    values ('13800000001', '甲', '', 1, 0, 0, true, 1, 0);
insert into wish (household, home, root, district, item, size, category, cost, quantity, claimed, member, family_size,
        age, sex, own_words, words, state, reason, code, photo, posted_by, created, submitted, published, expires,
        ended, version)
    values (1, 1, 1, 1, 13, '', 'kitchen', 90, 3, 3, 0, 3, -1, 'unsaid', '燕子要上学了', '', 'published', '', '4711', 0, 1, 1, 1, 1, 9, 0, 0);
insert into lot (root, item, size, condition, expires, origin, claim, checked, created)
    values (1, 13, '', 'new', 0, 'donation', 0, false, 1);
insert into claim (wish, account, root, source, quantity, state, code, due, reminder, extended, reason, location, lot,
        awaiting_check, created, changed, version)
    values (1, 1, 1, 'shelf', 3, 'arrived', 'ABC123', 9, 0, false, '', 1, 1, false, 1, 1, 0);
insert into ledger_account (place, owner, root, location)
    values ('outside', 0, 0, 0), ('shelf', 1, 1, 1), ('reserved', 1, 1, 1);
insert into journal (kind, at, account, root, location, claim, reason, request, reverses)
    values ('receive', 1, 1, 1, 1, 0, '', '', 0), ('reserve', 2, 1, 1, 1, 1, '', '', 0);
insert into entry (journal, account, lot, quantity) values (1, 1, 1, -10), (1, 2, 1, 10), (2, 2, 1, -3), (2, 3, 1, 3);
insert into balance (account, lot, quantity, bounded) values (1, 1, -10, false), (2, 1, 7, true), (3, 1, 3, true);
insert into shelf (item, size, root, location, quantity) values (13, '', 1, 1, 7);
insert into notice (account, kind, wish, claim, title, text, created, read_at) values (1, 'claim_arrived', 1, 1, '', '', 1, 0);
