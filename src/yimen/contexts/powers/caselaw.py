"""What 行政处罚法 says of a case: who is heard, what is reviewed and discussed, on what ground nobody is punished.

Lists to pick from. Where the law leaves an amount to each place (较大数额, 第六十三条), the officer says so.
"""

KIND = "penalty"
PROCEDURE = "penalty"
DECIDING, SERVING, SHOWING = "cf.decide", "cf.serve", "gs.licence_penalty"
ASKING, NOTIFYING = "cf.hearing.request", "cf.hearing.notify"
INVESTIGATORS = "investigators"  # the list of the procedure whose officers sign the investigation
SIGNED = "done"  # the outcome with which each of them signs it
RECEIVER = "签收人"
WITHOUT_PENALTY = {"spare": "不予处罚", "transfer": "移送"}  # outcomes that end a case without a penalty
FEWEST = 2  # officers who investigate (第四十二条)

SOURCES = ("监督检查发现", "投诉举报", "其他机关移送", "上级交办", "其他途径发现")
EVIDENCE = (  # 第四十六条
    *("书证", "物证", "视听资料", "电子数据", "证人证言", "当事人的陈述", "鉴定意见"),
    "勘验笔录、现场笔录",
)
REVIEWED = (  # 第五十八条第一款第一、三、四项; the second, after a hearing, follows from the case itself
    "涉及重大公共利益",
    "案件情况疑难复杂、涉及多个法律关系",
    "法律、法规规定应当进行法制审核的其他情形",
)
GRAVE = ("情节复杂", "重大违法行为")  # 第五十七条第二款
KINDS = (  # 第九条
    *("警告", "通报批评", "罚款", "没收违法所得、没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件"),
    *("限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留", "其他行政处罚"),
)
HEARD = (  # 第六十三条第一款第三、四项; the first two where the amount is large
    *("降低资质等级", "吊销许可证件", "责令停产停业", "责令关闭", "限制从业"),
)
LARGE = "较大数额的罚款、没收，或者其他较重的处罚"
SPARED = (
    "违法事实不能成立（行政处罚法第五十七条第一款第三项）",
    "违法行为轻微并及时改正，没有造成危害后果（行政处罚法第三十三条第一款）",
    "初次违法且危害后果轻微并及时改正（行政处罚法第三十三条第一款）",
    "当事人有证据足以证明没有主观过错（行政处罚法第三十三条第二款）",
    "不满十四周岁，或者不能辨认、控制自己行为（行政处罚法第三十条、第三十一条）",
    "违法行为超过法定期限未被发现（行政处罚法第三十六条）",
)
SERVED = ("直接送达", "留置送达", "委托送达", "邮寄送达", "电子送达（当事人同意）", "公告送达")
CLOSED = ("已经履行", "已经申请强制执行", "依法终结执行", "不予处罚，无须履行")
SUMMARY = {"自然人": 200, "法人": 3000}  # yuan: the most of a fine decided on the spot (第五十一条)
HEAVIER = (  # words of penalties (第九条) never imposed on the spot; 责令改正 (第二十八条) is none
    *("通报批评", "没收", "暂扣", "降低资质", "吊销", "限制", "停产", "停业", "关闭", "拘留"),
)
FILED = {  # gestures that the file of a case tells of, by the names of their entries
    "return": "退回",
    "withdraw_step": "撤回",
    "suspend": "中止办理",
    "resume": "恢复办理",
    "terminate": "终止办理",
}
