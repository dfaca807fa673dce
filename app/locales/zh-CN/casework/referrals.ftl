# Services of organisations, and referrals of families to them.

# lists
nav-referrals = 转介
desk-referrals = 过期的转介
desk-office-referrals = 转介给我们单位、等答复的
referrals-title = 转介
referrals-tab-open = 正在办
referrals-tab-late = 已过期
referrals-tab-over = 已结束
referrals-empty = 没有转介
referrals-empty-text = 转给别的单位的家庭会出现在这里。
referrals-sent = 转出
referrals-answered-in-time = 按时答复
referrals-done-in-time = 按时办完
referrals-confirmed = 家人确认
referrals-climbed = 转过上级

# services
services-title = 各单位的服务
services-note = 转介前先看有没有名额，这里不用说是哪家人。
services-empty = 还没有服务
services-empty-text = 请负责人把各单位的服务加进来。
service-add = 加一项服务
service-organisation = 单位
service-name = 服务
service-add-do = 加上
service-closed = 不办了
service-close = 不再办
service-reopen = 重新办
done-service-added = 服务加上了。
done-service-set = 改好了。
time-class = 时限
time-class-hours2 = 2 小时
time-class-hours24 = 24 小时
time-class-days7 = 7 天
time-class-days15 = 15 天
time-class-wages = 欠薪：当天受理，3 天办结
capacity-open = 有名额
capacity-full = 满了
capacity-set-open = 说有名额
capacity-set-full = 说满了

# a new referral
referral-new = 转给别的单位
referral-service = 哪项服务
referral-case = 属于哪件个案
referral-need = 需要什么
referral-need-hint = 勾选了下面的“需要什么”，对方才看得到这段话
referral-sharing = 家人同意告诉对方什么
referral-sharing-note = 先问家人。没勾的对方看不到，家人随时可以收回。
referral-agreed-whom = 谁同意的
shared-name = 姓名
shared-phone = 电话
shared-address = 住址
shared-need = 需要什么
referral-send-do = 现在转出
referral-draft-do = 先存草稿
done-referral-sent = 已经转出。对方没有账号，请生成链接发给对方。
done-referral-drafted = 草稿存好了，3 天内请转出。
done-referral-step = 记下了。
done-sharing-stopped = 对方看不到家里的信息了。

# one referral
referral-next-sender = 现在轮到网格员，最晚
referral-next-office = 现在轮到对方单位，最晚
referral-next-family = 现在轮到家人，最晚
referral-sender = 谁转的
referral-number = 编号
referral-answered = 对方答复
referral-done = 对方办完
referral-late-lead = 过期了还没办。请问问 { $name } 和对方单位卡在哪里；人不在或者办不了，就把这户交给别人：
referral-steps = 下一步
referral-words = 说明
referral-words-hint = 收回、说没解决，都要写原因
referral-climbed-to = 过期，转到{ $name }
referral-stopped = 家人收回的日子：
referral-link = 给对方的链接
referral-link-note = 对方没有账号，用链接看和答复这一件。生成新的，旧的就失效。
referral-link-do = 生成链接
referral-link-ends = 链接有效到
referral-link-once = 链接只显示这一次，只发给对方经办人。每次打开都会记下。
referral-link-qr = 对方扫码也可以打开
referral-link-uses = 链接用过几次
link-use-opened = 打开
referral-state-draft = 草稿
referral-state-sent = 已转出
referral-state-seen = 对方看到了
referral-state-accepted = 对方接了
referral-state-refused = 对方没接
referral-state-full = 对方满了
referral-state-under-way = 正在办
referral-state-on-hold = 先放一放
referral-state-done = 对方说办完了
referral-state-confirmed = 家人确认
referral-state-disputed = 家人说没解决
referral-state-cancelled = 收回了
referral-step-send = 转出
link-use-send = 转出
referral-step-see = 看到
link-use-see = 看到
referral-step-accept = 接
link-use-accept = 接
referral-step-refuse = 不接
link-use-refuse = 不接
referral-step-say-full = 满了
link-use-say-full = 满了
referral-step-start = 开始办
link-use-start = 开始办
referral-step-hold = 先放一放
link-use-hold = 先放一放
referral-step-finish = 办完了
link-use-finish = 办完了
referral-step-confirm = 家人说解决了
link-use-confirm = 家人说解决了
referral-step-dispute = 家人说没解决
link-use-dispute = 家人说没解决
referral-step-redirect = 转给另一家
link-use-redirect = 转给另一家
referral-step-cancel = 收回
link-use-cancel = 收回
party-sender = 网格员
party-office = 对方单位
party-family = 家人

# the office's page
office-title = 转介
office-referrals-title = 转介给我们的
office-cover-text = 有一户家庭转给您这里。点开才看得到内容，每次打开都会记下，家人看得到。
office-open = 打开
office-due = 最晚
office-disputed = 家人说没解决，请再看一看。
office-nothing-shared = 家人没有同意告诉姓名和电话，请通过转介的网格员联系。
office-answer = 您的答复
office-by = 您的姓名
office-by-hint = 转介的网格员看得到
office-words-hint = 不接、先放一放，都要写原因。家人也会看到
office-thanks = 谢谢，答复收到了
office-thanks-text = 这个页面可以关掉了。还没办完的，链接仍然可以用。

# the family's page
referrals-own-title = 帮您联系的单位
referral-own-shared = 告诉了对方
referral-own-nothing = 没有告诉姓名、电话和住址
referral-own-opened = 对方看过
referral-own-stop = 不再告诉对方
referral-own-stop-note = 对方从现在起看不到家里的信息，事情照常办。
referral-own-stop-do = 收回

# notices
notice-referral-changed = “{ $title }”转介有变化。
notice-referral-due = “{ $title }”转介快到期了。
notice-referral-now = “{ $title }”转介现在到期。
notice-referral-late = “{ $title }”转介过期了，请过问。
