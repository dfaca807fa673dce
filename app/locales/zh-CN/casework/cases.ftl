# Cases of families: their steps and outcomes, and call-backs about closed ones.

# lists
nav-cases = 个案
desk-cases = 过期的个案
desk-call-backs = 要回访的家庭
households-page-cases = 个案和转介
cases-title = 个案
cases-tab-open = 正在办
cases-tab-late = 已过期
cases-tab-over = 已结束
cases-all = 看全部
cases-empty = 没有个案
cases-empty-text = 在家庭档案里开个案，会出现在这里。
cases-none = 还没有个案
cases-none-text = 家里有解决不了的事，可以开个案，一步一步跟到底。

# one case
case-kind = 什么事
case-open = 开一件个案：是什么事
case-open-kind = 开个案：{ $kind }
finding-to-case = 开个案，一步一步跟进
finding-to-referral = 转给别的单位
case-open-do = 开个案
case-open-note = 家人会收到消息，知道由您跟进。
case-member = 是谁的事
case-urgency = 有多急
case-first-note = 情况
case-words-hint = 只有查看档案的网格员和家人看得到
case-month-hint = 例如 2026-09
case-masked = 先在家庭档案里说明理由，再查看文字。
case-next = 现在要做：{ $step }。最晚
case-late = 已过期
case-urgent = 急
case-ended = 随档案结束
case-owner = 由谁跟进
case-no-owner = 还没有人跟进
case-in-charge = 已转到
case-opened = 什么时候开的
case-family-said = 家人在页面上说
case-step-title = 做到哪一步了
case-step = 到哪一步
case-step-words = 做了什么
case-step-do = 记下这一步
case-note = 加一条记录
case-note-words = 记录
case-note-do = 记下
case-close = 结束这件个案
case-close-note = 先问家人，再结束。家人说没解决的，不能按“解决了”结束。有些个案会由别的人再问一次家人。
case-close-do = 结束
case-outcome = 结果
case-assign = 交给别的网格员
case-assign-do = 交给
case-lines = 经过
done-case-opened = 个案开好了。
done-case-step = 记下了，新的期限从今天算。
done-case-note = 记下了。
done-case-closed = 个案结束了。
done-case-assigned = 已经交出去。

# asking the family
family-answer = 家人怎么说
family-answer-solved = 解决了
family-answer-accepts = 没解决，同意就这样结束
family-answer-not-solved = 没解决
family-answer-not-reached = 联系不上
asked-how = 怎么问的
asked-how-visit = 当面
asked-how-phone = 打电话
asked-how-page = 家人自己在页面上说的
asked-whom = 问的是谁
asked-whom-hint = 例如：妈妈
asked-at = 哪一天
asked-words = 原话

# call-backs
call-backs-title = 回访
call-backs-empty = 没有要回访的
call-backs-empty-text = 急的个案全部回访，别的十件里抽一件，由没有经手的人来问。
call-back-state = 回访的情况
call-back-state-waiting = 等着问
call-back-state-confirmed = 家人确认
call-back-state-denied = 家人说没解决
call-back-state-ended = 不用问了
call-back-reason = 为什么回访
call-back-reason-urgent = 急的个案
call-back-reason-not-reached = 结束时没联系上家人
call-back-reason-sample = 抽到的
call-back-case = 个案
call-back-closed-by = 谁结束的
call-back-assignee = 由谁回访
call-back-due = 最晚
call-back-asked-by = 谁问的
call-back-others = 跟进和结束这件个案的人不能自己回访，由别的人来问。
call-back-answer = 问家人解决了没有
call-back-note = 家人说没解决，个案马上重新打开。
call-back-answer-do = 记下家人的回答
call-back-assign = 请别的人问
call-back-assign-do = 交给
done-call-back = 记下了家人的回答。
done-call-back-assigned = 已经交出去。

# figures
case-figures-title = 数字
case-figures-month = 月份
case-figures-all-areas = 全部区域
case-figures-none = 没有
case-figures-open = 正在办的，按开了多久
case-figures-outcomes = 这个月结束的
case-age-week = 7 天以内
case-age-month = 30 天以内
case-age-quarter = 90 天以内
case-age-longer = 90 天以上

# the family's page
cases-own-title = 正在帮您办的事
cases-own-empty = 现在没有在办的事
cases-own-empty-text = 有困难，可以告诉您的网格员。
case-own-open = 正在办
case-own-closed = 已结束
case-own-since = 开始：
case-own-owner = 由{ $name }跟进。
case-own-said = 您说过：解决了。
case-own-said-not = 您说过：没解决。
case-own-solved = 解决了
case-own-not-solved = 没解决
done-case-said = 您的话已经记下。

# kinds
case-kind-work = 找工作
case-kind-school = 上学
case-kind-health = 看病
case-kind-papers = 证件
case-kind-legal = 法律
case-kind-wages = 欠薪
case-kind-language = 学语言
case-kind-housing = 住房
case-kind-care = 照料
case-kind-disaster = 受灾

# urgency
urgency-ordinary = 一般
urgency-soon = 比较急
urgency-urgent = 很急

