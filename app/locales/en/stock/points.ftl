# Points of the free shop.

points-title = My points
points-door = My points
points-of = Points of { $name }
points-of-number = Points of household { $n }
points-link = Points
points-balance = Available
points-held = Held for orders
points-soon = Expire first
points-statement = Statement
points-statement-held = Held for your orders
points-statement-soon = The points that expire first
points-unit = points
points-count =
    { $n ->
        [one] { $n } point
       *[other] { $n } points
    }
points-months = months
points-after = { $n } left
points-then = Left after it
points-undone = reversed
points-never = Never
points-lapses = Lapse on
points-parts = The points of this entry
points-policy = Rule
points-monthly = { $n } points every month.{ " " }
points-monthly-cap = None while you have { $n } or more.{ " " }
points-monthly-valid = They lapse at the end of month { $n } after that.
points-monthly-none = No points every month
points-empty = No points yet
points-empty-text = Everything you are given and everything you use will be listed here.
points-kind-month = Monthly points
points-kind-grant = Given
points-kind-take-back = Taken back
points-kind-expire = Lapsed
points-kind-reverse = Reversal
points-kind-order = Free shop, order { $n }
points-kind-order-back = Returned, order { $n }
points-journal = Points entry #{ $n }
points-reverse-text = A mirrored entry is written; this one stays.
points-reverse-used = These points are spent or held, so the entry cannot be reversed as a whole. You can take back what is left.
points-by-hand = Give or take back by hand
points-by-hand-do = Write it down
points-give = Give
points-take = Take back
points-take-note = Those that expire first
points-reason-hint = The family reads this too
points-policy-of = { $name } · points
points-policy-link = Points every month
points-policy-own = This area has rules of its own.
points-policy-above = The rules of { $name } hold here. Once you save, yours do.
points-policy-above-unnamed = Rules from above hold here. Once you save, yours do.
points-policy-nowhere = No rules yet, so nothing is given every month.
points-policy-examples = Each household, every month
points-policy-size =
    { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
points-policy-save = Save
points-policy-clear = Drop these rules
points-policy-note = What was given this month stays. The new numbers count from the next one.
points-base-hint = However many people
points-each-member-hint = More for each person
points-no-cap = 0 for no limit
points-cap-balance-hint = No more from here on; 0 for no limit
points-valid-hint = To the end of that month; 0 for ever

points-row-given = Given
points-row-before = Given before
points-row-twice = Twice in the sheet
points-row-no-household = No such household, or not yours
points-row-file-closed = This household's file is closed or erased
points-row-wrong-number = The number must be between 1 and 10000
points-row-no-reason = No reason

field-what = What
field-points = Points
field-base = Each household
field-each-member = Each person
field-cap-month = At most a month
field-cap-balance = Save up to
field-valid-months = Valid for

done-points-given = { $n } points given.
done-points-taken = { $n } points taken back.
done-points-reversed = Reversed.
done-points-policy-set = Saved. Whoever has none this month gets them now.
done-points-policy-cleared = Dropped. The rules from above hold.
