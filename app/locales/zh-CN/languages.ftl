# Which languages the pages speak.

languages-title = 语言
languages-intro = 页面用哪些语言，对所有人都一样。草稿由管理员决定要不要开。
languages-complete = 完整
languages-draft = 草稿
languages-on = 已打开
languages-off = 没有打开
languages-draft-note = 草稿还没有请母语使用者看过。打开后，每一页都会写明这是草稿；没有译的地方显示中文。
languages-said = 说了 { $said } 句，共 { $all } 句
languages-decided = { $who } 在 { $when } 决定
languages-turn-on = 打开{ $name }
languages-turn-off = 关掉{ $name }
done-language-on = 已打开{ $name }。大家可以在页面上选它了。
done-language-off = 已关掉{ $name }。选了它的人会看到中文。
