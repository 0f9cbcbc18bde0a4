"""Who: the columns that say who a person is and how to reach them.

Names were gathered from Chinese report cards and registers (DOMAIN 2.2-2.3), Go.Data exports, SORMAS
import and export files and the line lists of the R package `outbreaks`.
"""

from .model import Field, Kind, words

CASE_ID = Field(
    "case_id", Kind.CASE_ID, "病例编号", "Case ID",
    "本次疫情内唯一的病例编号；同一编号再次导入即为更新", "Unique in the outbreak; importing the same ID again updates the case",
    "TJ14", words(
        "编号|病例号|病例ID|个案编号|卡片编号|卡片ID|报告卡编号|传染病报告卡编号|病例代码|感染者编号|患者编号|阳性编号|case_number|case_code"
        "|case_no|case number|case ref|case reference|visual_id|visualId|epid_number|epidNumber|epid|external_id|patient_id|patient id"
        "|patient number|linelist id|unique id|unique_key|病例序号|numero de caso|identifiant du cas|numero du cas|caso|record id|id"
    ),
    weak=words("序号|号|uuid|number|no|row|row_num|index|key|externalToken"), required=True,
)  # fmt: skip

PERSON = (
    Field("name", Kind.NAME, "姓名", "Name", "姓名", "Full name", "陈某", words(
        "患者姓名|病例姓名|病人姓名|感染者姓名|姓 名|名字|full_name|person_name|nom complet|patient name|case name|name of patient|nom et prenom|nombre completo|nombre y apellido"
    ), weak=words("nom|nombre|person"), longest=80),
    Field("first_name", Kind.NAME, "名", "First name", "名（与姓合并为姓名）", "Given name; joined with the last name", "", words(
        "given_name|firstName|forename|person.firstName|prenom|prenoms|primer nombre"), auxiliary=True),
    Field("middle_name", Kind.NAME, "中间名", "Middle name", "中间名", "Joined into the name", "", words(
        "middleName|second name|segundo nombre"), auxiliary=True),
    Field("last_name", Kind.NAME, "姓", "Last name", "姓（与名合并为姓名）", "Family name; joined with the first name", "", words(
        "surname|family_name|lastName|person.lastName|nom de famille|apellido|apellidos"), auxiliary=True),
    Field("sex", Kind.SEX, "性别", "Sex", "男、女或不详", "F, M or U", "F", words("gender|sexe|sexo|genre|患者性别|person.sex")),
    Field("age", Kind.AGE, "年龄", "Age", "数字为岁；可写“8个月”“12天”", "A number is years; “8 months” and “12 days” are understood", "59", words(
        "周岁|岁数|实足年龄|年龄岁|患者年龄|age_years|age in years|age at onset|age years|edad|age_y|years old|person.approximateAge|approximateAge"
        "|patient age|demographics.age")),
    Field("age_unit", Kind.TEXT, "年龄单位", "Age unit", "岁、月或天", "Years, months or days", "", words(
        "age_units|age type|approximateAgeType|person.approximateAgeType|unite d'age"), auxiliary=True),
    Field("age_months", Kind.NUMBER, "月龄", "Age in months", "月龄", "Used when the age in years is empty", "", words(
        "age months|age_m|age in months|ageMonths"), auxiliary=True),
    Field("birth_date", Kind.BIRTH_DATE, "出生日期", "Birth date", "出生年月日", "Day of birth", "1980-03-05", words(
        "出生年月|出生年月日|生日|dob|date_of_birth|birthday|birthdate|person.birthdate|date de naissance|fecha de nacimiento|born")),
    Field("birth_year", Kind.NUMBER, "出生年", "Birth year", "与月、日合并为出生日期", "Joined with month and day", "", words(
        "birthdateYYYY|person.birthdateYYYY|year of birth"), auxiliary=True),
    Field("birth_month", Kind.NUMBER, "出生月", "Birth month", "", "", "", words(
        "birthdateMM|person.birthdateMM|month of birth"), auxiliary=True),
    Field("birth_day", Kind.NUMBER, "出生日", "Birth day", "", "", "", words(
        "birthdateDD|person.birthdateDD|day of birth"), auxiliary=True),
    Field("id_number", Kind.ID_NUMBER, "证件号码", "Identity number", "18 位公民身份号码（校验码会核对）或其他证件号", "Citizen number of 18 digits (the check digit is verified) or another document", "", words(
        "身份证|身份证号|身份证号码|公民身份号码|居民身份证号|有效证件号|有效证件号码|身份证件号码|证件编号|identity_number|id_card|id card number|identity card"
        "|national_id|nationalId|citizen number|id document number|document_number|documents number|passport|passport number|护照号|carne de identidad|person.nationalHealthId|nationalHealthId")),
    Field("phone", Kind.PHONE, "联系电话", "Phone", "手机或座机", "Mobile or land line", "13900000000", words(
        "电话|手机|手机号|手机号码|联系方式|本人电话|患者电话|联系号码|phone_number|telephone|mobile|tel|cell|phone|person.phone|telefono|telephone number|contact number|contact phone|addresses phone number")),
    Field("area", Kind.AREA, "所属区划", "Area", "县（市、区）、乡镇或村的名称或代码", "Name or code of the county, township or village", "410702", words(
        "区划|区划代码|行政区划|现住址区划|县|县区|区县|县市区|所属县区|所在县区|所属区县|辖区|属地|所属地区|地区|现住地区|现住区县|现住县区|行政区|报告地区|报告县区"
        "|area_code|district|county|region code|location_id|caze.district|admin_2_name|locality|commune|municipio|distrito"
        "|admin2|adm2|adm2_name|responsibleDistrict|addresses location"), weak=words("location|location name|province|region|city|市|乡镇|街道|community|adm3|lieu de residence|admin_1_name|reporting_ctry|residence|zone|zona"), longest=80),
    Field("address", Kind.LONG_TEXT, "现住址", "Address", "现住详细地址", "Where the person lives now", "红旗区某路 1 号", words(
        "住址|地址|家庭住址|家庭地址|居住地址|现住地址|详细地址|现住址详细地址|常住地址|居住地|现居住地|住所|现详细住址|home_address|address|street|addresses address line 1|address line 1|person.address.street|adresse|direccion|domicilio"), longest=200),
    Field("workplace", Kind.TEXT, "工作单位", "Workplace", "工作单位或学校", "Workplace or school", "某中学", words(
        "单位|学校|工作单位或学校|工作单位/学校|学校或单位|就读学校|所在单位|work_place|employer|school|workplace or school|place of work|company"), longest=120),
    Field("occupation", Kind.TEXT, "职业", "Occupation", "职业（人群分类）", "Occupation or population group", "学生", words(
        "人群分类|职业类别|人群类别|患者职业|job|profession|occupationType|person.occupationType|ocupacion|occupation_code"), longest=60),
    Field("nationality", Kind.TEXT, "国籍", "Nationality", "国籍", "Nationality", "中国", words(
        "国家或地区|国籍地区|citizenship|country of nationality|nationalite|nacionalidad"), longest=60),
)  # fmt: skip
