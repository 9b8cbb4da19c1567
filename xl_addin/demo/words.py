"""The words of the made-up company: (English, Russian) pairs, place and firm names invented."""

Pair = tuple[str, str]

STEMS: tuple[Pair, ...] = (
    ("Velmora", "Велмора"),
    ("Tarnwick", "Тарнвик"),
    ("Ostrel", "Острель"),
    ("Karvento", "Карвенто"),
    ("Lindoria", "Линдория"),
    ("Brevantis", "Бревантис"),
    ("Solvenka", "Солвенка"),
    ("Morvel", "Морвель"),
    ("Dargonia", "Даргония"),
    ("Istravia", "Истравия"),
    ("Pelgrada", "Пелграда"),
    ("Rintova", "Ринтова"),
    ("Zelvika", "Зелвика"),
    ("Nordaven", "Нордавен"),
    ("Quorint", "Кворинт"),
    ("Havresk", "Хавреск"),
    ("Jolvena", "Йолвена"),
    ("Umbrik", "Умбрик"),
    ("Festara", "Фестара"),
    ("Galdorin", "Галдорин"),
    ("Wintrava", "Винтрава"),
    ("Trelisk", "Трелиск"),
    ("Corvanta", "Корванта"),
    ("Estrogor", "Эстрогор"),
    ("Melvador", "Мелвадор"),
    ("Bastrika", "Бастрика"),
    ("Lugravia", "Лугравия"),
    ("Ardenwick", "Арденвик"),
    ("Kelmaris", "Келмарис"),
    ("Vostrena", "Вострена"),
    ("Dolventa", "Долвента"),
    ("Simbrel", "Симбрель"),
    ("Orvandia", "Орвандия"),
    ("Tolgrin", "Толгрин"),
    ("Revsona", "Ревсона"),
    ("Yarvento", "Ярвенто"),
    ("Mistavia", "Миставия"),
    ("Grelund", "Грелунд"),
    ("Palvoria", "Палвория"),
    ("Norbeska", "Норбеска"),
)

CONSTRUCTION: Pair = ("Construction", "Строительство")
RETAIL: Pair = ("Retail", "Розница")
MANUFACTURING: Pair = ("Manufacturing", "Производство")
PROPERTY: Pair = ("Property care", "Эксплуатация зданий")
LANDSCAPING: Pair = ("Landscaping", "Озеленение")

# what a firm adds to its stem, and the industry it belongs to
TRADES: tuple[tuple[Pair, Pair], ...] = (
    (("Gardens", "Сад"), LANDSCAPING),
    (("Construction", "Строй"), CONSTRUCTION),
    (("Interiors", "Отделка"), CONSTRUCTION),
    (("Builders", "Монтаж"), CONSTRUCTION),
    (("Hardware", "Инструмент"), RETAIL),
    (("Home Stores", "Дом"), RETAIL),
    (("Joinery", "Мебель"), MANUFACTURING),
    (("Works", "Завод"), MANUFACTURING),
    (("Facilities", "Сервис"), PROPERTY),
    (("Estates", "Управление"), PROPERTY),
)
LEGAL_FORM: Pair = ("{stem} {trade} Ltd", "ООО «{stem} {trade}»")

HOLDING: Pair = ("Velmora Holding", "Холдинг Велмора")
PARTNERS: Pair = ("Ardena Group", "Группа Ардена")

CHANNELS: tuple[Pair, ...] = (
    ("Key account", "Ключевой клиент"),
    ("Dealer", "Дилер"),
    ("Trade", "Мелкий опт"),
)
REGIONS: tuple[Pair, ...] = (
    ("North", "Север"),
    ("East", "Восток"),
    ("South", "Юг"),
    ("West", "Запад"),
    ("Capital", "Столица"),
)
MANAGERS: tuple[Pair, ...] = (  # two for each region, in the order of the regions
    ("Alice Brandt", "Алиса Брандт"),
    ("Boris Lemke", "Борис Лемке"),
    ("Clara Novak", "Клара Новак"),
    ("Denis Orlin", "Денис Орлин"),
    ("Elena Fabri", "Елена Фабри"),
    ("Felix Marten", "Феликс Мартен"),
    ("Greta Solm", "Грета Сольм"),
    ("Hugo Petri", "Хуго Петри"),
    ("Irma Valen", "Ирма Вален"),
    ("Jan Korvin", "Ян Корвин"),
)
BRANCHES: tuple[Pair, ...] = (
    ("Head office", "Центральный офис"),
    ("Northern branch", "Северный филиал"),
    ("Southern branch", "Южный филиал"),
)
BRANCH_OF_REGION = (1, 2, 2, 1, 0)  # positions in BRANCHES, in the order of the regions
ACTIVE: Pair = ("active", "активен")
ON_HOLD: Pair = ("on hold", "приостановлен")

