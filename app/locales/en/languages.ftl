# Which languages the pages speak.

languages-title = Languages
languages-intro = Which languages the pages speak is the same for everybody. Whether a draft is offered is for an administrator to decide.
languages-complete = Complete
languages-draft = Draft
languages-on = Turned on
languages-off = Not turned on
languages-draft-note = No native reader has looked at a draft yet. Once it is on, every page says that it is one, and what it lacks is in Chinese.
languages-said = { $said } of { $all } phrases
languages-decided = decided by { $who }, { $when }
languages-turn-on = Turn { $name } on
languages-turn-off = Turn { $name } off
done-language-on = { $name } is on. Everybody can choose it now.
done-language-off = { $name } is off. Whoever chose it sees Chinese.
