"""What each measure, group, unit, sign and note means, in English and Spanish.

Facts from the catalogue of file specifications of ED Data Express and from the pages that the
figures were read on; the sentences are ours.
Source: https://eddataexpress.ed.gov/download/data-builder/data-download-tool
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing said in two languages."""

    en: str
    es: str

    def said_in(self, language: str) -> str:
        """Spanish for "es" and its variants, English for all else."""
        return self.es if language.split("-")[0] == "es" else self.en


@dataclass(frozen=True, slots=True)
class MeasureDefinition:
    """What a measure counts.

    Attributes:
        name: short, for a heading.
        definition: one or two sentences.
        data_group: number of the federal data group; empty where the figures have none.
        file_specification: number of the file in which States report it; empty likewise.
    """

    name: Wording
    definition: Wording
    data_group: str = ""
    file_specification: str = ""


@dataclass(frozen=True, slots=True)
class UnitDefinition:
    """What a value is counted in.

    Attributes:
        name: the word after the number.
        decimals: how many decimals sources print.
    """

    name: Wording
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class NoteDefinition:
    """A caution that belongs to a figure.

    Attributes:
        text: whole sentences.
        evidence: one of the product's six words.
        source_url: where it can be checked; empty where it follows from the figures themselves.
    """

    text: Wording
    evidence: str
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """A kind of service.

    Attributes:
        name: as a reader would say it.
        part_of: subgroup of the service that this one is a part of; empty for the two main kinds.
    """

    name: Wording
    part_of: str = ""


DASHBOARD_URL = "https://eddataexpress.ed.gov/dashboard/mep/2021-2022"
DASHBOARD_TITLE = "ED Data Express, Migrant Education Program dashboard"

PROGRAM_YEAR = Wording(
    "A program year runs from September 1 to August 31.",
    "Un año del programa va del 1 de septiembre al 31 de agosto.",
)
PROGRAM_YEAR_CITATION = "34 CFR 200.89(b)(2)"

