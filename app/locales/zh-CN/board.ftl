# What is lacking and what is plenty: the shop's board and the public page.

wanted-title = 最缺什么
wanted-door = 最缺什么
wanted-intro = { $area }的家庭在等、店里又没有的东西。最缺的在前面。
wanted-short = 还差 { $n } 件
wanted-size = { $size } { $n } 件
wanted-district = { $name } { $n } 件
wanted-shelf = 货架上快没有了
wanted-offer = 我有闲置的
wanted-offer-named = 我有闲置的：{ $item }
wanted-none = 现在什么都不缺
wanted-none-text = 等着的心愿，店里都有。
wanted-none-act = 看全部心愿
wanted-plenty = 请先不要送来
wanted-plenty-text = 这些店里已经够多，再送来就没有地方放了。过些日子再来看看。
wanted-shops = 送到哪里
wanted-address = 地址
wanted-hours = 开门时间

board-title = 缺什么，多什么
board-sides = 看哪一边
board-short = 缺的 { $n }
board-plenty = 够多的 { $n }
board-sizes = 尺码
board-lacking = 还差
board-wanted = 心愿要
board-on-shelf = 在架
board-minimum = 最低库存
board-none-short = 什么都不缺
board-none-short-text = 等着的心愿货架上都有，也没有低于最低库存的。
board-none-plenty = 没有太多的
board-none-plenty-text = 没有哪样东西明显超过心愿和最低库存。
board-short-rule = 还差 = 心愿要的减去同尺码在架的，再加上满足心愿后离最低库存还少的。
board-plenty-rule = 满足全部心愿后还剩 10 件以上，并且在架超过最低库存的 3 倍，就算够多。
board-public = 看对外的页面
