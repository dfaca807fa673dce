# The frame of every page, dates, states and roles.

brand = 心愿桥
skip = 跳到正文
back = 返回
share = 分享
share-copied = 已复制链接
language-draft = 这是草稿：还没有请母语使用者看过。
sign-out = 退出

nav = 主导航
nav-short = 常用
nav-more = 更多
nav-feed = 心愿
nav-claims = 认领
nav-notices = 消息
nav-me = 我的
nav-home = 我家
nav-free-shop = 超市
nav-sign-in = 登录
nav-desk = 今天
nav-review = 待审核
nav-wishes = 全部心愿
nav-thanks = 待转交的感谢
nav-households = 家庭档案
nav-counter = 柜台
nav-fill = 从货架配货
nav-stock = 库存
nav-board = 缺多少
nav-receive = 收货入库
nav-journals = 出入库流水
nav-areas = 地区与规则
nav-organisations = 单位
nav-accounts = 账号与角色
nav-locations = 超市门店
nav-languages = 语言
nav-public-pages = 公开页面
nav-audit = 操作记录
nav-security = 安全记录
nav-health = 运行状况
nav-group-wishes = 心愿
nav-group-shop = 爱心超市
nav-group-people = 管理
nav-group-me = 我

refused-title = 暂时办不了
refused-not-found-title = 没有找到
refused-not-found-text = 这一页可能已失效，或者链接不完整。
refused-unavailable-title = 请稍等
refused-home = 回到首页
refused-number = 一直这样的话，请把这个编号告诉工作人员：

date-today = 今天
date-today-at = 今天 { $time }
date-yesterday-at = 昨天 { $time }
date-tomorrow = 明天
date-in-two-days = 后天 { $weekday }
date-on-weekday = { $weekday } { $date }
date-day = { $month } { $day } 日
date-year = { $year } 年 { $month } { $day } 日
date-full = { $year } 年 { $month } { $day } 日 { $weekday } { $time }
weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日
month-1 = 1 月
month-2 = 2 月
month-3 = 3 月
month-4 = 4 月
month-5 = 5 月
month-6 = 6 月
month-7 = 7 月
month-8 = 8 月
month-9 = 9 月
month-10 = 10 月
month-11 = 11 月
month-12 = 12 月
waited-today = 今天刚发出
waited-days = 等了 { $n } 天

money-about = 约 { $n } 元
alias-family =
    { $n ->
        [1] 一人独居
        [2] 两口之家
        [3] 三口之家
        [4] 四口之家
        [5] 五口之家
        [6] 六口之家
        [7] 七口之家
        [8] 八口之家
        [9] 九口之家
        [10] 十口之家
       *[other] { $n } 口之家
    }
alias-baby = 不满 1 岁的宝宝
alias-toddler = { $age } 岁宝宝
alias-girl = { $age } 岁女孩
alias-boy = { $age } 岁男孩
alias-child = { $age } 岁孩子
alias-woman = { $age } 岁女士
alias-man = { $age } 岁先生
alias-adult = { $age } 岁大人
alias-elder = { $age } 岁老人

wish-state-draft = 草稿
wish-state-submitted = 等待审核
wish-state-published = 已发布
wish-state-fulfilled = 已实现
wish-state-rejected = 未通过
wish-state-withdrawn = 已撤回
wish-state-expired = 已到期

claim-state-pledged = 已认领
claim-state-on-the-way = 在路上
claim-state-arrived = 已到店
claim-state-handed-over = 已发放
claim-state-confirmed = 已确认
claim-state-cancelled = 已取消
claim-state-lapsed = 已过期
claim-state-revoked = 已收回
claim-state-refused = 未收下

role-family = 家庭
role-donor = 认领人
role-shopkeeper = 店员
role-caseworker = 网格员
role-coordinator = 负责人
role-auditor = 审计员
role-admin = 管理员

# Forms and lists.

form-wrong-fields =
    { $n ->
        [1] 还有 1 处要改
       *[other] 还有 { $n } 处要改
    }
form-wrong-line = { $field }：{ $why }
form-field-name = 名字
form-field-due = 日期
form-field-to = 交给谁
form-field-how = 方式
form-field-note = 说明
form-field-words = 写的话
field-optional = 选填
file-choose = 选择文件
file-choose-picture = 拍照或选照片
field-none = 不选
field-phone = 手机号
field-password = 密码
field-name = 称呼
field-invitation = 邀请码
field-area = 地区
field-old = 现在的密码
field-new = 新密码
field-item = 物品
field-size = 尺码
field-quantity = 数量
field-member = 给谁
field-reason = 原因
field-due = 送到日期
field-household = 家庭
field-address = 地址
field-members = 家庭成员
field-member-name = 成员姓名
field-birth-year = 出生年份
field-sex = 性别
field-checker = 检查人
field-note = 检查情况
field-condition = 成色
field-expires = 保质期
field-location = 门店
field-origin = 来源
field-role = 角色
field-hours = 营业时间
field-open-claims = 同时认领数
field-claim-days = 认领期限
field-reminder-days = 提前提醒
field-wish-days = 展示期限
field-confirm-days = 自动确认
field-courier = 快递公司
field-tracking = 快递单号
field-expected = 哪天到
field-decision = 怎么办
field-arrive-days = 路上几天
field-grace-days = 店里答复
field-collect-days = 等家人来领
stepper-less = 少一件
stepper-more = 多一件
pager = 翻页
pager-more = 看更多
pager-shown = 已列出 { $n } 个
pager-start = 从头看
place-map = 看地图
place-days = { $first }至{ $last }
place-hours = { $days } { $from }–{ $to }
place-closed = { $days }休息
place-closed-on = 另外休息：{ $days }
place-open-now = 现在开门，到 { $until }
place-shut-now = 现在关门，{ $day } { $from } 开门
search-go = 搜索
scan = 扫码
scan-view = 摄像头画面

steps = 进展
steps-at = 第 { $n } 步，共 { $of } 步：{ $step }
step-draft = 草稿
step-sent = 送出
step-submitted = 提交
step-published = 发布
step-claimed = 认领
step-arrived = 到店
step-handed-over = 发放
step-confirmed = 确认
undo-title = 可以撤销的操作
undo-none = 现在没有可以撤销的
undo-none-text = 刚做的事，几分钟之内、别人还没有接着做时，可以在这里撤销。
undo-do = 撤销（{ $n } 分钟内）
undo-record = 打开 { $n }
done-undone = 已撤销，回到刚才的样子。
undo-kind-wish-published = 心愿发布了。
undo-kind-wish-rejected = 心愿退回了。
undo-kind-file-assigned = 档案换了负责人。
undo-kind-work-handed-over = 工作移交了。
undo-kind-case-closed = 个案办结了。
undo-kind-pairing-ended = 结对结束了。
undo-kind-appointment-cancelled = 预约取消了。
undo-kind-shift-cancelled = 这个班取消了。
undo-kind-course-cancelled = 这个活动取消了。