MEASURES: Mapping[str, MeasureDefinition] = {
    "served_12_month": MeasureDefinition(
        Wording("Served in 12 months", "Atendidos en 12 meses"),
        Wording(
            "Migratory children and youth who received instructional or support services paid for"
            " by the program at any time in the program year. The count is unduplicated in each State's report.",
            "Niños y jóvenes migratorios que recibieron servicios de instrucción o de apoyo pagados"
            " por el programa en cualquier momento del año del programa. El informe de cada estado no"
            " cuenta dos veces al mismo niño.",
        ),
        data_group="102",
        file_specification="054",
    ),
    "eligible_12_month": MeasureDefinition(
        Wording("Eligible in 12 months", "Elegibles en 12 meses"),
        Wording(
            "Children and youth found eligible for the program at any time in the program year."
            " The count is unduplicated in each State's report.",
            "Niños y jóvenes que resultaron elegibles para el programa en cualquier momento del año"
            " del programa. El informe de cada estado no cuenta dos veces al mismo niño.",
        ),
        data_group="634",
        file_specification="121",
    ),
    "eligible_not_served_12_month": MeasureDefinition(
        Wording("Eligible and not served in 12 months", "Elegibles no atendidos en 12 meses"),
        Wording(
            "The part of each bar above 'Served' in the dashboard's chart. The page's own table"
            " heads this column 'Eligible'.",
            "La parte de cada barra que queda encima de «Served» (atendidos) en la gráfica de la"
            " página. La tabla de esa misma página titula esta columna «Eligible» (elegibles).",
        ),
    ),
    "eligible_12_month_english_learner": MeasureDefinition(
        Wording("Eligible English learners", "Elegibles que aprenden inglés"),
        Wording(
            "Eligible children and youth whom their State counted as English learners in the"
            " program year.",
            "Niños y jóvenes elegibles a quienes su estado contó como estudiantes que aprenden"
            " inglés en el año del programa.",
        ),
        data_group="634",
        file_specification="121",
    ),
    "eligible_12_month_priority_for_services": MeasureDefinition(
        Wording(
            "Eligible with priority for services", "Elegibles con prioridad para los servicios"
        ),
        Wording(
            "Eligible children and youth who come first when services are given, by the rule of"
            " the law of that time.",
            "Niños y jóvenes elegibles que reciben los servicios primero, según la regla de la ley"
            " vigente en ese momento.",
        ),
        data_group="634",
        file_specification="121",
    ),
    "eligible_12_month_with_disability_idea": MeasureDefinition(
        Wording("Eligible with a disability", "Elegibles con una discapacidad"),
        Wording(
            "Eligible children and youth with a disability under the Individuals with Disabilities"
            " Education Act (IDEA).",
            "Niños y jóvenes elegibles con una discapacidad según la Ley de Educación para Personas"
            " con Discapacidades (IDEA, por sus siglas en inglés).",
        ),
        data_group="634",
        file_specification="121",
    ),
    "eligible_summer_intersession": MeasureDefinition(
        Wording("Eligible in summer or intersession", "Elegibles en verano o entre períodos"),
        Wording(
            "Eligible children and youth counted for the summer or for a break between school"
            " terms.",
            "Niños y jóvenes elegibles contados para el verano o para un receso entre períodos"
            " escolares.",
        ),
        data_group="635",
        file_specification="122",
    ),
    "served_summer_intersession": MeasureDefinition(
        Wording("Served in summer or intersession", "Atendidos en verano o entre períodos"),
        Wording(
            "Children and youth served by the program in the summer or in a break between school"
            " terms.",
            "Niños y jóvenes atendidos por el programa en el verano o en un receso entre períodos"
            " escolares.",
        ),
        data_group="635",
        file_specification="122",
    ),
    "served_summer_intersession_priority_for_services": MeasureDefinition(
        Wording(
            "Served in summer or intersession, with priority for services",
            "Atendidos en verano o entre períodos, con prioridad para los servicios",
        ),
        Wording(
            "Those served in the summer or in a break between terms who had priority for services.",
            "Quienes fueron atendidos en el verano o en un receso y tenían prioridad para los"
            " servicios.",
        ),
    ),
    "served_regular_school_year_mathematics_instruction": MeasureDefinition(
        Wording(
            "Taught mathematics in the regular school year",
            "Con instrucción de matemáticas en el año escolar regular",
        ),
        Wording(
            "Children and youth who were taught mathematics by the program in the regular school"
            " year.",
            "Niños y jóvenes a quienes el programa dio instrucción de matemáticas en el año escolar"
            " regular.",
        ),
    ),
    "served_by_service": MeasureDefinition(
        Wording("Served, by kind of service", "Atendidos, por tipo de servicio"),
        Wording(
            "Children and youth who received a kind of service. One child may be in several kinds,"
            " so they do not add up to all served.",
            "Niños y jóvenes que recibieron un tipo de servicio. Un mismo niño puede estar en"
            " varios tipos, por lo que no suman el total de atendidos.",
        ),
        data_group="684",
        file_specification="145",
    ),
    "served_fte": MeasureDefinition(
        Wording("Served, in full-time equivalents", "Atendidos, en equivalentes a tiempo completo"),
        Wording(
            "A rounded number of full-time equivalent students from a federal catalog; not a count"
            " of children.",
            "Un número redondeado de estudiantes equivalentes a tiempo completo, tomado de un"
            " catálogo federal; no es un conteo de niños.",
        ),
    ),
    "service_rate": MeasureDefinition(
        Wording("Rate of service", "Tasa de servicio"),
        Wording(
            "The percentage that the dashboard prints in its diagram of services for 2021-22.",
            "El porcentaje que la página muestra en su diagrama de servicios para 2021-22.",
        ),
    ),
    "states_participating": MeasureDefinition(
        Wording("States that take part", "Estados que participan"),
        Wording(
            "States, or annual responses from States, named in a federal notice about a collection"
            " of information. The year is that of the notice.",
            "Estados, o respuestas anuales de los estados, mencionados en un aviso federal sobre"
            " una recopilación de información. El año es el del aviso.",
        ),
    ),
    "received_title_i_part_c_funds": MeasureDefinition(
        Wording("Received program funds", "Recibió fondos del programa"),
        Wording(
            "0 where a federal data note says that the State had no Title I, Part C funds in the"
            " school year. Where there is no row, we do not know.",
            "0 cuando una nota federal dice que el estado no tuvo fondos del Título I, Parte C en"
            " ese año escolar. Donde no hay fila, no lo sabemos.",
        ),
    ),
    "title_i_part_c_appropriation": MeasureDefinition(
        Wording("Title I, Part C funds", "Fondos del Título I, Parte C"),
        Wording(
            "Federal money for the program in a year, as printed by the source.",
            "Dinero federal para el programa en un año, tal como lo publica la fuente.",
        ),
    ),
    "gpra_states_meeting_target": MeasureDefinition(
        Wording("States that met the reading target", "Estados que alcanzaron la meta de lectura"),
        Wording(
            "States that met the program's performance target in elementary reading.",
            "Estados que alcanzaron la meta de desempeño del programa en lectura de primaria.",
        ),
    ),
    "gpra_states_target": MeasureDefinition(
        Wording("Target for the reading measure", "Meta de la medida de lectura"),
        Wording(
            "How many States were meant to meet the performance target in elementary reading.",
            "Cuántos estados debían alcanzar la meta de desempeño en lectura de primaria.",
        ),
    ),
}

