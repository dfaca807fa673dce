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

# The monthly notice.

month-title = 月度公示
month-heading = { $month }爱心物资公示
month-of-year = { $year } 年 { $month }
month-which = 哪个月
month-show = 看这个月
month-turn = 前后月份
month-no-shop = 还没有门店
month-no-shop-text = 请管理员先开一家门店。
month-not-over = 这个月还没有过完，下面的数会变。月底以后才能公开。
month-publish = 向所有人公开
month-publish-text = 公开后，不用登录也能看。请先看一遍报损和盘点的原因，里面不要有人名。
month-unpublish = 收回公开
month-published = 已向所有人公开，
month-public-page = 看公开的页面
month-print-note = 用浏览器的“打印”，一页 A4，可以盖章张贴。
month-nothing = 这个月店里没有东西进出。
month-table = 逐样收支
month-opening = 月初
month-received = 收到
month-moved-in = 调入
month-issued = 发放
month-returned = 退回
month-moved-out = 调出
month-lost = 报损
month-counted = 盘点
month-kits = 套装
month-lent = 借出净额
month-other = 其他
month-closing = 月末
month-sum-received = 收到（件）
month-sum-issued = 发放（件）
month-sum-households = 户家庭
month-sum-closing = 月末在店（件）
month-still = 没有进出的另 { $n } 样
month-givers = 感谢
month-unnamed = { $n } 位爱心人士
month-units = { $n } 件
month-losses = 报损
month-counts = 盘点差异
month-privacy = 捐赠人按本人意愿署名，受助家庭一律不公开。月初加收入减支出等于月末，欢迎到店核对。
month-signed = 经手人：
month-stamp = （盖章）
month-none = 还没有公示
month-none-text = 店里每月公开一次收到和发出的东西。
month-public-link = 看每个月的公示
month-public-intro = 爱心超市每个月收到什么、发出什么，都在这里。

done-month-published = 已公开，所有人都能看了。
done-month-unpublished = 已收回，只有工作人员能看。
