# Forms and lists.

form-wrong-fields =
    { $n ->
        [1] 还有 1 处要改
       *[other] 还有 { $n } 处要改
    }
form-wrong-line = { $field }：{ $why }
field-optional = 选填
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
field-words = 想说的话
field-reason = 原因
field-code = 取件码
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
stepper-less = 少一件
stepper-more = 多一件
pager = 翻页
pager-more = 看更多
search-go = 搜索
scan = 扫码
scan-view = 摄像头画面

steps = 进展
steps-at = 第 { $n } 步，共 { $of } 步：{ $step }
step-submitted = 提交
step-published = 发布
step-claimed = 认领
step-arrived = 到店
step-handed-over = 发放
step-confirmed = 确认