SUBGROUPS: Mapping[str, Wording] = {
    "total": Wording("total", "total"),
    "total (diagram)": Wording("total (diagram)", "total (diagrama)"),
    "all": Wording("all", "todos"),
    "national": Wording("national", "nacional"),
    "state": Wording("State", "estado"),
    "ages 3-5 (not kindergarten)": Wording(
        "ages 3-5 (not kindergarten)", "3 a 5 años (sin kínder)"
    ),
    "grades K-3": Wording("grades K-3", "grados K-3"),
    "grades 4-5": Wording("grades 4-5", "grados 4-5"),
    "grades 6-8": Wording("grades 6-8", "grados 6-8"),
    "grades 9-12": Wording("grades 9-12", "grados 9-12"),
    "out-of-school youth": Wording("out-of-school youth", "jóvenes fuera de la escuela"),
    "reading, elementary": Wording("reading, elementary", "lectura, primaria"),
    "support services": Wording("support services", "servicios de apoyo"),
    "counseling services": Wording("counseling services", "servicios de consejería"),
    "instructional services": Wording("instructional services", "servicios de instrucción"),
    "reading instruction": Wording("reading instruction", "instrucción de lectura"),
    "mathematics instruction": Wording("mathematics instruction", "instrucción de matemáticas"),
    "high school credit accrual": Wording(
        "high school credit accrual", "acumulación de créditos de preparatoria"
    ),
    "served of eligible": Wording(
        "served for every 100 eligible", "atendidos por cada 100 elegibles"
    ),
    "support of served": Wording(
        "support services for every 100 served", "servicios de apoyo por cada 100 atendidos"
    ),
    "counseling of support": Wording(
        "counseling for every 100 with support services",
        "consejería por cada 100 con servicios de apoyo",
    ),
    "instructional of served": Wording(
        "instruction for every 100 served", "instrucción por cada 100 atendidos"
    ),
    "reading of instructional": Wording(
        "reading for every 100 with instruction", "lectura por cada 100 con instrucción"
    ),
    "mathematics of instructional": Wording(
        "mathematics for every 100 with instruction", "matemáticas por cada 100 con instrucción"
    ),
    "high school accrual of instructional": Wording(
        "credit accrual for every 100 with instruction",
        "acumulación de créditos por cada 100 con instrucción",
    ),
    "50 states and DC": Wording("50 States and DC", "50 estados y DC"),
    "total with other activities": Wording(
        "total with other activities", "total con otras actividades"
    ),
    "total with other activities and jurisdictions": Wording(
        "total with other activities and jurisdictions",
        "total con otras actividades y jurisdicciones",
    ),
}

UNITS: Mapping[str, UnitDefinition] = {
    "children": UnitDefinition(Wording("children and youth", "niños y jóvenes")),
    "students (FTE, approximate)": UnitDefinition(
        Wording(
            "students (full-time equivalent, approximate)",
            "estudiantes (equivalentes a tiempo completo, aproximado)",
        )
    ),
    "percent": UnitDefinition(Wording("percent", "por ciento"), decimals=1),
    "states": UnitDefinition(Wording("States", "estados")),
    "responses": UnitDefinition(Wording("responses", "respuestas")),
    "flag": UnitDefinition(Wording("yes (1) or no (0)", "sí (1) o no (0)")),
    "dollars": UnitDefinition(Wording("dollars", "dólares")),
    "thousand current dollars": UnitDefinition(
        Wording("thousand dollars of that year", "miles de dólares de ese año")
    ),
    "million dollars": UnitDefinition(Wording("million dollars", "millones de dólares")),
}

SYMBOLS: Mapping[str, Wording] = {
    "†": Wording(
        "The source prints †: not applicable or not published.",
        "La fuente muestra †: no corresponde o no se publicó.",
    ),
    "n<": Wording(
        "The source prints n<: the number is held back because the group is small.",
        "La fuente muestra n<: el número no se publica porque el grupo es pequeño.",
    ),
    "-": Wording(
        "The source prints -: not available.",
        "La fuente muestra -: no está disponible.",
    ),
    "S": Wording(
        "The source prints S: held back, for a small group or for quality, or missing.",
        "La fuente muestra S: no se publica, por ser un grupo pequeño o por calidad, o falta.",
    ),
}

