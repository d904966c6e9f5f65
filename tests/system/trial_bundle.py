# SPDX-License-Identifier: Apache-2.0
"""A small bundle (sample data) with cases that leave known gaps, and the cases that close them.

What each rule is there for:
  TIERS      two versions, cases, bands; a province lowers one case
  RANGE      bands at both ends of a range
  HALF       derived from RANGE: only its high end counts
  METER      bands counted on from what stands
  PARTS      a limit of relief, used up
  NEVER      an item that the first cases do not charge
"""

NATION = """<?xml version='1.0' encoding='UTF-8'?>
<!-- sample data -->
<schedule xmlns='urn:feeguard:schedule:1' id='NATION' level='national' region='000000' serial='1' effective='2020-01-01'>
<bases>
<basis id='item' level='national' number='No. 1' title='on fees'/>
<basis id='standard-1' level='national'/>
<basis id='standard-2' level='national'/>
<basis id='relief-1' level='national'/>
<basis id='relief-2' level='national'/>
<basis id='grant' level='national'/>
<basis id='levy' level='national'/>
<basis id='idle' level='national'/>
</bases>
<units>
<unit code='U1' department='d' level='county' region='210102'/>
<unit code='U2' department='e' level='county' region='210102'/>
<delegation from='U1' to='U2' items='METER' basis='grant'/>
</units>
<items>
<item code='TIERS' name='Tiers' kind='administrative' basis='item' local='provincial'>
<grants><grant department='d'/></grants>
<standard to='2021-12-31' basis='standard-1'>
<case><when><attr name='kind' eq='tiers'/></when>
<brackets on='base' mode='marginal'>
<band upto='1000.00' fixed='50.00'/>
<band upto='10000.00' percent='10'/>
<band percent='5'/>
</brackets></case>
<case><when><any><attr name='kind' in='flat plain'/><not><attr name='years' ge='3'/></not></any></when>
<fixed amount='30.00'/></case>
<case><fixed amount='20.00'/></case>
</standard>
<standard from='2022-01-01' basis='standard-2'>
<case>
<brackets on='base' mode='slab'>
<band upto='1000.00' fixed='40.00'/>
<band upto='10000.00' fixed='60.00'/>
<band fixed='80.00'/>
</brackets></case>
</standard>
</item>
<item code='RANGE' name='Range' kind='administrative' basis='item'>
<grants><grant department='d'/></grants>
<standard basis='standard-2'>
<case><range>
<low><brackets on='quantity' mode='marginal'>
<band upto='10' price='1'/>
<band price='2'/>
</brackets></low>
<high><brackets on='quantity' mode='marginal'>
<band upto='10' price='3'/>
<band price='4'/>
</brackets></high>
</range></case>
</standard>
</item>
<item code='HALF' name='Half' kind='administrative' basis='item'>
<grants><grant department='d'/></grants>
<standard basis='standard-2'>
<case><derived item='RANGE' ratio='1/2'/></case>
</standard>
</item>
<item code='METER' name='Meter' kind='administrative' basis='item'>
<grants><grant department='d'/></grants>
<standard basis='standard-2'>
<case>
<brackets on='quantity' mode='marginal' cumulative='year'>
<band upto='100' price='1'/>
<band upto='200' price='2'/>
<band price='3'/>
</brackets></case>
</standard>
</item>
<item code='PARTS' name='Parts' kind='administrative' basis='item'>
<grants><grant department='d'/></grants>
<standard basis='standard-2'>
<case><fixed amount='100.00'/></case>
</standard>
</item>
<item code='NEVER' name='Never' kind='administrative' basis='item'>
<grants><grant department='d'/></grants>
<standard basis='standard-2'>
<case><fixed amount='1.00'/></case>
</standard>
</item>
</items>
<reductions>
<reduction id='limited' name='Limited' basis='relief-1' items='PARTS' priority='10'>
<exempt/>
<limit amount='60.00' per='year' key='payer'/>
</reduction>
<reduction id='lesser' name='Lesser' basis='relief-2' items='PARTS' priority='20' group='g'>
<percent-off percent='10'/>
</reduction>
<reduction id='greater' name='Greater' basis='relief-1' items='PARTS' priority='20' group='g'>
<when><attr name='poor' present='true'/></when>
<percent-off percent='50'/>
</reduction>
<reduction id='capped' name='Capped' basis='relief-2' items='PARTS' priority='30'>
<cap amount='80.00'/>
</reduction>
</reductions>
<prohibitions>
<prohibition id='gift' name='Gifts' basis='levy'>
<keyword>gift</keyword>
</prohibition>
</prohibitions>
</schedule>
"""

PROVINCE = """<?xml version='1.0' encoding='UTF-8'?>
<!-- sample data -->
<schedule xmlns='urn:feeguard:schedule:1' id='PROVINCE' level='provincial' region='210000' serial='2' effective='2020-01-01'>
<bases>
<basis id='local' level='provincial'/>
<basis id='local-grant' level='provincial'/>
</bases>
<amendments>
<amend item='TIERS'>
<grants><grant unit='U2' basis='local-grant'/></grants>
<standard to='2021-12-31' basis='local'>
<case><fixed amount='200.00'/></case>
</standard>
</amend>
</amendments>
</schedule>
"""

# A serial that is never in effect: the next one is in effect from the same day.
REPLACED = PROVINCE.replace("serial='2'", "serial='1'").replace("'200.00'", "'190.00'")

HEADER = ("event,txn,time,unit,item,payer,subject,region,amount,quantity,base,purpose,"
          "attr:kind,attr:years,attr:poor,expect,expect_due,note")

