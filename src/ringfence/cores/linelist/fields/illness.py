"""What happened: onset, samples, report, severity, outcome."""

from .model import Field, Kind, words

ILLNESS = (
    Field("onset_date", Kind.DATE, "发病日期", "Onset date", "首发症状日期；无症状者留空", "Day of the first symptom; empty without symptoms", "2022-01-06", words(
        "发病时间|首发症状日期|首次发病日期|首发日期|症状出现日期|出现症状日期|首次出现症状日期|发病日|发病|起病日期|起病时间|symptom_onset|date_of_onset|onset|onsetDate|symptoms.onsetDate|dt_onset"
        "|date onset|date of symptom onset|date_symptoms|date of symptoms|symptom start date|illness onset|reported_onset_date|date_onset_symptoms|events.onsetSymptoms.date"
        "|date debut symptomes|date de debut des symptomes|date de debut|debut des symptomes|fecha de inicio de sintomas|fecha inicio sintomas|onset of symptoms|disease onset|date_illness_onset|first symptom date"), weak=words("date|日期|fecha")),
    Field("symptoms", Kind.SYMPTOMS, "症状", "Symptoms", "以分号分隔；“无”表示无症状，空白表示不详", "Separated by semicolons; “none” means no symptoms, empty means not known", "fever; cough", words(
        "临床症状|临床表现|主要症状|首发症状|症状体征|症状描述|symptom|symptom_type|symptom type|symptom list|signs and symptoms|clinical signs|symptomes|sintomas"), longest=300),
    Field("sample_date", Kind.DATE, "采样日期", "Sample date", "首个阳性样本的采样日期", "Day the first positive sample was taken", "2022-01-07", words(
        "采样时间|标本采集日期|样本采集日期|首次阳性采样日期|阳性采样时间|采样日|sampling_date|date_of_sample|specimen date|date of specimen|date sample|specimen collection date|sample collection date|date sample collected|test_date|date of test|检测日期|核酸检测日期|date de prelevement|fecha de muestra")),
    Field("report_date", Kind.DATE, "报告日期", "Report date", "确诊或报告日期", "Day of confirmation or report", "2022-01-08", words(
        "确诊日期|报告时间|确诊时间|诊断日期|诊断时间|公布日期|通报日期|阳性报告日期|阳性日期|确诊报告日期|录入日期|订正日期|report_date|date_of_report|date_report|dt_report|confirm_date|confirmation_date|date_confirmed"
        "|date confirmation|date of confirmation|date_of_reporting|dateOfReporting|reportDate|caze.reportDate|notification_date|date_of_notification|notified date|diagnosis_date|date_of_diagnosis|dt_diag|date_diagnosed"
        "|date de notification|date de declaration|fecha de notificacion|fecha de reporte|laboratory confirmation date|events.confirmed.date|lab_confirm_date|result_date|result date"), weak=words("date|日期|fecha|first positive test")),
    Field("classification", Kind.WORD, "病例分类", "Classification", "疑似、确诊、无症状、初筛阳性、排除", "Suspected, confirmed, asymptomatic, presumptive, ruled out", "CONFIRMED", words(
        "诊断分类|病例类型|病例类别|病例诊断类型|诊断类型|诊断结果|分类|感染类型|感染者类型|case_classification|caseClassification|caze.caseClassification|case_status|case status|case class|case_def|case_definition"
        "|clasificacion|status_case|diagnosis|classification du cas"), weak=words("status|statut|state|type|类型|类别|结果|诊断"), vocabulary="classification"),
    Field("severity", Kind.WORD, "临床分型", "Severity", "无症状、轻型、普通型、重型、危重型", "Asymptomatic, mild, moderate, severe, critical", "MILD", words(
        "临床严重程度|严重程度|病情|病情程度|病情分型|分型|临床分类|病情严重程度|clinical_severity|disease severity|severity_type|gravite|gravedad|clinical type"), vocabulary="severity"),
    Field("origin", Kind.WORD, "来源类型", "Origin", "本土、境外输入、输入关联", "Local, imported, import-related", "LOCAL", words(
        "输入类型|病例来源|本土或输入|是否输入|输入病例|本土/输入|感染来源类型|来源分类|case_origin|caseOrigin|caze.caseOrigin|imported_case|import status|imported|local_or_imported|importation"), vocabulary="origin"),
    Field("found_by", Kind.WORD, "发现途径", "Found by", "主动筛查、重点人群、隔离管控、发热门诊、外地协查、自行就诊", "Screening, key group, quarantine, fever clinic, cross-area notice, self-report", "QUARANTINE", words(
        "发现方式|病例发现途径|病例发现方式|检出途径|检出方式|阳性发现途径|found_how|how found|way of detection|detection|detection method|finding way|source of detection|case finding|mode of detection|screening reason"), vocabulary="found_by"),
    Field("isolation_date", Kind.DATE, "隔离日期", "Isolation date", "隔离治疗或入院日期", "Day of isolation or admission", "2022-01-08", words(
        "入院日期|入院时间|隔离时间|隔离治疗日期|住院日期|收治日期|收治时间|转运日期|date_of_isolation|admission_date|admissionDate|caze.hospitalization.admissionDate|date_of_hospitalisation|date_hospitalisation|date of hospitalization|hospitalization date|hosp_date|hosp date|hospitalization_startdate|date_hospital"
        "|isolation_startdate|date_of_admission|date_admission_hospital|hospital admission date|date d'hospitalisation|date d'admission|fecha de hospitalizacion|fecha de ingreso|date isolated")),
    Field("outcome", Kind.WORD, "转归", "Outcome", "在治、治愈（出院）、死亡、转出、不详", "Ongoing, recovered, died, transferred, unknown", "RECOVERED", words(
        "病例转归|患者转归|结局|治疗结果|临床转归|转归情况|outcome_id|outcomeId|caze.outcome|case_outcome|final outcome|patient outcome|resultado|issue|evolution|condicion|vital status|vital_status"), vocabulary="outcome"),
    Field("outcome_date", Kind.DATE, "转归日期", "Outcome date", "出院、治愈或死亡日期", "Day of recovery, discharge or death", "2022-01-20", words(
        "转归时间|出院日期|出院时间|治愈日期|解除隔离日期|date_of_outcome|date_outcome|dateOfOutcome|outcomeDate|caze.outcomeDate|discharge_date|date of death/discharge|date_of_discharge|dischargeDate|date_recovered|recovery_date|date of recovery|date d'issue|date de sortie|fecha de alta|fecha de condicion")),
    Field("death_date", Kind.DATE, "死亡日期", "Death date", "死亡日期", "Day of death", "", words(
        "死亡时间|死亡|death|date_of_death|date_death|dt_death|deathDate|person.deathDate|date de deces|fecha de defuncion|date died|deceased date")),
    Field("died", Kind.YES_NO, "是否死亡", "Died", "是或否（并入转归）", "Yes or no; becomes the outcome", "", words(
        "死亡|death|dead|deceased|died yes no|deces|fallecido|deceased (yes/no)"), auxiliary=True),
)  # fmt: skip
