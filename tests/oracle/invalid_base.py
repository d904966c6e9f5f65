"""A small valid bundle, one start tag a line, for others to change in one place.

Documents: a national one, a provincial one in two serials with commitments, a
municipal one and a county one below it.
"""

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NS = 'xmlns="urn:feeguard:schedule:1"'

NATIONAL = HEAD + f'''\
<schedule {NS} id="CN" level="national" region="000000" issuer="财政部" serial="1" \
published="2017-12-01" effective="2018-01-01">
  <bases>
    <basis id="n1" number="财税〔2016〕12号" title="通知" level="national" issued="2016-01-29"/>
    <basis id="n2" level="national"/>
  </bases>
  <units>
    <unit code="U-NAT" name="国家单位" department="court" level="national" region="000000"/>
    <unit code="U-PROV" name="省单位" department="water" level="provincial" region="210000" \
from="2018-01-01" to="2030-12-31"/>
  </units>
  <items>
    <item code="REG" name="登记费" kind="administrative" category="registration" basis="n1" \
from="2018-01-01" to="2035-12-31" local="municipal" local-relief="municipal" enterprise="true" \
dated-by="accepted">
      <grants>
        <grant department="court" level="national" region="210000" from="2018-01-01" \
to="2030-12-31" basis="n2"/>
        <grant unit="U-NAT"/>
      </grants>
      <standard from="2018-01-01" to="2020-12-31" basis="n1" rounding="half-up" round-to="0.1">
        <case>
          <when>
            <attr name="use" eq="residential"/>
          </when>
          <fixed amount="80.00"/>
        </case>
        <case><fixed amount="550.00"/></case>
      </standard>
      <standard from="2021-01-01" basis="n1">
        <case><per-unit price="1.40" unit="m2" step="1" times="days" min="10.00" \
max="5000000.00"/></case>
      </standard>
      <period per="year" key="payer subject" subject="required" max="2" advance="1" \
year-starts="10"/>
      <observe from="2026-07-01" to="2026-09-30"/>
    </item>
    <item code="FUND" name="基金" kind="fund" category="resource" basis="n1" local="provincial">
      <grants><grant region="000000"/></grants>
      <standard basis="n1">
        <case>
          <brackets on="base" mode="marginal">
            <band upto="10000.00" fixed="50.00"/>
            <band upto="100000.00" percent="2.5"/>
            <band percent="0.5"/>
          </brackets>
        </case>
      </standard>
      <period per="quarter" instalments="true" group="funds"/>
    </item>
    <item code="FUND-2" name="基金二" kind="fund" category="resource" basis="n1">
      <standard basis="n1"><case><free/></case></standard>
      <period per="quarter" instalments="true" group="funds"/>
    </item>
    <item code="TAX" name="税" kind="tax" category="tax" basis="n1">
      <standard basis="n1"><case><rate percent="3"/></case></standard>
    </item>
    <item code="ORDER" name="支付令" kind="administrative" category="judicial" basis="n1">
      <standard basis="n1">
        <case><derived item="REG" ratio="1/3"/></case>
      </standard>
      <period within="P30D" key="payer"/>
    </item>
  </items>
</schedule>
'''