# steps
case-step-understand = 了解情况
case-step-propose = 推荐岗位
case-step-interview = 面试
case-step-follow = 回头看
case-step-gather = 备材料
case-step-apply = 申请
case-step-answer = 等答复
case-step-doctor = 看医生
case-step-treat = 治疗
case-step-advise = 咨询
case-step-mediate = 调解
case-step-claim = 受理
case-step-settle = 办结
case-step-paid = 拿到工资
case-step-course = 上课
case-step-inspect = 看房子
case-step-arrange = 安排照料
case-step-trial = 试一段时间
case-step-safe = 人先安全
case-step-shelter = 先住下
case-step-rebuild = 修复

# outcomes
case-outcome-hired = 找到工作
case-outcome-trained = 参加了培训
case-outcome-declined = 家人不办了
case-outcome-gone = 搬走或联系不上
case-outcome-placed = 入学了
case-outcome-placed-elsewhere = 在别的学校入学
case-outcome-went-home = 回老家上学
case-outcome-not-before = 还不到时候
case-outcome-treated = 治好了
case-outcome-treated-on = 长期治疗有安排
case-outcome-not-possible = 办不到
case-outcome-issued = 证件拿到了
case-outcome-not-entitled = 不符合条件
case-outcome-settled = 解决了
case-outcome-advised = 得到了咨询
case-outcome-to-court = 走法院
case-outcome-paid-out = 工资拿到了
case-outcome-paid-partly = 拿到一部分
case-outcome-course-done = 学完了
case-outcome-helper-found = 找到帮手
case-outcome-housed = 有房住了
case-outcome-repaired = 修好了
case-outcome-arranged = 照料有人做了
case-outcome-family-cares = 家里人自己照料
case-outcome-moved-in = 住进了安排的地方
case-outcome-restored = 恢复了

# fields
case-field-seeks = 想找什么工作
case-field-skills = 会什么
case-field-schooling = 上过什么学
case-field-since = 从哪个月没工作
case-field-grade = 上哪一级
case-field-from = 哪个月要上学
case-field-school-wished = 想上哪所学校
case-field-trouble = 什么问题
case-field-insured = 有没有医保
case-field-paper = 什么证件
case-field-lacking = 缺什么
case-field-matter = 什么事
case-field-other-side = 对方是谁
case-field-employer = 用人单位
case-field-amount = 欠多少（元）
case-field-months = 欠几个月
case-field-tongue = 会说什么话
case-field-level = 学到什么程度
case-field-rent = 租金（元）
case-field-who = 照料谁
case-field-need = 需要什么
case-field-times-a-week = 一周几次
case-field-what = 什么灾
case-field-loss = 损失
case-schooling-none = 没上过学
case-schooling-primary = 小学
case-schooling-middle = 初中
case-schooling-high = 高中、中专
case-schooling-college = 大专以上
case-grade-kindergarten = 幼儿园
case-grade-primary = 小学
case-grade-middle = 初中
case-grade-high = 高中
case-insured-yes = 有
case-insured-no = 没有
case-insured-unknown = 不清楚
case-paper-identity = 身份证
case-paper-residence = 居住证
case-paper-birth = 出生证明
case-paper-marriage = 结婚证
case-paper-disability = 残疾证
case-paper-other = 别的
case-level-nothing = 不会说
case-level-little = 会一点
case-level-talks = 能交谈
case-who-old = 老人
case-who-young = 孩子
case-who-sick = 病人
case-who-disabled = 残疾人
case-who-alone = 独居的人
case-who-carer = 照料别人的人
case-who-poor = 生活困难的人
case-what-fire = 火灾
case-what-flood = 水灾
case-what-quake = 地震
case-what-accident = 事故
case-what-other = 别的

# lines
case-line-opened = 开了个案
case-line-note = 记录
case-line-step = 到了这一步
case-line-assigned = 换人跟进
case-line-climbed = 过期，转到上级
case-line-family-said = 家人说
case-line-closed = 结束
case-line-called-back = 回访
case-line-reopened = 重新打开
case-line-ended = 随档案结束

# sheets
sheet-case = 个案
sheet-case-kind = 什么事
sheet-case-urgency = 有多急
sheet-case-step = 到哪一步
sheet-case-due = 最晚
sheet-case-climbs = 转上级次数
sheet-case-owner = 由谁跟进
sheet-case-opened = 开的日子
sheet-case-closed = 结束的日子
sheet-case-outcome = 结果
sheet-referral = 转介
sheet-referral-organisation = 单位
sheet-referral-service = 服务
sheet-referral-class = 时限
sheet-referral-state = 情况
sheet-referral-sent = 转出
sheet-referral-answered = 答复
sheet-referral-done = 办完

# notices
notice-case-opened = 您家“{ $title }”的事，有人跟进了。
notice-case-assigned = “{ $title }”个案交给您跟进。
notice-case-due = “{ $title }”个案的这一步明天到期。
notice-case-late = “{ $title }”个案过期了，请过问。
notice-case-family-said = 家人说了“{ $title }”这件事怎么样了。
notice-case-closed = 您家“{ $title }”的事，记为已结束。没解决，请在这里说。
notice-case-reopened = “{ $title }”的事重新办。
notice-call-back-asked = 请回访一户家庭：“{ $title }”个案结束了。
notice-call-back-late = “{ $title }”个案的回访过期了，转到您这里。