SERVICES: Mapping[str, ServiceDefinition] = {
    "support services": ServiceDefinition(SUBGROUPS["support services"]),
    "counseling services": ServiceDefinition(
        SUBGROUPS["counseling services"], part_of="support services"
    ),
    "instructional services": ServiceDefinition(SUBGROUPS["instructional services"]),
    "reading instruction": ServiceDefinition(
        SUBGROUPS["reading instruction"], part_of="instructional services"
    ),
    "mathematics instruction": ServiceDefinition(
        SUBGROUPS["mathematics instruction"], part_of="instructional services"
    ),
    "high school credit accrual": ServiceDefinition(
        SUBGROUPS["high school credit accrual"], part_of="instructional services"
    ),
}

NOTES: Mapping[str, NoteDefinition] = {
    "eligible-derived": NoteDefinition(
        Wording(
            "Derived: the number of eligible children is the sum of two published parts, served"
            " plus eligible and not served.",
            "Deducido: el número de niños elegibles es la suma de dos partes publicadas, los"
            " atendidos más los elegibles no atendidos.",
        ),
        evidence="derived",
        source_url=DASHBOARD_URL,
    ),
    "heading-mislabelled": NoteDefinition(
        Wording(
            "The source page heads the column of children eligible and not served 'Eligible'."
            " Taken as printed, it would give too few eligible children.",
            "La página de origen titula «Eligible» (elegibles) la columna de niños elegibles no"
            " atendidos. Tomada tal cual, daría muy pocos niños elegibles.",
        ),
        evidence="derived",
        source_url=DASHBOARD_URL,
    ),
    "served-includes-continuation": NoteDefinition(
        Wording(
            "Served includes children who continue to receive services after their eligibility has"
            " ended. So served per 100 eligible is a ratio and not a share of the eligible.",
            "Los atendidos incluyen a niños que siguen recibiendo servicios después de que terminó"
            " su elegibilidad. Por eso, los atendidos por cada 100 elegibles son una razón y no una"
            " parte de los elegibles.",
        ),
        evidence="read",
        source_url="https://eddataexpress.ed.gov/download/data-builder/data-download-tool",
    ),
    "source-changed-2021-22": NoteDefinition(
        Wording(
            "The source of the eligible count changed in 2021-22: before, files of the States"
            " (FS121, data group 634); since then, counts from the Migrant Student Information"
            " Exchange, MSIX (CSPR 1.7.1). Compare with earlier years with care.",
            "La fuente del conteo de elegibles cambió en 2021-22: antes, archivos de los estados"
            " (FS121, grupo de datos 634); desde entonces, conteos del Intercambio de Información"
            " de Estudiantes Migrantes, MSIX (CSPR 1.7.1). Compare con cuidado con los años"
            " anteriores.",
        ),
        evidence="read",
        source_url=DASHBOARD_URL,
    ),
    "total-in-diagram": NoteDefinition(
        Wording(
            "The same page prints the total of eligible children, 274,258, in its diagram of"
            " services: 81,402 and 192,856 add up to it.",
            "La misma página muestra el total de niños elegibles, 274,258, en su diagrama de"
            " servicios: 81,402 y 192,856 suman esa cantidad.",
        ),
        evidence="read",
        source_url=DASHBOARD_URL,
    ),
    "agrees-with-notice": NoteDefinition(
        Wording(
            "The sum agrees with the rounded number in a federal notice.",
            "La suma coincide con el número redondeado de un aviso federal.",
        ),
        evidence="read",
        source_url="https://omb.report/icr/202001-1810-001",
    ),
    "years-not-found": NoteDefinition(
        Wording(
            "We found no national count of served and eligible children for 2010-11, 2011-12 or"
            " any year after 2021-22.",
            "No encontramos conteos nacionales de niños atendidos y elegibles para 2010-11,"
            " 2011-12 ni para ningún año después de 2021-22.",
        ),
        evidence="read",
    ),
    "state-totals-not-found": NoteDefinition(
        Wording(
            "We found no full set of 12-month counts by State for these years, so States are not"
            " compared here.",
            "No encontramos un conjunto completo de conteos de 12 meses por estado para estos"
            " años; por eso aquí no se comparan los estados.",
        ),
        evidence="read",
    ),
}

NOTES_OF_EVERY_IMPACT_YEAR = (
    "eligible-derived",
    "heading-mislabelled",
    "served-includes-continuation",
)
NOTES_OF_ONE_IMPACT_YEAR: Mapping[str, tuple[str, ...]] = {
    "2015-16": ("agrees-with-notice",),
    "2018-19": ("agrees-with-notice",),
    "2021-22": ("source-changed-2021-22", "total-in-diagram"),
}
NOTES_OF_THE_SERIES = ("years-not-found", "state-totals-not-found")