ROWS = [
    "charge,T-1,2021-05-06T10:00:00,U1,TIERS,P,S,,100.00,,1500,,tiers,,,allow,100.00,50+500x10%",
    # The province's 200 is lower than 1950: what the nation computed does not decide.
    "charge,T-2,2021-05-06T10:00:00,U1,TIERS,P,S,,200.00,,30000,,tiers,,,allow,200.00,",
    "charge,T-3,2022-05-06T10:00:00,U1,TIERS,P,S,,60.00,,5000,,,,,allow,60.00,",
    "charge,T-4,2021-05-06T10:00:00,U1,TIERS,P,S,,30.00,,,,flat,,,allow,30.00,",
    "charge,T-5,2021-05-06T10:00:00,U1,HALF,P,S,,35.00,20,,,,,,allow,35.00,(10x3+10x4)/2",
    "charge,T-6,2021-05-06T10:00:00,U1,METER,P,M,,200.00,150,,,,,,allow,200.00,100x1+50x2",
    "charge,T-7,2021-05-06T10:00:00,U1,METER,P,M,,40.00,20,,,,,,allow,40.00,20x2",
    "charge,T-8,2021-05-06T10:00:00,U1,PARTS,Q,S,,36.00,,,,,,,allow,36.00,(100-60)x90%",
]

COMPLETE = [
    # Outside of the province; the unit has no business there, and the amount is judged all the same.
    "check,C-1,2021-05-06T10:00:00,U1,TIERS,P,S,110000,1950.00,,30000,,tiers,,,"
    "deny:OUTSIDE_JURISDICTION,1950.00,50+9000x10%+20000x5%",
    "check,C-2,2021-05-06T10:00:00,U2,TIERS,P,S,,20.00,,,,other,5,,allow,20.00,",
    "check,C-3,2022-05-06T10:00:00,U1,TIERS,P,S,,40.00,,500,,,,,allow,40.00,",
    "check,C-4,2022-05-06T10:00:00,U1,TIERS,P,S,,80.00,,20000,,,,,allow,80.00,",
    "check,C-5,2021-05-06T10:00:00,U1,RANGE,P,S,,30.00,20,,,,,,allow,70.00,30 to 70",
    "check,C-6,2021-05-06T10:00:00,U2,METER,P,M,,270.00,100,,,,,,allow,270.00,30x2+70x3",
    # The limit of relief is used up by T-8.
    "check,C-7,2021-05-06T10:00:00,U1,PARTS,Q,S,,50.00,,,,,,yes,allow,50.00,100x50%",
    "check,C-8,2021-05-06T10:00:00,U1,PARTS,Q,S,,80.00,,,,,,,allow,80.00,100x90% at most 80",
    "check,C-9,2021-05-06T10:00:00,U1,NEVER,P,S,,1.00,,,a gift,,,,deny:PROHIBITED_LEVY,1.00,",
]

GAPS_ZH = [
    "用例 8 个，全部符合期望",
    "触及：项目 4/6，情形 8/10，分段 7/13，减免 2/4，依据 6/9",
    "没有用例触及的 15 处：",
    "nation.xml:10: 依据 grant",
    "nation.xml:11: 依据 levy",
    "nation.xml:27: 分段 TIERS Tiers，至2021年12月31日止的标准，第1种情形：超过1万元的部分，按5%",
    "nation.xml:31: 情形 TIERS Tiers，至2021年12月31日止的标准，第3种情形：其他情形",
    "nation.xml:36: 分段 TIERS Tiers，自2022年1月1日起的标准，第1种情形：不超过1000元的，定额40元",
    "nation.xml:38: 分段 TIERS Tiers，自2022年1月1日起的标准，第1种情形：超过1万元的，定额80元",
    "nation.xml:42: 项目 RANGE Range",
    "nation.xml:47: 分段 RANGE Range，标准，第1种情形：不超过10单位的部分，每单位1元",
    "nation.xml:48: 分段 RANGE Range，标准，第1种情形：超过10单位的部分，每单位2元",
    "nation.xml:70: 分段 METER Meter，标准，第1种情形：超过200单位的部分，每单位3元",
    "nation.xml:80: 项目 NEVER Never",
    "nation.xml:83: 情形 NEVER Never，标准，第1种情形：不分情形",
    "nation.xml:95: 减免 greater Greater",
    "nation.xml:99: 减免 capped Capped",
    "province.xml:6: 依据 local-grant",
]
GAPS_EN = [
    "8 cases, all as expected",
    "touched: item 4/6, case 8/10, band 7/13, reduction 2/4, basis 6/9",
    "no case touches these 15:",
    "nation.xml:10: basis grant",
    "nation.xml:11: basis levy",
    "nation.xml:27: band TIERS Tiers, standard to 2021-12-31, case 1: base above 10000.00",
    "nation.xml:31: case TIERS Tiers, standard to 2021-12-31, case 3: all others",
    "nation.xml:36: band TIERS Tiers, standard from 2022-01-01, case 1: base up to 1000.00",
    "nation.xml:38: band TIERS Tiers, standard from 2022-01-01, case 1: base above 10000.00",
    "nation.xml:42: item RANGE Range",
    "nation.xml:47: band RANGE Range, standard, case 1: quantity up to 10",
    "nation.xml:48: band RANGE Range, standard, case 1: quantity above 10",
    "nation.xml:70: band METER Meter, standard, case 1: quantity above 200",
    "nation.xml:80: item NEVER Never",
    "nation.xml:83: case NEVER Never, standard, case 1: any charge",
    "nation.xml:95: reduction greater Greater",
    "nation.xml:99: reduction capped Capped",
    "province.xml:6: basis local-grant",
]
COUNTS_WITH_GAPS = {"item": [4, 6], "case": [8, 10], "band": [7, 13], "reduction": [2, 4],
                    "basis": [6, 9]}
