"""The ids of the limits that the papers list: 42 of the law, 48 rules of trading. Written out, so that none is lost."""

_DEADLINES = """
xk.one_time_notice xk.decide xk.joint xk.lower_level_review xk.deliver xk.hearing.request xk.hearing.hold
xk.hearing.notify xk.inspect.assign xk.renew.apply xk.reapply.false_material xk.reapply.fraud
cf.decide cf.hearing.request cf.hearing.notify cf.evidence_hold cf.serve cf.pay cf.withdraw_publicity
gs.licence_penalty gs.other_enforcement
xxgk.proactive xxgk.reply xxgk.bz_notice xxgk.third_party xxgk.co_agency xxgk.fee_pay xxgk.annual.dept
xxgk.annual.gov fy.apply ss.sue jc.public_comment jc.hearing_material jc.legality_review
xf.accept xf.finish xf.review xf.recheck hcp.contact hotline.general gcxm.total net.log
"""
DEADLINES = frozenset(_DEADLINES.split())
_TRADING = """
engineering.doc_sale engineering.prequal_submit engineering.bid_prepare engineering.clarify
engineering.objection_doc engineering.deposit engineering.min_bidders engineering.committee
engineering.candidate_publicity engineering.candidates_max engineering.contract engineering.report
engineering.performance_bond engineering.complaint
procurement.intention procurement.notice_period procurement.doc_supply procurement.bid_prepare procurement.clarify
procurement.prequal_submit procurement.deposit procurement.committee procurement.price_weight
procurement.report_to_buyer procurement.result_notice procurement.contract procurement.bond procurement.query
procurement.single_source procurement.negotiation_inquiry procurement.consultation procurement.supplement
procurement.archive
land.notice land.listing land.min_bidders land.committee land.deposit_return land.result_publish land.contract_pay
property.equity_disclosure property.capital_increase property.asset property.relist_price_cut property.price_floor
property.extend property.payment property.result_notice
"""
TRADING = frozenset(_TRADING.split())
