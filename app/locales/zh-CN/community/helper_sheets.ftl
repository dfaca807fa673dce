# 志愿者年度感谢单。

helper-sheets-title = 年度感谢单
helper-sheets-note = 想要才做：把您一年里做的事记成一张单子，可以打印。拿到单子的人凭编号和查验码能查真假，只看得到年份和数字。不排名。
helper-year = 哪一年
helper-sheet-make = 生成感谢单
helper-sheet-of = { $year } 年感谢单
helper-sheet-withdraw = 收回
helper-sheet-withdrawn = 已收回，查验时会显示“不属实”
helper-sheet-thanks = 感谢您
helper-sheet-text = { $year } 年，您为邻里做了这些事：
helper-claims = 认领并送到
helper-claims-of = { $n } 次，共 { $units } 件
helper-hours = 值班小时（签到签退）
helper-typed = 值班小时（手工登记）
helper-pairings = 结对的家庭
helper-courses = 办过的课程和活动
helper-check = 查验感谢单
helper-check-text = 请输入感谢单上的编号和查验码。
helper-real = 属实：{ $year } 年感谢单
helper-not-real = 查不到这样的感谢单，或者已经收回
done-helper-sheet = 感谢单已生成，可以打印。
done-helper-sheet-withdrawn = 已收回，不能再查验。