PROVINCIAL = HEAD + f'''\
<schedule {NS} id="CN-21" level="provincial" region="210000" serial="3" effective="2020-01-01">
  <bases>
    <basis id="top" level="national"/>
    <basis id="own" level="provincial"/>
  </bases>
  <units>
    <unit code="U-21" department="water" level="provincial" region="210000"/>
    <unit code="U-2101" department="fire" level="municipal" region="210100"/>
    <delegation from="U-21" to="U-2101" items="WATER FINE" basis="own" from-date="2020-01-01" \
to-date="2029-12-31"/>
  </units>
  <items>
    <item code="WATER" name="水费" kind="service" category="utility" basis="own" local="municipal" \
local-relief="county">
      <grants>
        <grant unit="U-21"/>
        <grant region="210100"/>
      </grants>
      <standard basis="own">
        <case>
          <brackets on="quantity" mode="marginal" cumulative="year">
            <band upto="192" price="2.35"/>
            <band upto="240" price="3.525"/>
            <band price="7.05"/>
          </brackets>
        </case>
      </standard>
      <period per="month"/>
    </item>
    <item code="SEWAGE" name="污水" kind="fund" category="utility" basis="own" \
local-relief="municipal">
      <standard basis="own">
        <case>
          <when>
            <all>
              <attr name="use" in="industry commerce"/>
              <not><attr name="recycled" eq="yes"/></not>
            </all>
          </when>
          <sum>
            <brackets on="quantity" mode="slab" step="1">
              <band upto="100" price="0.95"/>
              <band price="1.40" fixed="5.00"/>
            </brackets>
            <rate percent="0.5" max="100.00"/>
          </sum>
        </case>
        <case>
          <when><any><attr name="households" ge="1" le="9"/><attr name="class" prefix="A" \
ne="AB"/><attr name="meter" present="true"/></any></when>
          <per-unit price="0.95"/>
        </case>
      </standard>
    </item>
    <item code="FINE" name="罚款" kind="penalty" category="penalty" basis="own">
      <standard basis="own">
        <case>
          <when><attr name="grade" eq="minor"/></when>
          <range>
            <low><fixed amount="5000.00"/></low>
            <high><rate percent="500" max="500000.00"/></high>
          </range>
        </case>
      </standard>
      <period within="P1Y"/>
      <uniform key="inspection charge.region"/>
    </item>
  </items>
  <amendments>
    <amend item="REG">
      <grants><grant unit="U-2101"/></grants>
      <standard from="2020-01-01" basis="own"><case><derived item="REG" \
ratio="0.5"/></case></standard>
    </amend>
  </amendments>
  <reductions>
    <reduction id="half" name="减半" basis="own" from="2020-01-01" to="2029-12-31" \
categories="utility" priority="20" group="g" exclusive="false" penalties="false">
      <when><attr name="payer.type" eq="enterprise"/></when>
      <percent-off percent="50"/>
      <limit amount="24000.00" per="year" key="payer"/>
    </reduction>
    <reduction id="off" name="扣减" basis="own" items="WATER SEWAGE">
      <amount-off amount="200.00"/>
    </reduction>
    <reduction id="ceiling" name="封顶" basis="own" items="FINE" penalties="true">
      <cap amount="300000.00"/>
    </reduction>
  </reductions>
  <commitments>
    <commitment id="c-percent" name="承诺一" basis="own" payers="P1 P2" items="WATER SEWAGE" \
categories="utility" from="2020-01-01" to="2029-12-31" priority="10" group="c" exclusive="true" \
penalties="true">
      <when>
        <attr name="employees" le="300"/>
      </when>
      <percent-off percent="50"/>
      <limit amount="1000.00" per="year" key="payer"/>
    </commitment>
    <commitment id="c-amount" basis="own" payers="P1" items="WATER">
      <amount-off amount="100.00"/>
    </commitment>
    <commitment id="c-cap" basis="own" payers="P1" items="WATER">
      <cap amount="500.00"/>
    </commitment>
    <commitment id="c-exempt" basis="own" payers="P1" categories="utility">
      <exempt/>
    </commitment>
    <commitment id="c-ended" basis="own" payers="P1" items="WATER" to="2021-12-31">
      <exempt/>
    </commitment>
  </commitments>
  <prohibitions>
    <prohibition id="donation" name="强制捐赠" basis="own" payers="enterprise individual-business" \
advisory="false">
      <category>donation</category>
      <keyword>赞助</keyword>
      <except items="REG"/>
    </prohibition>
  </prohibitions>
  <calendar>
    <holiday name="春节" from="2026-02-15" to="2026-02-23" watch="7"/>
  </calendar>
</schedule>
'''

ENDED = PROVINCIAL[PROVINCIAL.index('    <commitment id="c-ended"'):
                   PROVINCIAL.index("  </commitments>")]
LATER = (PROVINCIAL
         .replace('serial="3" effective="2020-01-01"', 'serial="5" effective="2023-01-01"')
         .replace(ENDED, ""))

MUNICIPAL = HEAD + f'''\
<schedule {NS} id="CN-21-01" level="municipal" region="210100" serial="1" effective="2021-01-01">
  <bases>
    <basis id="m1" level="municipal"/>
    <basis id="m2" level="provincial"/>
  </bases>
  <units>
    <unit code="U-CITY" department="water" level="municipal" region="210100"/>
  </units>
  <items>
    <item code="PARKING" kind="service" category="parking" basis="m1" local="county">
      <grants><grant unit="U-CITY"/></grants>
      <standard basis="m1"><case><derived item="SEWAGE" ratio="2"/></case></standard>
      <period per="day" max="1" group="city"/>
    </item>
    <item code="TRANSIT" kind="service" category="parking" basis="m1">
      <standard basis="m1"><case><fixed amount="2.00"/></case></standard>
      <period per="day" group="city"/>
    </item>
  </items>
  <amendments>
    <amend item="WATER">
      <grants><grant region="210102"/></grants>
      <standard basis="m1"><case><fixed amount="100.00"/></case></standard>
    </amend>
  </amendments>
  <reductions>
    <reduction id="city-relief" basis="m1" items="SEWAGE PARKING">
      <exempt/>
    </reduction>
  </reductions>
</schedule>
'''

COUNTY = HEAD + f'''\
<schedule {NS} id="CN-21-01-02" level="county" region="210102" serial="1" effective="2022-01-01">
  <bases>
    <basis id="k1" level="county"/>
  </bases>
  <units>
    <unit code="U-COUNTY" department="water" level="county" region="210102001"/>
  </units>
  <amendments>
    <amend item="PARKING">
      <grants><grant unit="U-COUNTY"/></grants>
      <standard basis="k1"><case><fixed amount="1.00"/></case></standard>
    </amend>
  </amendments>
  <reductions>
    <reduction id="county-relief" basis="k1" items="WATER">
      <exempt/>
    </reduction>
  </reductions>
</schedule>
'''

# name -> text; the names sort in the order of the levels
BUNDLE = {"a-cn.xml": NATIONAL, "b-21.xml": PROVINCIAL, "c-21.xml": LATER,
          "d-2101.xml": MUNICIPAL, "e-210102.xml": COUNTY}
CN, OLD, NEW, CITY, TOWN = BUNDLE
