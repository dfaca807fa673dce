# Signing in, registering, and what is one's own.

hello-title = 从家里到心愿，一座桥
hello-text = 登录后可以认领心愿、看进展。家庭账号由网格员开通。
sign-in-title = 登录
sign-in-do = 登录
sign-in-register = 还没有账号？登记成为认领人
register-title = 登记
register-text = 登记后就能认领心愿。家庭账号不用登记，请找网格员。
register-do = 登记
register-sign-in = 已有账号，去登录
register-phone-hint = 用来登录，也方便店员联系您
register-name-hint = 店员怎么称呼您
register-password-hint = 至少 8 个字符
register-invitation-hint = 单位给的 8 位码；街坊邻居不用填
register-invited-by = 您将加入{ $name }
register-area-hint = 没有邀请码时要选
me-title = 我的
me-role = 角色
me-organisation = 单位
me-display = 显示
me-view-elder = 字大一些
me-view-normal = 字恢复正常
me-password-change = 换密码
done-registered = 登记好了，{ $name }。现在可以认领心愿了。
done-registered-member = 登记好了，{ $name }。您现在是{ $organisation }的一员。
done-signed-out = 已退出。
done-password-changed = 密码换好了，其他设备已退出。
