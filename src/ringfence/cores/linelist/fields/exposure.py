"""Where it came from: exposure, sources of infection, remarks, and our own column of corrections."""

from .model import Field, Kind, words

EXPOSURE = (
    Field("exposure_place", Kind.TEXT, "暴露地点", "Exposure place", "可能的感染地点", "Where the infection may have happened", "某商场", words(
        "感染地点|可能感染地点|暴露场所|感染地|暴露地|旅居地|旅居史地点|place_infect|place of infection|place of exposure|exposure_location|infection place|exposure site|probable place of infection|lieu d'infection|travel_history_location"), weak=words("来源地"), longest=200),
    Field("exposure_start", Kind.DATE, "暴露开始日期", "Exposure start", "可能暴露的第一天", "First day of the possible exposure", "2022-01-01", words(
        "首次暴露日期|暴露起始日期|首次接触日期|接触开始日期|start_source|exposure_start_date|dt_start_exp|date_first_exposure|first exposure|exposure from|start of exposure|exposure date start|exposureDateFrom|date of first exposure|first contact date|date_of_first_contact")),
    Field("exposure_end", Kind.DATE, "暴露结束日期", "Exposure end", "可能暴露的最后一天", "Last day of the possible exposure", "2022-01-04", words(
        "末次暴露日期|暴露终止日期|暴露截止日期|末次接触日期|最后接触日期|最后暴露日期|end_source|exposure_end_date|dt_end_exp|date_last_exposure|last exposure|exposure to|end of exposure|exposure date end|exposureDateTo|date of last exposure|date_of_last_contact|dateOfLastContact|last contact date")),
    Field("infection_source", Kind.SOURCE_TEXT, "感染来源", "Source of infection", "原文保留；其中提到的病例成为候选来源", "Kept as written; cases it mentions become candidate sources", "family of TJ14; Wuhan", words(
        "传染来源|感染源|传染源|可能感染来源|感染来源描述|接触史|暴露史|流行病学史|流行病学史描述|流行病学关联|感染途径|关联病例描述|infection_source|source of infection|source_of_infection|suspected source|exposure history|epi link|epidemiological link|link|links|source text|contact history|source d'infection|fuente de infeccion"
        ), weak=words("source|来源|exposure|暴露|旅居史|travel history")),
    Field("source_case_ids", Kind.CASE_IDS, "来源病例编号", "Source case IDs", "候选来源病例的编号，以分号分隔", "IDs of candidate source cases, separated by semicolons", "TJ14; TJ25", words(
        "关联病例|关联病例编号|来源病例|上代病例|上一代病例|传染源编号|感染源编号|指示病例编号|infector|infector_id|source_case_id|source_id|source case|source_visualid|infected_by|infected by|case source|linked case|linked cases|linked case id|related cases|parent_case|from_case|secondary to|source person visual id")),
    Field("notes", Kind.LONG_TEXT, "备注", "Notes", "其他说明", "Anything else", "", words(
        "说明|备 注|其他|其它|其他说明|note|remark|remarks|comment|comments|additional information|additionalDetails|caze.additionalDetails|observaciones|remarques|commentaire|commentaires")),
    Field("correction", Kind.CORRECTION, "需更正的内容", "To correct", "系统填写：为何未能导入；再次导入时忽略", "Written by Ringfence: why the row was not imported; ignored on import", "", words(
        "ringfence: to correct|to_correct"), auxiliary=True),
)  # fmt: skip