FASTENERS: Pair = ("Fasteners", "Крепёж")
PAINTS: Pair = ("Paints and sealants", "Краски и герметики")
TOOLS: Pair = ("Tools", "Инструмент")
GARDEN: Pair = ("Garden", "Сад")

# name, group, list price of 2023, cost as a share of it, how often it is bought
PRODUCTS: tuple[tuple[Pair, Pair, float, float, float], ...] = (
    (("Anchor bolts, box of 100", "Анкеры, 100 шт."), FASTENERS, 1450.0, 0.66, 10.0),
    (("Wood screws, 5 kg", "Саморезы, 5 кг"), FASTENERS, 980.0, 0.70, 8.0),
    (("Mounting brackets, box of 50", "Кронштейны, 50 шт."), FASTENERS, 1720.0, 0.68, 5.0),
    (("Facade paint, 20 l", "Краска фасадная, 20 л"), PAINTS, 5200.0, 0.58, 28.0),
    (("Primer, 10 l", "Грунтовка, 10 л"), PAINTS, 1150.0, 0.63, 9.0),
    (("Silicone sealant, 24 tubes", "Герметик силиконовый, 24 тубы"), PAINTS, 3900.0, 0.72, 7.0),
    (("Wallpaper paste, box of 40", "Клей обойный, 40 пачек"), PAINTS, 1600.0, 0.81, 3.0),
    (("Cutting discs, box of 50", "Круги отрезные, 50 шт."), TOOLS, 2300.0, 0.60, 14.0),
    (("Drill bit set", "Набор свёрл"), TOOLS, 2750.0, 0.64, 8.0),
    (("Work gloves, 100 pairs", "Перчатки рабочие, 100 пар"), TOOLS, 1900.0, 0.74, 5.0),
    (("Lawn seed, 20 kg", "Семена газона, 20 кг"), GARDEN, 4100.0, 0.61, 2.0),
    (("Irrigation hose, 50 m", "Шланг поливочный, 50 м"), GARDEN, 3300.0, 0.67, 1.0),
    (("Tinting machine", "Колеровочная машина"), TOOLS, 148000.0, 0.70, 0.0),
)
STAR_PRODUCT = 3
DEAD_PRODUCT = 6  # sold until the end of March 2024, by nobody since
CONTRACT_PRODUCT = 7
NEW_PRODUCT = 12  # launched in autumn 2025: offered to key accounts, not sold yet
KEY, DEALER, TRADE = range(len(CHANNELS))
TARGETS: tuple[tuple[int, ...], ...] = (  # segments that each product is meant for
    (KEY, DEALER),
    (DEALER, TRADE),
    (KEY,),
    (KEY, DEALER, TRADE),
    (DEALER, TRADE),
    (DEALER,),
    (),
    (KEY, DEALER, TRADE),
    (DEALER, TRADE),
    (KEY, TRADE),
    (TRADE,),
    (DEALER,),
    (KEY, DEALER),
)

SOLD = "+"
NOT_OFFERED: Pair = ("Not offered", "Не предлагали")
REFUSED: Pair = ("Refused", "Отказ")
STAGES: tuple[Pair, ...] = (
    ("Offer", "Предложение"),
    ("Negotiations", "Переговоры"),
    ("Contract signing", "Подписание договора"),
)
REASONS: tuple[Pair, ...] = (
    ("price", "цена"),
    ("has another supplier", "есть другой поставщик"),
    ("no need", "нет потребности"),
    ("delivery time", "срок поставки"),
    ("payment terms", "условия оплаты"),
)

OPEN: Pair = ("open account", "отсрочка")
PART_PREPAY: Pair = ("part prepayment", "частичная предоплата")
PREPAY: Pair = ("prepayment", "предоплата")
SECURED: Pair = ("secured", "с обеспечением")
GUARANTEE: Pair = ("guarantee of the owner", "поручительство собственника")

RESPONDENT: Pair = ("Sales director", "Коммерческий директор")
COMMENTS: dict[int, Pair] = {  # by number of the question
    3: ("kept for key accounts only", "ведётся только по ключевым клиентам"),
    16: ("costs are known, customers won are not", "затраты известны, а привлечённые клиенты нет"),
    18: ("reasons are noted, nobody reads them", "причины записываются, но их никто не читает"),
    22: ("left to each manager", "на усмотрение менеджера"),
    28: ("by e-mail, no register", "по почте, без журнала"),
}


def word(pair: Pair, language: str) -> str:
    """Return the word of ``pair`` in ``language``."""
    return pair[language == "ru"]
